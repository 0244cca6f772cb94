"""A wall on a computer whose clock is a day off: it goes by the server's."""

import time

import pytest
from playwright.sync_api import Browser

from tests.e2e.conftest import Console
from tests.e2e.demo import Demo, wait_until
from tests.e2e.wall import await_status, open_wall, status, stopped_banner_opacity

DAY_MS = 86_400_000
OFF = """
  const RealDate = Date;
  class OffDate extends RealDate {
    constructor(...given) { super(...(given.length ? given : [RealDate.now() + (OFFSET)])); }
    static now() { return RealDate.now() + (OFFSET); }
  }
  globalThis.Date = OffDate;
"""


@pytest.mark.parametrize("offset_ms", [DAY_MS, -DAY_MS])
def test_a_computers_own_clock_does_not_matter(demo: Demo, browser: Browser, offset_ms: int) -> None:
    """Ages, marks and the clock on the wall are those of the server; nothing is stale, and no band comes."""
    context = browser.new_context(viewport={"width": 1920, "height": 1080})
    try:
        page = context.new_page()
        console = Console(page)
        page.add_init_script(OFF.replace("OFFSET", str(offset_ms)))
        open_wall(page, demo.url)
        await_status(page, "s.moving >= 300 && s.counts.freshness.live >= 100")
        assert abs(page.evaluate("() => Date.now()") - time.time() * 1000 - offset_ms) < DAY_MS / 24
        assert abs(status(page)["now"] - time.time() * 1000) < DAY_MS / 24
        wait_until(lambda: stopped_banner_opacity(page) < 0.05, 60, "no band")
        assert console.errors == []
    finally:
        context.close()
