"""The store of identity: transactions, its log, and the proof of the log. What the tables hold is read and
written in ``store_accounts`` and ``store_bearers``.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, insert, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoConnection

from dashboard.identity.people import AuditRow
from dashboard.identity.store_engines import engines
from dashboard.identity.store_tables import AUDIT, HEAD, REVOCATION
from dashboard.incidents.chain import START, HashedLink, Link, Verdict, digest, walk
from dashboard.incidents.errors import StoreBusy
from dashboard.incidents.reader import translated
from feeds.model import Utc

WALKED_AT_ONCE: Final = 5_000
ROWS_MOST: Final = 1_000
"""Rows of the log handed out at once."""


def ms(at: Utc) -> int:
    """A time as the tables have it."""
    return round(at * 1000)


def utc(at_ms: int) -> Utc:
    """And back."""
    return Utc(at_ms / 1000)


class Writing:
    """One transaction that writes. ``note`` is called for every change, in the same transaction as it."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        head = connection.execute(select(HEAD).with_for_update()).one()
        self._seq: int = head.seq
        self._hash: str = head.hash

    def note(
        self, kind: str, subject: str, did: str, *, by: str, now: Utc, facts: Mapping[str, Any] | None = None
    ) -> None:
        """One more row of the log. ``facts["is"]``, where given, is what the proof compares a table with."""
        body = msgspec.json.encode({"did": did, **(facts or {})}, order="sorted").decode()
        link = Link(self._seq + 1, kind, subject, ms(now), by, body)
        hashed = digest(link, self._hash)
        row = {**msgspec.structs.asdict(link), "prev_hash": self._hash, "hash": hashed}
        self.connection.execute(insert(AUDIT), row)
        self._seq, self._hash = link.seq, hashed
        self.connection.execute(update(HEAD).values(seq=self._seq, hash=hashed))

    def revoke(self, what: str, now: Utc) -> None:
        """Tell the relays, too. After ``note``, whose row is the reason."""
        self.connection.execute(insert(REVOCATION), {"what": what, "seq": self._seq, "at_ms": ms(now)})


class IdentityStore:
    """The database at a url, its tables made if there are none. Safe from several threads and processes.

    Raises BadSetting for another version's, StoreUnavailable and StoreBusy for what the database says.
    """

    def __init__(self, url: str) -> None:
        with _translating():
            self._engines = engines(url)

    def close(self) -> None:
        """Give the connections back to the system."""
        self._engines.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One snapshot."""
        with _translating(), self._engines.reader.begin() as connection:
            yield connection

    @contextmanager
    def writing(self, *, purging: bool = False) -> Iterator[Writing]:
        """One transaction; on the disk when left. What purges may take longer than anybody waits."""
        engine = self._engines.purger if purging else self._engines.writer
        with _translating(), engine.begin() as connection:
            yield Writing(connection)

    def audit(self, before: int | None, most: int) -> list[AuditRow]:
        """Rows of the log, newest first, before a sequence."""
        query = select(AUDIT).order_by(AUDIT.c.seq.desc()).limit(min(most, ROWS_MOST))
        if before is not None:
            query = query.where(AUDIT.c.seq < before)
        with self.reading() as connection:
            return [_row(_link(row)) for row in connection.execute(query)]

    def revocations_after(self, seq: int) -> tuple[int, frozenset[str]]:
        """The end of the log, and what it took back after ``seq``."""
        with self.reading() as connection:
            head = connection.execute(select(HEAD.c.seq)).scalar_one()
            rows = connection.execute(select(REVOCATION.c.what).where(REVOCATION.c.seq > seq))
            return head, frozenset(rows.scalars())

    def walk(self) -> tuple[Verdict, dict[tuple[str, str], Any]]:
        """The log followed to its end or its first bad row, and what it says each thing is now."""
        verdict, latest = START, dict[tuple[str, str], Any]()
        while True:
            query = select(AUDIT).where(AUDIT.c.seq > verdict.head_seq).order_by(AUDIT.c.seq)
            with self.reading() as connection:
                links = [_link(row) for row in connection.execute(query.limit(WALKED_AT_ONCE))]
                head = connection.execute(select(HEAD)).one()
            verdict = walk(links, verdict)
            if verdict.problem is not None:
                return verdict, latest
            latest |= {(each.link.kind, each.link.id): _row(each).facts.get("is") for each in links}
            if len(links) < WALKED_AT_ONCE:
                return _ended(verdict, head.seq, head.hash), latest


def _ended(verdict: Verdict, seq: int, hashed: str) -> Verdict:
    if (verdict.head_seq, verdict.head_hash) == (seq, hashed):
        return verdict
    problem = f"the log ends at change {verdict.head_seq}, the head says {seq}: its end is missing"
    return msgspec.structs.replace(verdict, bad_seq=verdict.head_seq + 1, problem=problem)


def _link(row: Any) -> HashedLink:
    link = Link(row.seq, row.kind, row.id, row.at_ms, row.actor, row.body)
    return HashedLink(link, row.prev_hash, row.hash)


def _row(row: HashedLink) -> AuditRow:
    link = row.link
    facts = msgspec.json.decode(link.body or "{}", type=dict[str, Any])
    return AuditRow(link.seq, utc(link.at_ms), link.actor, link.kind, link.id, facts)


@contextmanager
def _translating() -> Iterator[None]:
    try:
        yield
    except NoConnection as exc:
        raise StoreBusy("too many wait for the store of accounts; send the same request again") from exc
    except SQLAlchemyError as exc:
        raise translated(exc) from exc
