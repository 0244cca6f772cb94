"""Asking the wall what it knows and has painted."""

import time
from typing import Any

from playwright.sync_api import Page

PATIENCE_S = 60
"""So long a busy machine may take for what a quiet one does at once; only a test that fails waits it out."""

LANDED = "window.wanglou.drawn().names.filter(({ text }) => text).length > 4"


def open_wall(page: Page, url: str, query: str = "") -> None:
    """Opens the wall and waits until its link is live."""
    page.goto(f"{url}/wall{query}")
    await_status(page, "s.link === 'live'")


def await_land(page: Page) -> None:
    """Until the streets have come and are named: until then a map that nobody holds goes back to its rest."""
    await_in_page(page, LANDED)


def hold_map(page: Page) -> None:
    """As by a hand: it stays where it is shown, also when the window or the land changes."""
    turned = "new WheelEvent('wheel', { deltaY: 0 })"
    page.evaluate(f"() => void window.wanglou.maps.map.getContainer().dispatchEvent({turned})")


def await_incident(page: Page, id: str) -> None:
    """Until the page holds this incident."""
    await_in_page(page, f"window.wanglou.held().records.incident?.[{id!r}]")


def status(page: Page) -> dict[str, Any]:
    answer: dict[str, Any] = page.evaluate("() => window.wanglou.status()")
    return answer


def await_status(page: Page, condition: str, seconds: float = PATIENCE_S) -> float:
    """Waits for a JavaScript ``condition`` on ``s``, the page's status; returns how long it took."""
    return await_in_page(
        page, f"(() => {{ const s = window.wanglou?.status?.(); return s && ({condition}); }})()", seconds
    )


def await_in_page(page: Page, condition: str, seconds: float = PATIENCE_S) -> float:
    """Waits for a JavaScript expression to hold; returns how long it took.

    Asked from outside again and again: the page's content security policy forbids the eval that Playwright's
    own waiting needs.
    """
    start = time.monotonic()
    while not page.evaluate(f"() => Boolean({condition})"):
        if time.monotonic() - start > seconds:
            told = page.evaluate("() => window.wanglou?.status?.()")
            raise AssertionError(f"not within {seconds} s: {condition}; the page says {told}")
        page.wait_for_timeout(50)
    return time.monotonic() - start


def stopped_banner_opacity(page: Page) -> float:
    """How visible 「数据中断」 is right now, 0 to 1: read from the compositor's own animation state."""
    return float(page.evaluate("() => Number(getComputedStyle(document.querySelector('#deadman')).opacity)"))
