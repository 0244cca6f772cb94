"""What draws the movers, in a real browser: a graphics context that is lost, returns, or never does."""

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.demo import Demo
from tests.e2e.wall import await_status, open_wall, status

KEEP_HOLD = """
  const given = HTMLCanvasElement.prototype.getContext;
  HTMLCanvasElement.prototype.getContext = function (kind, ...more) {
    if (kind === "webgl2" && window.noGraphics) return null;
    const context = given.call(this, kind, ...more);
    if (kind === "webgl2" && context) window.graphics = context.getExtension("WEBGL_lose_context");
    return context;
  };
"""
"""Lets a test take the context away, as a crashed driver does."""


@pytest.fixture
def wall(demo: Demo, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    page = context.new_page()
    page.add_init_script(KEEP_HOLD)
    open_wall(page, demo.url)
    await_status(page, "s.renderer === 'webgl2' && s.drawing.draws > 2")
    yield page
    context.close()


def test_a_lost_context_is_replaced_at_once_and_asked_for_again(wall: Page) -> None:
    """Canvas 2D draws everybody meanwhile, nothing is thrown, and no canvas is left behind."""
    wall.evaluate("() => window.graphics.loseContext()")
    await_status(wall, "s.renderer === 'canvas2d' && s.drawing.contextLosses === 1")
    before = status(wall)["drawing"]["draws"]
    await_status(wall, f"s.drawing.draws > {before} + 2")
    await_status(wall, "s.renderer === 'webgl2'")
    after = status(wall)
    await_status(wall, f"s.drawing.draws > {after['drawing']['draws']} + 2")
    assert after["faults"] == 0
    assert wall.evaluate("() => document.querySelectorAll('canvas.movers').length") == 1


def test_without_its_context_the_wall_goes_on_by_canvas(wall: Page) -> None:
    """A context that never comes back is not waited for: positions still move."""
    wall.evaluate("() => { window.noGraphics = true; window.graphics.loseContext(); }")
    await_status(wall, "s.renderer === 'canvas2d'")
    tick = status(wall)["tick"]
    await_status(wall, f"s.link === 'live' && s.painted.tick > {tick} + 5")
    assert status(wall)["renderer"] == "canvas2d"


TRAIL = """() => {
  const sheet = document.querySelector(".leaflet-wl-trail-pane canvas");
  const { data } = sheet.getContext("2d").getImageData(0, 0, sheet.width, sheet.height);
  return data.some((value) => value !== 0);
}"""
"""Whether the trail's canvas bears any ink."""


def _trail_comes(page: Page, drawn: bool, seconds: float) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if page.evaluate(TRAIL) == drawn:
            return True
        page.wait_for_timeout(300)
    return False


def _choose_one_after_the_other(page: Page) -> Iterator[str]:
    """Clicks about the middle of the map; yields whoever is under the pointer and was not there before."""
    box = page.locator("#map").bounding_box()
    assert box is not None
    seen: set[str] = set()
    for step in range(400):
        x = box["x"] + box["width"] * (0.3 + 0.4 * (step % 20) / 20)
        y = box["y"] + box["height"] * (0.3 + 0.4 * (step // 20) / 20)
        page.mouse.click(x, y)
        chosen = status(page)["selection"] or {}
        if chosen.get("kind") == "worker" and chosen["id"] not in seen:
            seen.add(chosen["id"])
            yield chosen["id"]


def test_the_chosen_workers_way_is_drawn_and_gone_with_the_choice(wall: Page) -> None:
    """Of somebody who walks: without asking anybody, and no other is drawn."""
    wall.wait_for_timeout(10_000)  # those who walk must have walked some steps since the page first saw them
    assert not wall.evaluate(TRAIL)
    assert any(_trail_comes(wall, True, 2) for _ in _choose_one_after_the_other(wall)), status(wall)
    wall.keyboard.press("Escape")
    assert _trail_comes(wall, False, 10)
