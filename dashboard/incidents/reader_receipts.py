"""The acknowledgements for one source, from the change log."""

from typing import Any, Final

import msgspec
from sqlalchemy import Connection, bindparam, select

from dashboard.incidents.receipts import KIND
from dashboard.incidents.schema import CHANGE

_AFTER: Final = (
    select(CHANGE.c.seq, CHANGE.c.body)
    .where(
        CHANGE.c.kind == KIND,
        CHANGE.c.id == bindparam("source"),
        CHANGE.c.seq > bindparam("after"),
        CHANGE.c.body.is_not(None),
    )
    .order_by(CHANGE.c.seq)
    .limit(bindparam("most"))
)


class Told(msgspec.Struct, frozen=True):
    """One acknowledgement; ``seq`` is its place in the outbox."""

    seq: int
    body: dict[str, Any]


def receipts_after(connection: Connection, source: str, after: int, most: int) -> list[Told]:
    """The acknowledgements for ``source`` after ``after``, in order."""
    rows = connection.execute(_AFTER, {"source": source, "after": after, "most": most})
    return [Told(row.seq, msgspec.json.decode(row.body)) for row in rows]
