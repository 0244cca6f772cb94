"""``POST /api/incidents/{id}/commands``: officers command. Committed with fsync, answered, then hinted.

Beside it what an officer needs to command: what is legal now, and everything that was done so far.
"""

import time
from collections.abc import Sequence
from typing import Final, Protocol

import msgspec
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from dashboard.incidents.commands import Body, RecordId
from dashboard.incidents.departments import calendar_of
from dashboard.incidents.desk import Perform, legal_commands
from dashboard.incidents.matters import KIND, Spot
from dashboard.incidents.merging import no_incident, other_of
from dashboard.incidents.orders import Order, Rules, read_order
from dashboard.incidents.refusals import ChangedMeanwhile
from dashboard.incidents.stage_clocks import stage_clocks
from dashboard.incidents.states import Role, State
from dashboard.incidents.timeline import Past, timeline
from dashboard.web.answers import TurnedAway
from dashboard.web.bodies import read_body
from dashboard.web.callers import ground_of
from dashboard.web.command_defaults import offered
from dashboard.web.command_forms import form
from dashboard.web.events import Hints, Writes
from dashboard.web.incident_events import Locate
from dashboard.web.officers import Officers
from feeds.errors import MISSING, BadInput
from feeds.limits import ENTITY_CHARACTERS
from feeds.model import Utc
from feeds.untrusted import decode_untrusted

SHOWN: Final = ("id", "revision", "status", "status_zh", "status_en", "open")
"""What the list of legal commands says of the incident."""


class Reads(Protocol):
    """The part of the store's reader that is used here; its calls block and are made in a thread."""

    def history(self, incident: str) -> Sequence[Past]:
        """What became of one incident."""

    def record(self, wanted: RecordId) -> Body | None:
        """One record."""


class CommandsDoor:
    """The officers' doors of one incident."""

    def __init__(self, store: Writes, reader: Reads, bus: Hints, locate: Locate, officers: Officers) -> None:
        self._store = store
        self._reader = reader
        self._bus = bus
        self._officers = officers
        self._rules = Rules(calendar_of, lambda lat, lon: _spot(lat, lon, locate))

    async def command(self, request: Request) -> Response:
        """Obey one order, or say in both languages why not; the same order again gets the same answer.

        Raises what ``answers`` knows: BadInput, TurnedAway, Illegal, ChangedMeanwhile, StoreUnavailable.
        """
        self._officers.require(request)
        body = decode_untrusted(await read_body(request))
        officer, said = self._officers.signed_in(request, body)
        record = await self._record(request)
        order = read_order(said, record["id"], officer, Utc(time.time()))
        other = other_of(order)
        if other is not None and await self._seen(request, other) is None:
            raise no_incident(other)  # a merge writes into both
        return await self._obeyed(order)

    async def legal(self, request: Request) -> Response:
        """``?role=``: what that role may do with the incident as it is, the fields of each command with what
        they most likely hold, and the clocks that run.
        """
        self._officers.require(request)
        role = asked_role(request)
        record = await self._record(request)
        state = State(record["status"])
        forms = [offered(form(state, kind), record) for kind in legal_commands(record, role)]
        clocks = msgspec.to_builtins(stage_clocks(record))
        shown = {name: record[name] for name in SHOWN}
        return JSONResponse({**shown, "role": role, "clocks": clocks, "commands": forms})

    async def history(self, request: Request) -> Response:
        """The timeline, oldest first: who did what in which role, what they said, and what it changed."""
        self._officers.require(request)
        record = await self._record(request)
        past = await run_in_threadpool(self._reader.history, record["id"])
        return JSONResponse({"id": record["id"], "history": msgspec.to_builtins(timeline(past))})

    async def _obeyed(self, order: Order) -> Response:
        try:
            done = await self._store.perform(Perform(order, self._rules))
        except ChangedMeanwhile as exc:
            past = await run_in_threadpool(self._reader.history, order.incident)
            raise exc.explained(until(exc.revision, past)) from exc
        hint = BackgroundTask(self._bus.hint, done.head) if done.seqs else None
        return JSONResponse({**done.answer, "repeated": done.repeated}, background=hint)

    async def _record(self, request: Request) -> Body:
        id = str(request.path_params["id"])
        record = await self._seen(request, id)
        if record is None:
            raise TurnedAway(404, f"there is no incident {id[:ENTITY_CHARACTERS]!r}", "id")
        return record

    async def _seen(self, request: Request, id: str) -> Body | None:
        """The incident, when there is one and the caller may see it."""
        found: Body | None = None
        if len(id) <= ENTITY_CHARACTERS and id.isprintable():  # PostgreSQL cannot even be asked for a NUL
            found = await run_in_threadpool(self._reader.record, RecordId(KIND, id))
        return found if found is not None and ground_of(request).holds(found) else None


def until(revision: int, past: Sequence[Past]) -> list[Past]:
    """The history as the refusal saw it: it may have gone on since."""
    return [row for row in past if row.body is not None and row.body.get("revision", 0) <= revision]


def asked_role(request: Request) -> Role:
    """``?role=``. Raises BadInput."""
    text: object = request.query_params.get("role", MISSING)
    if not isinstance(text, str) or text not in Role.__members__.values():
        raise BadInput("role", text, f"must be one of {', '.join(Role)}")
    return Role(text)


def _spot(lat: float, lon: float, locate: Locate) -> Spot:
    place = locate(lat, lon)
    return Spot(lat, lon) if place is None else Spot(lat, lon, place.street, place.community, place.grid)
