"""Which incidents are probably the same matter: same or related kind, close by, at about the same time. Pure.

It only suggests. Merging is an officer's command and can be undone, so a suggestion may be wrong but must
say why: how far, how long apart, the same kind or a related one.
"""

import math
from collections.abc import Iterable
from typing import Final

import msgspec

from feeds.model import Utc

METRES_PER_DEGREE: Final = 111_320.0

RELATED: Final = (
    frozenset({"06010", "06011", "06012", "06017", "06036", "06042"}),  # rubbish is told in many words
    frozenset({"09001", "09005", "09006"}),  # trade in the way
    frozenset({"09009", "09010", "22002"}),  # vehicles in the way
    frozenset({"01001", "01002", "01003", "01004", "10001", "10002", "10004", "10006"}),  # water and holes
    frozenset({"01011", "10003", "22004"}),  # gas
    frozenset({"01005", "01006", "01007", "01017", "01018", "10008"}),  # wires and poles
    frozenset({"21001", "21002", "21003", "10009"}),  # people at odds
)
"""Kinds that two people may well use for one matter."""


class Rule(msgspec.Struct, frozen=True):
    """What counts as probably the same, and how many make a crowd worth a notice."""

    within_m: float = 80.0
    within_s: float = 20 * 60.0
    crowd: int = 3
    """Reports, the one in question included."""


USUAL: Final = Rule()


class Candidate(msgspec.Struct, frozen=True):
    """An incident, as far as likeness needs it."""

    id: str
    opened_at: Utc
    category: str | None = None
    lat: float | None = None
    lon: float | None = None


class Likeness(msgspec.Struct, frozen=True):
    """Another incident that is probably the same matter, and why."""

    id: str
    distance_m: float
    apart_s: float
    same_kind: bool
    """False when the kinds are only related, or one of them is unknown."""


class Likely(msgspec.Struct, frozen=True):
    """What to offer for merging with one incident."""

    others: tuple[Likeness, ...]
    """The same kind first, then the nearest."""
    crowded: bool
    """True when the report makes a crowd: worth saying, not only worth offering."""


def likely(report: Candidate, among: Iterable[Candidate], rule: Rule = USUAL) -> Likely:
    """Those of ``among`` that are probably ``report`` again, itself excepted. The caller hands in what may
    still be merged: open, and merged into nothing else. A report without a place is like nothing.
    """
    found = [likeness for other in among if (likeness := _likeness(report, other, rule)) is not None]
    found.sort(key=lambda likeness: (not likeness.same_kind, likeness.distance_m, likeness.id))
    return Likely(tuple(found), 1 + len(found) >= rule.crowd)


def related(one: str | None, other: str | None) -> bool:
    """Whether two kinds may be the same matter. A kind nobody named yet may be any."""
    if one is None or other is None or one == other:
        return True
    return any(one in group and other in group for group in RELATED)


def distance_m(here: tuple[float, float], there: tuple[float, float]) -> float:
    """Metres between two (lat, lon) of one district; on a plane, wrong by centimetres at that size."""
    north = (there[0] - here[0]) * METRES_PER_DEGREE
    east = (there[1] - here[1]) * METRES_PER_DEGREE * math.cos(math.radians((here[0] + there[0]) / 2))
    return math.hypot(north, east)


def _likeness(report: Candidate, other: Candidate, rule: Rule) -> Likeness | None:
    if report.id == other.id or not related(report.category, other.category):
        return None
    if report.lat is None or report.lon is None or other.lat is None or other.lon is None:
        return None
    apart_s = abs(report.opened_at - other.opened_at)
    if apart_s > rule.within_s:
        return None
    metres = distance_m((report.lat, report.lon), (other.lat, other.lon))
    if metres > rule.within_m:
        return None
    same = report.category is not None and report.category == other.category
    return Likeness(other.id, metres, apart_s, same)
