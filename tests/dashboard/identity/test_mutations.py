"""Any row of the accounts' log, changed behind the centre's back at random: the proof names it."""

import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest

from dashboard.identity.identities import Identities, identity_url
from feeds.model import Utc

MUTATIONS = 60
ACCOUNTS = 25
NOON = Utc(1_000_000.0)


class Mutated(NamedTuple):
    """What was done, and what the proof must say."""

    what: str
    named: str


Mutation = Callable[[sqlite3.Connection, int, random.Random], Mutated]
"""Given the file, one row of the log, and chance."""


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A hundred changes: accounts that sign in and out, and screens."""
    folder = tmp_path_factory.mktemp("log")
    identities = Identities(identity_url(folder, ""))
    for number in range(ACCOUNTS):
        account = identities.add_account(f"officer-{number}", by="test", now=NOON).id
        identities.end(identities.begin(account, NOON, "test").session.id, account, NOON)
        identities.enrol_screen(f"大屏{number}", "", by=account, now=NOON)
    assert identities.verify().problem is None and identities.verify().rows == 4 * ACCOUNTS
    identities.close()
    return folder / "identity.sqlite"


def text_of(column: str) -> Mutation:
    """One character of a column that holds text."""

    def mutate(connection: sqlite3.Connection, seq: int, chance: random.Random) -> Mutated:
        (text,) = connection.execute(
            f"SELECT {column} FROM identity_audit WHERE seq = ?",  # noqa: S608
            (seq,),
        ).fetchone()
        place = chance.randrange(len(text))
        other = text[:place] + ("0" if text[place] != "0" else "1") + text[place + 1 :]
        _changed(connection, f"UPDATE identity_audit SET {column} = ? WHERE seq = ?", other, seq)  # noqa: S608
        return Mutated(f"{column}: {text} -> {other}", f"change {seq} ")

    return mutate


def bit_of_body(connection: sqlite3.Connection, seq: int, chance: random.Random) -> Mutated:
    """One bit, which may leave bytes that are no text at all."""
    (body,) = connection.execute("SELECT body FROM identity_audit WHERE seq = ?", (seq,)).fetchone()
    raw = bytearray(body.encode())
    raw[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
    _changed(connection, "UPDATE identity_audit SET body = CAST(? AS TEXT) WHERE seq = ?", bytes(raw), seq)
    return Mutated(f"a bit of the body of {seq}", f"change {seq} ")


def moment(connection: sqlite3.Connection, seq: int, chance: random.Random) -> Mutated:
    """A millisecond."""
    _changed(
        connection, "UPDATE identity_audit SET at_ms = at_ms + ? WHERE seq = ?", chance.choice((-1, 1)), seq
    )
    return Mutated(f"at_ms of {seq}", f"change {seq} ")


def deleted(connection: sqlite3.Connection, seq: int, _chance: random.Random) -> Mutated:
    """A row is missing; the last one may be."""
    _changed(connection, "DELETE FROM identity_audit WHERE seq = ?", seq)
    last = seq == 4 * ACCOUNTS
    return Mutated(f"{seq} deleted", "its end is missing" if last else f"change {seq} ")


def forged(connection: sqlite3.Connection, _seq: int, _chance: random.Random) -> Mutated:
    """One more at the end, with a hash that looks like one."""
    end = 4 * ACCOUNTS + 1
    row = f"SELECT {end}, kind, id, at_ms, actor, body, hash, ? FROM identity_audit WHERE seq = ?"  # noqa: S608
    _changed(connection, f"INSERT INTO identity_audit {row}", "f" * 64, end - 1)
    return Mutated(f"{end} forged", f"change {end} ")


KNOWN = (bit_of_body, moment, deleted, forged,
         *map(text_of, ("kind", "id", "actor", "body", "prev_hash", "hash")))  # fmt: skip


def _changed(connection: sqlite3.Connection, statement: str, *values: object) -> None:
    assert connection.execute(statement, values).rowcount == 1


def test_any_change_to_the_accounts_log_is_named(
    log: Path, tmp_path: Path, keep: Callable[..., None]
) -> None:
    """Each in a copy of its own, by somebody who may drop triggers."""
    seed = random.SystemRandom().randrange(2**32)
    chance, wrong = random.Random(seed), []
    for number in range(MUTATIONS):
        copy = tmp_path / "identity.sqlite"
        copy.write_bytes(log.read_bytes())
        with closing(sqlite3.connect(copy)) as connection, connection:
            for name in ("updated", "deleted", "replaced"):
                connection.execute(f"DROP TRIGGER identity_audit_never_{name}")
            mutated = KNOWN[number % len(KNOWN)](connection, chance.randint(1, 4 * ACCOUNTS), chance)
        identities = Identities(identity_url(tmp_path, ""))
        problem = identities.verify().problem or ""
        identities.close()
        if mutated.named not in problem:
            wrong.append((mutated, problem))
    keep(mutations=MUTATIONS, kinds=len(KNOWN), unnoticed=len(wrong), changes=4 * ACCOUNTS, chance=seed)
    assert wrong == [], f"seed {seed}"
