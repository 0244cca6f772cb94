"""``GET /intake/acknowledgements``: what became of the tasks a source assigned to us, for it to fetch.

A batch of CloudEvents after a cursor; nothing is sent out by us, so a centre without a way to the outside can
acknowledge, too. Asked again with the same cursor, the answer is the same or longer.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Protocol

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from dashboard.incidents.reader_receipts import Told
from dashboard.web.answers import TurnedAway
from dashboard.web.callers import Who
from dashboard.web.cloudevents import ATTRIBUTE_CHARACTERS, BATCH
from dashboard.web.intake import shown_token
from dashboard.web.routes import Route
from dashboard.web.senders import Senders
from feeds.errors import MISSING, BadInput

LIMIT: Final = 100
LIMIT_MOST: Final = 1_000
SEQ_MOST: Final = (1 << 63) - 1
TYPE: Final = "cn.wanglou.task.acknowledged"


class Reads(Protocol):
    """The part of the store's reader that is used here; its calls block and are made in a thread."""

    def receipts_after(self, source: str, after: int, most: int) -> Sequence[Told]:
        """A source's acknowledgements."""


class Acknowledgements:
    """The outbox's door. ``centre`` is the CloudEvents source we answer as."""

    def __init__(self, reader: Reads, senders: Senders, centre: str) -> None:
        self._reader = reader
        self._senders = senders
        self._centre = centre

    async def __call__(self, request: Request) -> Response:
        """``?source=`` as in the source's own events, ``after``: the last id it has (0 from the beginning),
        ``limit``.
        """
        shown = shown_token(request, in_query=False)
        sender = await self._senders.named_by(shown)
        if sender is None:
            state = "wrong" if shown else "missing"
            how = "send it as a bearer token or as basic password"
            raise TurnedAway(401, f"token is {state}: {how}", "token")
        asked = request.query_params
        source = _source(asked)
        after = _whole(asked, "after", SEQ_MOST, 0)
        most = _whole(asked, "limit", LIMIT_MOST, LIMIT)
        told = await run_in_threadpool(self._reader.receipts_after, f"{sender}|{source}", after, most)
        events = [_event(one, self._centre) for one in told]
        return Response(msgspec.json.encode(events), media_type=BATCH)


def acknowledgement_routes(door: Acknowledgements) -> tuple[Route, ...]:
    """How a source that assigns tasks learns what became of them."""
    summary = "Acknowledgements of assigned tasks as a batch of CloudEvents: ?source=&after=<last id>&limit="
    asks = "/intake/acknowledgements?source=urn:qinhuai:district&after=0"
    return (Route("/intake/acknowledgements", door, summary, asks=asks, who=Who.SOURCE),)


def _event(told: Told, centre: str) -> dict[str, Any]:
    data = {name: value for name, value in told.body.items() if name != "id"}
    at = datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=told.body["at_ms"])
    return {
        "specversion": "1.0",
        "id": str(told.seq),
        "source": centre,
        "type": TYPE,
        "subject": told.body["external_id"],
        "time": at.isoformat(),
        "datacontenttype": "application/json",
        "data": data,
    }


def _source(asked: Mapping[str, str]) -> str:
    source = asked.get("source", "")
    if not source or len(source) > ATTRIBUTE_CHARACTERS or not source.isprintable():
        raise BadInput("source", asked.get("source", MISSING), "must be the source that your events carry")
    return source


def _whole(asked: Mapping[str, str], name: str, most: int, usual: int) -> int:
    text = asked.get(name, "")
    if not text:
        return usual
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(most)) and int(text) <= most):
        raise BadInput(name, text, f"must be a whole number from 0 to {most}")
    return int(text)
