"""Marks that are painted, reached by the keyboard in a real browser."""

from playwright.sync_api import Page

from layouts.words import WORDS
from tests.e2e.demo import Demo
from tests.e2e.wall import await_in_page, await_status, open_wall, status

CLOSE = """((map) => map.getZoom() === 17.2 || !map.setView([32.0205, 118.7885], 17.2, { animate: false }))(
  window.wanglou.maps.map)"""
FAR = WORDS["mark.cameras_far"][1]
KEYS = "document.querySelector('.map-camera-keys')"


def held(page: Page) -> str:
    """What the cameras' one button says."""
    return str(page.evaluate(f"() => {KEYS}.textContent"))


def pressed(page: Page, key: str) -> str:
    """What it says after a key."""
    page.keyboard.press(key)
    page.wait_for_timeout(200)
    return held(page)


def test_arrow_keys_go_from_camera_to_camera(page: Page, demo: Demo) -> None:
    """One Tab stop for all; each is named, Enter opens it, back is back."""
    open_wall(page, demo.url, "?lang=en&fit=off")
    await_status(page, "s.counts.cameras > 0", 20)
    page.locator(".map-camera-keys").focus()
    # again and again: when the land comes, a map that no hand has touched goes back to the whole of it
    await_in_page(page, f"{CLOSE} && !['', {FAR!r}].includes({KEYS}.textContent)", 20)
    told = [pressed(page, "ArrowRight") for _ in range(6)]
    assert len(set(told)) >= 3, told  # grids of two communities may call a camera the same
    assert pressed(page, "ArrowLeft") == told[-2], told
    page.keyboard.press("Enter")
    page.wait_for_timeout(500)
    chosen = status(page)["selection"]
    assert chosen is not None and chosen["kind"] == "camera", chosen
