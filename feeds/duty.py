"""Who is off duty, so that where they are is known to nobody. Pure.

The roster says it: ``on_duty`` false in a worker's record, or ``shifts`` none of which holds the moment of
the position. Whoever the roster says nothing of may be heard, unless the installation hears its roster only:
a centre without a roster must not go blind. A call for help always passes.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple

from feeds.errors import BadInput
from feeds.model import EntityId, Position, Status, Utc

SWITCH: Final = "on_duty"
"""The field of a worker's record; absent or null: unknown."""
SHIFTS: Final = "shifts"
"""``[[from, to], ...]`` in local time: "08:00" is every day's, "2026-11-23 08:00" that day's. Absent or
empty: the roster says nothing of hours.
"""
NAMED_SHIFT: Final = ("shift_zh", "shift_en")
"""How the record calls the hours, in both languages."""
KEPT_BY: Final = "kept_by"
ROSTER: Final = "roster"
"""What ``kept_by`` says in the records that come from an imported roster."""
ZONE_S: Final = 8 * 3600
"""Local time is China's, which has one zone and no summer time."""
DAY_S: Final = 86_400

_DAILY: Final = re.compile(r"([01]\d|2[0-3]):([0-5]\d)", re.ASCII)
_DATED: Final = re.compile(r"\d{4}-\d\d-\d\d [0-2]\d:[0-5]\d", re.ASCII)


class Shift(NamedTuple):
    """From ``begins`` until before ``ends``: seconds since 1970, or every day's seconds since midnight."""

    begins: float
    ends: float
    daily: bool

    def holds(self, at: Utc) -> bool:
        """Whether a moment lies in it. A daily one that ends before it begins goes over midnight."""
        if not self.daily:
            return self.begins <= at < self.ends
        second = (at + ZONE_S) % DAY_S
        if self.begins < self.ends:
            return self.begins <= second < self.ends
        return second >= self.begins or second < self.ends


def shift_of(begins: str, ends: str) -> Shift:
    """One shift as a roster writes it. Raises BadInput naming ``shift_start`` or ``shift_end``."""
    at, daily = _moment("shift_start", begins)
    until, daily_too = _moment("shift_end", ends)
    if daily is not daily_too:
        raise BadInput("shift_end", ends, f"must be given as shift_start is, {begins!r}")
    if at == until or (not daily and until < at):
        raise BadInput("shift_end", ends, f"must be after shift_start, {begins!r}")
    return Shift(at, until, daily)


def _moment(field: str, said: str) -> tuple[float, bool]:
    if found := _DAILY.fullmatch(said):
        return int(found[1]) * 3600.0 + int(found[2]) * 60.0, True
    try:
        if _DATED.fullmatch(said):
            return datetime.fromisoformat(said).replace(tzinfo=UTC).timestamp() - ZONE_S, False
    except ValueError:
        pass  # no such day: said below
    raise BadInput(field, said, "must be a time of day like 08:00, or a day's like 2026-11-23 08:00")


def shifts_of(worker: Mapping[str, Any]) -> tuple[Shift, ...]:
    """Of a worker's record; none where it says none. Raises BadInput."""
    return tuple(shift_of(str(begins), str(ends)) for begins, ends in worker.get(SHIFTS) or ())


class Duty:
    """What the roster said last. Until it said anything only calls for help pass. With ``roster_only``
    whoever is not on it is nobody's business here.
    """

    def __init__(self, *, roster_only: bool = False) -> None:
        self.known = False
        self._roster_only = roster_only
        self._listed: frozenset[str] = frozenset()
        self._off: frozenset[str] = frozenset()
        self._shifts: Mapping[str, tuple[Shift, ...]] = {}

    def learn(self, roster: Mapping[str, Mapping[str, Any]]) -> None:
        """All workers' records, by id. Raises BadInput for shifts that cannot be read, and keeps what it
        knew.
        """
        shifts = {id: shifts_of(worker) for id, worker in roster.items() if worker.get(SHIFTS)}
        self._shifts = shifts
        self._off = frozenset(id for id, worker in roster.items() if worker.get(SWITCH) is False)
        self._listed = frozenset(roster) if self._roster_only else frozenset()
        self.known = True

    def admits(self, position: Position, too_old: bool = False) -> bool:
        """Whether a position may be known at all. It counts when it was taken, not when it came: what a phone
        has stored while its bearer was off duty stays unknown when it is sent in the next shift. One whose
        time is too old to be believed is dated when it came (``feeds.clock``), which says nothing of the
        shift it was taken in: of whoever has shifts it is not known.
        """
        if position.status is Status.SOS:
            return True
        if too_old and position.entity in self._shifts:
            return False
        return self.known and self._works(position.entity, position.at)

    def _works(self, entity: EntityId, at: Utc) -> bool:
        if entity in self._off or (self._roster_only and entity not in self._listed):
            return False
        shifts = self._shifts.get(entity)
        return shifts is None or any(shift.holds(at) for shift in shifts)
