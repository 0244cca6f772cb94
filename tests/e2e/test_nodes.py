"""What a wall keeps follows what is open now, not what has been: nodes and listeners, as many come as go."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from feeds.messages import ChangeRow
from tests.e2e.demo import Demo
from tests.e2e.fake_relay import THIS_RELAY, fake_relay
from tests.e2e.wall import await_in_page, await_land, await_status

OPEN = 60
TURNS_OVER = 20
"""Of them in a round: as many go as come, each at the place of the one before."""

FIRST, MORE = 6, 16
"""Rounds before the first count, after which all that is made once is made, and before the second."""

SLACK = 40
"""Nodes or listeners: one for every ninth incident that came. Lists that page have none left; what says the
time and the age of this and that differs by some.
"""


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


class Comings:
    """Who comes and goes, a round a beat, as many as are asked for; then they stay until dismissed."""

    def __init__(self) -> None:
        self._rounds = self._came = self._gone = 0
        self._dismissed = False

    @property
    def over(self) -> bool:
        """Whether all that was asked for is told."""
        return self._rounds == 0 and (not self._dismissed or self._gone == self._came)

    @property
    def told(self) -> int:
        """How many changes."""
        return self._came + self._gone

    def ask(self, rounds: int) -> None:
        """So many more."""
        self._dismissed, self._rounds = False, rounds

    def dismiss(self) -> None:
        """Everybody goes."""
        self._dismissed = True

    def __call__(self, _turn: int) -> list[ChangeRow]:
        if self._rounds == 0:
            return self._go(self._came) if self._dismissed else []
        rows = self._come(OPEN) if self._gone == self._came else self._go(self._gone + TURNS_OVER)
        rows += self._come(TURNS_OVER) if len(rows) == TURNS_OVER else []
        self._rounds -= 1
        return rows

    def _go(self, until: int) -> list[ChangeRow]:
        gone = [ChangeRow(0, "incident", f"I-{number}", 0, None) for number in range(self._gone, until)]
        self._gone = until
        return gone

    def _come(self, many: int) -> list[ChangeRow]:
        self._came += many
        return [incident(number) for number in range(self._came - many, self._came)]


@pytest.fixture
def comings() -> Comings:
    return Comings()


@pytest.fixture
def wall(demo: Demo, browser: Browser, comings: Comings) -> Iterator[Page]:
    with fake_relay([(32.02, 118.79)], news=comings) as relay:
        context = browser.new_context(viewport={"width": 1920, "height": 1080}, bypass_csp=True)
        context.add_init_script(THIS_RELAY % relay)
        page = context.new_page()
        page.goto(f"{demo.url}/wall")
        yield page
        context.close()


def go_through(page: Page, comings: Comings, rounds: int) -> None:
    """So many rounds, until they are drawn; then until nothing of them is in the document any more."""
    comings.ask(rounds)
    await_told(page, comings)
    await_in_page(page, "document.querySelectorAll('.map-incident').length > 10")
    comings.dismiss()
    await_told(page, comings)
    await_status(page, "s.counts.incidents === 0")
    await_in_page(page, "!document.querySelector('.map-incident, .map-ring, [data-incident]')")


def await_told(page: Page, comings: Comings) -> None:
    """Until the page has heard all."""
    while not comings.over:
        page.wait_for_timeout(200)
    await_status(page, f"s.seq === {1 + comings.told}")


def kept(page: Page) -> dict[str, float]:
    """Nodes and listeners that the page holds on to, detached ones too: the least of some looks, for a
    second's work makes some and drops them.
    """
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    looks = []
    for _ in range(8):
        page.wait_for_timeout(500)
        session.send("HeapProfiler.collectGarbage")
        metrics = {each["name"]: each["value"] for each in session.send("Performance.getMetrics")["metrics"]}
        looks.append(metrics)
    session.detach()
    return {name: min(look[name] for look in looks) for name in ("Nodes", "JSEventListeners")}


def test_a_wall_keeps_no_more_for_incidents_that_came_and_went(wall: Page, comings: Comings) -> None:
    """Sixteen rounds in which a third of all incidents is replaced: as many nodes and listeners as before."""
    await_status(wall, "s.link === 'live'")
    await_land(wall)
    go_through(wall, comings, FIRST)
    before = kept(wall)
    go_through(wall, comings, MORE)
    after = kept(wall)
    print(f"{before} -> {after} after {comings.told} changes")
    assert before["Nodes"] > 1_000
    for name, value in before.items():
        assert after[name] <= value + SLACK, (before, after)
