"""What every proof gets: a seed that is printed and can be set, a size, and a centre."""

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.deep.centre import Centre


def pytest_addoption(parser: pytest.Parser) -> None:
    """`run.py test --deep --seed=7 --size=0.1`."""
    parser.addoption("--seed", type=int, default=None, help="repeat a proof that failed: the seed it printed")
    parser.addoption("--size", type=float, default=1.0, help="share of each proof's repetitions; default 1")


@pytest.fixture
def seed(request: pytest.FixtureRequest) -> int:
    """Printed, so that a failure can be repeated."""
    given = request.config.getoption("--seed")
    chosen = random.SystemRandom().randrange(2**32) if given is None else int(given)
    print(f"\n{request.node.name}: --seed={chosen}", flush=True)
    return chosen


@pytest.fixture
def times(request: pytest.FixtureRequest) -> Callable[[int], int]:
    """How often, of the full number: `--size` makes a proof shorter, and says so in its figures."""
    share = float(request.config.getoption("--size"))
    return lambda full: max(1, round(full * share))


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[Centre]:
    """Bus, web and relay as separate processes; nothing is simulated, so nothing moves by itself."""
    made = Centre(tmp_path)
    yield made
    made.stop()
