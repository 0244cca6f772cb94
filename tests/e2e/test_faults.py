"""What the wall does when parts of it die, freeze or hang: it says so, heals by itself, and leaves
nothing behind.
"""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.demo import Demo, processes_of, running_demo, wait_until
from tests.e2e.wall import await_status, open_wall, stopped_banner_opacity
from tests.kit.wallprobe import LEFT_OF_THE_MIDDLE

BANNER_S = 10.0
HANG = (
    "() => void setTimeout(() => { const end = performance.now() + 3e4; while (performance.now() < end); })"
)


@pytest.fixture(scope="module")
def own_demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """A demo of this module's own: its processes are going to be killed."""
    with running_demo(tmp_path_factory.mktemp("faults")) as running:
        yield running


def test_a_frozen_relay_is_said_within_ten_seconds(own_demo: Demo, page: Page) -> None:
    """SIGSTOP of the relay: 数据中断 within 10 s; the supervisor notices the silence, and the wall comes
    back by itself.
    """
    open_wall(page, own_demo.url)
    await_status(page, "s.moving >= 300")
    relay = own_demo.pid_of("relay")
    os.kill(relay, signal.SIGSTOP)
    without_s = _without_banner(page)
    print(f"frozen relay: no banner until {without_s:.1f} s")
    assert without_s <= BANNER_S
    wait_until(lambda: own_demo.has_replaced("relay", relay), 90, "a new relay")
    await_status(page, "s.link === 'live' && s.moving >= 300")
    wait_until(lambda: stopped_banner_opacity(page) < 0.05, 60, "the banner to go")


def _without_banner(page: Page) -> float:
    """How long the banner was seen not to be there: a busy machine looks late, which is no late banner."""
    began, last = time.monotonic(), 0.0
    while last <= BANNER_S:
        looked = time.monotonic() - began
        if stopped_banner_opacity(page) > 0.9:
            return last
        last = looked
        page.wait_for_timeout(100)
    return last


def test_a_hung_page_says_so_by_itself(own_demo: Demo, page: Page, browser: Browser) -> None:
    """An endless loop in the page: within 10 s the compositor shows the banner without any script running."""
    open_wall(page, own_demo.url)
    await_status(page, "s.moving >= 300")
    eye = Eye(page, browser.new_page())
    wait_until(lambda: stopped_banner_opacity(page) < 0.05, 60, "no banner")
    assert eye.sees_the_banner(within_s=2) is None
    hung = time.time()
    page.evaluate(HANG)
    seen = eye.sees_the_banner(within_s=25)
    assert seen is not None
    print(f"hung page: banner after {seen - hung:.1f} s")
    assert seen - hung <= BANNER_S


class Eye:
    """Looks at a page through the compositor's screencast: works while the page's own thread hangs.

    The pictures are read by ``reader``, a blank page in a process of its own.
    """

    def __init__(self, page: Page, reader: Page) -> None:
        self._reader, self._frames = reader, list[dict[str, Any]]()
        self._session = page.context.new_cdp_session(page)
        self._session.on("Page.screencastFrame", lambda frame: self._frames.append(frame))
        self._session.send("Page.startScreencast", {"format": "png", "maxWidth": 64, "maxHeight": 36})

    def sees_the_banner(self, within_s: float) -> float | None:
        """When the first picture with the banner's dark red across its middle was made; None: none came."""
        end = time.monotonic() + within_s
        while time.monotonic() < end:
            self._reader.wait_for_timeout(100)
            while self._frames:
                frame = self._frames.pop(0)
                self._session.send("Page.screencastFrameAck", {"sessionId": frame["sessionId"]})
                red, green, blue = self._reader.evaluate(LEFT_OF_THE_MIDDLE, frame["data"])
                if red > green + 8 and red > blue + 4:
                    return float(frame["metadata"]["timestamp"])
        return None


@pytest.mark.parametrize("process", ["relay", "feeds", "redis", "web"])
def test_a_killed_process_comes_back_and_the_wall_with_it(own_demo: Demo, page: Page, process: str) -> None:
    """kill -9 of each process in turn: healthy again and the page live without anybody touching it."""
    open_wall(page, own_demo.url)
    await_status(page, "s.moving >= 300")
    killed = own_demo.pid_of(process)
    os.kill(killed, signal.SIGKILL)
    took = wait_until(lambda: own_demo.has_replaced(process, killed), 90, f"a new {process}")
    print(f"{process}: healthy again after {took:.1f} s")
    await_status(page, "s.link === 'live' && s.moving >= 300")


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGKILL])
def test_nothing_is_left_behind(tmp_path: Path, ending: signal.Signals) -> None:
    """However the demo ends, none of its processes outlives it."""
    with running_demo(tmp_path / "data") as demo:
        assert len(processes_of(demo.data)) >= 4
        demo.process.send_signal(ending)
        demo.process.wait(timeout=60)
        wait_until(lambda: not processes_of(demo.data), 60, "all processes gone")
