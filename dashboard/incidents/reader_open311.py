"""Incidents as the public asks for them (Open311): by when they were opened, kind and state, through the
listing.

``number`` follows the moment of opening, so a range of dates is a range of the primary key, and nothing
outside of it is read.
"""

import msgspec
from sqlalchemy import ColumnElement, Connection, func, select

from dashboard.incidents.commands import Body
from dashboard.incidents.schema import LISTING, RECORD
from dashboard.incidents.search import first_number
from dashboard.incidents.transaction_listing import LISTED_KIND


class Reports(msgspec.Struct, frozen=True, kw_only=True):
    """Which reports. ``ids`` overrides all but the kinds."""

    ids: frozenset[str] | None = None
    kinds: frozenset[str]
    """Codes of the dictionary; no incident of another kind, or of none, is among the answers."""
    few_kinds: bool = False
    """True when ``kinds`` leaves out most: then they are looked up by kind."""
    open: bool | None = None
    since_ms: int
    until_ms: int
    skip: int = 0
    most: int


def reports(connection: Connection, asked: Reports) -> list[Body]:
    """Newest opened first."""
    found = select(LISTING.c.id).where(_of_kind(asked))
    if asked.ids is not None:
        found = found.where(LISTING.c.id.in_(asked.ids))
    else:
        first, after = first_number(asked.since_ms), first_number(asked.until_ms + 1)
        found = found.where(LISTING.c.number >= first, LISTING.c.number < after)
        if asked.open is not None:
            found = found.where(LISTING.c.open == int(asked.open))
    page = found.order_by(LISTING.c.number.desc()).limit(asked.most).offset(asked.skip)
    ids = list(connection.execute(page).scalars())
    rows = connection.execute(
        select(RECORD.c.id, RECORD.c.body).where(RECORD.c.kind == LISTED_KIND, RECORD.c.id.in_(ids))
    )
    bodies = {row.id: msgspec.json.decode(row.body) for row in rows}
    return [bodies[id] for id in ids if id in bodies]


def _of_kind(asked: Reports) -> ColumnElement[bool]:
    """Nearly every kind is no reason to go through the index of kinds and sort what it yields."""
    if asked.few_kinds:
        return LISTING.c.category.in_(asked.kinds)
    return func.coalesce(LISTING.c.category, "").in_(asked.kinds)
