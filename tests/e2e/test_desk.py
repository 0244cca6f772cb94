"""The duty desk in a real browser: its queue, its keyboard, its search, and an order that stands still."""

import csv
import io
import json
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.e2e.conftest import Console
from tests.e2e.demo import Demo
from tests.e2e.wall import await_in_page, await_status

ROWS = "[...document.querySelectorAll('.queue .ag-center-cols-container .ag-row')]"
SHOWN = f"{ROWS}.sort((a, b) => a.getAttribute('row-index') - b.getAttribute('row-index'))"
FOCUSED = "document.activeElement.closest('.ag-row')"


def report(demo: Demo, count: int, name: str, urgency: str = "critical") -> None:
    """Work orders of the hotline, as the hotline sends them."""
    table = io.StringIO()
    rows = csv.writer(table)
    rows.writerow(["external_id", "updated_at", "title", "urgency", "lat", "lon", "place"])
    now = time.strftime("%Y-%m-%d %H:%M", time.gmtime(time.time() + 8 * 3600))
    for n in range(count):
        rows.writerow([f"{name}-{n}", now, f"{name} {n}", urgency, 32.0205, 118.7745, "21 Zhonghua Rd"])
    status, body = demo.post(
        "/intake/work-orders",
        table.getvalue().encode(),
        Content_Type="text/csv",
        Authorization=f"Bearer {demo.token()}",
    )
    assert status == 200 and json.loads(body)["counts"]["refused"] == 0, body


def shown(page: Page) -> list[str]:
    ids: list[str] = page.evaluate(f"() => {SHOWN}.slice(0, 12).map((row) => row.getAttribute('row-id'))")
    return ids


def settled(page: Page) -> list[str]:
    """The same, once the grid has drawn what came before: it writes a while after it was told."""
    before: list[str] = []
    for _ in range(20):
        now = shown(page)
        if now == before:
            return now
        before = now
        page.wait_for_timeout(700)
    raise AssertionError(f"the list never stood still: {before}")


def head(page: Page) -> str:
    return page.locator(".queue-head").inner_text()


def address(page: Page) -> str:
    """What the address bar says, asked of the page itself: the browser's word of it comes later."""
    told: str = page.evaluate("() => location.pathname + location.search")
    return told


@pytest.fixture
def desk(page: Page, demo: Demo) -> Iterator[Page]:
    report(demo, 3, "queue")
    page.goto(f"{demo.url}/desk?lang=en")
    await_status(page, "s.link === 'live'")
    await_in_page(page, f"{ROWS}.length > 2")
    yield page


def test_the_queue_shows_what_the_demo_holds(desk: Page, demo: Demo, console: Console) -> None:
    """Every open incident is counted, and the page complains of nothing, its content policy included."""

    def held() -> int:
        return int(json.loads(demo.ask("/api/incidents?limit=500")[1])["count"])

    def agrees() -> bool:
        count = held()
        return f"{count} of {count}" in head(desk)

    assert any(agrees() or desk.wait_for_timeout(200) for _ in range(400))  # the demo goes on
    assert console.errors == []


def test_the_keyboard_walks_the_queue_and_opens_an_incident(desk: Page) -> None:
    """Down to a row, Enter opens it, Escape leads back to the same row."""
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("j")
    await_in_page(desk, f"{FOCUSED}?.getAttribute('row-index') === '1'")
    chosen = desk.evaluate(f"() => {FOCUSED}.getAttribute('row-id')")
    desk.keyboard.press("Enter")
    await_status(desk, f"s.selection?.id === '{chosen}'")
    assert address(desk) == f"/desk/incidents/{chosen}?lang=en"
    assert desk.locator("#wanglou").get_attribute("data-page") == "desk"
    desk.keyboard.press("Escape")
    await_status(desk, "s.selection === null")
    assert address(desk) == "/desk?lang=en"
    await_in_page(desk, f"{FOCUSED}?.getAttribute('row-id') === '{chosen}'")


def test_the_keyboard_stays_with_its_row(desk: Page, demo: Demo) -> None:
    """Rows that come in above it move it; Enter opens what had the keyboard, not what stands there now."""
    name = f"above{time.time_ns()}"
    report(demo, 6, name, "normal")
    desk.goto(f"{demo.url}/desk?lang=en&q={name}")
    await_in_page(desk, f"{ROWS}.length === 6")
    for _ in range(4):
        desk.keyboard.press("j")
    await_in_page(desk, f"{FOCUSED}?.getAttribute('row-index') === '3'")
    chosen = desk.evaluate(f"() => {FOCUSED}.getAttribute('row-id')")
    report(demo, 3, f"{name}-new")
    await_in_page(desk, f"{ROWS}.length === 9")
    await_in_page(desk, f"{FOCUSED}?.getAttribute('row-index') === '6'")
    assert desk.evaluate(f"() => {FOCUSED}.getAttribute('row-id')") == chosen
    desk.keyboard.press("Enter")
    await_status(desk, f"s.selection?.id === '{chosen}'")


