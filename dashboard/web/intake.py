"""The doors that positions are pushed to: ``/intake/<kind>``, one door a kind, behind it the sources of
that kind.

Which of several sources of one kind a message belongs to is decided by the token it shows, and by nothing
in it.
"""

import base64
import binascii
import time
from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from dashboard.web.access import bearer_token, same_secret
from dashboard.web.answers import TurnedAway, refusal
from dashboard.web.bodies import read_body
from dashboard.web.intake_tokens import IntakeTokens
from feeds.model import Forbidden, Message, Rejected, Report
from feeds.runner import Runner

METHODS: Final[Mapping[str, tuple[str, ...]]] = {"osmand": ("GET", "POST")}
"""How a door may be knocked at, where it is not POST alone."""

QUERY_TOKEN: Final = frozenset({"osmand"})
"""Kinds whose client can be given an address and nothing else, so that its token stands there."""

WITHHELD: Final = frozenset({"authorization", "cookie", "proxy-authorization"})
"""Headers that no source gets to see."""


class PositionDoor:
    """One kind's door. ``fallback`` is the token of sources that have none of their own; "" admits nobody."""

    def __init__(
        self,
        kind: str,
        runners: Sequence[Runner],
        fallback: str,
        methods: tuple[str, ...],
        issued: IntakeTokens,
    ) -> None:
        if not runners:
            raise ValueError(f"the door {kind!r} needs a source behind it")
        self.kind = kind
        self.methods = methods
        self.runners = tuple(runners)
        self._fallback = fallback
        self._issued = issued

    async def __call__(self, request: Request) -> Response:
        """Take one message: 200, or 4xx with a sentence, counted on the tile."""
        try:
            runner, speaks_of = await self._runner_for(request)
            body = await read_body(request)
        except TurnedAway as exc:
            self.runners[0].refuse(str(exc), time.time())
            raise
        outcome = runner.accept(_message(request, body, self.kind), time.time(), speaks_of)
        if isinstance(outcome, Rejected):
            status = 403 if isinstance(outcome, Forbidden) else 400
            return refusal(status, outcome.reason, _field_of(outcome.reason))
        return self._thanks(outcome)

    async def _runner_for(self, request: Request) -> tuple[Runner, tuple[str, ...]]:
        """Whose token is shown, and of whom it may speak besides what its source may."""
        shown = shown_token(request, in_query=self.kind in QUERY_TOKEN)
        for runner in self.runners:
            if same_secret(shown, runner.source.token or self._fallback):
                return runner, ()
        issued = await self._issued.shown(shown)
        for runner in self.runners if issued else ():
            if issued and runner.source.name == issued.source:
                return runner, issued.entities
        how = "as a bearer token, as the password of basic authentication"
        how += ", or as ?token=" if self.kind in QUERY_TOKEN else ""
        raise TurnedAway(
            401, f"token is {'wrong' if shown else 'missing'}: send the source's token {how}", "token"
        )

    def _thanks(self, report: Report) -> Response:
        """OwnTracks wants a JSON array: messages for the phone, of which we have none."""
        answer: Any = [] if self.kind == "owntracks" else {"accepted": len(report.fixes)}
        return JSONResponse(answer)


def shown_token(request: Request, *, in_query: bool) -> str:
    """The token a request shows; "" when it shows none."""
    token = bearer_token(request) or _basic_password(request.headers.get("authorization", ""))
    if not token and in_query:
        query = request.scope["query_string"].decode("latin-1")
        token = parse_qs(query, max_num_fields=100).get("token", [""])[0] if query.count("&") < 100 else ""
    return token


def _basic_password(header: str) -> str:
    scheme, _, encoded = header.partition(" ")
    if scheme.lower() != "basic":
        return ""
    try:
        return base64.b64decode(encoded.strip(), validate=True).decode().partition(":")[2]
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return ""


def _message(request: Request, body: bytes, kind: str) -> Message:
    """The request as its source sees it, without what identified the sender to us."""
    query = request.scope["query_string"].decode("latin-1")
    if kind in QUERY_TOKEN:
        query = "&".join(part for part in query.split("&") if not part.startswith("token="))
    headers = {name: value for name, value in request.headers.items() if name not in WITHHELD}
    return Message(body, request.headers.get("content-type", ""), query, headers)


def _field_of(reason: str) -> str | None:
    """The field a rejection names: it begins with it, by the form of ``BadInput``."""
    field, found, _ = reason.partition(" is ")
    return field if found and " " not in field else None
