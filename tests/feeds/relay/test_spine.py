"""Publisher, bus, relay and screen together, on a real server that freezes."""

import asyncio
import signal
import time
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest_asyncio

from feeds.bus import Bus
from feeds.model import Utc
from feeds.publisher import Publisher
from tests.feeds.conftest import Valkey
from tests.feeds.relay.conftest import Rig
from tests.feeds.test_batch import position


class Feeds:
    """One entity that walks north, a centimetre a step."""

    def __init__(self, url: str) -> None:
        self.bus = Bus(url, "test")
        self.steps = 0
        self._publisher = Publisher(self.bus, "320104", lambda source: 0)
        self._tasks = [asyncio.create_task(self._walk()), asyncio.create_task(self._publisher.run())]

    async def _walk(self) -> None:
        while True:
            self.steps += 1
            now = Utc(time.time())
            self._publisher.publish([position(at=now, received_at=now, lat=32.0 + self.steps / 1e7)])
            await asyncio.sleep(0.05)

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.bus.aclose()


@pytest_asyncio.fixture
async def feeds(valkey: Valkey) -> AsyncIterator[Feeds]:
    """A feeds process, so to speak."""
    feeds = Feeds(valkey.url)
    yield feeds
    await feeds.stop()


async def test_a_frozen_bus_stops_positions_but_not_records(
    valkey: Valkey, feeds: Feeds, start_rig: Callable[..., Any]
) -> None:
    """Screens are told that nothing comes, what was committed still comes, then all is well again."""
    bus = Bus(valkey.url, "test")
    rig: Rig = await start_rig(bus=bus)
    screen = await rig.screen().open()
    await screen.until(lambda s: s.place_of("QH-0421") and s.beat)

    def bus_state() -> str:
        return next(str(tile.state) for tile in screen.beat.processes if tile.name == "bus")

    await screen.until(lambda s: bus_state() == "live")
    valkey.signal(signal.SIGSTOP)
    await screen.until(lambda s: bus_state() != "live")
    rig.store.commit("incident", "I-1", {"street": "320104004"})
    await screen.until(lambda s: s.seq == 1)
    drawn = screen.place_of("QH-0421")
    another = await rig.screen().open()
    await another.until(lambda s: s.place_of("QH-0421") == drawn)
    valkey.signal(signal.SIGCONT)
    await screen.until(lambda s: bus_state() == "live" and s.place_of("QH-0421") != drawn)
    await bus.aclose()