def test_going_back_closes_the_incident_without_a_new_page(desk: Page) -> None:
    """The browser's own button; the page that was there is still there."""
    desk.evaluate("() => { window.wanglou.same = true; }")
    desk.keyboard.press("j")
    await_in_page(desk, FOCUSED)
    desk.keyboard.press("Enter")
    await_status(desk, "s.selection !== null")
    desk.go_back()
    await_status(desk, "s.selection === null")
    assert desk.evaluate("() => window.wanglou.same") is True
    assert address(desk) == "/desk?lang=en"


def test_an_address_opens_its_incident(desk: Page, demo: Demo) -> None:
    """A link that somebody sent."""
    wanted = shown(desk)[0]
    desk.goto(f"{demo.url}/desk/incidents/{wanted}")
    await_status(desk, f"s.selection?.id === '{wanted}'")


def test_search_narrows_at_once_and_finds_what_is_closed(desk: Page, demo: Demo) -> None:
    """Typed: the open rows. Enter: everything. Escape: the queue again."""
    report(demo, 1, "needle")
    desk.keyboard.press("/")
    desk.keyboard.type("needle")
    await_in_page(desk, f"{ROWS}.length === 1")
    assert "q=needle" in address(desk)
    desk.keyboard.press("Enter")
    await_in_page(desk, "document.querySelector('.queue-head').innerText.includes('found for')")
    desk.keyboard.press("Escape")
    await_in_page(desk, f"{ROWS}.length > 1")
    assert "q=" not in address(desk)


def test_the_order_stands_still_under_the_pointer(desk: Page, demo: Demo) -> None:
    """New rows wait outside and are counted; they come in when the pointer leaves."""
    # in the middle of the list: an alarm that comes meanwhile pushes it down by a row or two
    box = desk.locator(".queue .ag-row").nth(8).bounding_box()
    assert box is not None
    desk.mouse.move(box["x"] + 200, box["y"] + 8)
    desk.mouse.move(box["x"] + 210, box["y"] + 10)
    before = settled(desk)
    report(demo, 4, f"later{time.time_ns()}")
    desk.mouse.move(box["x"] + 214, box["y"] + 9)  # a hand that rests for a minute lets the list flow again
    await_in_page(desk, "!document.querySelector('[data-slot=waiting]').hidden")
    assert shown(desk) == before
    desk.mouse.move(desk.viewport_size["width"] - 200, 300)  # type: ignore[index]
    await_in_page(desk, "document.querySelector('[data-slot=waiting]').hidden")


BOX = """(what) => {
  const box = document.querySelector(what).getBoundingClientRect();
  return [box.left, box.top, box.right, box.bottom];
}"""


@pytest.mark.parametrize("width", [1366, 2560])
def test_the_band_of_stopped_data_leaves_queue_and_orders_legible(desk: Page, width: int) -> None:
    """It stands over the map alone, incident open or not; a frame round the page does the rest."""
    desk.set_viewport_size({"width": width, "height": width * 9 // 16})
    for _ in range(2):
        # in one look: alarms that come between two looks move both
        band, ground = desk.evaluate(f"all => all.map({BOX})", ["#deadman", ".desk-case .wall-map"])
        left, top, right, bottom = band
        assert left >= ground[0] - 1 and right <= ground[2] + 1, (left, right, ground)
        assert top >= ground[1] and bottom <= ground[3], (top, bottom, ground)
        assert (
            desk.evaluate("getComputedStyle(document.querySelector('#deadman'), '::before').position")
            == "fixed"
        )
        desk.locator(".queue .ag-row").first.click()
        await_in_page(desk, "document.querySelector('.desk-case').dataset.opened === 'true'")


def test_an_unnamed_officer_is_asked_for_a_name(desk: Page) -> None:
    """And once named, is still named after the page was opened anew."""
    name = desk.locator(".deskbar-officer input")
    assert name.input_value() == ""
    name.fill("王")
    desk.keyboard.press("Enter")
    desk.reload()
    await_status(desk, "s.link === 'live'")
    assert desk.locator(".deskbar-officer input").input_value() == "王"
