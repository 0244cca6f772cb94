"""Who has patrolled how long today, and when a worker was last in each grid: kept as positions come, in
columns. Pure.

Real and made-up positions are counted apart, so that nothing simulated ever stands in a real figure. Only
workers of the roster count; whoever is off duty is silent, and a silence is no patrol.
"""

from collections.abc import Callable, Collection, Sequence
from typing import Any, Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from dashboard.incidents.day_book import day_of
from dashboard.incidents.patrol import LONGEST_GAP_S
from feeds.geo.plane import METRES_PER_LAT, METRES_PER_LON
from feeds.model import EntityId, Provenance, Utc
from feeds.picture import NOBODY, Picture
from feeds.wire import E7

Column = NDArray[Any]
GridsOf = Callable[[Column, Column], Column]
"""Latitudes, longitudes -> index of the grid each lies in, -1 for none."""

REAL: Final = 0
MADE_UP: Final = 1
_MADE_UP: Final = (Provenance.SIMULATED, Provenance.REPLAYED)

WALKS_MPS: Final = 0.3
"""Slower is standing, or the jitter of a receiver that lies on a table."""
PAUSE_S: Final = 60.0
"""A stop to look belongs to the walk."""
MOVED_M: Final = 10.0
"""A worker who has moved no farther is still in the same grid."""


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """All that is worth keeping over a restart."""

    version: int = 1
    day: Utc
    """The midnight before; seconds of another day are dropped."""
    since: Utc
    """When the records began: a grid nobody visited since then may have been visited before."""
    seconds: dict[str, tuple[float, float]]
    """Worker -> seconds of patrol today by real and by made-up positions."""
    visits: dict[str, tuple[float | None, float | None]]
    """Grid -> the last visit by real and by made-up positions."""


