"""What happens beside answering."""

import asyncio
import time
from contextlib import suppress

import pytest

from dashboard.incidents.errors import StoreUnavailable
from dashboard.web import background
from dashboard.web.background import PROCESS, expire, hear, keep_demo, tell
from dashboard.web.pulses import Pulses
from dashboard.web.site import World
from dashboard.web.tidying import Tidier
from feeds.bus import BeatHeard, HealthHeard, HintHeard
from feeds.model import Beat, Utc
from feeds.publisher import Publisher
from tests.dashboard.web.site_parts import FakeBus


async def stopped(task: "asyncio.Task[None]") -> None:
    """Give it a moment, then cancel it."""
    for _ in range(50):
        await asyncio.sleep(0)
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def test_beats_and_tiles_are_heard(bus: FakeBus) -> None:
    """Whatever else comes is left alone."""
    bus.hears = [BeatHeard(Beat("feeds", 1, Utc(0.0), Utc(0.0))), HintHeard(3), HealthHeard("feeds", [])]
    pulses, publisher = Pulses(), Publisher(bus, "320104", lambda source: 0)
    await stopped(asyncio.create_task(hear(bus, pulses, publisher)))
    assert pulses.vitals(time.monotonic(), 0.0)["feeds"].state == "live" and pulses.sources() == []


async def test_tiles_are_told(bus: FakeBus) -> None:
    """Also when there are none."""
    await stopped(asyncio.create_task(tell(bus, lambda _now: [])))
    assert bus.tiles == [(PROCESS, [])]


class NoPast:
    """Counts how often a past was asked for; the store is away at first."""

    def __init__(self) -> None:
        self.asked = 0

    async def ensure(self) -> None:
        self.asked += 1
        if self.asked == 1:
            raise StoreUnavailable("away")


async def test_a_demo_is_seeded_and_hinted(
    world: World, bus: FakeBus, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The roster, then a past, asked for until the store has it; then it only tidies."""
    monkeypatch.setattr(background, "TELL_S", 0.0)
    bodies, past = {"worker": [{"id": "QH-1", "provenance": "simulated"}]}, NoPast()
    settled = asyncio.Event()
    keeping = keep_demo(world.store, bus, lambda: bodies, past, Tidier(world.reader), settled)
    task = asyncio.create_task(keeping)
    await settled.wait()
    await stopped(task)
    assert bus.hints == [1] and "QH-1" in world.reader.kind("worker") and past.asked == 2


class Sessions:
    """Counts how often it was asked to end what is over; the store is away at first."""

    def __init__(self) -> None:
        self.asked: list[Utc] = []

    def end_expired(self, now: Utc) -> int:
        self.asked.append(now)
        if len(self.asked) == 1:
            raise StoreUnavailable("away")
        return 1


async def test_idle_sessions_are_ended_again_and_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """A store that is away is asked again."""
    monkeypatch.setattr(background, "EXPIRE_S", 0.0)
    sessions = Sessions()
    task = asyncio.create_task(expire(sessions, lambda: 7.0))
    while len(sessions.asked) < 3:
        await asyncio.sleep(0.001)
    await stopped(task)
    assert set(sessions.asked) == {7.0}
