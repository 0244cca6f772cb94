"""What a whistle about an incident would say, before anybody drafts it. Pure.

Suggestions only: the officer drafts, the leaders sign.
"""

from collections.abc import Iterable
from typing import Final

import msgspec

from dashboard.incidents.casefile import Step
from dashboard.incidents.categories import find
from dashboard.incidents.commands import Body
from dashboard.incidents.departments import suggested
from dashboard.incidents.duplicates import distance_m
from dashboard.incidents.states import Role
from dashboard.incidents.whistle import STATE_NAMES, Grade, WhistleState
from dashboard.incidents.whistle_figures import earlier
from dashboard.incidents.whistle_record import Whistle
from dashboard.incidents.whistle_ties import REAL, SIMULATED

NOBODY: Final = ""


class Repeat(msgspec.Struct, frozen=True):
    """An earlier whistle that may be about the same."""

    id: str
    title: str
    title_en: str | None
    status: str
    status_zh: str
    status_en: str
    drafted_at_ms: int
    same_incident: bool
    """Else it lies close by in the same street."""
    distance_m: int | None


class Suggestion(msgspec.Struct, frozen=True):
    """The fields of a draft, and what stands beside them. None where the incident does not say."""

    title: str
    title_en: str | None
    street: str | None
    place: str | None
    place_en: str | None
    lat: float | None
    lon: float | None
    departments: tuple[str, ...]
    """Who would handle it, the likeliest first."""
    repeats: tuple[Repeat, ...]
    """The newest first."""


def suggestion(incident: Body, whistles: Iterable[Whistle], now_ms: int) -> Suggestion:
    """For a whistle about ``incident``; only whistles of the same world are looked at."""
    would_be = _would_be(incident, now_ms)
    known = {each.id: each for each in whistles if _simulated(each) == _simulated(would_be)}
    category = find(incident["category"] or "")
    return Suggestion(
        title=incident["title"],
        title_en=incident.get("title_en"),
        street=incident["street"],
        place=incident["place"],
        place_en=incident.get("place_en"),
        lat=incident["lat"],
        lon=incident["lon"],
        departments=tuple(each.id for each in suggested(category, incident["street"])),
        repeats=tuple(_repeat(known[id], would_be) for id in earlier(would_be, known.values())),
    )


def _would_be(incident: Body, now_ms: int) -> Whistle:
    return Whistle(
        id=NOBODY,
        revision=0,
        grade=Grade.ORDINARY,
        status=WhistleState.DRAFT,
        title=incident["title"],
        reason="",
        street=incident["street"] or NOBODY,
        incidents=(incident["id"],),
        lat=incident["lat"],
        lon=incident["lon"],
        provenance=SIMULATED if incident["provenance"] == SIMULATED else REAL,
        drafted_by=NOBODY,
        drafted_at_ms=now_ms,
        last=Step(NOBODY, Role.SHIFT_LEAD, now_ms, "draft", {}),
    )


def _repeat(known: Whistle, would_be: Whistle) -> Repeat:
    metres = None
    if not (known.lat is None or known.lon is None or would_be.lat is None or would_be.lon is None):
        metres = round(distance_m((known.lat, known.lon), (would_be.lat, would_be.lon)))
    same = bool(set(known.incidents) & set(would_be.incidents))
    zh, en = STATE_NAMES[known.status]
    return Repeat(
        known.id, known.title, known.title_en, known.status, zh, en, known.drafted_at_ms, same, metres
    )


def _simulated(whistle: Whistle) -> bool:
    return whistle.provenance == SIMULATED