class Ledger:
    """Follows a picture. Every call in one thread; ``now`` is the wall clock."""

    def __init__(self, grids: Sequence[str], grids_of: GridsOf, now: Utc, kept: Kept | None = None) -> None:
        self.grids: Final = tuple(grids)
        self.day = day_of(now).begin
        self.since = now if kept is None else kept.since
        self._grids_of = grids_of
        self._roster: frozenset[str] = frozenset()
        self._names: list[EntityId] = []  # of the picture, by row
        self._earlier: dict[str, tuple[float, float]] = {}  # before this start, of workers not seen since
        self._visits = np.full((2, len(self.grids)), -np.inf)
        self._seconds = np.zeros((2, 0))  # by row
        self._rows = np.zeros(0, _ROW)
        if kept is not None:
            self._restore(kept)

    def employ(self, roster: Collection[str]) -> None:
        """Who counts: the ids on the roster."""
        self._roster = frozenset(roster)
        self._rows["works"][: len(self._names)] = [name in self._roster for name in self._names]

    def follow(self, picture: Picture, rows: Column, now: Utc) -> None:
        """Rows of the picture that changed at its last settle."""
        self.turn(now)
        self._grow(picture)
        rows = rows[(picture.winner[rows] != NOBODY) & self._rows["works"][rows]]
        if not len(rows):
            return
        reports = picture.reports
        at, lat, lon = (reports[name][rows].astype(float) for name in ("at", "lat", "lon"))
        kind = np.array([slot.provenance in _MADE_UP for slot in picture.slots])[picture.winner[rows]]
        newer = at > self._rows["at"][rows]
        rows, at, kind = rows[newer], at[newer], kind[newer].astype(int)
        lat, lon = lat[newer] / E7, lon[newer] / E7
        self._walk(rows, at, lat, lon, kind, reports["speed"][rows])
        self._visit(rows, at, lat, lon, kind)
        for name, values in (("at", at), ("lat", lat), ("lon", lon), ("kind", kind)):
            self._rows[name][rows] = values

    def turn(self, now: Utc) -> None:
        """A new day begins at midnight with nobody having walked."""
        day = day_of(now).begin
        if day != self.day:
            self.day = day
            self._seconds[:] = 0.0
            self._earlier.clear()

    def seconds(self, kinds: Sequence[int]) -> dict[str, float]:
        """Seconds of patrol today of everybody who was heard, by positions of these kinds."""
        wanted = list(kinds)
        found = {id: sum(both[kind] for kind in wanted) for id, both in self._earlier.items()}
        walked = self._seconds[wanted, : len(self._names)].sum(axis=0).tolist()
        return found | {name: value for name, value in zip(self._names, walked, strict=True) if value > 0}

    def visits(self, kinds: Sequence[int]) -> dict[str, Utc | None]:
        """The last visit of every grid, by positions of these kinds; None for never since ``since``."""
        latest = self._visits[list(kinds)].max(axis=0).tolist()
        return {grid: Utc(at) if at > -np.inf else None for grid, at in zip(self.grids, latest, strict=True)}

    def kept(self) -> Kept:
        """What to write down."""
        real, made_up = self.seconds([REAL]), self.seconds([MADE_UP])
        at = [self.visits([kind]) for kind in (REAL, MADE_UP)]
        return Kept(
            day=self.day,
            since=self.since,
            seconds={
                id: (round(real.get(id, 0.0), 1), round(made_up.get(id, 0.0), 1)) for id in real | made_up
            },
            visits={
                grid: (at[REAL][grid], at[MADE_UP][grid])
                for grid in self.grids
                if at[REAL][grid] is not None or at[MADE_UP][grid] is not None
            },
        )

    # Inside

    def _restore(self, kept: Kept) -> None:
        if kept.day == self.day:
            self._earlier = dict(kept.seconds)
        index = {grid: number for number, grid in enumerate(self.grids)}
        for grid, both in kept.visits.items():
            if grid in index:
                self._visits[:, index[grid]] = [-np.inf if at is None else at for at in both]

    def _grow(self, picture: Picture) -> None:
        new = picture.names[len(self._names) :]
        if not new:
            return
        first = len(self._names)
        self._names += new
        if len(self._names) > len(self._rows):
            more = 2 * len(self._names) - len(self._rows)
            self._rows = np.append(self._rows, np.full(more, _UNSEEN, _ROW))
            self._seconds = np.append(self._seconds, np.zeros((2, more)), axis=1)
        for row, name in enumerate(new, first):
            self._rows["works"][row] = name in self._roster
            self._seconds[:, row] = self._earlier.pop(name, (0.0, 0.0))

    def _walk(self, rows: Column, at: Column, lat: Column, lon: Column, kind: Column, speed: Column) -> None:
        """The time since the fix before counts while somebody walks, or stopped a moment ago."""
        before = self._rows[rows]
        gap = at - before["at"]
        way = np.hypot((lat - before["lat"]) * METRES_PER_LAT, (lon - before["lon"]) * METRES_PER_LON)
        one_walk = (gap <= LONGEST_GAP_S) & (before["kind"] == kind)
        pace = np.where(np.isnan(speed), way / np.where(one_walk, gap, np.inf), speed)
        walks = pace >= WALKS_MPS
        counts = one_walk & (walks | (at - before["walked_at"] <= PAUSE_S))
        today = np.clip(at - np.maximum(before["at"], self.day), 0, None)
        self._seconds[kind[counts], rows[counts]] += today[counts]
        self._rows["walked_at"][rows[walks]] = at[walks]

    def _visit(self, rows: Column, at: Column, lat: Column, lon: Column, kind: Column) -> None:
        before = self._rows[rows]
        north = (lat - before["looked_lat"]) * METRES_PER_LAT
        moved = ~(np.hypot(north, (lon - before["looked_lon"]) * METRES_PER_LON) <= MOVED_M)
        if moved.any():
            there = rows[moved]
            self._rows["grid"][there] = self._grids_of(lat[moved], lon[moved])
            self._rows["looked_lat"][there], self._rows["looked_lon"][there] = lat[moved], lon[moved]
        grid = self._rows["grid"][rows]
        inside = grid >= 0
        np.maximum.at(self._visits, (kind[inside], grid[inside]), at[inside])


def kinds_for(mode: str) -> tuple[int, ...]:
    """Which positions count in a mode: nothing simulated ever does in mode live."""
    return (REAL,) if mode == "live" else (REAL, MADE_UP)


NAMES: Final = {REAL: "real", MADE_UP: "simulated"}
"""How they are told."""


_ROW: Final = np.dtype(
    [
        ("works", np.bool_),
        ("at", "<f8"),
        ("lat", "<f8"),
        ("lon", "<f8"),
        ("kind", "<i8"),
        ("walked_at", "<f8"),
        ("looked_lat", "<f8"),
        ("looked_lon", "<f8"),
        ("grid", "<i8"),
    ]
)
_NAN: Final = float("nan")
_UNSEEN: Final = np.array((False, -np.inf, _NAN, _NAN, -1, -np.inf, _NAN, _NAN, -1), _ROW)
