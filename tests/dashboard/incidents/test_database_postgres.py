"""The store in PostgreSQL: what it reads back, and what it says when a row is held or the server gone."""

import time

import psycopg
import pytest

from dashboard.incidents.commands import Key, RecordId
from dashboard.incidents.errors import StoreBusy, StoreUnavailable
from dashboard.incidents.reader import Reader
from dashboard.incidents.store import Store
from tests.dashboard.incidents.asking import Add, Put
from tests.dashboard.incidents.postgres_server import PostgresServer, database_of

MATTER = RecordId("incident", "I-1")


@pytest.fixture
def url(empty_on_server: str, postgres: PostgresServer) -> str:
    """Always on the server, here."""
    return postgres.database(empty_on_server)


@pytest.fixture
def beside(postgres: PostgresServer, store: Store, url: str):  # type: ignore[no-untyped-def]
    """A connection beside the store's."""
    with postgres.connect(database_of(url)) as connection:
        yield connection


def test_commits_wait_for_the_disk(store: Store) -> None:
    """As PostgreSQL says itself, in the session that writes."""
    with store._engine.connect() as connection:
        assert connection.exec_driver_sql("SHOW synchronous_commit").scalar() == "on"
        assert connection.exec_driver_sql("SHOW fsync").scalar() == "on"


def test_a_server_that_does_not_wait_for_the_disk_is_refused(
    store: Store, url: str, beside: psycopg.Connection
) -> None:
    """Read back when the store opens."""
    store.close()
    beside.execute("ALTER SYSTEM SET full_page_writes = off")
    beside.execute("SELECT pg_reload_conf()")
    _wait_for(beside, "full_page_writes", "off")
    try:
        with pytest.raises(StoreUnavailable, match="full_page_writes is off"):
            Store(url)
    finally:
        beside.execute("ALTER SYSTEM RESET full_page_writes")
        beside.execute("SELECT pg_reload_conf()")
        _wait_for(beside, "full_page_writes", "on")


def test_a_head_that_is_held_says_busy_and_recovers(store: Store, beside: psycopg.Connection) -> None:
    """Sequence is handed out under the lock of one row: commit order, also against a stranger."""
    command = Add(MATTER, Key("a", "1"))
    with beside.transaction():
        beside.execute("SELECT seq FROM head FOR UPDATE")
        with pytest.raises(StoreBusy):
            store.commit(command)
    assert store.commit(command).answer == {"count": 1}


def test_a_restart_of_the_server_loses_nothing(
    store: Store, reader: Reader, postgres: PostgresServer
) -> None:
    """Both come back by themselves, and the writer with its lock."""
    key = Key("a", "1")
    answer = store.commit(Add(MATTER, key)).answer
    postgres.restart()
    again = store.commit(Add(MATTER, key))
    assert again.answer == answer and again.repeated
    assert reader.record(MATTER) == {"count": 1} and reader.verify().problem is None


def test_the_lock_goes_with_the_connection(
    store: Store, url: str, beside: psycopg.Connection, postgres: PostgresServer
) -> None:
    """Whoever lost the connection and then the lock to another writer must not write any more."""
    beside.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' "
        "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    )
    other = Store(url)
    with pytest.raises(StoreUnavailable, match="already writing"):
        store.commit(Add(MATTER))
    assert other.commit(Add(MATTER)).answer == {"count": 1}
    other.close()
    assert store.commit(Add(MATTER)).answer == {"count": 2}


@pytest.mark.parametrize(
    "statement", ["UPDATE change SET actor = 'x'", "DELETE FROM change", "TRUNCATE change"]
)
def test_the_log_itself_refuses_to_be_rewritten(
    store: Store, beside: psycopg.Connection, statement: str
) -> None:
    """Triggers stop edits that come through SQL."""
    store.commit(Put(MATTER, {}))
    with pytest.raises(psycopg.errors.RaiseException, match="append-only"):
        beside.execute(statement)


def test_a_reader_cannot_write(reader: Reader) -> None:
    """The session itself is read-only."""
    with reader._engine.connect() as connection, pytest.raises(Exception, match="read-only"):
        connection.exec_driver_sql("DELETE FROM record")


def test_no_server_is_a_sentence_without_the_password() -> None:
    """Nothing listens there."""
    with pytest.raises(StoreUnavailable, match="cannot be used") as caught:
        Store("postgresql://wanglou:geheim@/x?host=/nowhere")
    assert "geheim" not in str(caught.value) and "\n" not in str(caught.value)


def _wait_for(connection: psycopg.Connection, setting: str, value: str) -> None:
    for _ in range(1200):
        row = connection.execute(f"SHOW {setting}").fetchone()
        if row == (value,):
            return
        time.sleep(0.05)
    raise AssertionError(f"{setting} did not become {value}")
