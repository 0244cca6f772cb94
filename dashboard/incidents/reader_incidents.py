"""Listing, searching and opening incidents: the queries, each by an index and in pages.

Newest opened first. A page goes on ``after`` the number of the last row of the one before, so that the
hundredth page costs what the first one does and rows that arrive meanwhile shift nothing.
"""

from typing import Any, Final

import msgspec
from sqlalchemy import ColumnElement, Connection, Select, bindparam, cast, column, or_, select, table

from dashboard.incidents.commands import Body
from dashboard.incidents.schema import CHANGE, LISTING, RECORD
from dashboard.incidents.search import Query, query
from dashboard.incidents.states import OVER
from dashboard.incidents.timeline import Past
from dashboard.incidents.transaction_listing import LISTED_KIND

LIMIT_MOST: Final = 1_000

_HISTORY: Final = (
    select(CHANGE.c.at_ms, CHANGE.c.actor, CHANGE.c.body)
    .where(CHANGE.c.kind == bindparam("kind"), CHANGE.c.id == bindparam("wanted"))
    .order_by(CHANGE.c.seq)
)


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which incidents. None means any; ``after`` and ``limit`` say which page of them."""

    open: bool | None = None
    status: str | None = None
    street: str | None = None
    grid: str | None = None
    category: str | None = None
    urgency: str | None = None
    q: str | None = None
    """Words in title, place or ids."""
    without: tuple[str, ...] = ()
    """Codes of kinds that are left out: who asks may not know of them."""
    after: int | None = None
    limit: int = 100


class Page(msgspec.Struct, frozen=True):
    """Incidents, newest opened first. ``after`` asks for the next page; None when this is the last."""

    bodies: tuple[Body, ...]
    after: int | None


def page(connection: Connection, wanted: Wanted) -> Page:
    """One page. Raises BadInput for a query of no letters."""
    rows = connection.execute(_numbers(wanted, connection.dialect.name)).all()
    shown = rows[: wanted.limit]
    last = int(shown[-1].number) if len(rows) > len(shown) else None
    bodies = _bodies(connection, [row.id for row in shown])
    return Page(tuple(bodies[row.id] for row in shown if row.id in bodies), last)


def history(connection: Connection, kind: str, id: str) -> list[Past]:
    """All rows of a record in the change log, oldest first."""
    rows = connection.execute(_HISTORY, {"kind": kind, "wanted": id})
    return [
        Past(row.at_ms, row.actor, None if row.body is None else msgspec.json.decode(row.body))
        for row in rows
    ]


def _numbers(wanted: Wanted, dialect: str) -> Select[Any]:
    """One row more than the page holds: whether there is a next page."""
    found = select(LISTING.c.number, LISTING.c.id).where(*_filters(wanted))
    order: ColumnElement[Any] = LISTING.c.number
    if wanted.q is not None:
        looked_for = query(wanted.q)
        found = found.where(*_as_written(looked_for))
        if not _few(wanted):
            found, order = _BY_TOKENS[dialect](found, looked_for)
    if wanted.after is not None:
        found = found.where(order < wanted.after)
    return found.order_by(order.desc()).limit(wanted.limit + 1)


def _filters(wanted: Wanted) -> list[ColumnElement[bool]]:
    """One equality per column, and the kinds that are left out."""
    names = ("status", "street", "grid", "category", "urgency")
    values = {name: getattr(wanted, name) for name in names}
    if wanted.open is not None:
        values["open"] = int(wanted.open)
    kinds = LISTING.c.category
    left_out = [or_(kinds.is_(None), kinds.not_in(wanted.without))] if wanted.without else []
    return [LISTING.c[name] == value for name, value in values.items() if value is not None] + left_out


def _few(wanted: Wanted) -> bool:
    """Open incidents of a year's are few: reading them through is quicker than walking every hit of a
    frequent word back to the first year to find that hardly any is open.
    """
    return wanted.open is True or (wanted.status is not None and wanted.status not in OVER)


def _as_written(looked_for: Query) -> list[ColumnElement[bool]]:
    return [LISTING.c.words.contains(part, autoescape=True) for part in looked_for.parts]


def _in_sqlite(found: Select[Any], looked_for: Query) -> tuple[Select[Any], ColumnElement[Any]]:
    """FTS5 hands out its hits by descending rowid, which is our number: it stops when the page is full."""
    terms = [f'"{token}"' for token in looked_for.exact] + [f'"{token}"*' for token in looked_for.beginnings]
    hits = table("listing_tokens", column("rowid", LISTING.c.number.type), column("listing_tokens"))
    joined = found.select_from(hits.join(LISTING, LISTING.c.number == hits.c.rowid))
    return joined.where(hits.c.listing_tokens.op("MATCH")(" AND ".join(terms))), hits.c.rowid


def _in_postgresql(found: Select[Any], looked_for: Query) -> tuple[Select[Any], ColumnElement[Any]]:
    """A tsquery of our own tokens; no parser, no dictionary."""
    terms = [f"'{token}'" for token in looked_for.exact] + [f"'{token}':*" for token in looked_for.beginnings]
    from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR  # a start on SQLite need not wait for it

    wanted = cast(" & ".join(terms), TSQUERY)
    tokens: ColumnElement[Any] = column("tokens", TSVECTOR)
    return found.where(tokens.op("@@")(wanted)), LISTING.c.number


_BY_TOKENS: Final = {"sqlite": _in_sqlite, "postgresql": _in_postgresql}
"""The tokens themselves hold letters, digits, - and _ only: nothing in them needs escaping."""


def _bodies(connection: Connection, ids: list[str]) -> dict[str, Body]:
    query = select(RECORD.c.id, RECORD.c.body).where(RECORD.c.kind == LISTED_KIND, RECORD.c.id.in_(ids))
    return {row.id: msgspec.json.decode(row.body) for row in connection.execute(query)}
