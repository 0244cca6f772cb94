"""Asking the wall what it knows and has painted."""

import time
from typing import Any

from playwright.sync_api import Page


def open_wall(page: Page, url: str, query: str = "") -> None:
    """Opens the wall and waits until its link is live."""
    page.goto(f"{url}/wall{query}")
    await_status(page, "s.link === 'live'", 20)


def status(page: Page) -> dict[str, Any]:
    answer: dict[str, Any] = page.evaluate("() => window.wanglou.status()")
    return answer


def await_status(page: Page, condition: str, seconds: float) -> float:
    """Waits for a JavaScript ``condition`` on ``s``, the page's status; returns how long it took."""
    return await_in_page(
        page, f"(() => {{ const s = window.wanglou?.status?.(); return s && ({condition}); }})()", seconds
    )


def await_in_page(page: Page, condition: str, seconds: float) -> float:
    """Waits for a JavaScript expression to hold; returns how long it took.

    Asked from outside again and again: the page's content security policy forbids the eval that Playwright's
    own waiting needs.
    """
    start = time.monotonic()
    while not page.evaluate(f"() => Boolean({condition})"):
        if time.monotonic() - start > seconds:
            raise AssertionError(f"not within {seconds} s: {condition}; the page says {status(page)}")
        page.wait_for_timeout(50)
    return time.monotonic() - start


def stopped_banner_opacity(page: Page) -> float:
    """How visible 「数据中断」 is right now, 0 to 1: read from the compositor's own animation state."""
    return float(page.evaluate("() => Number(getComputedStyle(document.querySelector('#deadman')).opacity)"))
