"""A store on disk, one on a server, and readers of them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.incidents.reader import Reader
from dashboard.incidents.store import Store
from tests.dashboard.incidents.asking import url_in
from tests.dashboard.incidents.postgres_server import PostgresServer, database_of


@pytest.fixture(scope="session")
def empty_on_server(postgres: PostgresServer) -> str:
    """A database with a store that is migrated and empty: copying it is quicker than migrating for each
    test.
    """
    url = postgres.database()
    Store(url).close()
    return database_of(url)


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The same as a file."""
    folder = tmp_path_factory.mktemp("empty")
    Store(url_in(folder)).close()
    return (folder / "wanglou.db").read_bytes()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where an empty store is: every test that asks for it runs on both databases."""
    if request.param == "sqlite":
        (tmp_path / "wanglou.db").write_bytes(request.getfixturevalue("empty_file"))
        return url_in(tmp_path)
    server: PostgresServer = request.getfixturevalue("postgres")
    return server.database(request.getfixturevalue("empty_on_server"))


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """An empty store, closed after the test."""
    opened = Store(url)
    yield opened
    opened.close()


@pytest.fixture
def reader(store: Store, url: str) -> Iterator[Reader]:
    """A reader of ``store``."""
    opened = Reader(url)
    yield opened
    opened.close()
