"""Any field of any row, changed behind the centre's back: the command that proves the log names the row."""

import random
import re
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

import pytest

from dashboard import audit
from dashboard.incidents.commands import RecordId
from dashboard.incidents.desk import Perform
from dashboard.incidents.matters import KIND, Tell, Telling
from dashboard.incidents.reader import Reader
from dashboard.incidents.store import Store
from feeds.model import Utc
from tests.dashboard.incidents.asking import url_in
from tests.dashboard.incidents.cases import BRIDGE, RULES, SAMPLES, TUESDAY_NINE, do, order

NO_ACCOUNTS = "sqlite:////nowhere/identity.sqlite"

MUTATIONS = 100
INCIDENTS = 60
CHANGES = 500
"""So many at least are in the log."""
WAY = (do.Accept, do.File, do.Dispatch, do.Sign, do.Start, do.GiveFeedback, do.AskCheck, do.Annotate)


class Mutated(NamedTuple):
    """What was done, and the row that the proof must name."""

    what: str
    number: int
    table: str = "change"


Mutation = Callable[[sqlite3.Connection, random.Random], Mutated]


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A store of sixty incidents and more than five hundred changes, written by the store itself."""
    folder = tmp_path_factory.mktemp("year")
    store, reader = Store(url_in(folder)), Reader(url_in(folder))
    for number in range(INCIDENTS):
        telling = _report(number)
        id = store.commit(Tell(telling, "source:events")).answer["id"]
        for step, kind in enumerate(WAY):
            record = reader.record(RecordId(KIND, id))
            assert record is not None
            click = UUID(int=number * 100 + step)
            asked = order(record, SAMPLES[kind], id=click, at=Utc(TUESDAY_NINE + step))
            store.commit(Perform(asked, RULES))
    assert reader.head() >= CHANGES and reader.verify().problem is None
    reader.close()
    store.close()
    return (folder / "wanglou.db").read_bytes()


def _report(number: int) -> Telling:
    return Telling(
        source="events|district",
        external_id=str(number),
        revision=1,
        received_at=TUESDAY_NINE,
        provenance="real",
        title=f"积水 {number}",
        category="06010",
        spot=BRIDGE,
    )


def test_any_of_a_hundred_mutations_is_named(
    year: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str], keep: Callable[..., None]
) -> None:
    """Each in a copy of its own; the first bad row is the one that was touched."""
    seed = random.SystemRandom().randrange(2**32)
    chance, wrong = random.Random(seed), []
    for number in range(MUTATIONS):
        mutated = _mutate(tmp_path, year, MUTATIONS_KNOWN[number % len(MUTATIONS_KNOWN)], chance)
        code, said = audit.verify(url_in(tmp_path), NO_ACCOUNTS), capsys.readouterr().out
        named = re.search(r"first bad row is (\w+ \d+):", said)
        if code != audit.BAD or named is None or named[1] != f"{mutated.table} {mutated.number}":
            wrong.append((mutated, said))
    kinds = min(MUTATIONS, len(MUTATIONS_KNOWN))
    keep(mutations=MUTATIONS, kinds=kinds, unnoticed=len(wrong), changes_least=CHANGES, chance=seed)
    assert wrong == [], f"seed {seed}"


def _mutate(folder: Path, year: bytes, mutation: Mutation, chance: random.Random) -> Mutated:
    """A fresh copy, altered by somebody who may drop triggers."""
    (folder / "wanglou.db").write_bytes(year)
    connection = sqlite3.connect(folder / "wanglou.db")
    for (trigger,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {trigger}")
    done = mutation(connection, chance)
    connection.commit()
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return done


def _some(connection: sqlite3.Connection, chance: random.Random) -> int:
    (head,) = connection.execute("SELECT seq FROM head").fetchone()
    return chance.randint(1, head)


def bit_of_body(connection: sqlite3.Connection, chance: random.Random) -> Mutated:
    """One bit, which may leave bytes that are no text at all."""
    seq = _some(connection, chance)
    (body,) = connection.execute("SELECT body FROM change WHERE seq = ?", (seq,)).fetchone()
    raw = bytearray(body.encode())
    place, bit = chance.randrange(len(raw)), chance.randrange(8)
    raw[place] ^= 1 << bit
    connection.execute("UPDATE change SET body = CAST(? AS TEXT) WHERE seq = ?", (bytes(raw), seq))
    return Mutated(f"bit {bit} of byte {place} of the body of change {seq}", seq)


def test_a_bit_that_leaves_no_text_at_all_is_named_too(
    year: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Bytes that are no UTF-8, as a failing disk makes them, are a bad row, not an unreadable store."""

    def break_a_character(connection: sqlite3.Connection, chance: random.Random) -> Mutated:
        found = connection.execute("SELECT seq, body FROM change WHERE body LIKE '%积%'").fetchall()
        seq, body = chance.choice(found)
        broken = body.encode().replace("积".encode(), b"\xff\xff\xff")
        connection.execute("UPDATE change SET body = CAST(? AS TEXT) WHERE seq = ?", (broken, seq))
        return Mutated("a character", seq)

    mutated = _mutate(tmp_path, year, break_a_character, random.Random(1))
    assert audit.verify(url_in(tmp_path), NO_ACCOUNTS) == audit.BAD
    assert f"first bad row is change {mutated.number}: " in capsys.readouterr().out


