"""What became of alerts since a moment, from the change log."""

from typing import Final

import msgspec
from sqlalchemy import Connection, bindparam, select

from dashboard.incidents.alerts import KIND
from dashboard.incidents.commands import Body
from dashboard.incidents.schema import CHANGE
from feeds.model import Utc

_LAST_BEFORE: Final = (
    select(CHANGE.c.seq).where(CHANGE.c.at_ms < bindparam("since")).order_by(CHANGE.c.seq.desc()).limit(1)
)
"""Walks back over the day, not over the year: the log is in the order of time."""
_SINCE: Final = (
    select(CHANGE.c.seq, CHANGE.c.id, CHANGE.c.at_ms, CHANGE.c.actor, CHANGE.c.body)
    .where(CHANGE.c.kind == KIND, CHANGE.c.seq > bindparam("after"), CHANGE.c.seq < bindparam("before"))
    .order_by(CHANGE.c.seq.desc())
    .limit(bindparam("most"))
)


class Moment(msgspec.Struct, frozen=True):
    """One change of one alert. ``body`` None: it left the records."""

    seq: int
    alert: str
    at_ms: int
    by: str
    body: Body | None


def alerts_since(connection: Connection, since: Utc, before: int, most: int) -> list[Moment]:
    """The newest ``most`` changes of alerts from ``since`` on and before the change ``before``, newest
    first.
    """
    floor = connection.execute(_LAST_BEFORE, {"since": round(since * 1000)}).scalar() or 0
    rows = connection.execute(_SINCE, {"after": floor, "before": before, "most": most})
    return [
        Moment(
            row.seq, row.id, row.at_ms, row.actor, None if row.body is None else msgspec.json.decode(row.body)
        )
        for row in rows
    ]
