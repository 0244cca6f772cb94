"""``/api/whistles``: officers draft, sign, blow, and departments report in. Committed with fsync, answered,
then hinted, like the orders about incidents (``commands``).
"""

import time
from collections.abc import Collection, Sequence
from typing import Any, Protocol

import msgspec
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from dashboard.incidents.commands import Body, RecordId
from dashboard.incidents.departments import department
from dashboard.incidents.refusals import ChangedMeanwhile
from dashboard.incidents.timeline import Past, timeline
from dashboard.incidents.whistle import KIND
from dashboard.incidents.whistle_desk import Whistling
from dashboard.incidents.whistle_orders import WhistleOrder, read_draft, read_whistle_order
from dashboard.incidents.whistle_record import from_body
from dashboard.incidents.whistle_ties import nothing_at, tied_by, world_of
from dashboard.incidents.whistle_timeline import WHISTLE
from dashboard.web.answers import TurnedAway
from dashboard.web.bodies import read_body
from dashboard.web.callers import ground_of
from dashboard.web.commands import asked_role, until
from dashboard.web.events import Hints, Writes
from dashboard.web.officers import Officers
from dashboard.web.reads import outside
from dashboard.web.whistle_forms import legal_now
from feeds.errors import BadInput
from feeds.limits import ENTITY_CHARACTERS
from feeds.model import Utc
from feeds.untrusted import decode_untrusted


class Reads(Protocol):
    """The part of the store's reader that is used here; its calls block and are made in a thread."""

    def history(self, id: str, kind: str) -> Sequence[Past]:
        """What became of one record."""

    def record(self, wanted: RecordId) -> Body | None:
        """One record."""


class WhistlesDoor:
    """The officers' doors of the whistle. ``live``: a whistle about nothing in particular is real.
    ``streets`` are the codes of those that may blow one.
    """

    def __init__(
        self,
        store: Writes,
        reader: Reads,
        bus: Hints,
        officers: Officers,
        streets: Collection[str],
        *,
        live: bool,
    ) -> None:
        self._streets = streets
        self._store = store
        self._reader = reader
        self._bus = bus
        self._officers = officers
        self._live = live

    async def draft(self, request: Request) -> Response:
        """Make a whistle; the same order again is answered with the same one.

        Raises what ``answers`` knows: BadInput, TurnedAway, Illegal, StoreUnavailable.
        """
        officer, said = await self._signed_in(request)
        order = read_draft(said, officer, Utc(time.time()))
        street = getattr(order.command, "street", None)
        if street not in self._streets:  # no street's wall would show it
            raise BadInput("command.street", street, "is no street of this district")
        if not ground_of(request).holds_scope(str(street)):
            raise outside("command.street", street, ground_of(request))
        tied = await self._tied(request, order)
        provenance = world_of(tied, live=self._live)
        return await self._obeyed(msgspec.structs.replace(order, provenance=provenance))

    async def command(self, request: Request) -> Response:
        """Obey one order, or say in both languages why not; the same order again gets the same answer.

        Raises like ``draft``, and ChangedMeanwhile.
        """
        officer, said = await self._signed_in(request)
        record = await self._record(request)
        order = read_whistle_order(said, record["id"], officer, Utc(time.time()))
        await self._tied(request, order)
        return await self._obeyed(order)

    async def legal(self, request: Request) -> Response:
        """``?role=&unit=``: what that role may do with the whistle and each summons now, and how their limits
        stand. A department says which it is.
        """
        self._officers.require(request)
        role, unit = asked_role(request), _unit(request.query_params.get("unit"))
        whistle = from_body(await self._record(request))
        return JSONResponse(legal_now(whistle, role, unit, round(time.time() * 1000)))

    async def history(self, request: Request) -> Response:
        """The timeline, oldest first: who did what in which role, what they said, and what it changed."""
        self._officers.require(request)
        record = await self._record(request)
        entries = timeline(await self._past(record["id"]), WHISTLE)
        return JSONResponse({"id": record["id"], "history": msgspec.to_builtins(entries)})

    async def _signed_in(self, request: Request) -> Any:
        self._officers.require(request)
        return self._officers.signed_in(request, decode_untrusted(await read_body(request)))

    async def _obeyed(self, order: WhistleOrder) -> Response:
        try:
            done = await self._store.perform(Whistling(order, department))
        except ChangedMeanwhile as exc:
            past = await self._past(order.whistle)
            raise exc.explained(until(exc.revision, past), WHISTLE) from exc
        hint = BackgroundTask(self._bus.hint, done.head) if done.seqs else None
        return JSONResponse({**done.answer, "repeated": done.repeated}, background=hint)

    async def _past(self, whistle: str) -> Sequence[Past]:
        return await run_in_threadpool(self._reader.history, whistle, KIND)

    async def _record(self, request: Request) -> Body:
        id = str(request.path_params["id"])
        body = await self._seen(request, RecordId(KIND, id))
        if body is None:
            raise TurnedAway(404, f"there is no whistle {id[:ENTITY_CHARACTERS]!r}", "id")
        return body

    async def _seen(self, request: Request, wanted: RecordId) -> Body | None:
        """The record, when there is one and the caller may see it."""
        body = await self._found(wanted)
        return body if body is not None and ground_of(request).holds(body) else None

    async def _tied(self, request: Request, order: WhistleOrder) -> list[Body]:
        """What the order ties to its whistle, and so writes into. Raises Illegal for what is not there, or
        not the caller's to see.
        """
        tied = []
        for wanted in tied_by(order.command):
            body = await self._seen(request, wanted)
            if body is None:
                raise nothing_at(wanted)
            tied.append(body)
        return tied

    async def _found(self, wanted: RecordId) -> Body | None:
        if len(wanted.id) > ENTITY_CHARACTERS or not wanted.id.isprintable():
            return None  # PostgreSQL cannot even be asked for a NUL
        found: Any = await run_in_threadpool(self._reader.record, wanted)
        return found if isinstance(found, dict) else None


def _unit(said: str | None) -> str | None:
    if said is not None and not (said.isprintable() and 0 < len(said) <= ENTITY_CHARACTERS):
        raise BadInput("unit", said, "must be the id of a department")
    return None if said is None else department(said).id