def text_of(column: str) -> Mutation:
    """One character of a column that holds text."""

    def mutate(connection: sqlite3.Connection, chance: random.Random) -> Mutated:
        seq = _some(connection, chance)
        (text,) = connection.execute(f"SELECT {column} FROM change WHERE seq = ?", (seq,)).fetchone()  # noqa: S608
        place = chance.randrange(len(text))
        other = "0" if text[place] != "0" else "1"
        altered = text[:place] + other + text[place + 1 :]
        connection.execute(f"UPDATE change SET {column} = ? WHERE seq = ?", (altered, seq))  # noqa: S608
        return Mutated(f"{column} of change {seq}: {text} -> {altered}", seq)

    return mutate


def moment(connection: sqlite3.Connection, chance: random.Random) -> Mutated:
    """A millisecond."""
    seq = _some(connection, chance)
    connection.execute("UPDATE change SET at_ms = at_ms + ? WHERE seq = ?", (chance.choice((-1, 1)), seq))
    return Mutated(f"at_ms of change {seq}", seq)


def body_gone(connection: sqlite3.Connection, chance: random.Random) -> Mutated:
    """As if the record had been removed."""
    seq = _some(connection, chance)
    connection.execute("UPDATE change SET body = NULL WHERE seq = ?", (seq,))
    return Mutated(f"body of change {seq} is NULL", seq)


def swapped(connection: sqlite3.Connection, chance: random.Random) -> Mutated:
    """Two rows in each other's place."""
    first = _some(connection, chance)
    other = first % _head(connection) + 1
    for old, new in ((first, -1), (other, first), (-1, other)):
        connection.execute("UPDATE change SET seq = ? WHERE seq = ?", (new, old))
    return Mutated(f"changes {first} and {other} swapped", min(first, other))


def deleted(connection: sqlite3.Connection, chance: random.Random) -> Mutated:
    """A row is missing; the last one may be."""
    seq = _some(connection, chance)
    connection.execute("DELETE FROM change WHERE seq = ?", (seq,))
    return Mutated(f"change {seq} deleted", seq)


def forged(connection: sqlite3.Connection, chance: random.Random) -> Mutated:
    """One more at the end, with a hash that looks like one."""
    seq = _head(connection) + 1
    row = connection.execute(
        "SELECT kind, id, at_ms, actor, body, hash FROM change WHERE seq = ?", (seq - 1,)
    ).fetchone()
    connection.execute("INSERT INTO change VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (seq, *row, "f" * 64))
    return Mutated(f"change {seq} forged", seq)


def _head(connection: sqlite3.Connection) -> int:
    (head,) = connection.execute("SELECT seq FROM head").fetchone()
    return int(head)


def head(connection: sqlite3.Connection, chance: random.Random) -> Mutated:
    """The head says something else than the log's end."""
    seq = _head(connection)
    connection.execute("UPDATE head SET hash = ?", ("e" * 64,))
    return Mutated("hash of the head", seq + 1)


def record(statement: str) -> Mutation:
    """The current state of one incident, changed without a change."""

    def mutate(connection: sqlite3.Connection, chance: random.Random) -> Mutated:
        rows = connection.execute("SELECT id, seq FROM record ORDER BY id").fetchall()
        id, seq = chance.choice(rows)
        assert connection.execute(statement, {"id": id}).rowcount == 1
        return Mutated(f"{statement} for {id}", seq)

    return mutate


def answer(change: str) -> Mutation:
    """A remembered answer: what a repeat would be told, or under which key."""

    def mutate(connection: sqlite3.Connection, chance: random.Random) -> Mutated:
        (last,) = connection.execute("SELECT answers FROM head").fetchone()
        number = chance.randint(1, last)
        assert connection.execute(f"{change} WHERE number = ?", (number,)).rowcount == 1
        return Mutated(f"{change} for {number}", number, "answer")

    return mutate


MUTATIONS_KNOWN: tuple[Mutation, ...] = (
    bit_of_body,
    *map(text_of, ("kind", "id", "actor", "body", "prev_hash", "hash")),
    moment,
    body_gone,
    swapped,
    deleted,
    forged,
    head,
    record("UPDATE record SET body = body || ' ' WHERE id = :id"),
    record("UPDATE record SET body = NULL WHERE id = :id"),
    record("UPDATE record SET revision = revision + 1 WHERE id = :id"),
    record("DELETE FROM record WHERE id = :id"),
    record(
        "UPDATE record SET (seq, body) = (SELECT seq, body FROM change WHERE change.id = :id ORDER BY seq) "
        "WHERE id = :id"
    ),
    answer("UPDATE idempotency SET answer = replace(answer, 'status', 'statu5')"),
    answer("UPDATE idempotency SET seq = seq + 1"),
    answer("UPDATE idempotency SET source = source || 'x'"),
    answer("UPDATE idempotency SET external_id = external_id || 'x'"),
    answer("UPDATE idempotency SET revision = revision + 1"),
    answer("DELETE FROM idempotency"),
)
"""What somebody with the file in their hands could do, each as often as the others."""
