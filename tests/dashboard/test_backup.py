"""`wanglou backup` and `wanglou restore`, as somebody types them."""

import json
import sqlite3
import stat
import threading
from pathlib import Path

import pytest

from dashboard import archive, cli
from dashboard.identity.identities import Identities, identity_url
from dashboard.incidents.commands import Key, RecordId
from dashboard.incidents.errors import StoreBusy
from dashboard.incidents.reader import Reader
from dashboard.incidents.store import Store
from feeds.model import Utc
from tests.dashboard.incidents.asking import Add, Put, url_in

NOW = Utc(1_795_000_000.0)


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder of its own, and this process's umask left alone."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("os.umask", lambda _: 0)
    monkeypatch.delenv("DATABASE_URL", raising=False)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with everything a backup takes."""
    folder = tmp_path / "data"
    (folder / "geo").mkdir(parents=True)
    (folder / "geo" / "district.msgpack").write_bytes(b"grids")
    (folder / "roster.json").write_text('{"version":1,"workers":[]}')
    (folder / "secret").write_text("a-secret-of-this-installation\n")
    (folder / "cache").mkdir()
    (folder / "cache" / "drawn").write_bytes(b"made again")
    identities = Identities(identity_url(folder, url_in(folder)))
    identities.add_account("wang", by="tester", now=NOW)
    identities.begin("wang", NOW, "tester")
    identities.close()
    Path("wanglou.toml").write_text('mode = "exercise"\n')
    store = Store(url_in(folder))
    for number in range(3):
        store.commit(Put(RecordId("incident", f"I-{number}"), {"n": number, "title": "积水"}))
    store.commit(Add(RecordId("counter", "1"), Key("a", "1")))
    store.close()
    return folder


def run(*words: str, data: Path) -> int:
    """The command with this data folder."""
    return cli.main([*words, "--data", str(data)])


def test_what_was_there_is_there_again(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Store, identities, secrets, imported map and settings file; nothing that can be made again."""
    file, new = tmp_path / "b.zip", tmp_path / "new"
    assert run("backup", str(file), data=data) == 0
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert run("restore", str(file), data=new) == 0
    said = capsys.readouterr().out
    assert said.count("sound: 4 changes, last") == 2
    there = {path.relative_to(new).as_posix() for path in new.rglob("*") if path.is_file()}
    assert there == {
        "wanglou.db", "identity.sqlite", "secret", "geo/district.msgpack", "wanglou.toml", "roster.json",
    }  # fmt: skip
    assert (new / "secret").read_bytes() == (data / "secret").read_bytes()
    identities = Identities(identity_url(new, url_in(new)))
    assert [account.id for account in identities.accounts()] == ["wang"]
    assert identities.sessions(NOW) == []  # nobody is signed in by a restore
    identities.close()
    store, reader = Store(url_in(new)), Reader(url_in(new))
    assert store.commit(Add(RecordId("counter", "1"), Key("a", "1"))).repeated
    assert len(reader.kind("incident")) == 3
    assert reader.verify().problem is None
    reader.close()
    store.close()


def test_a_store_that_is_being_written_is_copied_as_it_was_at_one_moment(data: Path, tmp_path: Path) -> None:
    """All that was answered before the backup began is in it, and the writer goes on."""
    store, stop, answered = Store(url_in(data)), threading.Event(), [0]

    def write() -> None:
        while not stop.is_set():
            try:
                store.commit(Add(RecordId("counter", "2")))
                answered[0] += 1
            except StoreBusy:
                continue

    writer = threading.Thread(target=write)
    writer.start()
    while answered[0] < 50:
        stop.wait(0.01)
    before = answered[0]
    assert run("backup", str(tmp_path / "b.zip"), data=data) == 0
    stop.set()
    writer.join()
    store.close()
    assert run("restore", str(tmp_path / "b.zip"), data=tmp_path / "new") == 0
    reader, live = Reader(url_in(tmp_path / "new")), Reader(url_in(data))
    copied = reader.record(RecordId("counter", "2"))
    assert copied is not None and before <= copied["count"] <= answered[0]
    assert live.verify().problem is None
    assert live.record(RecordId("counter", "2")) == {"count": answered[0]}
    reader.close()
    live.close()


def test_the_journal_of_the_live_store_is_left_as_it_is(data: Path, tmp_path: Path) -> None:
    """A second connection that checkpoints can corrupt a store under old SQLite libraries."""
    store = Store(url_in(data))
    store.commit(Add(RecordId("counter", "3")))
    journal, main = data / "wanglou.db-wal", data / "wanglou.db"
    before = (journal.read_bytes(), main.read_bytes())
    assert before[0]
    assert run("backup", str(tmp_path / "b.zip"), data=data) == 0
    assert (journal.read_bytes(), main.read_bytes()) == before
    store.close()


def test_secrets_can_be_left_out(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """And the settings file with them, for it may hold some."""
    assert run("backup", str(tmp_path / "b.zip"), "--without-secrets", data=data) == 0
    with archive.opened(tmp_path / "b.zip") as made:
        wanted = ["geo/district.msgpack", "identity.sqlite", "roster.json", "store.sqlite"]
        assert sorted(made.manifest.members) == wanted
    assert "no secrets or settings" in capsys.readouterr().out


def test_a_store_that_is_not_as_it_was_written_is_no_backup(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Said today, while older backups still exist, and not on the day one is needed."""
    with sqlite3.connect(data / "wanglou.db") as connection:
        connection.execute("DROP TRIGGER change_never_updated")
        connection.execute("UPDATE change SET actor = 'nobody' WHERE seq = 2")
    connection.close()
    assert run("backup", str(tmp_path / "b.zip"), data=data) == 1
    assert "change 2 was altered" in capsys.readouterr().out
    assert {path.name for path in tmp_path.iterdir()} == {"data", "wanglou.toml"}


def test_nothing_is_overwritten(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Neither a file by a backup, nor a folder or a store by a restore."""
    file = tmp_path / "b.zip"
    assert run("backup", str(file), data=data) == 0
    assert run("backup", str(file), data=data) == 2
    assert run("restore", str(file), data=data) == 2
    said = capsys.readouterr().err
    assert "is there already, and nothing is overwritten" in said
    assert "is not empty (backups.jsonl, cache, geo, identity.sqlite)" in said


def test_a_backup_goes_back_into_its_own_mode(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What an exercise invented must not appear as the real world."""
    assert run("backup", str(tmp_path / "b.zip"), data=data) == 0
    assert run("restore", str(tmp_path / "b.zip"), "--mode", "live", data=tmp_path / "new") == 2
    assert "the backup is of mode exercise; say --mode exercise" in capsys.readouterr().err


def test_every_backup_is_listed(data: Path, tmp_path: Path) -> None:
    """So that what was purged can be purged from the backups, too."""
    assert run("backup", str(tmp_path / "1.zip"), data=data) == 0
    assert run("backup", str(tmp_path / "2.zip"), data=data) == 0
    listed = [json.loads(line) for line in (data / "backups.jsonl").read_text().splitlines()]
    assert [one["file"] for one in listed] == [str(tmp_path / "1.zip"), str(tmp_path / "2.zip")]
    assert all(len(one["sha256"]) == 64 and one["head"]["seq"] == 4 for one in listed)


def test_without_a_store_no_backup_is_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With the place where it was looked for."""
    assert run("backup", str(tmp_path / "b.zip"), data=tmp_path / "nowhere") == 3
    assert "there is no database at" in capsys.readouterr().err
