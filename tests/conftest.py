"""For all tests: Hypothesis judges what is computed, never how quickly a busy machine did it; and a test that
measures something has a place for its figures.
"""

from collections.abc import Callable, Iterator

import pytest
from hypothesis import HealthCheck, settings

from tests.kit import figures

settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


def pytest_configure(config: pytest.Config) -> None:
    """A failure whose example is long is that failure, not the warning about the length of its print."""
    config.addinivalue_line("filterwarnings", "ignore:Generating overly large repr")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """What became of a test, for the file of its figures."""
    report = yield
    figures.remember(item, report)
    return report


@pytest.fixture
def keep(request: pytest.FixtureRequest) -> Iterator[Callable[..., None]]:
    """``keep(trials=20, p50_s=0.4)``: figures of this test, written as one JSON file when it ends."""
    yield from figures.keeping(request)
