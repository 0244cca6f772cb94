"""Asking the wall what it knows and has painted."""

import time
from typing import Any

from playwright.sync_api import Page


def open_wall(page: Page, url: str, query: str = "") -> None:
    page.goto(f"{url}/wall{query}")
    page.wait_for_function("() => window.wanglou?.status?.().link === 'live'", timeout=20_000)


def status(page: Page) -> dict[str, Any]:
    answer: dict[str, Any] = page.evaluate("() => window.wanglou.status()")
    return answer


def await_status(page: Page, condition: str, seconds: float) -> float:
    """Waits for a JavaScript ``condition`` on ``s``, the page's status; returns how long it took."""
    start = time.monotonic()
    page.wait_for_function(
        f"() => {{ const s = window.wanglou?.status?.(); return Boolean(s && ({condition})); }}",
        timeout=seconds * 1000,
    )
    return time.monotonic() - start


def stopped_banner_opacity(page: Page) -> float:
    """How visible 「数据中断」 is right now, 0 to 1: read from the compositor's own animation state."""
    return float(page.evaluate("() => Number(getComputedStyle(document.querySelector('#deadman')).opacity)"))
