"""What the wall does when parts of it die, freeze or hang: it says so, heals by itself, and leaves
nothing behind.
"""

import base64
import os
import signal
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import CDPSession, Page

from tests.e2e.demo import Demo, processes_of, running_demo, wait_until
from tests.e2e.wall import await_status, open_wall, stopped_banner_opacity

HANG = "() => { setTimeout(() => { const end = performance.now() + 3e4; while (performance.now() < end); }, 0); }"


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
    await_status(page, "s.moving >= 300", 20)
    relay = own_demo.pid_of("relay")
    os.kill(relay, signal.SIGSTOP)
    took = wait_until(lambda: stopped_banner_opacity(page) > 0.9, 10, "the banner")
    print(f"frozen relay: banner after {took:.1f} s")
    wait_until(lambda: own_demo.is_healthy() and own_demo.pid_of("relay") != relay, 40, "a new relay")
    await_status(page, "s.link === 'live' && s.moving >= 300", 40)
    wait_until(lambda: stopped_banner_opacity(page) < 0.05, 10, "the banner to go")


def test_a_hung_page_says_so_by_itself(own_demo: Demo, page: Page) -> None:
    """An endless loop in the page's JavaScript: the compositor shows the banner without any script running."""
    open_wall(page, own_demo.url)
    await_status(page, "s.moving >= 300", 20)
    session = page.context.new_cdp_session(page)
    assert not _banner_is_painted(session)
    page.evaluate(HANG)
    took = wait_until(lambda: _banner_is_painted(session), 10, "the banner on a hung page")
    print(f"hung page: banner after {took:.1f} s")


def _banner_is_painted(session: CDPSession) -> bool:
    """Whether the middle of the screen shows the banner's dark red, in the compositor's own picture."""
    shot = session.send(
        "Page.captureScreenshot",
        {
            "format": "png",
            "fromSurface": True,
            "clip": {"x": 0, "y": 520, "width": 8, "height": 8, "scale": 1},
        },
    )
    red, green, blue = _first_pixel(base64.b64decode(shot["data"]))
    return red > green + 8 and red > blue + 4


def _first_pixel(png: bytes) -> tuple[int, int, int]:
    """Red, green and blue of a small PNG's first pixel (8 bits a channel, RGB or RGBA)."""
    data = png.index(b"IDAT")
    length = int.from_bytes(png[data - 4 : data], "big")
    rows = zlib.decompress(png[data + 4 : data + 4 + length])
    return (
        rows[1],
        rows[2],
        rows[3],
    )  # rows[0] is the filter; the first pixel of the first row is never filtered


@pytest.mark.parametrize("process", ["relay", "feeds", "redis", "web"])
def test_a_killed_process_comes_back_and_the_wall_with_it(own_demo: Demo, page: Page, process: str) -> None:
    """kill -9 of each process in turn: healthy again and the page live without anybody touching it."""
    open_wall(page, own_demo.url)
    await_status(page, "s.moving >= 300", 20)
    killed = own_demo.pid_of(process)
    os.kill(killed, signal.SIGKILL)
    took = wait_until(
        lambda: own_demo.is_healthy() and own_demo.pid_of(process) != killed, 40, f"a new {process}"
    )
    print(f"{process}: healthy again after {took:.1f} s")
    await_status(page, "s.link === 'live' && s.moving >= 300", 40)


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGKILL])
def test_nothing_is_left_behind(tmp_path: Path, ending: signal.Signals) -> None:
    """However the demo ends, none of its processes outlives it."""
    with running_demo(tmp_path / "data") as demo:
        assert len(processes_of(demo.data)) >= 4
        demo.process.send_signal(ending)
        demo.process.wait(timeout=20)
        wait_until(lambda: not processes_of(demo.data), 10, "all processes gone")
