"""Reading: snapshots that agree with their sequence, and a proof that names what was altered."""

import sqlite3
from collections.abc import Callable

import pytest

from dashboard.incidents.commands import RecordId
from dashboard.incidents.reader import Reader
from dashboard.incidents.store import Store
from tests.dashboard.incidents.asking import Put
from tests.dashboard.incidents.postgres_server import PostgresServer, database_of

TRIGGERS = ("change_never_updated", "change_never_deleted", "change_never_replaced")
MUTATIONS = {
    "kind": "camera",
    "id": "I-9",
    "at_ms": 1,
    "actor": "somebody else",
    "body": '{"n":99}',
    "prev_hash": "f" * 64,
    "hash": "0" * 64,
}


def fill(store: Store, count: int) -> None:
    """``count`` changes over three records."""
    for number in range(count):
        store.commit(Put(RecordId("incident", f"I-{number % 3}"), {"n": number}))


Tamper = Callable[..., None]


@pytest.fixture
def tamper(url: str, request: pytest.FixtureRequest) -> Tamper:
    """Change the store behind everybody's back, as somebody with the disk could; "?" is a parameter."""

    def in_sqlite(statement: str, *parameters: object) -> None:
        connection = sqlite3.connect(url.removeprefix("sqlite:///"))
        for trigger in TRIGGERS:
            connection.execute(f"DROP TRIGGER IF EXISTS {trigger}")
        connection.execute(statement, parameters)
        connection.commit()
        connection.close()

    def in_postgresql(statement: str, *parameters: object) -> None:
        server: PostgresServer = request.getfixturevalue("postgres")
        with server.connect(database_of(url)) as connection:
            connection.execute("ALTER TABLE change DISABLE TRIGGER ALL")
            connection.execute(statement.replace("?", "%s"), parameters)

    return in_sqlite if url.startswith("sqlite") else in_postgresql


def test_changes_come_in_order_and_in_portions(store: Store, reader: Reader) -> None:
    """Asking again from the last sequence gives the next portion, until there is none."""
    fill(store, 5)
    assert [change.seq for change in reader.changes_after(0, 2)] == [1, 2]
    assert [change.seq for change in reader.changes_after(2, 9)] == [3, 4, 5]
    assert reader.changes_after(5) == []


def test_one_kind_at_a_time(store: Store, reader: Reader) -> None:
    """``kind`` gives only that kind, by id."""
    fill(store, 3)
    store.commit(Put(RecordId("camera", "C-1"), {"zh": "三山街"}))
    assert reader.kind("camera") == {"C-1": {"zh": "三山街"}}
    assert sorted(reader.kind("incident")) == ["I-0", "I-1", "I-2"]


def test_an_untouched_chain_verifies(store: Store, reader: Reader) -> None:
    """Every row is counted and the head named."""
    fill(store, 7)
    verdict = reader.verify()
    assert (verdict.problem, verdict.rows, verdict.head_seq) == (None, 7, 7)


@pytest.mark.parametrize("column", MUTATIONS)
@pytest.mark.parametrize("seq", [1, 4, 7])
def test_any_altered_row_is_named(
    store: Store, reader: Reader, tamper: Tamper, column: str, seq: int
) -> None:
    """Whatever was changed in whichever row, the first bad row is that one."""
    fill(store, 7)
    tamper(f'UPDATE change SET "{column}" = ? WHERE seq = ?', MUTATIONS[column], seq)  # noqa: S608 - our own column names
    verdict = reader.verify()
    assert verdict.bad_seq == seq and verdict.problem


@pytest.mark.parametrize("seq", [1, 4, 7])
def test_a_missing_row_is_named(store: Store, reader: Reader, tamper: Tamper, seq: int) -> None:
    """Also the last one, as long as the head row was not forged with it."""
    fill(store, 7)
    tamper("DELETE FROM change WHERE seq = ?", seq)
    assert reader.verify().bad_seq == seq


def test_a_state_that_no_change_made_is_named(store: Store, reader: Reader, tamper: Tamper) -> None:
    """The current record must be what its last change says."""
    fill(store, 7)
    tamper("UPDATE record SET body = '{}' WHERE id = 'I-1'")
    verdict = reader.verify()
    assert verdict.bad_seq == 5 and "I-1" in str(verdict.problem)
