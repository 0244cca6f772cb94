"""A page older than its server, in a real browser: it loads itself anew, once, and never under a hand."""

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.demo import Demo
from tests.e2e.fake_relay import fake_relay
from tests.e2e.wall import await_in_page, await_status

NEWER = "another-build"
INSTEAD = """(() => {
  const Real = WebSocket;
  window.WebSocket = class extends Real {
    constructor(address, protocols) { super(%r, protocols); }
  };
  Math.random = () => 0.01; // the wait of a hundred screens, cut short
})()"""

# more often than the shortest wait before a renewal (10 s times the random number above): timers fire in
# the order in which they fall due, so on no machine does the renewal look before the first key
TYPING = "setInterval(() => dispatchEvent(new KeyboardEvent('keydown', { key: 'Shift' })), 20)"


@pytest.fixture
def old_page(browser: Browser) -> Iterator[Page]:
    """A page whose relay is of another build than the one that served it."""
    with fake_relay([(32.0205, 118.7885)], NEWER) as relay:
        context = browser.new_context(viewport={"width": 1600, "height": 900}, bypass_csp=True)
        context.add_init_script(INSTEAD % relay)
        yield context.new_page()
        context.close()


def loads_of(page: Page) -> list[str]:
    loads: list[str] = []
    page.on("load", lambda loaded: loads.append(loaded.url))
    return loads


def wait(page: Page, loads: list[str], count: int, seconds: float) -> None:
    end = time.monotonic() + seconds
    while len(loads) < count and time.monotonic() < end:
        page.wait_for_timeout(100)
    assert len(loads) == count


def test_a_wall_older_than_its_server_loads_itself_anew_once(old_page: Page, demo: Demo) -> None:
    """With the address it had; and a server that stays different does not send it round."""
    loads = loads_of(old_page)
    old_page.goto(f"{demo.url}/wall?lang=en&fit=off")
    wait(old_page, loads, 2, 30)
    await_status(old_page, "s.link === 'live'")
    old_page.wait_for_timeout(4_000)
    assert loads == [f"{demo.url}/wall?lang=en&fit=off"] * 2


def test_a_desk_in_use_is_told_and_has_a_key(old_page: Page, demo: Demo) -> None:
    """Who types keeps the page until they press the key."""
    old_page.add_init_script(TYPING)
    loads = loads_of(old_page)
    old_page.goto(f"{demo.url}/desk?lang=en")
    name = old_page.locator(".deskbar-officer input")
    name.focus()
    old_page.keyboard.type("Wang")
    await_status(old_page, "s.link === 'live'")
    offer = old_page.locator(".desk-renewal")
    await_in_page(old_page, "!document.querySelector('.desk-renewal').hidden")
    old_page.wait_for_timeout(4_000)
    assert (len(loads), offer.is_visible(), name.input_value()) == (1, True, "Wang")
    old_page.keyboard.press("F5")
    wait(old_page, loads, 2, 20)
    await_in_page(old_page, "document.querySelector('.desk-renewal')?.hidden === false")
    assert "New version: reload this page" in offer.inner_text()
