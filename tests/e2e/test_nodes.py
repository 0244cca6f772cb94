"""What a wall keeps follows what is open now, not what has been: nodes and listeners, as many come as go."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, CDPSession, Page

from feeds.messages import ChangeRow
from tests.e2e.demo import Demo
from tests.e2e.fake_relay import THIS_RELAY, fake_relay
from tests.e2e.wall import await_in_page, await_status

OPEN = 60
TURNS_OVER = 20
"""Of them in a round: as many go as come, each at the place of the one before."""

FIRST, LAST = 4, 14
"""Rounds after which is counted: every place has changed hands since, several times."""

MORE = 1.06
"""Lists page by themselves. A mark left behind each time would make it several times as many."""


def incident(number: int) -> ChangeRow:
    """An open one: one in twenty critical, one in five urgent."""
    place, now = number % OPEN, time.time() * 1000
    urgency = "critical" if place % 20 == 0 else "urgent" if place % 5 == 0 else "normal"
    body: dict[str, Any] = {
        "id": f"I-{number}",
        "category": "10006",
        "urgency": urgency,
        "status": "DISPATCHED",
    }
    body |= {"title_zh": f"积水 {number}", "title_en": f"Flooding {number}", "place_zh": "", "place_en": ""}
    body |= {"lat": 31.98 + 0.008 * (place // 10), "lon": 118.76 + 0.01 * (place % 10)}
    body |= {"provenance": "simulated", "opened_at_ms": now - 600_000, "street": "320104001", "open": True}
    return ChangeRow(0, "incident", f"I-{number}", now, body)


def turnover(turn: int) -> list[ChangeRow]:
    """What happens in a round: the first brings everybody, each after it replaces the oldest."""
    if turn == 0:
        return [incident(number) for number in range(OPEN)]
    first = (turn - 1) * TURNS_OVER
    gone = [ChangeRow(0, "incident", f"I-{n}", 0, None) for n in range(first, first + TURNS_OVER)]
    return gone + [incident(n + OPEN) for n in range(first, first + TURNS_OVER)]


@pytest.fixture
def wall(demo: Demo, browser: Browser) -> Iterator[Page]:
    with fake_relay([(32.02, 118.79)], news=turnover) as relay:
        context = browser.new_context(viewport={"width": 1920, "height": 1080}, bypass_csp=True)
        context.add_init_script(THIS_RELAY % relay)
        page = context.new_page()
        page.goto(f"{demo.url}/wall")
        yield page
        context.close()


def kept(page: Page, session: CDPSession) -> dict[str, float]:
    """Nodes and listeners that the page holds on to, detached ones too."""
    session.send("HeapProfiler.collectGarbage")
    metrics = session.send("Performance.getMetrics")["metrics"]
    return {m["name"]: m["value"] for m in metrics if m["name"] in ("Nodes", "JSEventListeners")}


def test_a_wall_keeps_no_more_for_incidents_that_came_and_went(wall: Page) -> None:
    """Ten rounds in which a third of all incidents is replaced: as many nodes and listeners as before."""
    session = wall.context.new_cdp_session(wall)
    session.send("Performance.enable")
    changes = 2 * TURNS_OVER
    await_status(wall, f"s.link === 'live' && s.seq >= {1 + OPEN + FIRST * changes}", 60)
    await_in_page(wall, "document.querySelectorAll('.map-incident').length > 10", 10)
    before = kept(wall, session)
    await_status(wall, f"s.seq >= {1 + OPEN + LAST * changes} && s.counts.incidents === {OPEN}", 90)
    after = kept(wall, session)
    assert before["Nodes"] > 1_000
    for name, value in before.items():
        assert after[name] <= value * MORE, (before, after)
