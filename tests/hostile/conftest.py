"""A web process and a relay that strangers knock at, started once for all; and a place for the figures."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.deep.centre import Centre
from tests.hostile import figures
from tests.hostile.live_centre import LiveCentre

PASSED = pytest.StashKey[bool]()


@pytest.fixture(scope="session")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Centre]:
    """Bus, web and relay; nothing is simulated, so that whatever changes was changed by a stranger."""
    made = Centre(tmp_path_factory.mktemp("hostile"))
    try:
        made.start_bus()
        made.start_web()
        made.start_relay()
        yield made
    finally:
        made.stop()


@pytest.fixture(scope="session")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveCentre]:
    """The same in mode live: nobody is let in for being near."""
    made = LiveCentre(tmp_path_factory.mktemp("live"))
    try:
        made.start_bus()
        made.start_web()
        made.start_relay()
        yield made
    finally:
        made.stop()
        made.identities.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Remember whether the test itself passed, for the figures' file."""
    report = yield
    if report.when == "call":
        item.stash[PASSED] = report.passed
    return report


@pytest.fixture
def keep(request: pytest.FixtureRequest) -> Iterator[Callable[..., None]]:
    """``keep(cases=1000, refused=990)``: figures of this test, written as one JSON file when it ends."""
    told: dict[str, Any] = {}
    began = time.monotonic()
    yield told.update
    passed = request.node.stash.get(PASSED, False)
    figures.write(request.node.name, told, time.monotonic() - began, passed=passed)
