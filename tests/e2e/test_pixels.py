"""A mover is drawn where Leaflet's projection says: at any zoom, screen and pixel ratio, by either renderer.

The page is the wall, the relay is the test's; what is measured is a photograph of the window.
"""

import base64
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.demo import Demo
from tests.e2e.fake_relay import fake_relay
from tests.e2e.wall import await_in_page, await_status

NEAR = (32.0214379, 118.7880163)
FAR = (32.2107731, 119.1034829)
"""Some 35 km away: further than the schematic, within what the renderers count from one origin."""

ZOOMS = (10, 11, 12.4, 13, 14, 15, 16, 17, 18, 19, 20)
OFFSETS = ((0.0, 0.0), (211.3, -137.6))
"""Of the mover from the middle of the view, CSS pixels; none is a whole one in the end."""

ENDURED_PX = 0.75
"""Less than a pixel; half a one is Chromium's, who lays a canvas at whole pixels of the screen."""

SHIMMER_PX = 0.25
"""At zoom 20 a step of a pan may not shake a mark by more: half a device pixel of a dense screen."""

CUT = 48
"""Half the side of the photograph round where a mark should be."""

NO_WEBGL = """(() => {
  const get = HTMLCanvasElement.prototype.getContext;
  HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
    return kind === "webgl2" ? null : get.call(this, kind, ...rest);
  };
})()"""


@dataclass
class Wall:
    """A wall that shows two movers and nothing else."""

    page: Page
    ratio: int

    def ask(self, what: str, *given: Any) -> Any:
        """One of the functions of pixels.js."""
        return self.page.evaluate(f"(given) => window.pixels.{what}(...given)", list(given))

    def error(self, expected: list[float]) -> tuple[float, float]:
        """How far the middle of the mark is from where it should be: (x, y) in CSS pixels."""
        left, top = (math.floor(value) - CUT for value in expected)
        cut = {"x": left, "y": top, "width": 2 * CUT, "height": 2 * CUT}
        png = base64.b64encode(self.page.screenshot(clip=cut)).decode()  # type: ignore[arg-type]
        seen = self.ask("centroid", png, self.ratio)
        assert seen["light"] > 5 and seen["edge"] == 0, f"no whole mark round {expected}: {seen}"
        return left + seen["x"] - expected[0], top + seen["y"] - expected[1]

    def off(self, expected: list[float]) -> float:
        """The same as a distance."""
        return math.hypot(*self.error(expected))


@pytest.fixture(scope="module")
def relay() -> Iterator[str]:
    with fake_relay([NEAR, FAR]) as address:
        yield address


@pytest.fixture(
    scope="module",
    params=[("webgl2", 1), ("webgl2", 2), ("canvas2d", 1), ("canvas2d", 2)],
    ids=lambda param: f"{param[0]}-{param[1]}x",
)
def wall(demo: Demo, browser: Browser, relay: str, request: pytest.FixtureRequest) -> Iterator[Wall]:
    renderer, ratio = request.param
    context = browser.new_context(
        viewport={"width": 1600, "height": 900}, device_scale_factor=ratio, bypass_csp=True
    )
    context.add_init_script(f"window.fakeRelay = {relay!r}")
    context.add_init_script(path=Path(__file__).parent / "pixels.js")
    if renderer == "canvas2d":
        context.add_init_script(NO_WEBGL)
    page = context.new_page()
    page.goto(f"{demo.url}/wall")
    await_status(page, f"s.link === 'live' && s.renderer === '{renderer}' && s.tick === 1")
    await_in_page(page, "document.querySelector('canvas.movers').width > 0")
    wall = Wall(page, ratio)
    wall.ask("bare")
    yield wall
    context.close()


@pytest.mark.parametrize("zoom", ZOOMS)
def test_a_mover_is_where_the_projection_says(wall: Wall, zoom: float) -> None:
    """Anywhere in the view."""
    errors = {offset: wall.off(wall.ask("show", NEAR, offset, zoom)) for offset in OFFSETS}
    assert max(errors.values()) < ENDURED_PX, errors


def test_a_pan_carries_movers_along_to_the_pixel(wall: Wall) -> None:
    """Also where the map's panes stand at odd places."""
    wall.ask("show", NEAR, (120.4, -60.9), 15.3)
    errors = [wall.off(wall.ask("pan", NEAR, step)) for step in ((37, -23), (-101, 11), (5, 88))]
    assert max(errors) < ENDURED_PX, errors


def test_nothing_shimmers_at_zoom_20(wall: Wall) -> None:
    """Far from where counting began, a mark follows each step of a pan by exactly that step."""
    wall.ask("show", NEAR, (0, 0), 20)
    wall.ask("show", FAR, (3.3, -7.7), 20)
    errors = [wall.error(wall.ask("pan", FAR, step)) for step in ((1, 0), (1, 1), (-1, 2), (7, -3), (0, 1))]
    for axis in (0, 1):
        values = [error[axis] for error in errors]
        assert max(map(abs, values)) < ENDURED_PX, errors
        assert max(values) - min(values) < SHIMMER_PX, errors


@pytest.mark.parametrize(("start", "end"), [(13.0, 14.0), (16.0, 15.0), (18.5, 20.0)])
def test_an_animated_zoom_carries_movers_with_the_map(wall: Wall, start: float, end: float) -> None:
    """Before, at moments on the way, and after, wherever Leaflet takes the rest of the map."""
    errors: dict[str, float] = {}
    for part in (0.2, 0.6):
        errors[f"before {part}"] = wall.off(wall.ask("show", NEAR, (90.6, -45.1), start))
        held = wall.ask("hold", NEAR, (60.2, 30.7), end, part)
        assert 0 < held["progress"] < 1
        errors[f"at {held['progress']:.2f}"] = wall.off(held["at"])
        errors[f"after {part}"] = wall.off(wall.ask("release", NEAR))
    assert max(errors.values()) < ENDURED_PX, errors
