"""`wanglou backup` and `wanglou restore` where the store is in PostgreSQL."""

from contextlib import closing
from pathlib import Path

import pytest

from dashboard import archive, cli
from dashboard.identity.identities import Identities
from dashboard.incidents.commands import Key, RecordId
from dashboard.incidents.reader import Reader
from dashboard.incidents.store import Store
from feeds.model import Utc
from tests.dashboard.incidents.asking import Add, Put
from tests.dashboard.incidents.postgres_server import PostgresServer
from tests.dashboard.incidents.test_reader_incidents import body

NOW = Utc(1_795_000_000.0)


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder of its own, and this process's umask left alone."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("os.umask", lambda _: 0)


def run(monkeypatch: pytest.MonkeyPatch, url: str, *words: str) -> int:
    """The command with the store there."""
    monkeypatch.setenv("DATABASE_URL", url)
    return cli.main([*words, "--mode", "exercise"])


def test_store_and_accounts_arrive_in_an_empty_database(
    postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The writer is at work meanwhile; both chains are proven where they arrive; nobody is signed in."""
    source, target, data = postgres.database(), postgres.database(), tmp_path / "data"
    data.mkdir()
    store = Store(source)
    store.commit(Put(RecordId("incident", "I-001"), body(1)))
    store.commit(Add(RecordId("counter", "1"), Key("a", "x")))
    with closing(Identities(source)) as identities:
        identities.add_account("wang", by="tester", now=NOW)
        identities.begin("wang", NOW, "tester")
    assert run(monkeypatch, source, "backup", "b.zip", "--data", str(data)) == 0
    store.close()
    with archive.opened(tmp_path / "b.zip") as made:
        assert {"tables/change.jsonl", "tables/identity_account.jsonl"} <= set(made.manifest.members)
    assert run(monkeypatch, target, "restore", "b.zip", "--data", str(tmp_path / "new")) == 0
    with closing(Identities(target)) as identities:
        assert [account.id for account in identities.accounts()] == ["wang"]
        assert identities.sessions(NOW) == [] and identities.verify().problem is None
    store, reader = Store(target), Reader(target)
    assert store.commit(Add(RecordId("counter", "1"), Key("a", "x"))).repeated
    assert reader.verify().problem is None
    reader.close()
    store.close()


def test_a_database_with_tables_is_left_alone(
    postgres: PostgresServer,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Its own store above all."""
    source = postgres.database()
    Store(source).close()
    assert run(monkeypatch, source, "backup", "b.zip", "--data", str(tmp_path)) == 0
    assert run(monkeypatch, source, "restore", "b.zip", "--data", str(tmp_path / "new")) == 2
    assert "there are tables already" in capsys.readouterr().err
