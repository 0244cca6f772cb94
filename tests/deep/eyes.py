"""Two who look at the live lane: a client of the relay, and a wall in Chromium that tells what it painted."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from playwright.async_api import Page, async_playwright

from tests.deep.centre import Centre
from tests.e2e.conftest import FLAGS, chromium
from tests.feeds.relay.screen import Screen

LATE_S = 20.0
"""Later than this it never came."""


@asynccontextmanager
async def screen_of(centre: Centre) -> AsyncIterator[Screen]:
    """A websocket client that is up to date."""
    screen = Screen(centre.relay_port, await asyncio.to_thread(centre.ticket))
    await screen.open()
    await screen.until(lambda s: s.seq is not None)
    try:
        yield screen
    finally:
        await screen.close()


@asynccontextmanager
async def wall_of(centre: Centre) -> AsyncIterator["Wall"]:
    """A wall in a browser, live."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        try:
            page = await browser.new_page(viewport={"width": 1920, "height": 1080})
            await page.goto(f"{centre.url}/wall")
            wall = Wall(page)
            await wall.until("() => window.wanglou?.status?.().link === 'live'")
            await page.evaluate(Path(__file__).with_name("painted.js").read_text(encoding="utf-8"))
            yield wall
        finally:
            await browser.close()


class Wall:
    """Asked from outside again and again: the page's policy forbids what Playwright's own waiting needs."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._read = 0

    async def until(self, condition: str) -> None:
        """Wait for a function of the page to return something true."""
        async with asyncio.timeout(LATE_S):
            while not await self.page.evaluate(condition):
                await asyncio.sleep(0.05)

    async def catch_up(self) -> None:
        """Leave unread what was painted until now."""
        self._read = int(await self.page.evaluate("() => window.paintedIncidents.length"))

    async def painted(self, incident: str, wanted: Callable[[str | None], bool]) -> float:
        """When the list first showed such a text for the incident (None: no row), of what is unread."""
        async with asyncio.timeout(LATE_S):
            while True:
                news: list[dict[str, Any]] = await self.page.evaluate(
                    "(from) => window.paintedIncidents.slice(from)", self._read
                )
                for line in news:
                    self._read += 1
                    if line["id"] == incident and wanted(line["text"]):
                        return float(line["atMs"]) / 1000
                await asyncio.sleep(0.03)


async def seen(screen: Screen, condition: Callable[[dict[str, Any]], object]) -> float:
    """When the client holds incidents of which that is true."""
    await screen.until(lambda s: condition(s.records.get("incident", {})), LATE_S)
    return time.time()


def summary(seconds: list[float], percent: float = 99.0) -> dict[str, float]:
    """Median, a high percentile and the worst."""
    ordered = sorted(seconds)
    rank = min(len(ordered) - 1, int(len(ordered) * percent / 100))
    return {
        "p50_s": round(ordered[len(ordered) // 2], 3),
        f"p{percent:g}_s": round(ordered[rank], 3),
        "max_s": round(ordered[-1], 3),
    }
