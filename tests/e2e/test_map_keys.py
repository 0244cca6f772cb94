"""Marks that are painted, reached by the keyboard in a real browser."""

from playwright.sync_api import Page

from tests.e2e.demo import Demo
from tests.e2e.wall import await_in_page, await_status, open_wall, status

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
    page.evaluate("() => window.wanglou.maps.map.setView([32.0205, 118.7885], 17.2, { animate: false })")
    page.locator(".map-camera-keys").focus()
    page.wait_for_timeout(1500)  # until what is in view now has been laid out
    await_in_page(page, f"{KEYS}.textContent.length > 0", 20)
    told = [pressed(page, "ArrowRight") for _ in range(6)]
    assert len(set(told)) >= 3, told  # grids of two communities may call a camera the same
    assert pressed(page, "ArrowLeft") == told[-2], told
    page.keyboard.press("Enter")
    page.wait_for_timeout(500)
    chosen = status(page)["selection"]
    assert chosen is not None and chosen["kind"] == "camera", chosen
