"""Reading the store, from any process: current records, the changes after a sequence, the proof of the
chain.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, bindparam, select
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from dashboard.incidents.chain import HashedLink, Link, Verdict, walk
from dashboard.incidents.commands import Body, RecordId
from dashboard.incidents.database import open_reader, sqlite_path
from dashboard.incidents.errors import StoreBusy, StoreUnavailable
from dashboard.incidents.schema import CHANGE, HEAD, RECORD
from feeds.model import Change, Records, Utc

CHANGES_MOST: Final = 1000
"""Changes handed out at once."""

AFTER: Final = (
    select(CHANGE.c.seq, CHANGE.c.kind, CHANGE.c.id, CHANGE.c.at_ms, CHANGE.c.body)
    .where(CHANGE.c.seq > bindparam("after"))
    .order_by(CHANGE.c.seq)
    .limit(bindparam("most"))
)
CURRENT: Final = select(RECORD.c.kind, RECORD.c.id, RECORD.c.body).where(RECORD.c.body.is_not(None))
LATEST_OF_EACH: Final = (
    select(RECORD.c.kind, RECORD.c.id, RECORD.c.seq, RECORD.c.body, CHANGE.c.body.label("told"))
    .join(CHANGE, CHANGE.c.seq == RECORD.c.seq, isouter=True)
    .where(
        (CHANGE.c.kind != RECORD.c.kind)
        | (CHANGE.c.id != RECORD.c.id)
        | CHANGE.c.body.is_distinct_from(RECORD.c.body)
    )
    .order_by(RECORD.c.seq)
    .limit(1)
)


def translated(exc: SQLAlchemyError) -> StoreUnavailable:
    """A database's error in our words."""
    cause = str(exc.orig) if isinstance(exc, DBAPIError) else str(exc)
    if "locked" in cause or "busy" in cause:
        return StoreBusy("the store is held by another process; send the same request again")
    return StoreUnavailable(f"the store cannot be used: {cause}")


class Reader:
    """A view of the store that cannot change it. Safe to use from several threads; each call is one
    consistent snapshot.

    Every method raises StoreUnavailable while the store does not exist, and StoreBusy when it is locked
    whole. Calls block (a millisecond, or a few tens for all records): do not make them on an event loop.
    """

    def __init__(self, url: str) -> None:
        self._engine = open_reader(sqlite_path(url))

    def close(self) -> None:
        """Give the connections back to the system."""
        self._engine.dispose()

    def head(self) -> int:
        """The newest sequence; 0 in an empty store."""
        with self._snapshot() as connection:
            return _head_seq(connection)

    def records(self) -> Records:
        """All current records and the sequence they are true at."""
        with self._snapshot() as connection:
            by_kind: dict[str, dict[str, Body]] = {}
            for row in connection.execute(CURRENT):
                by_kind.setdefault(row.kind, {})[row.id] = msgspec.json.decode(row.body)
            return Records(_head_seq(connection), by_kind)

    def kind(self, kind: str) -> dict[str, Body]:
        """All current records of one kind, by id."""
        with self._snapshot() as connection:
            rows = connection.execute(CURRENT.where(RECORD.c.kind == kind))
            return {row.id: msgspec.json.decode(row.body) for row in rows}

    def record(self, wanted: RecordId) -> Body | None:
        """One record as it is now; None when there is none, or no longer."""
        query = CURRENT.where(RECORD.c.kind == wanted.kind, RECORD.c.id == wanted.id)
        with self._snapshot() as connection:
            row = connection.execute(query).first()
            return None if row is None else msgspec.json.decode(row.body, type=dict[str, Any])

    def changes_after(self, seq: int, limit: int = CHANGES_MOST) -> list[Change]:
        """The changes after ``seq`` in order, at most ``limit`` of them: ask again from the last one for
        more.
        """
        with self._snapshot() as connection:
            rows = connection.execute(AFTER, {"after": seq, "most": limit})
            return [
                Change(row.seq, row.kind, row.id, Utc(row.at_ms / 1000), _decoded(row.body)) for row in rows
            ]

    def verify(self) -> Verdict:
        """Walk the whole chain and name the first row that is not as it was written: a change, the head or a
        record.
        """
        with self._snapshot() as connection:
            verdict = walk(_links(connection))
            return verdict if verdict.problem else _checked_against_state(connection, verdict)

    @contextmanager
    def _snapshot(self) -> Iterator[Connection]:
        try:
            with self._engine.begin() as connection:
                yield connection
        except SQLAlchemyError as exc:
            raise translated(exc) from exc


def _head_seq(connection: Connection) -> int:
    return int(connection.execute(select(HEAD.c.seq)).scalar_one())


def _decoded(body: str | None) -> Body | None:
    return None if body is None else msgspec.json.decode(body, type=dict[str, Any])


def _links(connection: Connection) -> Iterator[HashedLink]:
    for row in connection.execution_options(yield_per=1000).execute(select(CHANGE).order_by(CHANGE.c.seq)):
        link = Link(row.seq, row.kind, row.id, row.at_ms, row.actor, row.body)
        yield HashedLink(link, row.prev_hash, row.hash)


def _checked_against_state(connection: Connection, verdict: Verdict) -> Verdict:
    head = connection.execute(select(HEAD.c.seq, HEAD.c.hash)).one()
    if (head.seq, head.hash) != (verdict.head_seq, verdict.head_hash):
        problem = f"the log ends at change {verdict.head_seq}, the head says {head.seq}: its end is missing"
        return msgspec.structs.replace(verdict, bad_seq=verdict.head_seq + 1, problem=problem)
    row = connection.execute(LATEST_OF_EACH).first()
    if row is not None:
        problem = f"record {row.kind} {row.id} is not what change {row.seq} made it"
        return msgspec.structs.replace(verdict, bad_seq=row.seq, problem=problem)
    return verdict
