"""Positions of one process on their way to the bus: conflated, one batch a source ten times a second."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from typing import Final, Protocol

from feeds.batch import Batch
from feeds.model import EntityId, Position, Provenance

FLUSH_S: Final = 0.1
"""Period of flushing: what it adds to the latency, at most."""

BATCH_ROWS: Final = 4_000
"""Positions in one batch, about 250 KB; more are sent as several."""


class Carrier(Protocol):
    """The part of a ``Bus`` that is used here."""

    async def publish_positions(self, scope: str, batch: bytes) -> bool:
        """Send one packed batch; must not raise."""


class Publisher:
    """Takes positions from any number of runners; of each (source, entity) the newest waits, nothing else.

    ``publish`` is plain and quick, so that a runner may call it for every message. It must be called in the
    thread of the loop that executes ``run``.
    """

    def __init__(self, bus: Carrier, scope: str, rank_of: Callable[[str], int]) -> None:
        self.published = 0  # positions handed to the bus
        self._bus = bus
        self._scope = scope
        self._rank_of = rank_of
        self._waiting: dict[tuple[str, Provenance], dict[EntityId, Position]] = {}

    def publish(self, positions: Iterable[Position]) -> None:
        """Keep the newest of each entity for the next flush."""
        for position in positions:
            newest = self._waiting.setdefault((position.source, position.provenance), {})
            held = newest.get(position.entity)
            if held is None or position.at >= held.at:
                newest[position.entity] = position

    async def flush(self) -> None:
        """Send what waits."""
        waiting, self._waiting = self._waiting, {}
        for newest in waiting.values():
            positions = list(newest.values())
            for start in range(0, len(positions), BATCH_ROWS):
                await self._send(positions[start : start + BATCH_ROWS])

    async def run(self) -> None:
        """Flush for ever; cancel to stop."""
        while True:
            await asyncio.sleep(FLUSH_S)
            await self.flush()

    async def _send(self, positions: Sequence[Position]) -> None:
        batch = Batch.from_positions(positions, self._rank_of(positions[0].source))
        if await self._bus.publish_positions(self._scope, batch.encode()):
            self.published += len(positions)
