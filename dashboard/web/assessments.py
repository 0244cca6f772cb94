"""``GET /api/assessment``: the day in figures, with the n of every rate, for walls and whoever compares.

Computed in a thread, at most every ``FRESH_S`` seconds a scope; meanwhile, and while the next figures are
being computed, everybody gets the last ones. ``as_of_ms`` says of when they are.
"""

import time
from collections.abc import Callable, Mapping
from typing import Any, Final, Protocol

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from dashboard.incidents.assessment import Rate, Unit, View
from dashboard.incidents.channels import CHANNELS, UNKNOWN
from dashboard.incidents.day_book import CLOSED_BACK_S, DayBook, Figures, day_of
from dashboard.incidents.departments import find
from dashboard.incidents.reader_day import DaySlice
from dashboard.web.answers import TurnedAway
from dashboard.web.callers import ground_of
from dashboard.web.reads import outside
from dashboard.web.renewing import Renewing
from feeds.errors import BadInput
from feeds.geo.district import District
from feeds.model import Utc

FRESH_S: Final = 15.0
KEPT_S: Final = 60.0
"""Older figures are not given out while newer ones are computed: a wall nobody watched, the first one of a
day."""
PERIODS: Final = ("day",)

_CHANNELS: Final = {channel.word: channel for channel in CHANNELS}


class Days(Protocol):
    """The part of the store's reader that is used here; its calls block."""

    def day(self, begin: Utc, closed_since: Utc, known: Mapping[str, int]) -> DaySlice:
        """What a day's figures are made of."""


class Assessments:
    """The door. ``shows`` says which divisions this deployment has."""

    def __init__(
        self,
        reader: Days,
        scope: str,
        shows: Callable[[str], bool],
        now: Callable[[], float] = time.time,
    ) -> None:
        self._reader = reader
        self._scope = scope
        self._shows = shows
        self._book = DayBook()
        self._read_at = float("-inf")
        self._answers = Renewing(self._computed, now, fresh_s=FRESH_S, kept_s=KEPT_S, holds=_same_day)

    async def __call__(self, request: Request) -> Response:
        """``?scope=`` a district or street of ours (by default all), ``period=day``."""
        period = request.query_params.get("period", PERIODS[0])
        if period not in PERIODS:
            raise BadInput("period", period, f"must be one of {', '.join(PERIODS)}")
        scope = request.query_params.get("scope") or ground_of(request).scope or self._scope
        if not self._shows(scope):
            raise TurnedAway(404, f"scope is {scope[:20]!r}: it is no division of {self._scope}", "scope")
        if not ground_of(request).holds_scope(scope):
            raise outside("scope", scope, ground_of(request))
        headers = {"Cache-Control": "no-store"}
        return Response(await self._answers.answer(scope), media_type="application/json", headers=headers)

    def _computed(self, scope: str, now: Utc) -> bytes:
        began = time.perf_counter()
        begin = day_of(now).begin
        if now - self._read_at >= FRESH_S / 3 or self._read_at < begin:  # scopes share it
            known = self._book.known(begin)
            self._book.learn(begin, self._reader.day(begin, Utc(begin - CLOSED_BACK_S), known))
            self._read_at = now
        told = told_of(scope, self._book.figures(scope, now))
        took_ms = (time.perf_counter() - began) * 1000
        return msgspec.json.encode({**told, "as_of_ms": round(now * 1000), "took_ms": round(took_ms, 1)})


def known_to(scope: str, district: District) -> Callable[[str], bool]:
    """Whether this deployment has a division: the district or a street of it, within its own scope."""
    codes = {district.code, *(street.code for street in district.streets)}
    return frozenset(code for code in codes if code.startswith(scope)).__contains__


def _same_day(made: Utc, now: Utc) -> bool:
    """Yesterday's figures are no day's."""
    return made >= day_of(now).begin


def told_of(scope: str, figures: Figures) -> dict[str, Any]:
    """The figures as JSON."""
    whole = figures.whole
    return {
        "scope": scope,
        "period": "day",
        "since_ms": round(figures.period.begin * 1000),
        "counts": whole.counts,
        "rates": {name: _rate(rate) for name, rate in whole.rates.items()},
        "spans": whole.spans,
        "sources": [_source(word, n) for word, n in whole.sources.items()],
        "hours": {"reported": figures.reported_by_hour, "closed": figures.closed_by_hour},
        "withheld": [{**place._asdict(), "n": n} for place, n in figures.withheld.items()],
        "views": {view.value: [_unit(view, unit) for unit in units] for view, units in figures.views.items()},
    }


def _rate(rate: Rate) -> dict[str, Any]:
    return {"hits": rate.hits, "n": rate.n, "value": rate.value}


def _source(word: str, n: int) -> dict[str, Any]:
    channel = _CHANNELS.get(word, UNKNOWN)
    return {"key": word, "zh": channel.zh, "en": channel.en, "n": n}


def _unit(view: View, unit: Unit) -> dict[str, Any]:
    """One line. Departments are named here; places by whoever has the map."""
    each, rates = unit.assessment, unit.assessment.rates
    department = find(unit.key) if view is View.DEPARTMENT else None
    return {
        "key": unit.key,
        "zh": department.zh if department else None,
        "en": department.en if department else None,
        "rank": unit.rank,
        "reported": each.counts["reported"],
        "closed": each.counts["closed"],
        "on_time": _rate(rates["on_time"]),
        "rework": _rate(rates["rework"]),
        "response": each.spans["response"],
    }
