"""Names of the map: over no other name, over no mark but where a street finds no free ground; each in its
place until something drives it away.
"""

import itertools
import json
import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from feeds.messages import ChangeRow
from tests.e2e.demo import Demo
from tests.e2e.fake_relay import THIS_RELAY, Place, fake_relay
from tests.e2e.wall import await_in_page, await_land, await_status, open_wall, status

LOOK = (Path(__file__).parent / "names_on_marks.js").read_text(encoding="utf-8")
SIZES = ((1920, 1080), (1366, 768), (3840, 2160), (1080, 1920))
LOOKS = 120
"""News reach the marks one picture before the names make room."""

IN_OLD_TOWN = "() => window.wanglou.maps.map.setView([32.0205, 118.7885], 15, {animate: false})"
NAMES = "window.wanglou.drawn().names.filter(({ text }) => text).map(({ text }) => text)"
MAP_FITS = """(width) => {
  const map = window.wanglou.maps.map;
  return innerWidth === width && map.getSize().x === map.getContainer().clientWidth;
}"""
STREETS = 12
OF_A_STREET = 18
"""Open incidents: more than two hundred over the whole district."""

CROWD = """() => {
  const spots = [...document.querySelectorAll('.map-incident, .map-ring')];
  return spots.filter((e) => e.getBoundingClientRect().width > 0).length;
}"""


def named(page: Page, demo: Demo, query: str = "") -> None:
    """Opens the wall: its incidents are drawn and its streets named."""
    open_wall(page, demo.url, query)
    await_status(page, "s.counts.incidents > 0")
    await_land(page)
    await_in_page(page, "document.querySelector('.map-incident')")


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
        await_in_page(page, f"({MAP_FITS})({width})")
        await_in_page(page, f"({CROWD})() > 10")
        assert looked(page)["discs"] > 0
    page.evaluate(IN_OLD_TOWN)
    await_in_page(page, "window.wanglou.drawn().names.some(({ boxes }) => boxes.length > 1)")
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


def scattered(street: dict[str, Any], chance: random.Random) -> list[Place]:
    """Places within a street, where chance has them."""
    ring = street["geometry"]["coordinates"][0]
    places: list[Place] = []
    while len(places) < OF_A_STREET:
        lon, lat = (chance.uniform(min(axis), max(axis)) for axis in zip(*ring, strict=True))
        crossed = [
            (y1 > lat) != (y2 > lat) and lon < x1 + (lat - y1) / (y2 - y1) * (x2 - x1)
            for (x1, y1), (x2, y2) in itertools.pairwise(ring)
        ]
        if sum(crossed) % 2:
            places.append((lat, lon))
    return places


def incident(number: int, street: str, place: Place) -> ChangeRow:
    """An open one: one in eighteen critical, every fifth urgent, every third twice past its time."""
    now = time.time() * 1000
    urgency = "critical" if number % OF_A_STREET == 0 else "urgent" if number % 5 == 0 else "normal"
    body: dict[str, Any] = {"id": f"I-{number}", "category": "10006", "urgency": urgency, "open": True}
    body |= {"title_zh": f"积水 {number}", "title_en": f"Flooding {number}", "place_zh": "", "place_en": ""}
    body |= {"lat": place[0], "lon": place[1], "street": street, "provenance": "simulated"}
    body |= {"status": "DISPATCHED" if number % 3 else "REPORTED"}
    return ChangeRow(
        0, "incident", f"I-{number}", now, body | {"opened_at_ms": now - 6e6, "received_at_ms": now - 6e6}
    )


@pytest.fixture(params=["zh", "en"])
def crowded(demo: Demo, browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A wall of a district whose every street has its hands full."""
    streets = json.loads(demo.ask("/geo/streets.json")[1])["features"]
    assert len(streets) == STREETS
    chance = random.Random(20261123)
    places = [(one["properties"]["code"], at) for one in streets for at in scattered(one, chance)]
    rows = [incident(number, code, at) for number, (code, at) in enumerate(places)]
    with fake_relay([(32.02, 118.79)], news=lambda turn: [] if turn else rows) as relay:
        context = browser.new_context(viewport={"width": 1920, "height": 1080}, bypass_csp=True)
        context.add_init_script(THIS_RELAY % relay)
        page = context.new_page()
        page.goto(f"{demo.url}/wall?lang={request.param}")
        yield page
        context.close()


def test_each_street_has_its_name_however_many_incidents_are_open(crowded: Page) -> None:
    """Over two hundred of them, on any screen: at worst a name lies over marks, never over another name."""
    await_status(crowded, f"s.link === 'live' && s.counts.incidents === {STREETS * OF_A_STREET}")
    for width, height in SIZES[:3]:
        crowded.set_viewport_size({"width": width, "height": height})
        await_in_page(crowded, f"({MAP_FITS})({width})")
        await_in_page(crowded, f"({CROWD})() > 100")
        await_in_page(crowded, f"{NAMES}.length === {STREETS}")
        looked(crowded)
        assert len(set(crowded.evaluate(f"() => {NAMES}"))) == STREETS
