"""The heart: it beats, says what it knows, and survives a bus that does not listen."""

import asyncio
import time

import pytest

from dashboard import beats
from dashboard.beats import Heart, LoopLag
from feeds.model import Beat


class Bus:
    """Takes every beat."""

    def __init__(self) -> None:
        self.heard: list[Beat] = []

    async def beat(self, beat: Beat) -> bool:
        self.heard.append(beat)
        return True


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beats, "PERIOD_S", 0.005)


async def _beat_until(bus: Bus, heart: Heart, count: int) -> None:
    task = asyncio.create_task(heart.run())
    async with asyncio.timeout(60):
        while len(bus.heard) < count:
            await asyncio.sleep(0.005)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_a_beat_says_who_and_how_it_goes() -> None:
    """Slot, pid, restarts and the process's own figures."""
    bus = Bus()
    await _beat_until(bus, Heart(bus, "relay", pid=17, restarts=3, facts=lambda: {"clients": 2.0}), 2)
    beat = bus.heard[0]
    assert (beat.process, beat.pid, beat.restarts) == ("relay", 17, 3)
    assert beat.facts["clients"] == 2.0
    assert beat.facts["loop_lag_p99_s"] >= 0
    assert bus.heard[1].started_at == beat.started_at <= bus.heard[1].at


async def test_a_blocked_loop_shows_in_its_lag() -> None:
    """Whoever blocks the loop for 0.3 s is seen in the next beats."""
    lag = LoopLag()
    task = asyncio.create_task(lag.run())
    assert lag.p99_s() == 0.0
    await asyncio.sleep(0)
    time.sleep(0.3)  # noqa: ASYNC251 - blocking is what is tested
    await asyncio.sleep(0.01)
    task.cancel()
    assert lag.p99_s() >= 0.15
