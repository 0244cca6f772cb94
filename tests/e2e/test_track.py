"""Where a person has been, at the desk: nothing is drawn until somebody says why, and that is in the log."""

import json

from playwright.sync_api import Page

from tests.e2e.conftest import Console
from tests.e2e.demo import Demo
from tests.e2e.test_movers import TRAIL
from tests.e2e.wall import await_in_page, await_status, status

OFFICER = {"name": "王敏", "unit": None, "role": "shift_lead"}
WHY = "家属报告失联，核实安全"
INK = f"({TRAIL})()"


def test_a_way_is_drawn_only_after_a_reason(page: Page, demo: Demo, console: Console) -> None:
    """Chosen alone it is not; a reason too short is refused in words; another choice takes it away again."""
    page.add_init_script(f"localStorage.setItem('wanglou.officer', {json.dumps(json.dumps(OFFICER))})")
    page.goto(f"{demo.url}/desk?lang=en")
    await_status(page, "s.link === 'live' && s.painted.tick > 0")
    _choose_a_walker(page, demo)
    await_status(page, "s.painted.tick > 25")  # whoever walks has walked since the page first saw him
    assert not page.evaluate(TRAIL)
    page.locator(".track-begin").click()
    page.locator(".track-reason").fill("abc")
    page.keyboard.press("Enter")
    await_in_page(page, "document.querySelector('.track-said').textContent.includes('at least 4')")
    page.locator(".track-reason").fill(WHY)
    page.keyboard.press("Enter")
    await_in_page(page, "!document.querySelector('.track-shown').hidden")
    await_in_page(page, INK)
    page.locator(".track-hide").click()
    await_in_page(page, f"!{INK}")
    assert page.locator(".track-begin").is_visible() and console.errors == []


def _choose_a_walker(page: Page, demo: Demo) -> None:
    """Clicks about the map until somebody who walks is under the pointer."""
    box = page.locator("#map").bounding_box()
    assert box is not None
    for step in range(400):
        x = box["x"] + box["width"] * (0.3 + 0.4 * (step % 20) / 20)
        y = box["y"] + box["height"] * (0.3 + 0.4 * (step // 20) / 20)
        page.mouse.click(x, y)
        chosen = status(page)["selection"] or {}
        if chosen.get("kind") == "incident":
            page.keyboard.press("Escape")  # the pane would take half of the map
        elif (
            chosen.get("kind") == "worker"
            and ((demo.picture(chosen["id"]) or {}).get("speed_mps") or 0) > 0.5
        ):
            return
    raise AssertionError(status(page))
