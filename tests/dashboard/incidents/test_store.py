"""The writer: one answer per key, commit order, nothing half done, and a clear word when it cannot."""

import threading
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, event

from dashboard.incidents.commands import EVERY, Key, RecordId
from dashboard.incidents.database import database
from dashboard.incidents.errors import Refused, StoreUnavailable
from dashboard.incidents.reader import Reader
from dashboard.incidents.store import Store
from dashboard.web.storing import Prove
from feeds.errors import BadSetting
from feeds.model import Utc
from tests.dashboard.incidents.asking import Add, Put, url_in

MATTER = RecordId("incident", "I-1")


def test_a_commit_is_there_for_every_reader(store: Store, reader: Reader) -> None:
    """Once answered, a record is in the current state and in the log under the same sequence."""
    done = store.commit(Put(MATTER, {"title": "积水"}))
    assert done.seqs == (1,) and done.head == 1
    assert reader.records().by_kind == {"incident": {"I-1": {"title": "积水"}}}
    assert [(c.seq, c.kind, c.id, c.at, c.body) for c in reader.changes_after(0)] == [
        (1, "incident", "I-1", 1000.0, {"title": "积水"})
    ]


def test_the_same_key_gets_the_same_answer_and_changes_nothing(store: Store, reader: Reader) -> None:
    """A repeat is answered from memory, even when the world has moved on or the repeat says something
    else.
    """
    key = Key("12345", "a", 7)
    first = store.commit(Put(MATTER, {"n": 1}, key))
    store.commit(Put(MATTER, {"n": 2}))
    again = store.commit(Put(MATTER, {"n": 3}, key))
    assert again.answer == first.answer and again.repeated and again.seqs == ()
    assert reader.record(MATTER) == {"n": 2} and reader.head() == 2


def test_keys_differ_by_source_id_and_revision(store: Store) -> None:
    """Two sources may use the same id, and a revision is a request of its own."""
    keys = [Key("a", "1", 0), Key("b", "1", 0), Key("a", "2", 0), Key("a", "1", 1)]
    assert [store.commit(Add(MATTER, key)).answer["count"] for key in keys] == [1, 2, 3, 4]


def test_a_removed_record_is_gone_from_the_state_and_stays_in_the_log(store: Store, reader: Reader) -> None:
    """Removal is a change like any other; the record may come back."""
    store.commit(Put(MATTER, {"n": 1}))
    store.commit(Put(MATTER, None))
    assert reader.record(MATTER) is None and reader.records().by_kind == {}
    assert [c.body for c in reader.changes_after(0)] == [{"n": 1}, None]
    assert store.commit(Add(MATTER)).answer == {"count": 1}


def test_a_refused_command_leaves_no_trace(store: Store, reader: Reader) -> None:
    """An illegal move raises its sentence; its key is not used up."""
    key = Key("a", "1")
    with pytest.raises(Refused, match="1 is more than 0"):
        store.commit(Add(MATTER, key, most=0))
    assert reader.head() == 0
    assert store.commit(Add(MATTER, key)).answer == {"count": 1}


def test_a_broken_command_fails_alone(store: Store, reader: Reader) -> None:
    """A bug in one command's rule neither ends the writer nor loses those who waited with it."""
    futures = [store.submit(Add(MATTER, Key("a", str(i)), broken=i == 3)) for i in range(8)]
    with pytest.raises(ZeroDivisionError):
        futures[3].result(5)
    assert sorted(f.result(5).answer["count"] for f in futures if f is not futures[3]) == list(range(1, 8))
    assert reader.record(MATTER) == {"count": 7} and reader.verify().problem is None


def test_a_body_that_is_no_json_leaves_nothing_behind(store: Store, reader: Reader) -> None:
    """What cannot be written is found before anything is written."""
    with pytest.raises(TypeError):
        store.commit(Put(MATTER, {"n": object()}))
    assert reader.head() == 0 and reader.verify().problem is None


