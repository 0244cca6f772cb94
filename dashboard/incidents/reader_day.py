"""What the figures of a day are made of: the incidents that are open or were closed lately, by the listing's
indexes.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import msgspec
from sqlalchemy import Connection, Row, Select, bindparam, select

from dashboard.incidents.commands import Body
from dashboard.incidents.schema import LISTING, RECORD
from dashboard.incidents.transaction_listing import LISTED_KIND

READ_AT_ONCE: Final = 500
DAY_MS: Final = 86_400_000
SETTLED: Final = 0
"""Stands for the change of a case closed before the day: what still happens to it is no figure."""

# The ids first and the records by id: asked for both at once, SQLite walks all records of the kind.
_IDS: Final = select(LISTING.c.id, LISTING.c.open, LISTING.c.closed_at_ms).where(
    (LISTING.c.open == 1) | (LISTING.c.closed_at_ms >= bindparam("since"))
)
_SEQS: Final = select(RECORD.c.id, RECORD.c.seq)
_BODIES: Final = select(RECORD.c.id, RECORD.c.body)


class DaySlice(msgspec.Struct, frozen=True):
    """Which incidents, each with the change that made it what it is; the bodies of those that are news."""

    seqs: dict[str, int]
    bodies: dict[str, Body]


class _Clock(msgspec.Struct):
    due_at_ms: int = 0


class _Case(msgspec.Struct):
    clock: _Clock | None = None


class _Due(msgspec.Struct):
    """Of a case that was closed before the day, all that matters at first."""

    case: _Case | None = None

    def within(self, begin_ms: int) -> bool:
        """Whether its deadline falls into the day."""
        clock = self.case.clock if self.case else None
        return clock is not None and begin_ms <= clock.due_at_ms < begin_ms + DAY_MS


def day_slice(
    connection: Connection, begin_ms: int, closed_since_ms: int, known: Mapping[str, int]
) -> DaySlice:
    """The incidents, and the bodies of those whose change is not the one in ``known``; of those closed before
    the day, only the ones that were due in it.
    """
    settled, moving = _ids(connection, begin_ms, closed_since_ms)
    seqs = dict.fromkeys(settled, SETTLED) | {
        row.id: int(row.seq) for row in _rows(connection, _SEQS, moving)
    }
    news = [id for id in moving if known.get(id) != seqs.get(id)]
    bodies = {row.id: msgspec.json.decode(row.body) for row in _rows(connection, _BODIES, news) if row.body}
    fresh = [id for id in settled if known.get(id) != SETTLED]
    for row in _rows(connection, _BODIES, fresh):
        if row.body and msgspec.json.decode(row.body, type=_Due).within(begin_ms):
            bodies[row.id] = msgspec.json.decode(row.body)
    return DaySlice(seqs, bodies)


def _ids(connection: Connection, begin_ms: int, closed_since_ms: int) -> tuple[list[str], list[str]]:
    """Those closed before the day, and all others."""
    settled: list[str] = []
    moving: list[str] = []
    for row in connection.execute(_IDS, {"since": closed_since_ms}):
        early = not row.open and row.closed_at_ms < begin_ms
        (settled if early else moving).append(row.id)
    return settled, moving


def _rows(
    connection: Connection, query: Select[tuple[str, int]] | Select[tuple[str, str]], ids: Sequence[str]
) -> Iterator[Row[tuple[str, int]] | Row[tuple[str, str]]]:
    for start in range(0, len(ids), READ_AT_ONCE):
        wanted = RECORD.c.id.in_(ids[start : start + READ_AT_ONCE])
        yield from connection.execute(query.where(RECORD.c.kind == LISTED_KIND, wanted))
