"""Names of the map: over no mark, over no other name, and in their place until something drives them away."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.e2e.demo import Demo
from tests.e2e.wall import await_in_page, await_status, open_wall, status

LOOK = (Path(__file__).parent / "names_on_marks.js").read_text(encoding="utf-8")
SIZES = ((1920, 1080), (1366, 768), (3840, 2160), (1080, 1920))
LOOKS = 120
"""News reach the marks one picture before the names make room."""

IN_OLD_TOWN = "() => window.wanglou.maps.map.setView([32.0205, 118.7885], 15, {animate: false})"
NAMED = "window.wanglou.drawn().names.filter(({ text }) => text).length > 4"
MAP_FITS = """(width) => {
  const map = window.wanglou.maps.map;
  return innerWidth === width && map.getSize().x === map.getContainer().clientWidth;
}"""
CROWD = """() => {
  const spots = [...document.querySelectorAll('.map-incident, .map-ring')];
  return spots.filter((e) => e.getBoundingClientRect().width > 0).length;
}"""


def named(page: Page, demo: Demo, query: str = "") -> None:
    """Opens the wall: its incidents are drawn and its streets named."""
    open_wall(page, demo.url, query)
    await_status(page, "s.counts.incidents > 0", 30)
    await_in_page(page, f"document.querySelector('.map-incident') && {NAMED}", 30)


def looked(page: Page) -> dict[str, Any]:
    """What is drawn, once the names have made room for the latest news."""
    for _ in range(LOOKS):
        seen: dict[str, Any] = page.evaluate(LOOK)
        if not seen["faults"]:
            return seen
        page.wait_for_timeout(250)
    raise AssertionError(seen["faults"])


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_name_lies_over_a_mark_or_another_name(demo: Demo, page: Page, lang: str) -> None:
    """On any screen: over the whole district, where marks crowd, and among the cameras of the old town."""
    named(page, demo, f"?lang={lang}")
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        await_in_page(page, f"({MAP_FITS})({width})", 40)
        assert page.evaluate(CROWD) > 10
        assert looked(page)["discs"] > 0
    page.evaluate(IN_OLD_TOWN)
    await_in_page(page, "window.wanglou.drawn().names.some(({ boxes }) => boxes.length > 1)", 40)
    looked(page)


def test_no_name_leaves_a_place_that_is_free(demo: Demo, page: Page) -> None:
    """Over thirty ticks: a name goes when a mark comes, never because a second has passed."""
    named(page, demo)
    seen = looked(page)
    last = status(page)["tick"] + 30
    while status(page)["tick"] < last:
        page.wait_for_timeout(100)
        now = page.evaluate(LOOK, seen)
        assert now["restless"] == []
        seen = now
