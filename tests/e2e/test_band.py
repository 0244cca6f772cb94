"""The band 「数据中断」 where no connection broke: a machine that slept, a page that paints no more. Nothing
else on the page says the contrary.
"""

import time
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.e2e.demo import Demo
from tests.e2e.wall import await_in_page, await_status, status

SLEEP_MS = 3_600_000
SHOWN = """({
  band: Number(getComputedStyle(document.querySelector('#deadman')).opacity),
  word: Number(getComputedStyle(document.querySelector('.link')).opacity),
  said: document.querySelector('.link').dataset.link,
  status: window.wanglou.status(),
})"""
WATCH = f"""() => {{
  const seen = (window.seen = []);
  const band = document.querySelector('#deadman');
  const watch = new MutationObserver(() => band.dataset.fed === 'no' && seen.push({SHOWN}));
  watch.observe(band, {{ attributes: true, attributeFilter: ['data-fed'] }});
}}"""
SLEEP = "(ms) => { const real = Date.now; Date.now = () => real.call(Date) + ms; }"
"""As Linux tells a page of it: every clock but this one has stood still."""
PAINT_NO_MORE = """() => {
  const asked = [], paint = window.requestAnimationFrame;
  window.requestAnimationFrame = (run) => asked.push(run);
  window.paintAgain = () => (window.requestAnimationFrame = paint, asked.forEach((run) => paint(run)));
}"""


def open_fed(page: Page, url: str) -> None:
    """Open it, and wait until a verified beat was painted."""
    page.goto(url)
    await_status(page, "s.link === 'live' && s.moving >= 300", 60)
    await_in_page(page, "['a', 'b'].includes(document.querySelector('#deadman').dataset.fed)", 30)


def agrees(shown: dict[str, Any]) -> bool:
    """The band and the word that all is well are never both there whole. Of two animations begun by one
    change of style a busy browser may start one some frames after the other.
    """
    return bool(shown["said"] != "live" or shown["band"] + shown["word"] < 2)


@pytest.mark.parametrize("name", ["wall", "desk"])
def test_a_page_whose_machine_slept_believes_nothing_it_held(demo: Demo, page: Page, name: str) -> None:
    """The band shows and the link is made anew; then it is live again by itself, once, not for ever.

    That the page's clock counts the sleep, its unit shows: this server has not slept, so its next beat sets
    that clock back.
    """
    open_fed(page, f"{demo.url}/{name}")
    page.evaluate(WATCH)
    page.evaluate(SLEEP, SLEEP_MS)
    await_in_page(page, "window.seen.length > 0", 30)
    await_in_page(page, "['a', 'b'].includes(document.querySelector('#deadman').dataset.fed)", 60)
    after = status(page)
    await_status(page, f"s.link === 'live' && s.tick > {after['tick']} + 20", 60)
    [woken] = page.evaluate("() => window.seen")
    assert (woken["band"], woken["status"]["link"]) == (1, "lost") and agrees(woken), woken
    assert woken["status"]["reason"] == "the machine slept for 3600 s"
    assert after["link"] == "live" and abs(after["now"] - time.time() * 1000) < SLEEP_MS / 2


@pytest.mark.parametrize("name", ["wall", "desk"])
def test_no_bar_says_that_data_flow_under_the_band(demo: Demo, page: Page, name: str) -> None:
    """Beats come and nothing is painted: the word goes as the band comes, and comes as it goes."""
    open_fed(page, f"{demo.url}/{name}")
    page.evaluate(PAINT_NO_MORE)
    seen = [until(page, 1)]
    page.evaluate("() => void window.paintAgain()")
    seen.append(until(page, 0))
    assert [(shown["said"], shown["word"]) for shown in seen] == [("live", 0), ("live", 1)]


def until(page: Page, band: int) -> dict[str, Any]:
    """The first look at which both have come to rest, the band as asked, beside a live link; none before
    contradicts itself.
    """
    end = time.monotonic() + 60
    while True:
        shown: dict[str, Any] = page.evaluate(f"() => ({SHOWN})")
        assert agrees(shown), shown
        if shown["said"] == "live" and shown["band"] == band and shown["word"] in (0, 1):
            return shown
        assert time.monotonic() < end, shown
        page.wait_for_timeout(20)
