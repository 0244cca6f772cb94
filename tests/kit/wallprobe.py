"""A probe on a wall in a real Chromium: twice a second it compares all that is drawn with what is true.

The marks are read from the columns that are drawn (``window.wanglou.drawn()``); ``photograph`` looks at a
sample of them on the screen, so that the columns are known to be what is painted.
"""

import asyncio
import base64
import contextlib
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from playwright.async_api import Browser, CDPSession, Page, async_playwright

from tests.e2e.conftest import FLAGS, chromium
from tests.kit.truth import Feed, datum_at
from tests.kit.verdict import AGEING, BAND_SHOWS, LIVE, Findings, Journal, Sample, judge

EVERY_S: Final = 0.5
LOOK: Final = Path(__file__).with_name("wallprobe.js").read_text(encoding="utf-8")
PIXELS: Final = Path(__file__).with_name("pixels.js").read_text(encoding="utf-8")
PHOTOGRAPHED: Final = 60
LIVE_BLUE: Final = 45
"""A live mark is by so much bluer than red at least; an ageing one is not, a stale one is grey."""
HANG: Final = (
    "(ms) => void setTimeout(() => { const end = performance.now() + ms; while (performance.now() < end); })"
)


@dataclass
class Photographs:
    """What was seen of marks on the screen, all photographs together."""

    marks: int = 0
    live_as_claimed: int = 0
    painted_live_but_stale: int = 0
    """The columns call it stale, the screen shows it as live."""


class WallProbe:
    """One wall under watch. ``silent_since`` is set by whoever silences the feed."""

    def __init__(self, page: Page, feed: Feed, published: Journal, history: Journal) -> None:
        self.page, self.feed = page, feed
        self.findings, self.photographs = Findings(), Photographs()
        self.silent_since: float | None = None
        self.last: Sample | None = None
        self._published, self._history = published, history
        self._came = asyncio.Event()

    async def run(self) -> None:
        """Sample until cancelled; a page that hangs is waited for."""
        while True:
            due = time.monotonic() + EVERY_S
            self.last = Sample(**await self.page.evaluate(LOOK))
            judge(self.findings, self.last, self.feed, self._published, self.silent_since)
            self._history.note(
                "sampled",
                at=self.last.at,
                marks=len(self.last.marks) // 3,
                band=self.last.band,
                tiles=self.last.tiles,
                link=self.last.link,
                stale_as_fresh=self.findings.stale_as_fresh,
            )
            self._came.set()
            self._came = asyncio.Event()
            await asyncio.sleep(max(0.0, due - time.monotonic()))

    async def until(self, condition: Any, seconds: float, what: str) -> float:
        """Wait for a sample of which that is true; returns its time. Fails when none comes."""
        try:
            async with asyncio.timeout(seconds):
                while True:
                    await self._came.wait()
                    if self.last is not None and condition(self.last):
                        return self.last.at
        except TimeoutError:
            seen = self.last and self.last._replace(marks=())
            raise AssertionError(f"not within {seconds:g} s: {what}; the wall last: {seen}") from None

    def banded(self, sample: Sample) -> bool:
        """Whether the band is over the wall."""
        return sample.band >= BAND_SHOWS

    def caught_up(self, sample: Sample, since: float) -> bool:
        """Whether every object is drawn where it was after ``since``, live, without the band."""
        if sample.band > 1 - BAND_SHOWS or len(sample.marks) < 3 * self.feed.objects:
            return False
        for place in range(0, len(sample.marks), 3):
            datum = datum_at(*sample.marks[place : place + 2])
            if datum is None or self.feed.at(datum) < since:
                return False
        return True

    async def photograph(self, reader: Page) -> None:
        """Look at some of the marks on the screen; ``reader`` is a blank page of another process."""
        before = await self.page.evaluate(f"(most) => ({PIXELS}).marks(most)", PHOTOGRAPHED)
        png = base64.b64encode(await self.page.screenshot()).decode()
        after = await self.page.evaluate(f"(most) => ({PIXELS}).marks(most)", PHOTOGRAPHED)
        same = [one for one, other in zip(before, after, strict=False) if one == other]
        blue = await reader.evaluate(f"(given) => ({PIXELS}).colours(given)", [png, same])
        for mark, colour in zip(same, blue, strict=True):
            self.photographs.marks += 1
            self.photographs.live_as_claimed += mark["look"] == LIVE and colour >= LIVE_BLUE
            self.photographs.painted_live_but_stale += mark["look"] > AGEING and colour >= LIVE_BLUE

    async def hang(self, seconds: float) -> None:
        """An endless loop in the page, for so long."""
        await self.page.evaluate(HANG, seconds * 1000)


@asynccontextmanager
async def chromium_of_two() -> AsyncIterator[tuple[Page, Page]]:
    """A page for the wall and a blank one, in processes of their own."""
    async with async_playwright() as playwright:
        browser: Browser = await playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        try:
            wall = await (await browser.new_context(viewport={"width": 1920, "height": 1080})).new_page()
            reader = await (await browser.new_context()).new_page()
            yield wall, reader
        finally:
            await browser.close()


@asynccontextmanager
async def probing(probe: WallProbe) -> AsyncIterator[WallProbe]:
    """Samples are taken within."""
    task = asyncio.create_task(probe.run())
    try:
        yield probe
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


class Eye:
    """Looks at a page through the compositor's pictures: works while the page's own thread hangs."""

    def __init__(self, session: CDPSession, reader: Page) -> None:
        self._session, self._reader = session, reader
        self._frames: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        session.on("Page.screencastFrame", self._frames.put_nowait)

    async def open(self) -> None:
        """Begin to look."""
        await self._session.send("Page.startScreencast", {"format": "png", "maxWidth": 64, "maxHeight": 36})

    async def close(self) -> None:
        """Look no more."""
        await self._session.send("Page.stopScreencast")

    async def sees_the_band(self, within_s: float) -> float | None:
        """When the band's dark red first was across the middle; None when it did not come."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(within_s):
                while True:
                    frame = await self._frames.get()
                    await self._session.send("Page.screencastFrameAck", {"sessionId": frame["sessionId"]})
                    red, green, blue = await self._reader.evaluate(LEFT_OF_THE_MIDDLE, frame["data"])
                    if red > green + 8 and red > blue + 4:
                        return float(frame["metadata"]["timestamp"])  # of the picture, not of our look at it
        return None


LEFT_OF_THE_MIDDLE: Final = """async (png) => {
  const bytes = Uint8Array.from(atob(png), (c) => c.charCodeAt(0));
  const picture = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
  const paper = new OffscreenCanvas(picture.width, picture.height).getContext('2d');
  paper.drawImage(picture, 0, 0);
  return [...paper.getImageData(2, Math.floor(picture.height / 2), 1, 1).data.slice(0, 3)];
}"""