def test_commands_at_once_each_count_once_and_share_commits(store: Store, reader: Reader) -> None:
    """Sixteen threads, one counter: sequence is commit order without a gap, and waiting commands share
    fsyncs.
    """
    commits: list[None] = []

    def count(_connection: object) -> None:
        commits.append(None)

    event.listen(Engine, "commit", count)
    try:
        threads = [
            threading.Thread(
                target=lambda n=n: [store.commit(Add(MATTER, Key("t", f"{n}-{i}"))) for i in range(10)]
            )
            for n in range(16)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        event.remove(Engine, "commit", count)
    assert reader.record(MATTER) == {"count": 160}
    assert [c.seq for c in reader.changes_after(0)] == list(range(1, 161))
    assert len(commits) < 160


def test_a_proof_is_written_and_leaves_no_trace(store: Store, reader: Reader, url: str) -> None:
    """Each dirties pages, so a store that cannot write refuses it; records, log and answers are as before."""
    store.commit(Add(MATTER, Key("a", "1")))
    before = reader.records()
    sizes = []
    for _ in range(3):
        assert store.commit(Prove(Utc(5.0))).seqs == ()
        sizes.append(_log_bytes(url))
    assert sizes == sorted(set(sizes))
    assert reader.records() == before and reader.verify().problem is None


def _log_bytes(url: str) -> int:
    """How far the database's own journal of writes is."""
    if url.startswith("sqlite"):
        return Path(url.removeprefix("sqlite:///") + "-wal").stat().st_size
    engine = database(url).reader()
    with engine.connect() as connection:
        told = connection.exec_driver_sql("SELECT pg_current_wal_lsn() - '0/0'").scalar_one()
    engine.dispose()
    return int(told)


def test_nobody_is_answered_before_the_commit(store: Store) -> None:
    """At the moment of COMMIT no future of the transaction is done; SQLite's COMMIT itself waits for the
    disk.
    """
    asked: list[bool] = []
    futures = []

    def look(_connection: object) -> None:
        asked.extend(future.done() for future in futures)

    event.listen(store._engine, "commit", look)
    futures.append(store.submit(Put(MATTER, {"n": 1})))
    futures[0].result(5)
    assert asked and not any(asked)


def test_there_is_one_writer(store: Store, url: str) -> None:
    """A second writer of the same store is refused: two that checkpoint can corrupt a file, and two that
    write have no one order.
    """
    with pytest.raises(StoreUnavailable, match="already writing"):
        Store(url)
    assert store.commit(Add(MATTER)).answer == {"count": 1}


def test_what_was_committed_is_there_after_a_restart(url: str) -> None:
    """Opening again migrates nothing, keeps the chain and remembers the keys."""
    first = Store(url)
    answer = first.commit(Add(MATTER, Key("a", "1"))).answer
    first.close()
    second = Store(url)
    again = second.commit(Add(MATTER, Key("a", "1")))
    assert again.answer == answer and again.repeated
    assert second.commit(Add(MATTER)).seqs == (2,)
    second.close()


@pytest.mark.parametrize("wrong", ["sqlite://", "sqlite:///:memory:", "mysql://db/x", "no url"])
def test_a_database_it_cannot_use_stops_the_start(wrong: str) -> None:
    """The sentence names the setting."""
    with pytest.raises(BadSetting, match="database_url"):
        Store(wrong)


def test_a_closed_store_refuses(url: str) -> None:
    """Nothing waits for an answer that will not come."""
    store = Store(url)
    store.close()
    store.close()
    with pytest.raises(StoreUnavailable, match="closed"):
        store.submit(Add(MATTER))


def test_a_whole_kind_can_be_read_by_a_command(store: Store) -> None:
    """``EVERY`` shows a command all records of a kind, and only of that kind."""
    seen_ids: list[list[str]] = []

    class Look(Put, frozen=True):
        def apply(self, seen):  # type: ignore[no-untyped-def]
            seen_ids.append(sorted(record.id for record in seen))
            return Put.apply(self, seen)

    for number in range(3):
        store.commit(Put(RecordId("camera", str(number)), {}))
    store.commit(Put(MATTER, {}))
    store.commit(Look(MATTER, {}, reads=(RecordId("camera", EVERY),)))
    assert seen_ids == [["0", "1", "2"]]


KEYS = st.builds(Key, st.sampled_from("ab"), st.sampled_from("xy"), st.integers(0, 2))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(KEYS, st.sampled_from("pq")), max_size=30))
def test_replaying_any_script_changes_nothing(tmp_path_factory: pytest.TempPathFactory, script) -> None:  # type: ignore[no-untyped-def]
    """Whatever is sent, each key acts once; sending it all again gives the same answers and the same
    store.
    """
    url = url_in(tmp_path_factory.mktemp("store"))
    store, reader = Store(url), Reader(url)
    commands = [Add(RecordId("incident", record), key) for key, record in script]
    first = [store.submit(command) for command in commands]
    answers = [future.result(5).answer for future in first]
    before = reader.records()
    assert [store.commit(command).answer for command in commands] == answers
    assert reader.records() == before and before.seq == len({key for key, _ in script})
    assert reader.verify().problem is None
    store.close()
    reader.close()
