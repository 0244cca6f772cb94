"""A part of a bench: movers that report at 1 Hz, spread over the second, straight from columns to the bus.

The latitude of a report carries its time of publication, a centimetre a millisecond, so that whoever reads it
at the far end knows to a millisecond how long it took.
"""

import argparse
import asyncio
import time
from typing import Final

import numpy as np

from bench.processes import listen, say
from feeds.batch import Batch
from feeds.bus import Bus
from feeds.model import EntityId, Provenance

SLICES: Final = 10
"""Batches a second."""

LAT0_E7: Final = 320_000_000
"""Latitude of a report published at the start."""

STREETS: Final = tuple(f"320104{number:03d}" for number in range(1, 13))


def name(number: int) -> EntityId:
    """The id of a mover."""
    return EntityId(f"QH-{number:06d}")


def stamped(lat_e7: "np.typing.NDArray[np.int32]", started_at: float) -> "np.typing.NDArray[np.float64]":
    """When each report was published, seconds since the Unix epoch."""
    return started_at + (lat_e7.astype(np.float64) - LAT0_E7) / 1000.0


class Crowd:
    """Every mover belongs to one slice of the second."""

    def __init__(self, movers: int, started_at: float) -> None:
        dice = np.random.default_rng(1)
        self._started_at = started_at
        self._slices = [np.arange(start, movers, SLICES) for start in range(SLICES)]
        self._names = [[name(number) for number in numbers.tolist()] for numbers in self._slices]
        self._lon = dice.integers(1_187_500_000, 1_188_500_000, movers, np.int32)
        self._course = dice.uniform(0, 360, movers).astype(np.float32)
        self._speed = dice.uniform(0.8, 4.0, movers).astype(np.float32)

    def batch(self, number: int, now: float) -> Batch:
        """The reports of one slice, observed and published now."""
        rows = self._slices[number]
        count = len(rows)
        return Batch(
            "sim-crowd",
            Provenance.SIMULATED,
            0,
            self._names[number],
            at=np.full(count, now),
            lat=np.full(count, LAT0_E7 + round((now - self._started_at) * 1000), np.int32),
            lon=self._lon[rows],
            course=self._course[rows],
            speed=self._speed[rows],
            accuracy=np.full(count, 5.0, np.float32),
            battery=np.full(count, 0.8, np.float32),
            ttl=np.full(count, 60.0, np.float32),
            received_at=np.full(count, now),
            status=np.zeros(count, np.uint8),
        )


async def run(url: str, deployment: str, movers: int, started_at: float) -> None:
    """Publish until told to stop."""
    bus, crowd = Bus(url, deployment), Crowd(movers, started_at)
    say(ready=True)
    due, number = time.monotonic(), 0
    while True:
        await bus.publish_positions("320104", crowd.batch(number % SLICES, time.time()).encode())
        number += 1
        due += 1 / SLICES
        await asyncio.sleep(max(0.0, due - time.monotonic()))


def main() -> None:
    """Started by bench.spine."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--url", required=True)
    parser.add_argument("--deployment", required=True)
    parser.add_argument("--movers", type=int, required=True)
    parser.add_argument("--started-at", type=float, required=True)
    options = parser.parse_args()
    listen()
    asyncio.run(run(options.url, options.deployment, options.movers, options.started_at))


if __name__ == "__main__":
    main()
