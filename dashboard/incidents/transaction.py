"""What happens inside one transaction of the store: answer repeats, show records, write decisions, extend the
chain.
"""

from collections.abc import Sequence
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, bindparam, delete, insert, select, text, update

from dashboard.incidents.chain import Answer, Link, answer_digest, digest
from dashboard.incidents.commands import EVERY, Body, Command, Committed, Decision, Key, RecordId, Write
from dashboard.incidents.schema import CHANGE, HEAD, IDEMPOTENCY, RECORD
from dashboard.incidents.transaction_listing import LISTED_KIND, Listing

ANSWERED: Final = select(IDEMPOTENCY.c.answer).where(
    IDEMPOTENCY.c.source == bindparam("source"),
    IDEMPOTENCY.c.external_id == bindparam("external_id"),
    IDEMPOTENCY.c.revision == bindparam("revision"),
)
ONE_RECORD: Final = select(RECORD.c.id, RECORD.c.body).where(
    RECORD.c.kind == bindparam("kind"), RECORD.c.id == bindparam("id"), RECORD.c.body.is_not(None)
)
WHOLE_KIND: Final = select(RECORD.c.id, RECORD.c.body).where(
    RECORD.c.kind == bindparam("kind"), RECORD.c.body.is_not(None)
)
STORE_RECORD: Final = text(
    "INSERT INTO record (kind, id, revision, body, seq) VALUES (:kind, :id, 1, :body, :seq) "
    "ON CONFLICT (kind, id) DO UPDATE SET "
    "revision = record.revision + 1, body = excluded.body, seq = excluded.seq"
)
"""Both databases understand these words; SQLAlchemy has them once for each."""
PROOF: Final = {"kind": "proof", "id": "", "revision": 0, "body": None, "seq": 0}
FORGET_PROOF: Final = delete(RECORD).where(RECORD.c.kind == PROOF["kind"], RECORD.c.id == PROOF["id"])
LAST_LINK: Final = select(HEAD).with_for_update()


class Transaction:
    """One transaction's work. ``finish`` must be called before the commit; without a commit nothing of it
    happened.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._listing = Listing(connection)
        head = connection.execute(LAST_LINK).one()
        self._seq: int = head.seq
        self._hash: str = head.hash
        self._answers: int = head.answers
        self._answers_hash: str = head.answers_hash
        self._moved = False

    def execute(self, command: Command) -> Committed:
        """Decide and write one command, or repeat its answer. Raises what its ``apply`` raises, having
        written nothing.
        """
        answer = self._answered(command.key)
        if answer is not None:
            return Committed(answer, (), self._seq, repeated=True)
        decision = command.apply(self._seen(command.reads))
        if decision.proves:
            self._prove()
        seqs = self._write(command, decision.writes)
        self._remember(command.key, decision)
        return Committed(dict(decision.answer), seqs, self._seq)

    def finish(self) -> None:
        """Move the head to the last change and the last answer."""
        if self._moved:
            ends = {"seq": self._seq, "hash": self._hash}
            ends |= {"answers": self._answers, "answers_hash": self._answers_hash}
            self._connection.execute(update(HEAD).values(ends))

    def _prove(self) -> None:
        """Dirty a page. A row written as it was does not: SQLite compares, and has nothing to commit."""
        self._connection.execute(insert(RECORD), PROOF)
        self._connection.execute(FORGET_PROOF)

    def _answered(self, key: Key | None) -> dict[str, Any] | None:
        if key is None:
            return None
        row = self._connection.execute(ANSWERED, msgspec.structs.asdict(key)).first()
        return None if row is None else msgspec.json.decode(row.answer, type=dict[str, Any])

    def _seen(self, reads: Sequence[RecordId]) -> dict[RecordId, Body]:
        seen: dict[RecordId, Body] = {}
        for wanted in reads:
            query = WHOLE_KIND if wanted.id == EVERY else ONE_RECORD
            parameters = {"kind": wanted.kind} if wanted.id == EVERY else msgspec.structs.asdict(wanted)
            for row in self._connection.execute(query, parameters):
                seen[RecordId(wanted.kind, row.id)] = msgspec.json.decode(row.body)
        return seen

    def _write(self, command: Command, writes: Sequence[Write]) -> tuple[int, ...]:
        if not writes:
            return ()
        # Everything is encoded before anything is written: a body that is no JSON leaves the transaction
        # clean.
        links = [self._link(command, offset, write) for offset, write in enumerate(writes, start=1)]
        changes, records = [], []
        for link in links:
            hashed = digest(link, self._hash)
            changes.append({**msgspec.structs.asdict(link), "prev_hash": self._hash, "hash": hashed})
            records.append({"kind": link.kind, "id": link.id, "body": link.body, "seq": link.seq})
            self._seq, self._hash, self._moved = link.seq, hashed, True
        self._connection.execute(insert(CHANGE), changes)
        self._connection.execute(STORE_RECORD, records)
        for write in writes:
            if write.record.kind == LISTED_KIND:
                self._listing.put(write.record.id, write.body)
        return tuple(link.seq for link in links)

    def _link(self, command: Command, offset: int, write: Write) -> Link:
        body = None if write.body is None else msgspec.json.encode(write.body).decode()
        at_ms = round(command.at * 1000)
        return Link(self._seq + offset, write.record.kind, write.record.id, at_ms, command.actor, body)

    def _remember(self, key: Key | None, decision: Decision) -> None:
        if key is not None:
            text = msgspec.json.encode(dict(decision.answer)).decode()
            answer = Answer(self._answers + 1, key.source, key.external_id, key.revision, text, self._seq)
            hashed = answer_digest(answer, self._answers_hash)
            row = {**msgspec.structs.asdict(answer), "hash": hashed}
            self._connection.execute(insert(IDEMPOTENCY), row)
            self._answers, self._answers_hash, self._moved = answer.number, hashed, True
