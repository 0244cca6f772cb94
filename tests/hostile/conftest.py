"""A web process and a relay that strangers knock at, started once for all."""

from collections.abc import Iterator

import pytest

from tests.deep.centre import Centre
from tests.hostile.live_centre import LiveCentre


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
