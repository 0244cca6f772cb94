"""kill -9 of each process of a running demo: the supervisor brings it back, and with it the whole picture."""

import json
import os
import random
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, sync_playwright

from tests.deep.eyes import summary
from tests.e2e.conftest import FLAGS, chromium
from tests.e2e.demo import ROOT, Demo, running_demo, wait_until
from tests.e2e.wall import open_wall, status
from tests.kit.nemesis import kill

TRIALS = {"relay": 100, "web": 30, "feeds": 30, "redis": 30}
WITHIN_S = {"relay": 5.0, "web": 10.0, "feeds": 5.0, "redis": 5.0}
HEALTHY_S = 1.5
"""Longer than the demo is told to call a process healthy after: each kill meets a sound centre."""
GIVE_UP_S = 150.0
ON_ITS_WAY_MS = 500.0
FULL = 0.95
"""Of the marks before: some of the simulated go off duty meanwhile."""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """One whose supervisor trusts a process again after a second; else waits would grow from kill to kill."""
    with running_demo(
        tmp_path_factory.mktemp("recovery"), "--healthy-after-s", "1", "--start-grace-s", "300"
    ) as running:
        yield running


@pytest.fixture(scope="module")
def wall(demo: Demo) -> Iterator[Page]:
    """Live, with everybody on it."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        page = browser.new_page(viewport={"width": 1920, "height": 1080})
        open_wall(page, demo.url)
        yield page
        browser.close()


@pytest.mark.parametrize("process", TRIALS)
def test_recovery(
    demo: Demo, wall: Page, seed: int, times: Callable[[int], int], keep: Callable[..., None], process: str
) -> None:
    """From the kill to: the wall live and full at another epoch; pages and tickets; positions that flow."""
    chance, took = random.Random(seed), []
    for _ in range(times(TRIALS[process])):
        wait_until(lambda: demo.is_healthy() and status(wall)["link"] == "live", GIVE_UP_S, "a sound centre")
        time.sleep(HEALTHY_S + chance.random())
        back = _BACK[process](demo, wall)
        kill(demo.pid_of(process))
        died = time.monotonic()
        wait_until(back, GIVE_UP_S, f"{process} comes back")
        took.append(time.monotonic() - died)
    keep(process=process, trials=len(took), **summary(took))
    assert summary(took)["p99_s"] <= WITHIN_S[process]


def _full_wall(_demo: Demo, wall: Page) -> Callable[[], bool]:
    """Live again, at another epoch, with all marks."""
    before = status(wall)

    def back() -> bool:
        now = status(wall)
        full = _marks(now) >= FULL * _marks(before)
        return bool(now["link"] == "live" and now["epoch"] != before["epoch"] and full)

    return back


def _marks(told: dict[str, Any]) -> int:
    return sum(told["counts"]["provenance"].values())


def _pages(demo: Demo, _wall: Page) -> Callable[[], bool]:
    """The wall's page and a ticket are given."""

    def back() -> bool:
        try:
            return demo.ask("/wall")[0] == 200 and demo.post("/api/live-ticket", b"{}")[0] == 200
        except OSError:
            return False

    return back


def _positions(demo: Demo, _wall: Page) -> Callable[[], bool]:
    """Somebody is drawn where they were later than whatever was on its way at the kill."""
    baseline_ms = max(_newest_ms(demo), time.time() * 1000) + ON_ITS_WAY_MS

    def back() -> bool:
        try:
            return _newest_ms(demo) > baseline_ms
        except OSError:
            return False

    return back


def _newest_ms(demo: Demo) -> float:
    ticket = json.loads(demo.post("/api/live-ticket", b"{}")[1])["ticket"]
    url = f"http://127.0.0.1:{demo.relay_port}/picture"
    request = urllib.request.Request(url, headers={"Authorization": f"Bearer {ticket}"})
    with urllib.request.urlopen(request, timeout=5) as answer:
        return max((float(one["at_ms"]) for one in json.load(answer)["entities"]), default=0.0)


_BACK = {"relay": _full_wall, "web": _pages, "feeds": _positions, "redis": _positions}


def test_the_log_is_sound_after_all_kills(demo: Demo) -> None:
    """As ``wanglou audit verify`` says."""
    env = os.environ | {"WANGLOU_CONFIG": "", "WANGLOU_MODE": "demo", "WANGLOU_DATA": str(demo.data)}
    command = [sys.executable, "-m", "dashboard", "audit", "verify"]
    said = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False).stdout
    assert said.startswith("sound: "), said
