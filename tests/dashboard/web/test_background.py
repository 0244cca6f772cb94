"""What happens beside answering."""

import asyncio
import time
from contextlib import suppress
from typing import Any

from dashboard.incidents.commands import RecordId
from dashboard.incidents.matters import fold
from dashboard.web.background import PROCESS, Tidy, hear, keep_demo, tell
from dashboard.web.pulses import Pulses
from dashboard.web.site import World
from feeds.bus import BeatHeard, HealthHeard, HintHeard
from feeds.model import Beat, Utc
from feeds.publisher import Publisher
from tests.dashboard.incidents.test_matters import telling
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


async def test_a_demo_is_seeded_and_hinted(world: World, bus: FakeBus) -> None:
    """Once; then it only tidies."""
    bodies = {"worker": [{"id": "QH-1", "provenance": "simulated"}]}
    task = asyncio.create_task(keep_demo(world.store, bus, lambda: bodies))
    while not bus.hints:
        await asyncio.sleep(0.01)
    await stopped(task)
    assert bus.hints == [1] and "QH-1" in world.reader.kind("worker")


def test_only_old_simulated_incidents_are_forgotten() -> None:
    """Real ones stay for ever, new ones too."""

    def incident(age_s: float, provenance: str) -> dict[str, Any]:
        body = fold(None, telling(0, opened_at=100_000.0 - age_s, received_at=Utc(100_000.0)))
        return body | {"provenance": provenance}

    seen = {
        RecordId("incident", "old"): incident(90_000, "simulated"),
        RecordId("incident", "new"): incident(10, "simulated"),
        RecordId("incident", "real"): incident(90_000, "real"),
    }
    decision = Tidy(Utc(50_000.0), Utc(100_000.0)).apply(seen)
    assert [write.record.id for write in decision.writes] == ["old"] and decision.writes[0].body is None
