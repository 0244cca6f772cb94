"""What every proof gets: a seed that is printed and can be set, a size, and a place for its figures."""

import json
import os
import platform
import random
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.deep.centre import Centre

FIGURES = Path(__file__).parents[2] / ".figures"
PASSED = pytest.StashKey[bool]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """`run.py test --deep --seed=7 --size=0.1`."""
    parser.addoption("--seed", type=int, default=None, help="repeat a proof that failed: the seed it printed")
    parser.addoption("--size", type=float, default=1.0, help="share of each proof's repetitions; default 1")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Remember whether the test itself passed, for the figures' file."""
    report = yield
    if report.when == "call":
        item.stash[PASSED] = report.passed
    return report


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
def keep(request: pytest.FixtureRequest) -> Iterator[Callable[..., None]]:
    """``keep(trials=20, p50_s=0.4)``: figures of this test, written as one JSON file when it ends."""
    figures: dict[str, Any] = {}
    began, load = time.monotonic(), os.getloadavg()[0]
    yield figures.update
    told = {
        "proof": request.node.name,
        "passed": request.node.stash.get(PASSED, False),
        "seed": getattr(request.node, "funcargs", {}).get("seed"),
        "size": request.config.getoption("--size"),
        "figures": figures,
        "took_s": round(time.monotonic() - began, 1),
        "commit": commit(),
        "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "machine": {
            "cores": os.cpu_count(),
            "load_before": round(load, 1),
            "load_after": round(os.getloadavg()[0], 1),
            "python": platform.python_version(),
            "system": platform.platform(terse=True),
        },
    }
    FIGURES.mkdir(exist_ok=True)
    name = request.node.name.removeprefix("test_").replace("[", "-").rstrip("]")
    (FIGURES / f"{name}.json").write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n")
    print(f"\n{request.node.name}: {json.dumps(figures, ensure_ascii=False)}", flush=True)


def commit() -> str:
    """Which one it was made of; with a plus where files had been changed since."""
    if shutil.which("git") is None:
        return ""
    words = ["git", "describe", "--always", "--abbrev=7", "--match=", "--dirty=+"]
    done = subprocess.run(words, cwd=FIGURES.parent, capture_output=True, text=True, check=False)
    return done.stdout.strip()


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[Centre]:
    """Bus, web and relay as separate processes; nothing is simulated, so nothing moves by itself."""
    made = Centre(tmp_path)
    yield made
    made.stop()
