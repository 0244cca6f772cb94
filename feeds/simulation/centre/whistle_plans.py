"""When a street blows, about what, and whom it calls: one or two a month. Pure."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final
from uuid import uuid5

import msgspec

from feeds.geo.places import Grid
from feeds.simulation.centre import book, people
from feeds.simulation.centre.people import Officer
from feeds.simulation.centre.plan import NAMESPACE, SIMULATED, Body
from feeds.simulation.chance import generator
from feeds.simulation.matters import KINDS, LOCAL

A_MONTH: Final = 1.5
"""Whistles of one street."""
FIRST_HOUR: Final = 9.0
LAST_HOUR: Final = 16.5
GRADES: Final = ("ordinary", "emergency", "key")
GRADE_WEIGHTS: Final = (84, 8, 8)
HELPERS: Final = ("urban-management", "police", "market-supervision", "housing-construction", "fire-rescue")
"""Who is called besides the owner."""
AT_WORK: Final = frozenset({"DISPATCHED", "SIGNED", "HANDLING"})


class Occasion(msgspec.Struct, frozen=True):
    """A moment at which a street has had enough."""

    street: str
    name: str
    at: float


class Trouble(msgspec.Struct, frozen=True):
    """What it is about. ``incident`` None: the case is no longer on record."""

    title: str
    title_en: str | None
    category: str | None
    place: str | None
    place_en: str | None
    lat: float | None
    lon: float | None
    incident: str | None = None


def occasions(streets: Sequence[str], date: dt.date, seed: int, speed: float) -> Iterator[Occasion]:
    """Those of one local day."""
    midnight = dt.datetime.combine(date, dt.time(), LOCAL).timestamp()
    for street in streets:
        dice = generator(seed, "whistle day", street, date)
        expected = A_MONTH / 30 * speed
        count = int(expected) + (dice.random() < expected % 1)
        first, last = (FIRST_HOUR, LAST_HOUR) if speed <= 1 else (0.0, 24.0)
        for number in range(count):
            at = midnight + 3600 * dice.uniform(first, last)
            yield Occasion(street, f"{street}-{date:%Y%m%d}-{number}", at)


def worst(bodies: Iterable[Body], street: str, now: float) -> Trouble | None:
    """The street's suspended, overdue or longest open case that no whistle was blown about."""
    cases = [body for body in bodies if _may_be_whistled(body, street)]
    if not cases:
        return None
    body = max(cases, key=lambda body: (*_badness(body, now), body["id"]))
    title_en = body.get("title_en") or body.get("category_en")
    words = (body["title"], title_en, body["category"], body["place"], body.get("place_en"))
    return Trouble(*words, body["lat"], body["lon"], body["id"])


def bygone(occasion: Occasion, grids: Sequence[Grid], seed: int) -> Trouble:
    """What a whistle was about whose case is no longer on record."""
    dice = generator(seed, "bygone", occasion.name)
    grid = dice.choice([grid for grid in grids if grid.street == occasion.street])
    kind = dice.choices(KINDS, weights=[kind.weight for kind in KINDS])[0]
    lat, lon = dice.choice(grid.tour)
    words = (kind.title_zh, kind.title_en, kind.code, grid.name_zh, grid.name_en)
    return Trouble(*words, round(lat, 7), round(lon, 7))


def draft(occasion: Occasion, trouble: Trouble, seed: int) -> tuple[Officer, dict[str, Any]]:
    """Who drafts, and the request body."""
    dice = generator(seed, "whistle", occasion.name)
    grade = dice.choices(GRADES, weights=GRADE_WEIGHTS)[0]
    by = people.officer(seed, "shift_lead", occasion.name)
    owner = book.entry_of(trouble.category).owner
    others = [unit for unit in HELPERS if unit != owner]
    called = [owner, *dice.sample(others, 2 if grade == "key" else 1)]
    command: dict[str, Any] = {
        "do": "draft",
        "grade": grade,
        "title": _headed(f"{trouble.title}久拖未决", trouble.place),
        "reason": "街道多次协调未果，需部门到场共同处置",
        "street": occasion.street,
        "departments": called,
        "incidents": [] if trouble.incident is None else [trouble.incident],
    }
    more: dict[str, Any] = {name: getattr(trouble, name) for name in ("place", "place_en", "lat", "lon")}
    more["title_en"] = _title_en(trouble)
    command |= {name: value for name, value in more.items() if value is not None}
    return by, {
        "id": str(uuid5(NAMESPACE, f"whistle|{occasion.name}")),
        "officer": {"name": by.name},
        "role": by.role,
        "expected_revision": 0,
        "command": command,
    }


def _title_en(trouble: Trouble) -> str | None:
    if trouble.title_en is None:
        return None
    return _headed(f"{trouble.title_en}, long unsolved", trouble.place_en)


def _headed(what: str, place: str | None) -> str:
    """What it is about comes first: where room is short, the end is cut."""
    return " · ".join(each for each in (what, place) if each)[:200]


def _may_be_whistled(body: Body, street: str) -> bool:
    case = body.get("case") or {}
    if body["provenance"] != SIMULATED or body["street"] != street or not body["open"]:
        return False
    if case.get("whistles") or case.get("merged_into") is not None:
        return False
    return body["status"] in AT_WORK or case.get("suspended") is not None


def _badness(body: Body, now: float) -> tuple[bool, bool, float]:
    case = body.get("case") or {}
    clock = case.get("clock") or {}
    overdue = clock.get("due_at_ms", float("inf")) < 1000 * now and "stopped_at_ms" not in clock
    return case.get("suspended") is not None, overdue, -float(body["opened_at_ms"])
