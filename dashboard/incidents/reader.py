"""Reading the store, from any process: current records, the changes after a sequence, the proof of the
chain.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, Row, bindparam, select
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from dashboard.incidents.chain import START, HashedLink, Link, Verdict, walk
from dashboard.incidents.commands import Body, RecordId
from dashboard.incidents.database import database
from dashboard.incidents.errors import StoreBusy, StoreUnavailable
from dashboard.incidents.reader_alerts import Moment, alerts_since
from dashboard.incidents.reader_day import DaySlice, day_slice
from dashboard.incidents.reader_incidents import Page, Wanted, history, page
from dashboard.incidents.reader_nearby import Around, There, around, loads
from dashboard.incidents.reader_open311 import Reports, reports
from dashboard.incidents.reader_proof import ANSWERS, Answers, checked_against_state, ended, walk_answers
from dashboard.incidents.reader_receipts import Told, receipts_after
from dashboard.incidents.schema import CHANGE, HEAD, LISTING, RECORD
from dashboard.incidents.timeline import Past
from dashboard.incidents.transaction_listing import LISTED_KIND
from feeds.model import Change, Records, Utc

CHANGES_MOST: Final = 1000
"""Changes handed out at once."""

VERIFIED_AT_ONCE: Final = 10_000
"""Changes verified in one snapshot: a longer one would keep the writer from tidying up its journal."""

AFTER: Final = (
    select(CHANGE.c.seq, CHANGE.c.kind, CHANGE.c.id, CHANGE.c.at_ms, CHANGE.c.body)
    .where(CHANGE.c.seq > bindparam("after"))
    .order_by(CHANGE.c.seq)
    .limit(bindparam("most"))
)
CURRENT: Final = select(RECORD.c.kind, RECORD.c.id, RECORD.c.body).where(RECORD.c.body.is_not(None))
NOT_INCIDENTS: Final = CURRENT.where((RECORD.c.kind < LISTED_KIND) | (RECORD.c.kind > LISTED_KIND))
_RECENT: Final = select(LISTING.c.id).where(
    (LISTING.c.open == 1) | (LISTING.c.closed_at_ms >= bindparam("since"))
)
# A list of ids, not a join: joined, SQLite walks all records of the kind, a year's.
RECENT_INCIDENTS: Final = select(RECORD.c.kind, RECORD.c.id, RECORD.c.body).where(
    RECORD.c.kind == LISTED_KIND, RECORD.c.id.in_(_RECENT)
)
LINKS: Final = select(CHANGE).where(CHANGE.c.seq > bindparam("after")).order_by(CHANGE.c.seq)


BUSY: Final = ("locked", "busy", "lock timeout", "too many clients")
"""What SQLite and PostgreSQL say when the same request may succeed a moment later."""


def translated(exc: SQLAlchemyError) -> StoreUnavailable:
    """A database's error in our words."""
    cause = " ".join(str(exc.orig if isinstance(exc, DBAPIError) else exc).split())
    if any(word in cause for word in BUSY):
        return StoreBusy("the store is held by another process; send the same request again")
    return StoreUnavailable(f"the store cannot be used: {cause}")


