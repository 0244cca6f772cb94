"""The map never jumps: what may move it, what may not, and how one comes back. Real Chromium, a real demo."""

import json
import time

import pytest
from playwright.sync_api import Page

from tests.e2e.demo import Demo
from tests.e2e.wall import (
    PATIENCE_S,
    await_in_page,
    await_incident,
    await_land,
    await_status,
    open_wall,
)

VIEW = """() => { const map = window.wanglou.maps.map; const { lat, lng } = map.getCenter();
  return [lat, lng, map.getZoom()]; }"""
RESUME = ".map-resume"
FOCUSED = "document.activeElement"


def view(page: Page) -> list[float]:
    """Where the map stands, once it has come to rest."""
    last: list[float] = []
    for _ in range(100):
        now: list[float] = page.evaluate(VIEW)
        if now == last:
            return now
        last = now
        page.wait_for_timeout(300)
    raise AssertionError(f"the map does not come to rest: {last}")


def opened(page: Page, demo: Demo, query: str = "") -> list[float]:
    """A wall with incidents and its land; returns where its map rests."""
    open_wall(page, demo.url, query)
    await_status(page, "s.counts.incidents > 0")
    page.wait_for_selector("[data-panel=incidents] [data-incident]")
    await_land(page)
    return view(page)


def report(demo: Demo, lat: float, lon: float) -> str:
    """A new urgent incident, of a name of its own; its id."""
    number = f"calm-{time.time_ns()}"
    event: dict[str, object] = {"specversion": "1.0", "id": number, "source": "urn:e2e:12345"}
    event["type"] = "cn.wanglou.incident.reported"
    said = {"external_id": number, "revision": 1, "category": "10006", "urgency": "urgent"}
    words = {"title": f"积水 {number}", "place": "中华路", "lat": lat, "lon": lon}
    body = json.dumps(event | {"data": said | words}).encode()
    headers = {"Content_Type": "application/cloudevents+json", "Authorization": f"Bearer {demo.token()}"}
    status, answer = demo.post("/intake/events", body, **headers)
    assert status == 201, answer
    return str(json.loads(answer)["id"])


def drag(page: Page) -> None:
    """A hand on the map."""
    box = page.locator("#map").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] * 0.8
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 90, y - 60, steps=6)
    page.wait_for_timeout(300)
    page.mouse.up()


def near(one: list[float], other: list[float]) -> bool:
    """The same view, to less than a pixel."""
    return all(abs(a - b) < 1e-7 for a, b in zip(one, other, strict=True))


def left(page: Page, before: list[float]) -> list[float]:
    """Where the map rests, once it has gone from ``before``."""
    here = f"({VIEW})().every((value, i) => Math.abs(value - {before}[i]) < 1e-7)"
    await_in_page(page, f"!{here}")
    return view(page)


def press_row(page: Page, incident: str) -> None:
    """Enter on a row of the list; news may have turned its page away: it comes again."""
    row = f"document.querySelector('[data-panel=incidents] [data-incident={incident}]')"
    await_in_page(page, f"{row}?.focus() || {FOCUSED} === {row}", 4 * PATIENCE_S)
    page.keyboard.press("Enter")


def test_ticks_and_news_do_not_move_the_map(demo: Demo, page: Page) -> None:
    """Positions of every second and a new urgent incident: it rests where it rested."""
    before = opened(page, demo)
    await_incident(page, report(demo, 32.0205, 118.7745))
    page.wait_for_timeout(3_000)
    assert view(page) == before


def test_a_row_goes_there_and_again_returns_to_the_exact_view(demo: Demo, page: Page) -> None:
    """From a view that a hand has left; meanwhile the map says that it is only visiting."""
    rest = opened(page, demo)
    drag(page)
    held = left(page, rest)
    assert "人操作" in page.locator(RESUME).inner_text()
    chosen = page.locator("[data-panel=incidents] [data-incident]").first.get_attribute("data-incident")
    press_row(page, str(chosen))
    await_in_page(page, "window.wanglou.maps.map.getZoom() >= 16.4")
    assert "正在查看" in page.locator(RESUME).inner_text()
    view(page)
    press_row(page, str(chosen))
    await_in_page(page, "window.wanglou.maps.map.getZoom() < 16")
    assert near(view(page), held)
    assert "人操作" in page.locator(RESUME).inner_text()


def test_any_gesture_locks_and_one_key_resumes(demo: Demo, page: Page) -> None:
    """On a wall that fits its alarms: a held map stays, the key fits it again, and so does the next alarm."""
    fitted = opened(page, demo, "?fit=alarms")
    for gesture in (lambda: page.mouse.wheel(0, -240), lambda: drag(page)):
        page.locator("#map").hover(position={"x": 400, "y": 500})
        gesture()
        held = left(page, fitted)
        await_incident(page, report(demo, 32.0405, 118.7605))
        page.wait_for_timeout(3_000)
        assert view(page) == held
        page.keyboard.press("0")
        fitted = left(page, held)
        assert page.locator(RESUME).is_hidden()
    await_incident(page, report(demo, 31.9705, 118.9005))
    left(page, fitted)


@pytest.mark.parametrize("path", ["/wall", "/desk"])
def test_the_hint_of_a_held_map_covers_no_note_on_a_small_screen(demo: Demo, page: Page, path: str) -> None:
    """The longest English hint, on 1366 x 768; the note on the ground makes room for it."""
    page.set_viewport_size({"width": 1366, "height": 768})
    page.goto(f"{demo.url}{path}?lang=en")
    await_status(page, "s.link === 'live' && s.counts.incidents > 0")
    await_in_page(page, "document.querySelector('.map-resume') && document.querySelector('.map-note')")
    covered = page.evaluate(
        """() => {
          const hint = document.querySelector('.map-resume');
          hint.hidden = false;
          hint.textContent = 'Looking at what was chosen · press 0 for the whole map';
          const [a, b] = [hint, document.querySelector('.map-note')].map((e) => e.getBoundingClientRect());
          return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
        }"""
    )
    assert covered is False


def test_an_open_card_survives_updates_and_pans(demo: Demo, page: Page) -> None:
    """The very same elements, still filled, after a drag, a report and some seconds."""
    opened(page, demo)
    page.locator(".map-incident-icon[tabindex='0']").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#card .card-title")
    page.evaluate("() => { document.querySelector('#card .card-title').probe = 7; }")
    title = page.locator("#card .card-title").inner_text()
    drag(page)
    await_incident(page, report(demo, 32.0105, 118.7905))
    page.wait_for_timeout(4_000)
    assert page.locator("#card").is_visible()
    assert page.evaluate("() => document.querySelector('#card .card-title').probe") == 7
    assert page.locator("#card .card-title").inner_text() == title


def test_arrow_keys_go_from_incident_to_incident_at_one_tab_stop(demo: Demo, page: Page) -> None:
    """Each says what it is; Enter opens it, Escape gives the focus back."""
    opened(page, demo)
    assert page.locator(".leaflet-marker-pane [tabindex='0']").count() == 1
    page.locator(".leaflet-marker-pane [tabindex='0']").focus()
    first = page.evaluate(f"() => {FOCUSED}.getAttribute('aria-label')")
    page.keyboard.press("ArrowRight")
    second = page.evaluate(f"() => {FOCUSED}.getAttribute('aria-label')")
    assert first and second and first != second
    assert page.locator(".leaflet-marker-pane [tabindex='0']").count() == 1
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    page.wait_for_selector("#card .card-title")
    page.keyboard.press("Escape")
    assert page.evaluate(f"() => {FOCUSED}.classList.contains('map-incident-icon')")
