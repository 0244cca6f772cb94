"""``POST /api/whereabouts/{worker}``: where one person was last heard, for an officer who says why.

The row of the log is written first; without it there is no answer. No track of anybody is kept, so the last
report of each source, at most a day old, is all there is to look at here; the desk draws the last minutes its
own page has seen, once this door has written down why.
"""

import time
from collections.abc import Callable, Mapping
from typing import Any, Final, Protocol

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from dashboard.incidents.commands import Body, RecordId
from dashboard.web.answers import TurnedAway
from dashboard.web.bodies import read_body
from dashboard.web.callers import Who, ground_of
from dashboard.web.officers import Officers
from dashboard.web.routes import Route
from feeds.errors import MISSING, BadInput
from feeds.limits import ENTITY_CHARACTERS
from feeds.model import EntityId, Utc
from feeds.picture import Known, Sighting
from feeds.untrusted import clean_text, decode_untrusted

NO_ROLE: Final = "this account has no role: who has none may not look at where a person is or was"
REASON_LEAST: Final = 4
REASON_MOST: Final = 200
KIND: Final = "track"
DID: Final = "looked"
TRACK_S: Final = 600.0
"""So long a desk may draw, for one reason, the way that its page has seen the person come."""
ORDER: Final = '{"reason":"家属报告失联，核实安全","officer":{"name":"王"}}'


class Reads(Protocol):
    """The part of the store's reader that is used here; blocks."""

    def record(self, wanted: RecordId) -> Body | None:
        """One record."""


class Looks(Protocol):
    """The part of ``Whereabouts`` that is used here."""

    def look(self, entity: EntityId, now: Utc) -> Known | None:
        """Everything known of one entity."""


class Notes(Protocol):
    """The part of ``dashboard.identity`` that is used here; blocks until it is on disk."""

    def note(
        self, kind: str, subject: str, did: str, *, by: str, now: Utc, facts: Mapping[str, Any] | None = None
    ) -> None:
        """One row of the log."""


class LookDoor:
    """Where somebody is, and a row that says who asked and why."""

    def __init__(
        self,
        reader: Reads,
        whereabouts: Looks,
        notes: Notes,
        officers: Officers,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._reader = reader
        self._whereabouts = whereabouts
        self._notes = notes
        self._officers = officers
        self._clock = clock

    async def __call__(self, request: Request) -> Response:
        """The last report of each source, best first. Raises TurnedAway, BadInput, StoreUnavailable."""
        officer, said = self._officers.signed_in(request, decode_untrusted(await read_body(request)))
        if not officer.roles:
            raise TurnedAway(403, NO_ROLE, "roles")
        reason = read_reason(said)
        worker = str(request.path_params["worker"])
        await self._require(request, worker)
        now = Utc(self._clock())
        facts = {"reason": reason}
        await run_in_threadpool(
            lambda: self._notes.note(KIND, worker, DID, by=officer.name, now=now, facts=facts)
        )
        known = self._whereabouts.look(EntityId(worker), now)
        seen = () if known is None else (known.best, *known.others)
        told = {"worker": worker, "as_of_ms": round(now * 1000), "seen": [_told(each) for each in seen]}
        told["track_until_ms"] = round((now + TRACK_S) * 1000)
        return JSONResponse(told, headers={"Cache-Control": "no-store"})

    async def _require(self, request: Request, worker: str) -> None:
        """Raises TurnedAway for who is not on the roster, or works elsewhere."""
        body: Body | None = None
        if len(worker) <= ENTITY_CHARACTERS and worker.isprintable():
            body = await run_in_threadpool(self._reader.record, RecordId("worker", worker))
        if body is None or not ground_of(request).holds(body):
            raise TurnedAway(404, f"there is no worker {worker[:ENTITY_CHARACTERS]!r}", "worker")


def look_routes(door: LookDoor) -> tuple[Route, ...]:
    """The one address."""
    what = "Where somebody was last heard; the reason is kept in the log"
    path = "/api/whereabouts/{worker}"
    return (Route(path, door, what, ("POST",), {"application/json": ORDER}, who=Who.OFFICER),)


def read_reason(said: object) -> str:
    """Why somebody is looked at. Raises BadInput."""
    raw = said.get("reason", MISSING) if isinstance(said, dict) else MISSING
    reason = clean_text(raw, "reason", REASON_MOST)
    if len(reason) < REASON_LEAST:
        raise BadInput("reason", raw, f"must say in at least {REASON_LEAST} characters why you look")
    return reason


def _told(sighting: Sighting) -> dict[str, Any]:
    return {
        "source": sighting.source,
        "provenance": sighting.provenance.name.lower(),
        "at_ms": round(sighting.at * 1000),
        "lat": sighting.lat,
        "lon": sighting.lon,
        "accuracy_m": sighting.accuracy_m,
        "status": sighting.status.name.lower(),
    }
