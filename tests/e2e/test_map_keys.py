"""Marks that are painted, reached by the keyboard in a real browser."""

from playwright.sync_api import Page

from layouts.words import WORDS
from tests.e2e.demo import Demo
from tests.e2e.wall import await_in_page, await_land, await_status, hold_map, open_wall

CLOSE = """() => {
  window.wanglou.maps.map.setView([32.0205, 118.7885], 17.2, { animate: false });
  return new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)));
}"""
NAMED = """(() => {
  const view = window.wanglou.maps.map.getBounds();
  const all = Object.values(window.wanglou.held().records.camera);
  const seen = all.filter(({ lat, lon }) => view.contains([lat, lon]));
  return seen.filter(({ little }) => !little).length > 2;
})()"""
"""Of cameras that come into view alone, names are asked for, all in one question."""
FAR = WORDS["mark.cameras_far"][1]
KEYS = "document.querySelector('.map-camera-keys')"


def held(page: Page) -> str:
    """What the cameras' one button says."""
    return str(page.evaluate(f"() => {KEYS}.textContent"))


def pressed(page: Page, key: str) -> str:
    """What it says after a key: it is written before the key is answered."""
    page.keyboard.press(key)
    return held(page)


def test_arrow_keys_go_from_camera_to_camera(page: Page, demo: Demo) -> None:
    """One Tab stop for all; each is named, Enter opens it, back is back."""
    open_wall(page, demo.url, "?lang=en&fit=off")
    await_status(page, "s.counts.cameras > 3000")
    await_land(page)
    hold_map(page)
    page.evaluate(CLOSE)
    await_in_page(page, NAMED)
    page.locator(".map-camera-keys").focus()
    await_in_page(page, f"!['', {FAR!r}].includes({KEYS}.textContent)")
    told = [pressed(page, "ArrowRight") for _ in range(6)]
    assert len(set(told)) >= 3, told  # grids of two communities may call a camera the same
    assert pressed(page, "ArrowLeft") == told[-2], told
    page.keyboard.press("Enter")
    await_status(page, "s.selection?.kind === 'camera'")
