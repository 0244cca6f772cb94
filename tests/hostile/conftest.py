"""A web process and a relay that strangers knock at, started once for all."""

from collections.abc import Iterator

import pytest

from tests.deep.centre import Centre
from tests.hostile.live_centre import LiveCentre


@pytest.fixture(scope="session")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Centre]:
    """Bus, web and relay; nothing is simulated, so that whatever changes was changed by a stranger."""
    with Centre(tmp_path_factory.mktemp("hostile")).serving() as serving:
        yield serving


@pytest.fixture(scope="session")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveCentre]:
    """The same in mode live: nobody is let in for being near."""
    with LiveCentre(tmp_path_factory.mktemp("live")).serving() as serving:
        yield serving
