"""A store that takes long to open is no dead process."""

import asyncio
import threading

import pytest

from dashboard.incidents.errors import StoreUnavailable
from dashboard.web.opening import opened
from feeds.model import Beat


class Bus:
    """Remembers beats, and lets the store be ready after the second."""

    def __init__(self, ready: threading.Event) -> None:
        self.beats: list[Beat] = []
        self._ready = ready

    async def beat(self, beat: Beat) -> bool:
        self.beats.append(beat)
        if len(self.beats) == 2:
            self._ready.set()
        return True


async def test_a_quick_store_is_opened_without_a_beat() -> None:
    """Alive means that the pages come soon: no beat before."""
    bus = Bus(threading.Event())
    assert await opened(lambda: "store", bus, "web") == "store"
    assert bus.beats == []


async def test_a_slow_store_beats_until_it_is_open_and_not_after() -> None:
    """Two beats came while it was brought up to date."""
    ready = threading.Event()
    bus = Bus(ready)

    def slow() -> str:
        assert ready.wait(20)
        return "store"

    assert await opened(slow, bus, "web", usual_s=0.01) == "store"
    heard = len(bus.beats)
    assert heard >= 2 and bus.beats[0].process == "web"
    await asyncio.sleep(1.2)
    assert len(bus.beats) == heard


async def test_a_store_that_cannot_be_had_says_so_all_the_same() -> None:
    """The reason is the caller's, quick or slow."""

    def lost() -> str:
        raise StoreUnavailable("somebody else writes it")

    with pytest.raises(StoreUnavailable, match="somebody else"):
        await opened(lost, Bus(threading.Event()), "web")
