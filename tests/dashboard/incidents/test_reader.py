"""Reading: snapshots that agree with their sequence, and a proof that names what was altered."""

import sqlite3
from pathlib import Path

import pytest

from dashboard.incidents.commands import RecordId
from dashboard.incidents.errors import StoreUnavailable
from dashboard.incidents.reader import Reader
from dashboard.incidents.store import Store
from tests.dashboard.incidents.asking import Put, url_in

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


def tamper(folder: Path, statement: str, *parameters: object) -> None:
    """Change the file behind everybody's back, as somebody with the disk could."""
    connection = sqlite3.connect(folder / "wanglou.db")
    for trigger in TRIGGERS:
        connection.execute(f"DROP TRIGGER IF EXISTS {trigger}")
    connection.execute(statement, parameters)
    connection.commit()
    connection.close()


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
    fill(store, 1)
    reader = Reader(url_in(folder))
    assert reader.head() == 1
    reader.close()
    store.close()


def test_an_untouched_chain_verifies(store: Store, reader: Reader) -> None:
    """Every row is counted and the head named."""
    fill(store, 7)
    verdict = reader.verify()
    assert (verdict.problem, verdict.rows, verdict.head_seq) == (None, 7, 7)


@pytest.mark.parametrize("column", MUTATIONS)
@pytest.mark.parametrize("seq", [1, 4, 7])
def test_any_altered_row_is_named(
    store: Store, reader: Reader, tmp_path: Path, column: str, seq: int
) -> None:
    """Whatever was changed in whichever row, the first bad row is that one."""
    fill(store, 7)
    tamper(tmp_path, f'UPDATE change SET "{column}" = ? WHERE seq = ?', MUTATIONS[column], seq)  # noqa: S608 - our own column names
    verdict = reader.verify()
    assert verdict.bad_seq == seq and verdict.problem


@pytest.mark.parametrize("seq", [1, 4, 7])
def test_a_missing_row_is_named(store: Store, reader: Reader, tmp_path: Path, seq: int) -> None:
    """Also the last one, as long as the head row was not forged with it."""
    fill(store, 7)
    tamper(tmp_path, "DELETE FROM change WHERE seq = ?", seq)
    assert reader.verify().bad_seq == seq


def test_a_state_that_no_change_made_is_named(store: Store, reader: Reader, tmp_path: Path) -> None:
    """The current record must be what its last change says."""
    fill(store, 7)
    tamper(tmp_path, "UPDATE record SET body = '{}' WHERE id = 'I-1'")
    verdict = reader.verify()
    assert verdict.bad_seq == 5 and "I-1" in str(verdict.problem)


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
    fill(store, 2)
    connection = sqlite3.connect(tmp_path / "wanglou.db")
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        connection.execute(statement)
    connection.close()