class Reader:
    """A view of the store that cannot change it. Safe to use from several threads; each call is one
    consistent snapshot.

    Every method raises StoreUnavailable while the store does not exist, and StoreBusy when it is locked
    whole. Calls block (a millisecond, or a few tens for all records): do not make them on an event loop.
    """

    def __init__(self, url: str) -> None:
        self._engine = database(url).reader()

    def close(self) -> None:
        """Give the connections back to the system."""
        self._engine.dispose()

    def head(self) -> int:
        """The newest sequence; 0 in an empty store."""
        with self._snapshot() as connection:
            return _head_seq(connection)

    def records(self, closed_since: Utc | None = None) -> Records:
        """All current records and the sequence they are true at; of incidents that are not open, only those
        closed since then. None: all of them, which after a year is too much for most askers.
        """
        with self._snapshot() as connection:
            by_kind: dict[str, dict[str, Body]] = {}
            queries = [CURRENT] if closed_since is None else [NOT_INCIDENTS, RECENT_INCIDENTS]
            for query in queries:
                since = {} if query is not RECENT_INCIDENTS else {"since": round((closed_since or 0) * 1000)}
                for row in connection.execute(query, since):
                    by_kind.setdefault(row.kind, {})[row.id] = msgspec.json.decode(row.body)
            return Records(_head_seq(connection), by_kind)

    def incidents(self, wanted: Wanted) -> Page:
        """One page of the incidents that are wanted, newest opened first. Raises BadInput."""
        with self._snapshot() as connection:
            return page(connection, wanted)

    def history(self, id: str, kind: str = LISTED_KIND) -> list[Past]:
        """What became of one record, from the change log, oldest first; empty when there never was one."""
        with self._snapshot() as connection:
            return history(connection, kind, id)

    def alerts_since(self, since: Utc, before: int, most: int) -> list[Moment]:
        """What became of alerts from ``since`` on, newest first, before the change ``before``."""
        with self._snapshot() as connection:
            return alerts_since(connection, since, before, most)

    def day(self, begin: Utc, closed_since: Utc, known: Mapping[str, int]) -> DaySlice:
        """Open incidents and those closed since then, for the figures of the day that begins at ``begin``;
        bodies only of what is not in ``known`` as it is.
        """
        with self._snapshot() as connection:
            return day_slice(connection, round(begin * 1000), round(closed_since * 1000), known)

    def around(self, wanted: Around) -> There:
        """What was reported at a place in a span of time."""
        with self._snapshot() as connection:
            return around(connection, wanted)

    def loads(self, workers: Collection[str]) -> Mapping[str, int]:
        """How many open incidents each of these workers was sent to."""
        with self._snapshot() as connection:
            return loads(connection, workers)

    def reports(self, asked: Reports) -> list[Body]:
        """Incidents as the public asks for them, newest opened first."""
        with self._snapshot() as connection:
            return reports(connection, asked)

    def receipts_after(self, source: str, after: int, most: int) -> list[Told]:
        """The acknowledgements for ``source`` after the change ``after``, in order."""
        with self._snapshot() as connection:
            return receipts_after(connection, source, after, most)

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

    def verify(self, progress: Callable[[int, int], None] = lambda seq, head: None) -> Verdict:
        """Walk the whole chain and name the first row that is not as it was written: a change, the head or a
        record, an answer. ``progress`` is told now and then how far it is, and how far it has to go.
        """
        verdict = START
        while True:
            with self._snapshot() as connection:
                rows = list(connection.execute(LINKS.limit(VERIFIED_AT_ONCE), {"after": verdict.head_seq}))
                verdict = walk(map(_hashed, rows), verdict)
                if verdict.problem is not None:
                    return verdict
                progress(verdict.head_seq, _head_seq(connection))
                if len(rows) < VERIFIED_AT_ONCE:
                    verdict = checked_against_state(connection, verdict)
                    return verdict if verdict.problem else self._verify_answers(verdict)

    def _verify_answers(self, verdict: Verdict) -> Verdict:
        answers = Answers()
        while answers.problem is None:
            with self._snapshot() as connection:
                rows = list(connection.execute(ANSWERS.limit(VERIFIED_AT_ONCE), {"after": answers.number}))
                answers = walk_answers(rows, answers)
                if len(rows) < VERIFIED_AT_ONCE:
                    answers = ended(connection, answers) if answers.problem is None else answers
                    break
        return msgspec.structs.replace(
            verdict,
            answers=answers.number,
            answers_hash=answers.hash,
            bad_answer=answers.bad,
            problem=answers.problem,
        )

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


def _hashed(row: Row[Any]) -> HashedLink:
    link = Link(row.seq, row.kind, row.id, row.at_ms, row.actor, row.body)
    return HashedLink(link, row.prev_hash, row.hash)
