"""Who is where, merged from every source: pure, in columns, time passed in.

Of each (source, entity) only the newest report is kept. An entity's winner is the report of its first
*fresh* source in the order (simulated last, rank, name); when none is fresh, the newest report. So a real
phone takes its simulated twin over with its first report and hands it back one ttl after its last one.
A call for help is the exception: it wins, however old, until the source that called says otherwise.

The picture depends on the *set* of reports it was told, not on their order or number: ``merge`` keeps the
maximum of a total order (time, status, receipt, content), which is commutative and idempotent.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

from feeds.batch import Batch
from feeds.model import EntityId, Provenance, Status, Utc
from feeds.reports import NEVER, REPORT, Reports
from feeds.wire import E7

Column = NDArray[Any]

MAX_ROWS: Final = 1_000_000
"""Entities one picture holds; further ones are refused and counted, about 200 MB with two sources."""

FORGET_S: Final = 24 * 3600.0
"""An entity not heard for so long leaves every picture: where people were is not kept for good."""

NOBODY: Final = -1
"""In ``Picture.winner``: no source knows this row."""


class SlotKey(NamedTuple):
    """What reports compete as. Sorts in the order of belief."""

    simulated: bool
    rank: int
    source: str
    provenance: Provenance


@dataclass(frozen=True)
class Sighting:
    """What one source last said of one entity. Unknown is None."""

    source: str
    provenance: Provenance
    at: Utc
    lat: float
    lon: float
    course_deg: float | None
    speed_mps: float | None
    accuracy_m: float | None
    battery: float | None
    ttl_s: float
    received_at: Utc
    status: Status


@dataclass(frozen=True)
class Known:
    """Everything the picture knows of one entity."""

    entity: EntityId
    row: int
    best: Sighting
    others: tuple[Sighting, ...]
    """The losing sources, in the order of belief."""


def freshness(age_s: float, ttl_s: float, status: Status) -> str:
    """live, ageing, stale or gone: docs/wire.md section 5. A bad clock is never live."""
    if age_s <= ttl_s / 2 and status is not Status.BAD_CLOCK:
        return "live"
    if age_s <= ttl_s:
        return "ageing"
    return "stale" if age_s <= 5 * ttl_s else "gone"


class Picture:
    """One row an entity, numbered in the order of first hearing; rows are never given to another entity."""

    def __init__(self, rows: int = 1024) -> None:
        self.names: list[EntityId] = []  # by row
        self.slots: list[SlotKey] = []  # by slot number, in the order of first hearing
        self.refused = 0  # reports of entities beyond MAX_ROWS
        self.winner = np.full(rows, NOBODY, np.int16)  # slot number by row, as of the last settle
        self.reports = Reports.empty(rows)  # the winner's report by row, as of the last settle
        self._row_of: dict[EntityId, int] = {}
        self._slot_of: dict[SlotKey, int] = {}
        self._tables: list[Reports] = []  # by slot number: the newest report by row
        self._order: list[int] = []  # slot numbers, best first
        self._dirty = np.zeros(rows, np.bool_)  # told something since the last settle
        self._named = np.zeros(rows, np.int64)  # scratch: the last report that named a row
        self._expires = np.full(rows, np.inf)  # when a fresh winner's ttl runs out

    def __len__(self) -> int:
        """Size of the row table."""
        return len(self.names)

    # Telling

    def merge(self, batch: Batch) -> None:
        """Keep what is newer than what is known; takes effect at the next ``settle``."""
        rows = self._rows(batch.entities)
        table = self._tables[self._slot(batch)]
        reports = Reports.of(batch)
        left = np.flatnonzero(rows >= 0)
        self.refused += len(rows) - len(left)
        while len(left):
            left = self._merge_once(table, rows, reports, left)

    def forget(self, entity: EntityId) -> None:
        """Drop every report of an entity (off duty, struck off the roster). Later reports bring it back."""
        row = self._row_of.get(entity)
        if row is not None:
            self._forget_rows(np.array([row]))

    def forget_before(self, at: Utc) -> None:
        """Drop entities whose winner is older than ``at``: places of people are not kept for good."""
        held = self.winner[: len(self)] != NOBODY
        self._forget_rows(np.flatnonzero(held & (self.reports["at"][: len(self)] < at)))

    def settle(self, now: Utc) -> Column:
        """Decide the winners; returns the rows that changed, ascending. ``now`` must not run backwards.

        A changed row without any report has winner NOBODY and keeps its last report.
        """
        size = len(self)
        rows: Column = np.flatnonzero(self._dirty[:size] | (self._expires[:size] < now))
        self._dirty[:size] = False
        winner, fresh = self._choose(rows, now)
        reports = self._gather(rows, winner)
        expires = reports["at"] + reports["ttl"]
        self._expires[rows] = np.where(fresh, expires, np.inf)
        changed = np.flatnonzero((winner != self.winner[rows]) | reports.differ(self.reports.take(rows)))
        rows = rows[changed]
        self.winner[rows] = winner[changed]
        self.reports.put(rows, reports.take(changed))
        return rows

    # Asking

    def row(self, entity: EntityId) -> int | None:
        """The entity's row, if it was ever heard of."""
        return self._row_of.get(entity)

    def look(self, entity: EntityId, now: Utc) -> Known | None:
        """Everything known of one entity, merged reports not yet settled included."""
        row = self._row_of.get(entity)
        if row is None:
            return None
        winner = int(self._choose(np.array([row]), now)[0][0])
        if winner == NOBODY:
            return None
        heard = [slot for slot in self._order if self._tables[slot]["at"][row] > NEVER]
        others = tuple(self._sighting(slot, row) for slot in heard if slot != winner)
        return Known(entity, row, self._sighting(winner, row), others)

    # Inside

    def _rows(self, entities: Sequence[str]) -> Column:
        """Row numbers; new entities get the next ones, -1 when the picture is full."""
        row_of, names = self._row_of, cast("Sequence[EntityId]", entities)
        try:
            return np.fromiter(map(row_of.__getitem__, names), np.int64, len(names))
        except KeyError:
            for entity in names:
                if entity not in row_of and len(self.names) < MAX_ROWS:
                    row_of[entity] = len(self.names)
                    self.names.append(entity)
            self._grow()
            return np.fromiter((row_of.get(entity, -1) for entity in names), np.int64, len(names))

    def _grow(self) -> None:
        """Double every column until the row table fits."""
        size = len(self.winner)
        while size < len(self.names):
            size *= 2
        more = size - len(self.winner)
        if not more:
            return
        self.winner = np.append(self.winner, np.full(more, NOBODY, np.int16))
        self.reports = self.reports.grown(more)
        self._named = np.zeros(size, np.int64)
        self._dirty = np.append(self._dirty, np.zeros(more, np.bool_))
        self._expires = np.append(self._expires, np.full(more, np.inf))
        self._tables = [table.grown(more) for table in self._tables]

    def _slot(self, batch: Batch) -> int:
        key = SlotKey(batch.provenance is Provenance.SIMULATED, batch.rank, batch.source, batch.provenance)
        if key not in self._slot_of:
            self._slot_of[key] = len(self.slots)
            self.slots.append(key)
            self._tables.append(Reports.empty(len(self.winner)))
            self._order = sorted(range(len(self.slots)), key=self.slots.__getitem__)
        return self._slot_of[key]

    def _merge_once(self, table: Reports, rows: Column, reports: Reports, left: Column) -> Column:
        """Merge one report of each row; returns those that are ``left`` where a row is named again."""
        named: Column = rows[left]
        self._named[named] = left
        last = self._named[named] == left
        mine, named = left[last], named[last]
        heard_at, known_at = reports["at"][mine], table["at"][named]
        newer = heard_at > known_at
        for tie in np.flatnonzero(heard_at == known_at).tolist():
            newer[tie] = reports.content(mine[tie]) > table.content(named[tie])
        table.put(named[newer], reports.take(mine[newer]))
        self._dirty[named[newer]] = True
        again: Column = left[~last]
        return again

    def _forget_rows(self, rows: Column) -> None:
        for table in self._tables:
            table["at"][rows] = NEVER
        self._dirty[rows] = True

    def _choose(self, rows: Column, now: Utc) -> tuple[Column, Column]:
        """Winning slot of each row, and whether it wins only until its ttl runs out."""
        first_fresh = np.full(len(rows), NOBODY, np.int16)
        newest = np.full(len(rows), NOBODY, np.int16)
        newest_at = np.full(len(rows), NEVER)
        for slot in self._order:
            at = self._tables[slot]["at"][rows]
            first_fresh[(first_fresh == NOBODY) & (at + self._tables[slot]["ttl"][rows] >= now)] = slot
            newer = at > newest_at
            newest[newer], newest_at[newer] = slot, at[newer]
        calling = self._calling(rows)
        quiet, fresh = calling == NOBODY, first_fresh != NOBODY
        return np.where(quiet, np.where(fresh, first_fresh, newest), calling), quiet & fresh

    def _calling(self, rows: Column) -> Column:
        """Of each row the first real source that calls for help, else NOBODY."""
        calling = np.full(len(rows), NOBODY, np.int16)
        for slot in self._order:
            table = self._tables[slot]
            if not self.slots[slot].simulated:
                calls = (table["status"][rows] == Status.SOS) & (table["at"][rows] > NEVER)
                calling[(calling == NOBODY) & calls] = slot
        return calling

    def _gather(self, rows: Column, winner: Column) -> Reports:
        """The winners' reports; rows without any keep their last one."""
        reports = self.reports.take(rows)
        for slot, table in enumerate(self._tables):
            won = np.flatnonzero(winner == slot)
            reports.put(won, table.take(rows[won]))
        return reports

    def _sighting(self, slot: int, row: int) -> Sighting:
        key, table = self.slots[slot], self._tables[slot]
        report = {name: table[name][row] for name in REPORT.names or ()}
        return Sighting(
            source=key.source,
            provenance=key.provenance,
            at=Utc(float(report["at"])),
            lat=int(report["lat"]) / E7,
            lon=int(report["lon"]) / E7,
            course_deg=_known(report["course"]),
            speed_mps=_known(report["speed"]),
            accuracy_m=_known(report["accuracy"]),
            battery=_known(report["battery"]),
            ttl_s=_known(report["ttl"]) or 0.0,
            received_at=Utc(float(report["received_at"])),
            status=Status(int(report["status"])),
        )


def _known(number: Any) -> float | None:
    """Shortest decimal of a 32-bit float, None for NaN."""
    return None if np.isnan(number) else float(str(number))
