"""Positions of one process on their way to the bus: conflated, one batch a source ten times a second."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from typing import Final, Protocol

from feeds.batch import Batch
from feeds.model import Beat, EntityId, Position, Provenance, Status

FLUSH_S: Final = 0.1
"""Period of flushing: what it adds to the latency, at most."""

BATCH_ROWS: Final = 4_000
"""Positions in one batch, about 250 KB; more are sent as several."""


GONE_TTLS: Final = 5.0
"""A position older than so many ttls is off the map (docs/wire.md section 5) and not told again."""

LISTENS: Final = "listens"
"""The fact in the beat of a relay, and of the web process, that says it hears the bus."""


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
        self._known: dict[tuple[str, Provenance], dict[EntityId, Position]] = {}
        """The newest of each entity, for those who begin to listen later; bounded by the names a source may
        use.
        """
        self._told: dict[str, float] = {}  # process -> start of the one that was told everything

    def publish(self, positions: Iterable[Position]) -> None:
        """Keep the newest of each entity for the next flush."""
        for position in positions:
            key = (position.source, position.provenance)
            for newest in (self._waiting.setdefault(key, {}), self._known.setdefault(key, {})):
                held = newest.get(position.entity)
                if held is None or position.at >= held.at:
                    newest[position.entity] = position

    def welcome(self, beat: Beat, now: float) -> None:
        """Tell a process that has just begun to listen all that still counts: its picture is empty.

        Without this a worker who stands still, or a call for help, would be missing until the next report.
        """
        if beat.facts.get(LISTENS) and self._told.get(beat.process) != beat.started_at:
            self._told[beat.process] = beat.started_at
            for key, known in self._known.items():
                still = {entity: position for entity, position in known.items() if _counts(position, now)}
                self._known[key] = still
                self._waiting[key] = still | self._waiting.get(key, {})

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
        else:
            self._keep_calls(positions)

    def _keep_calls(self, positions: Sequence[Position]) -> None:
        """A call for help waits until the bus takes it: a phone may send it once. Of everything else a newer
        position comes soon.
        """
        for position in positions:
            if position.status is Status.SOS:
                waiting = self._waiting.setdefault((position.source, position.provenance), {})
                waiting.setdefault(position.entity, position)


def _counts(position: Position, now: float) -> bool:
    """Whether a screen would still show it. A call for help never lapses by age."""
    return position.status is Status.SOS or now - position.at <= GONE_TTLS * position.ttl_s
