"""Identity in a file, and on a server."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.identity.identities import Identities, identity_url
from tests.dashboard.incidents.postgres_server import PostgresServer


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where nothing is yet: every test that asks for it runs on both databases."""
    if request.param == "sqlite":
        return identity_url(tmp_path, "sqlite:///the/store")
    server: PostgresServer = request.getfixturevalue("postgres")
    return identity_url(tmp_path, server.database())


@pytest.fixture
def identities(url: str) -> Iterator[Identities]:
    """Without anybody in it."""
    opened = Identities(url)
    yield opened
    opened.close()


@pytest.fixture
def in_file(tmp_path: Path) -> Iterator[Identities]:
    """The same in a file only, for what both databases do alike."""
    opened = Identities(identity_url(tmp_path, ""))
    yield opened
    opened.close()
