"""``GET /api/patrol``: patrol time against the three-hour duty, and where nobody has been for how long."""

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from dashboard.incidents.advice import MADE_UP as MADE_UP_PROVENANCES
from dashboard.incidents.assessment import Rate
from dashboard.incidents.commands import Body
from dashboard.incidents.day_book import day_of
from dashboard.incidents.patrol import DUTY_S, Coverage, Patrol, coverage, patrol
from dashboard.incidents.patrol_ledger import MADE_UP, NAMES, Ledger, kinds_for
from dashboard.web.answers import TurnedAway
from dashboard.web.callers import Who, ground_of
from dashboard.web.reads import outside
from dashboard.web.record_cache import RecordCache
from dashboard.web.routes import Route
from feeds.model import Utc

DEBTS_MOST: Final = 30
"""Grids in the list of those that wait longest; ``grids`` has every one."""


class PatrolDoor:
    """The figures, for screens: no worker is named. ``shows`` says which divisions this deployment has."""

    def __init__(
        self,
        ledger: Ledger,
        cache: RecordCache,
        *,
        scope: str,
        shows: Callable[[str], bool],
        mode: str,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._ledger = ledger
        self._cache = cache
        self._scope = scope
        self._shows = shows
        self._mode = mode
        self._clock = clock

    async def __call__(self, request: Request) -> Response:
        """``?scope=`` a district or street of ours, by default all of it."""
        scope = request.query_params.get("scope") or ground_of(request).scope or self._scope
        if not self._shows(scope):
            raise TurnedAway(404, f"scope is {scope[:20]!r}: it is no division of {self._scope}", "scope")
        if not ground_of(request).holds_scope(scope):
            raise outside("scope", scope, ground_of(request))
        now = Utc(self._clock())
        self._ledger.turn(now)
        roster = await self._cache.all("worker", now)
        kinds = kinds_for(self._mode)
        mine = [id for id, worker in roster.items() if _works_in(worker, scope, kinds)]
        by_kind = {kind: self._ledger.seconds([kind]) for kind in kinds}
        visits = self._ledger.visits(kinds)
        told = await run_in_threadpool(_told, scope, now, mine, by_kind, visits)
        return JSONResponse(
            {**told, "since_ms": round(self._ledger.since * 1000)}, headers={"Cache-Control": "no-store"}
        )


def patrol_routes(door: PatrolDoor) -> tuple[Route, ...]:
    """Patrol and coverage."""
    summary = "Patrol time and coverage debt: ?scope=<6 or 9 digits>"
    return (Route("/api/patrol", door, summary, asks="/api/patrol?scope=320104004", who=Who.SCREEN),)


def _works_in(worker: Body, scope: str, kinds: Sequence[int]) -> bool:
    real = worker.get("provenance") not in MADE_UP_PROVENANCES
    return str(worker.get("grid") or worker.get("street") or "").startswith(scope) and (
        real or MADE_UP in kinds
    )


def _told(
    scope: str,
    now: Utc,
    roster: Sequence[str],
    by_kind: Mapping[int, Mapping[str, float]],
    visits: Mapping[str, Utc | None],
) -> dict[str, Any]:
    """The figures as JSON."""
    seconds = {id: sum(walked.get(id, 0.0) for walked in by_kind.values()) for id in roster}
    here = {grid: at for grid, at in visits.items() if grid.startswith(scope)}
    covered = coverage(here, now, day_of(now).begin)
    return {
        "scope": scope,
        "as_of_ms": round(now * 1000),
        "counts": [NAMES[kind] for kind in by_kind],
        "walked": {NAMES[kind]: sum(id in walked for id in roster) for kind, walked in by_kind.items()},
        "patrol": _patrol_told(patrol(seconds)),
        "coverage": _coverage_told(covered),
        "debts": [
            {"grid": debt.grid, "street": debt.grid[:9], "since_s": _whole(debt.since_s)}
            for debt in covered.debts[:DEBTS_MOST]
        ],
        "grids": {debt.grid: _whole(debt.since_s) for debt in covered.debts},
    }


def _patrol_told(day: Patrol) -> dict[str, Any]:
    return {
        "met": _rate(day.met),
        "duty_s": round(DUTY_S),
        "seconds": msgspec.to_builtins(day.seconds),
        "share": day.share,
    }


def _coverage_told(covered: Coverage) -> dict[str, Any]:
    return {"visited": _rate(covered.visited), "bands": covered.bands}


def _rate(rate: Rate) -> dict[str, Any]:
    return {"value": rate.value, "hits": rate.hits, "n": rate.n}


def _whole(seconds: float | None) -> int | None:
    return None if seconds is None else round(seconds)
