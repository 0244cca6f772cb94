"""A web process for each test; the district and its map are made once."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from dashboard.identity.identities import FILE, Identities, identity_url
from dashboard.incidents.reader import Reader
from dashboard.incidents.store import Store
from dashboard.web.geo import GeoDoor
from dashboard.web.site import Web, World, build
from feeds.geo.district import District, load
from feeds.geo.layers import layers
from tests.dashboard.web.identity_parts import add_people
from tests.dashboard.web.site_parts import TOKEN, FakeBus, client_of, settings_for, started


@pytest.fixture(scope="session")
def district() -> District:
    """Qinhuai."""
    return load()


@pytest.fixture(scope="session")
def geo(district: District) -> GeoDoor:
    """The map of Qinhuai, compressed."""
    return GeoDoor(layers(district))


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The file of a store that is migrated and empty: copying it is quicker than migrating for each test."""
    path = tmp_path_factory.mktemp("empty") / "wanglou.db"
    Store(f"sqlite:///{path}").close()
    return path.read_bytes()


@pytest.fixture(scope="session")
def people_file(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Accounts, with their passwords hashed once."""
    return add_people(tmp_path_factory.mktemp("people"))


@pytest.fixture
def people(tmp_path: Path, people_file: bytes) -> Iterator[Identities]:
    """Officers, and an administrator."""
    (tmp_path / FILE).write_bytes(people_file)
    identities = Identities(identity_url(tmp_path, ""))
    yield identities
    identities.close()


@pytest.fixture
def bus() -> FakeBus:
    """A bus that remembers."""
    return FakeBus()


@pytest.fixture
def world(
    tmp_path: Path, bus: FakeBus, district: District, geo: GeoDoor, empty_store: bytes
) -> Iterator[World]:
    """A store on disk, and everything else the process needs."""
    (tmp_path / "wanglou.db").write_bytes(empty_store)
    url = f"sqlite:///{tmp_path / 'wanglou.db'}"
    store, reader = Store(url), Reader(url)
    fake: Any = bus
    yield World(store, reader, fake, district, geo)
    reader.close()
    store.close()


@pytest.fixture
async def web(tmp_path: Path, world: World) -> AsyncIterator[Web]:
    """A demo's web process, started."""
    built = build(settings_for(tmp_path), world)
    async with started(built.asgi):
        yield built


@pytest.fixture
async def client(web: Web) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody without any token."""
    async with client_of(web.asgi) as made:
        yield made


@pytest.fixture
async def sender(web: Web) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody with the demo token."""
    async with client_of(web.asgi, Authorization=f"Bearer {TOKEN}") as made:
        yield made
