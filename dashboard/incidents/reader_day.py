"""What the figures of a day are made of: the incidents that are open or were closed lately, by the listing's
indexes.
"""

from collections.abc import Mapping, Sequence
from typing import Final

import msgspec
from sqlalchemy import Connection, bindparam, select

from dashboard.incidents.commands import Body
from dashboard.incidents.schema import LISTING, RECORD
from dashboard.incidents.transaction_listing import LISTED_KIND

READ_AT_ONCE: Final = 500

_SLICE: Final = (
    select(RECORD.c.id, RECORD.c.seq)
    .join(LISTING, LISTING.c.id == RECORD.c.id)
    .where(
        RECORD.c.kind == LISTED_KIND, (LISTING.c.open == 1) | (LISTING.c.closed_at_ms >= bindparam("since"))
    )
)


class DaySlice(msgspec.Struct, frozen=True):
    """Which incidents, each with the change that made it what it is; the bodies of those that are news."""

    seqs: dict[str, int]
    bodies: dict[str, Body]


def day_slice(connection: Connection, closed_since_ms: int, known: Mapping[str, int]) -> DaySlice:
    """The incidents, and the bodies of those whose change is not the one in ``known``."""
    seqs = {row.id: int(row.seq) for row in connection.execute(_SLICE, {"since": closed_since_ms})}
    news = [id for id, seq in seqs.items() if known.get(id) != seq]
    bodies: dict[str, Body] = {}
    for start in range(0, len(news), READ_AT_ONCE):
        bodies |= _bodies(connection, news[start : start + READ_AT_ONCE])
    return DaySlice(seqs, bodies)


def _bodies(connection: Connection, ids: Sequence[str]) -> dict[str, Body]:
    query = select(RECORD.c.id, RECORD.c.body).where(
        RECORD.c.kind == LISTED_KIND, RECORD.c.id.in_(ids), RECORD.c.body.is_not(None)
    )
    return {row.id: msgspec.json.decode(row.body) for row in connection.execute(query)}
