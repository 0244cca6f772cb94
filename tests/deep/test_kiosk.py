"""A wall on a screen, with a real demo behind it: crash, kill, hang, and a server that stops."""

import os
import random
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path

import pytest

from tests.deep.eyes import summary
from tests.deploy.kiosk_running import Kiosk, running_kiosk
from tests.e2e.conftest import chromium
from tests.e2e.demo import Demo, running_demo

CRASHES, KILLS, HANGS = 50, 20, 4
BACK_AFTER_DEATH_S = 30.0
BACK_AFTER_HANG_S = 60.0
SILENCE_S = 30.0
OUTAGE_S = 60.0
LATE_S = 150.0

Painting = Callable[[str], AbstractContextManager[Kiosk]]
Times = Callable[[int], int]
Keep = Callable[..., None]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """What the wall shows."""
    with running_demo(tmp_path_factory.mktemp("kiosk") / "data") as running:
        yield running


@pytest.fixture
def browser() -> str:
    """The screen's program."""
    found = chromium()
    if found is None:
        pytest.skip("no Chromium on this machine")
    return found


@pytest.fixture
def painting(demo: Demo, browser: str, tmp_path: Path) -> Painting:
    """A screen of its own each time, once it paints."""

    @contextmanager
    def started(name: str) -> Iterator[Kiosk]:
        folder = tmp_path / name
        folder.mkdir()
        with running_kiosk(f"{demo.url}/wall", browser, folder, SILENCE_S) as kiosk:
            kiosk.until(partial(paints, kiosk), LATE_S, "the first paint")
            yield kiosk

    return started


def paints(kiosk: Kiosk) -> bool:
    """Whether the newest line about the page says so."""
    return kiosk.newest.startswith("the page paints; the server is well")


def stands(kiosk: Kiosk) -> bool:
    """Whether the newest line about the page says anything else."""
    return not paints(kiosk)


def back(kiosk: Kiosk, began: float, what: str) -> float:
    """Seconds since ``began``, once the watchdog noticed and the wall paints again."""
    kiosk.until(partial(stands, kiosk), LATE_S, f"{what} to be noticed")
    kiosk.until(partial(paints, kiosk), LATE_S, f"the page after {what}")
    return time.monotonic() - began


def test_renderer(demo: Demo, painting: Painting, seed: int, times: Times, keep: Keep) -> None:
    """The page's process killed, at random moments; then a minute in which the server stands still."""
    chance, took = random.Random(seed), list[float]()
    with painting("screen") as kiosk:
        for _ in range(times(CRASHES)):
            time.sleep(chance.uniform(0, 3))
            began = time.monotonic()
            kiosk.kill_renderers()
            took.append(back(kiosk, began, "a crash"))
        starts = len(kiosk.starts)
        restarts = outage(demo, kiosk)
    keep(process="renderer", trials=len(took), **summary(took))
    keep(browsers_started=starts, restarts_in_an_outage_of_a_minute=restarts)
    assert summary(took)["p99_s"] <= BACK_AFTER_DEATH_S
    assert (starts, restarts) == (1, 0)


def outage(demo: Demo, kiosk: Kiosk) -> int:
    """The web process stands for a minute; how often the browser was restarted meanwhile."""
    before = len(kiosk.starts)
    supervisor, web = demo.process.pid, demo.pid_of("web")
    os.kill(supervisor, signal.SIGSTOP)  # or it would put things right
    os.kill(web, signal.SIGSTOP)
    try:
        time.sleep(OUTAGE_S)
    finally:
        os.kill(web, signal.SIGCONT)
        os.kill(supervisor, signal.SIGCONT)
    kiosk.until(partial(paints, kiosk), LATE_S, "the page after the outage")
    return len(kiosk.starts) - before


def test_browser(painting: Painting, seed: int, times: Times, keep: Keep) -> None:
    """The whole browser killed, each time under a watchdog that has restarted nothing yet: later ones wait
    longer on purpose.
    """
    chance, took = random.Random(seed), list[float]()
    for number in range(times(KILLS)):
        with painting(f"{number}") as kiosk:
            time.sleep(chance.uniform(0, 3))
            began = time.monotonic()
            os.killpg(kiosk.starts[-1], signal.SIGKILL)
            took.append(back(kiosk, began, "a kill"))
            assert len(kiosk.starts) == 2
    keep(process="browser", trials=len(took), **summary(took))
    assert summary(took)["p99_s"] <= BACK_AFTER_DEATH_S


def test_hung_page(painting: Painting, times: Times, keep: Keep) -> None:
    """Nothing of the page runs any more, and nothing of it is dead: another browser, after the silence."""
    took = list[float]()
    for number in range(times(HANGS)):
        with painting(f"{number}") as kiosk:
            began = time.monotonic()
            for pid in kiosk.renderers():
                os.kill(pid, signal.SIGSTOP)
            took.append(back(kiosk, began, "a hang"))
            assert len(kiosk.starts) == 2
    keep(process="hung page", trials=len(took), silence_s=SILENCE_S, **summary(took))
    assert max(took) <= BACK_AFTER_HANG_S
