"""The heart of a process: a beat a second through the bus, sent from the event loop it vouches for.

A loop that hangs sends nothing, and that is the point: alive means "its beat came". Each beat carries the
loop's own lag, so that a busy process is seen before it is a silent one.
"""

import asyncio
import time
from collections.abc import Callable, Mapping
from typing import Final, Protocol

from dashboard import service_manager
from feeds.loop_lag import LagBook
from feeds.model import Beat, Utc

PERIOD_S: Final = 1.0
_LAG_STEP_S: Final = 0.1
_LAG_STEPS: Final = 100  # ten seconds of lag are remembered

Facts = Callable[[], Mapping[str, float]]


class CarriesBeats(Protocol):
    """The part of the bus a heart needs; it says itself when it is down."""

    async def beat(self, beat: Beat) -> bool:
        """Publish; False when it was dropped."""


def no_facts() -> Mapping[str, float]:
    """For a process that has nothing to add."""
    return {}


class LoopLag:
    """Measures the loop it runs in, ten times a second."""

    def __init__(self) -> None:
        self._book = LagBook(_LAG_STEPS)

    async def run(self) -> None:
        while True:
            asked = time.monotonic()
            await asyncio.sleep(_LAG_STEP_S)
            self._book.note(time.monotonic() - asked - _LAG_STEP_S)

    def p99_s(self) -> float:
        """The 99th percentile of the last ten seconds; 0 before the first measure."""
        return self._book.p99_s()

    def facts(self) -> Mapping[str, float]:
        """For a beat."""
        return self._book.facts()


class Heart:
    """Beats for one process until cancelled."""

    def __init__(
        self, bus: CarriesBeats, process: str, pid: int, restarts: int = 0, facts: Facts = no_facts
    ) -> None:
        self._bus = bus
        self._process = process
        self._pid = pid
        self._restarts = restarts
        self._facts = facts
        self._started_at = Utc(time.time())
        self._lag = LoopLag()

    async def run(self) -> None:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._lag.run())
            tasks.create_task(self._beat_for_ever())

    async def _beat_for_ever(self) -> None:
        while True:
            service_manager.alive()
            await self._bus.beat(self._beat())
            await asyncio.sleep(PERIOD_S)

    def _beat(self) -> Beat:
        facts = {**self._lag.facts(), **self._facts()}
        now = Utc(time.time())
        return Beat(self._process, self._pid, now, self._started_at, self._restarts, facts)
