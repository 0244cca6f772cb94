"""The store in a SQLite file: what it reads back, what it says when the file is held, foreign or damaged."""

import sqlite3
from pathlib import Path

import pytest

from dashboard.incidents.commands import Key, RecordId
from dashboard.incidents.errors import StoreBusy, StoreUnavailable
from dashboard.incidents.reader import Reader
from dashboard.incidents.store import Store
from feeds.errors import BadSetting
from tests.dashboard.incidents.asking import Add, Put, url_in

MATTER = RecordId("incident", "I-1")


@pytest.fixture
def url(tmp_path: Path) -> str:
    """Always a file, here."""
    return url_in(tmp_path)


def test_commits_wait_for_the_disk(store: Store) -> None:
    """The writing connection reads back WAL and synchronous=FULL (2)."""
    with store._engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"


def test_a_locked_store_says_busy_and_recovers(store: Store, tmp_path: Path) -> None:
    """While another process holds the file, callers get StoreBusy; afterwards the same key goes through."""
    holder = sqlite3.connect(tmp_path / "wanglou.db", isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    command = Add(MATTER, Key("a", "1"))
    with pytest.raises(StoreBusy):
        store.commit(command)
    holder.execute("ROLLBACK")
    holder.close()
    assert store.commit(command).answer == {"count": 1}


async def test_an_event_loop_is_told_busy_too(store: Store, tmp_path: Path) -> None:
    """``perform`` raises the same StoreBusy, and the loop was free meanwhile."""
    holder = sqlite3.connect(tmp_path / "wanglou.db", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreBusy):
        await store.perform(Add(MATTER))
    holder.execute("ROLLBACK")
    holder.close()
    assert (await store.perform(Add(MATTER))).answer == {"count": 1}


def test_a_store_of_a_newer_version_stops_the_start(tmp_path: Path) -> None:
    """A revision this version does not know is not guessed at."""
    Store(url_in(tmp_path)).close()
    with sqlite3.connect(tmp_path / "wanglou.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    with pytest.raises(BadSetting, match="another version"):
        Store(url_in(tmp_path))


def test_a_file_that_is_no_database_is_named_as_such(tmp_path: Path) -> None:
    """Foreign errors come out as ours."""
    (tmp_path / "wanglou.db").write_bytes(b"not a database, but long enough to look at" * 30)
    with pytest.raises(StoreUnavailable, match="not a database"):
        Store(url_in(tmp_path))


def test_a_reader_cannot_write(store: Store, reader: Reader) -> None:
    """The connection itself is read-only."""
    with reader._engine.connect() as connection, pytest.raises(Exception, match="readonly"):
        connection.exec_driver_sql("DELETE FROM record")


def test_no_store_is_a_sentence(tmp_path: Path) -> None:
    """Before the web process made the file there is nothing to read, and nothing is made."""
    reader = Reader(url_in(tmp_path))
    with pytest.raises(StoreUnavailable):
        reader.head()
    assert list(tmp_path.iterdir()) == []


def test_a_path_with_odd_characters_is_that_path(tmp_path: Path) -> None:
    """Question marks, percent signs and Chinese in a folder's name are names, not syntax."""
    folder = tmp_path / "望楼 100% #1?"
    store = Store(url_in(folder))
    store.commit(Put(MATTER, {}))
    reader = Reader(url_in(folder))
    assert reader.head() == 1
    reader.close()
    store.close()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE change SET actor = 'x'",
        "DELETE FROM change",
        "INSERT OR REPLACE INTO change SELECT seq, kind, id, at_ms, 'x', body, prev_hash, hash FROM change",
    ],
)
def test_the_log_itself_refuses_to_be_rewritten(store: Store, tmp_path: Path, statement: str) -> None:
    """Triggers stop edits that come through SQL."""
    for number in range(2):
        store.commit(Put(MATTER, {"n": number}))
    connection = sqlite3.connect(tmp_path / "wanglou.db")
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        connection.execute(statement)
    connection.close()
