"""``GET /api/incidents/{id}/nearby``: whom to send, which cameras see the place, what was reported there
before, what may be the same matter, which department should have it.
"""

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, Final, Protocol

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from dashboard.incidents.advice import Advice, Candidate, Matter, advise
from dashboard.incidents.commands import Body, RecordId
from dashboard.incidents.departments import DEPARTMENTS, Department
from dashboard.incidents.duplicates import USUAL
from dashboard.incidents.matters import KIND
from dashboard.incidents.reader_nearby import Around, There
from dashboard.incidents.sightlines import cameras_near
from dashboard.web.answers import TurnedAway
from dashboard.web.callers import Ground, Who, ground_of
from dashboard.web.nearby_told import camera_told, departments_told, duplicates_told, past_told, worker_told
from dashboard.web.officers import Officers
from dashboard.web.record_cache import RecordCache
from dashboard.web.routes import SAMPLE, Route
from dashboard.web.whereabouts import Seen
from feeds.limits import ENTITY_CHARACTERS
from feeds.model import Utc

LOOKED_AT: Final = 60
"""Entities nearest to the place that are judged."""
WORKERS_MOST: Final = 12
UNSUITABLE_MOST: Final = 4
CAMERAS_MOST: Final = 12
PAST_M: Final = 80.0
PAST_S: Final = 365 * 86_400.0
PAST_MOST: Final = 20
SAME_MOST: Final = 200
"""Reports within the duplicates' distance and time that are compared."""


class Reads(Protocol):
    """The part of the store's reader that is used here; its calls block and are made in a thread."""

    def record(self, wanted: RecordId) -> Body | None:
        """One record."""

    def around(self, wanted: Around) -> There:
        """What was reported at a place in a span of time."""

    def loads(self, workers: Collection[str]) -> Mapping[str, int]:
        """How many open incidents each of these was sent to."""


class Near(Protocol):
    """The part of ``Whereabouts`` that is used here."""

    def near(self, lat: float, lon: float, now: Utc, limit: int) -> list[Seen]:
        """Who was last seen nearest to a place."""


class NearbyDoor:
    """What is near an incident, for officers."""

    def __init__(
        self,
        reader: Reads,
        cache: RecordCache,
        whereabouts: Near,
        officers: Officers,
        *,
        demo: bool,
        directory: Sequence[Department] = DEPARTMENTS,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._directory = directory
        self._reader = reader
        self._whereabouts = whereabouts
        self._officers = officers
        self._demo = demo
        self._clock = clock
        self._cache = cache

    async def __call__(self, request: Request) -> Response:
        """Everything of one incident. Without a place only the departments are known."""
        self._officers.require(request)
        now = Utc(self._clock())
        record = await self._record(request)
        told = {"id": record["id"], "as_of_ms": round(now * 1000), "placed": record["lat"] is not None}
        told |= {"workers": [], "cameras": [], "past": [], "duplicates": [], "counts": {}}
        if record["lat"] is not None:
            told |= await self._round(record, now, ground_of(request))
        told["departments"] = departments_told(record, self._directory)
        return JSONResponse(told, headers={"Cache-Control": "no-store"})

    async def _round(self, record: Body, now: Utc, ground: Ground) -> dict[str, Any]:
        cameras = cameras_near((await self._cache.all("camera", now)).values(), record["lat"], record["lon"])
        scope = ground.scope or ""
        there = await run_in_threadpool(self._reader.around, _year(record, now, scope))
        same = await run_in_threadpool(self._reader.around, _moment(record, scope))
        past = [
            before
            for before in there.newest
            if before.body["id"] != record["id"] and ground.holds(before.body)
        ]
        workers, judged = await self._workers(record, now)
        return {
            "workers": workers,
            "cameras": [camera_told(sight) for sight in cameras[:CAMERAS_MOST]],
            "past": [past_told(before) for before in past[:PAST_MOST]],
            "duplicates": duplicates_told(record, [each for each in same.newest if ground.holds(each.body)]),
            "counts": {
                "workers": judged,
                "cameras": len(cameras),
                "past": there.count - (len(past) < len(there.newest)),
                "same_time": same.count,
            },
        }

    async def _workers(self, record: Body, now: Utc) -> tuple[list[dict[str, Any]], int]:
        """The best, then a few of the others; and how many were judged."""
        seen: dict[str, Seen] = {
            one.entity: one for one in self._whereabouts.near(record["lat"], record["lon"], now, LOOKED_AT)
        }
        roster = await self._cache.all("worker", now)
        loads = await run_in_threadpool(self._reader.loads, list(seen))
        candidates = [_candidate(one, roster.get(id), loads.get(id, 0), now) for id, one in seen.items()]
        advice = advise(Matter(record["provenance"], record["grid"]), candidates, demo=self._demo)
        advice = [one for one in advice if one.freshness != "gone"]
        facts = {candidate.id: candidate for candidate in candidates}
        return [
            worker_told(one, seen[one.id], facts[one.id], roster.get(one.id)) for one in _shown(advice)
        ], len(advice)

    async def _record(self, request: Request) -> Body:
        id = str(request.path_params["id"])
        found: Body | None = None
        if len(id) <= ENTITY_CHARACTERS and id.isprintable():
            found = await run_in_threadpool(self._reader.record, RecordId(KIND, id))
        if found is None or not ground_of(request).holds(found):
            raise TurnedAway(404, f"there is no incident {id[:ENTITY_CHARACTERS]!r}", "id")
        return found


def nearby_routes(door: NearbyDoor) -> tuple[Route, ...]:
    """What is near an incident."""
    summary = "Whom to send, cameras that see the place, past reports there, duplicates, departments"
    return (Route("/api/incidents/{id}/nearby", door, summary, asks=f"{SAMPLE}/nearby", who=Who.OFFICER),)


def _shown(advice: Sequence[Advice]) -> list[Advice]:
    suitable = [one for one in advice if one.suitable][:WORKERS_MOST]
    return suitable + [one for one in advice if not one.suitable][:UNSUITABLE_MOST]


def _candidate(seen: Seen, worker: Body | None, load: int, now: Utc) -> Candidate:
    return Candidate(
        id=seen.entity,
        distance_m=seen.distance_m,
        age_s=now - seen.at,
        ttl_s=seen.ttl_s,
        status=seen.status,
        provenance=seen.provenance.name.lower(),
        load=load,
        on_roster=worker is not None,
        off_duty=worker is not None and worker.get("on_duty") is False,
        role=None if worker is None else worker.get("role"),
        grid=None if worker is None else worker.get("grid"),
        ebike=worker is not None and worker.get("vehicle") == "ebike",
    )


def _year(record: Body, now: Utc, scope: str) -> Around:
    """Everything there for a year; one more than is shown, for the incident itself is among them."""
    until_ms = round(now * 1000)
    since_ms = until_ms - round(PAST_S * 1000)
    return Around(lat=record["lat"], lon=record["lon"], within_m=PAST_M,
                  since_ms=since_ms, until_ms=until_ms, most=PAST_MOST + 1, scope=scope)  # fmt: skip


def _moment(record: Body, scope: str) -> Around:
    """Everything there at about the same time."""
    opened, apart = record["opened_at_ms"], round(USUAL.within_s * 1000)
    return Around(lat=record["lat"], lon=record["lon"], within_m=USUAL.within_m,
                  since_ms=opened - apart, until_ms=opened + apart, most=SAME_MOST, scope=scope)  # fmt: skip
