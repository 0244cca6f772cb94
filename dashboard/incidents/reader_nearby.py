"""What was reported at a place before, and who has how much in hand: the queries behind what is near an
incident.

Both are answered by an index of the listing alone; only what is shown is read from the records. A year of
a district is larger than memory, and a record that is not in it costs a visit to the disk.
"""

from collections.abc import Collection, Mapping
from typing import Final

import msgspec
from sqlalchemy import ColumnElement, Connection, bindparam, func, or_, select

from dashboard.incidents.cells import cells_within
from dashboard.incidents.commands import Body
from dashboard.incidents.duplicates import distance_m
from dashboard.incidents.schema import LISTING, RECORD
from dashboard.incidents.search import first_number
from dashboard.incidents.transaction_listing import LISTED_KIND
from feeds.wire import E7


class Around(msgspec.Struct, frozen=True, kw_only=True):
    """A place and a span of time, by when incidents were opened."""

    lat: float
    lon: float
    within_m: float
    since_ms: int
    until_ms: int
    most: int
    """Bodies in the answer."""
    scope: str = ""
    """Division whose incidents count; "" all."""


class Before(msgspec.Struct, frozen=True):
    """An incident at that place."""

    body: Body
    distance_m: float


class There(msgspec.Struct, frozen=True):
    """The newest of what was reported there, and how many there are in all."""

    newest: tuple[Before, ...]
    count: int


_IN_CELLS: Final = (
    select(LISTING.c.id, LISTING.c.number, LISTING.c.lat_e7, LISTING.c.lon_e7)
    .where(
        LISTING.c.cell.in_(bindparam("cells", expanding=True)),
        LISTING.c.number >= bindparam("since"),
        LISTING.c.number < bindparam("until"),
    )
    .order_by(LISTING.c.number.desc())
)
_BODIES: Final = select(RECORD.c.id, RECORD.c.body).where(
    RECORD.c.kind == LISTED_KIND,
    RECORD.c.body.is_not(None),
    RECORD.c.id.in_(bindparam("ids", expanding=True)),
)
_LOADS: Final = (
    select(LISTING.c.worker, func.count().label("cases"))
    .where(LISTING.c.worker.in_(bindparam("workers", expanding=True)), LISTING.c.open == 1)
    .group_by(LISTING.c.worker)
)


def around(connection: Connection, wanted: Around) -> There:
    """What was reported there then, newest opened first."""
    asked = {
        "cells": cells_within(wanted.lat, wanted.lon, wanted.within_m),
        "since": first_number(wanted.since_ms),
        "until": first_number(wanted.until_ms + 1),
    }
    here = (wanted.lat, wanted.lon)
    found = _IN_CELLS.where(_within(wanted.scope)) if wanted.scope else _IN_CELLS
    metres = {
        row.id: distance_m(here, (row.lat_e7 / E7, row.lon_e7 / E7))
        for row in connection.execute(found, asked)
    }
    near = {id: distance for id, distance in metres.items() if distance <= wanted.within_m}
    shown = list(near)[: wanted.most]
    bodies = _bodies(connection, shown)
    newest = tuple(Before(bodies[id], near[id]) for id in shown if id in bodies)
    return There(newest, len(near))


def _within(scope: str) -> ColumnElement[bool]:
    """What lies in a division: its grid or street begins with the division's code."""
    return or_(LISTING.c.grid.startswith(scope), LISTING.c.street.startswith(scope))


def loads(connection: Connection, workers: Collection[str]) -> Mapping[str, int]:
    """How many open incidents each of these workers was sent to; nobody is there with none."""
    if not workers:
        return {}
    rows = connection.execute(_LOADS, {"workers": list(workers)})
    return {row.worker: int(row.cases) for row in rows}


def _bodies(connection: Connection, ids: Collection[str]) -> dict[str, Body]:
    if not ids:
        return {}
    rows = connection.execute(_BODIES, {"ids": list(ids)})
    return {row.id: msgspec.json.decode(row.body) for row in rows}
