"""A store taken out of its database and brought to an empty one, on both kinds."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from dashboard.identity.identities import Identities
from dashboard.incidents import store_copy, store_tables
from dashboard.incidents.commands import Key, RecordId
from dashboard.incidents.reader import Reader
from dashboard.incidents.reader_incidents import Wanted
from dashboard.incidents.store import Store
from feeds.errors import BadSetting
from feeds.model import Utc
from tests.dashboard.incidents.asking import Add, Put, url_in
from tests.dashboard.incidents.postgres_server import PostgresServer
from tests.dashboard.incidents.test_reader_incidents import body

NOW = Utc(1_795_000_000.0)


@pytest.fixture
def elsewhere(url: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """An empty place of the same kind."""
    if url.startswith("sqlite"):
        return url_in(tmp_path / "elsewhere")
    server: PostgresServer = request.getfixturevalue("postgres")
    return server.database()


@pytest.fixture
def taken(url: str, tmp_path: Path) -> Iterator[Path]:
    """A copy of a store with incidents and answers, taken while its writer is open."""
    folder = tmp_path / "taken"
    folder.mkdir()
    store = Store(url)
    store.commit(Put(RecordId("incident", "I-001"), body(1)))
    store.commit(Put(RecordId("incident", "I-gone"), body(2)))
    store.commit(Put(RecordId("incident", "I-gone"), None))
    store.commit(Add(RecordId("counter", "1"), Key("a", "x")))
    store_copy.take(url, folder)
    store.commit(Add(RecordId("counter", "1")))
    yield folder
    store.close()


def test_all_of_it_arrives(taken: Path, elsewhere: str) -> None:
    """The chain, the answers that repeats get, the listing by which incidents are found; and it can go on."""
    store_copy.require_nothing_at(elsewhere)
    store_copy.place(taken, elsewhere)
    store, reader = Store(elsewhere), Reader(elsewhere)
    assert store.commit(Add(RecordId("counter", "1"), Key("a", "x"))).repeated
    store.commit(Add(RecordId("counter", "1")))
    verdict = reader.verify()
    assert (verdict.problem, verdict.rows, verdict.answers) == (None, 5, 1)
    assert [one["id"] for one in reader.incidents(Wanted(q="积水")).bodies] == ["I-001"]
    reader.close()
    store.close()


def test_a_place_where_something_is_is_refused(taken: Path, url: str) -> None:
    """Whatever it is."""
    with pytest.raises(BadSetting, match="nothing is overwritten"):
        store_copy.require_nothing_at(url)


def test_the_form_of_the_tables_is_known(taken: Path) -> None:
    """By the number of the migration."""
    assert store_copy.revision_of(taken).startswith("00")


def test_a_copy_goes_back_to_its_own_kind_of_database(taken: Path, url: str, tmp_path: Path) -> None:
    """With a sentence that says which that is."""
    other = "postgresql://wanglou@/nowhere" if url.startswith("sqlite") else url_in(tmp_path / "other")
    with pytest.raises(BadSetting, match="the backup was taken from"):
        store_copy.place(taken, other)


def test_the_tables_of_identity_go_along(postgres: PostgresServer, tmp_path: Path) -> None:
    """By their prefix; what the server counts goes on after what was filled in."""
    source, target = postgres.database(), postgres.database()
    with closing(Identities(source)) as identities:
        identities.add_account("wang", by="tester", now=NOW, password="correct horse 37 battery")
        identities.sign_in("wang", "correct horse 37 battery", "127.0.0.1", NOW)
    store_tables.take(source, tmp_path, store_tables.named(source, "identity_"))
    with closing(Identities(target)) as identities:
        store_tables.place_more(tmp_path, target, store_tables.named(target, "identity_"))
        identities.sign_in("wang", "correct horse 37 battery", "127.0.0.1", NOW)
        assert identities.verify().problem is None
        assert len(identities.sign_ins()) == 2


def test_tables_of_a_newer_version_are_refused(postgres: PostgresServer, tmp_path: Path) -> None:
    """Nothing is guessed about columns that are not known here."""
    source, target = postgres.database(), postgres.database()
    Store(source).close()
    store_tables.take(source, tmp_path)
    (tmp_path / store_tables.FOLDER / store_tables.REVISION).write_text("9999")
    with pytest.raises(BadSetting, match="a newer version of Wanglou made this backup"):
        store_tables.place(tmp_path, target)
