"""A part of a bench: people who walk about a district and report at 1 Hz, spread over the second."""

import argparse
import asyncio
import time
from typing import Final

import numpy as np

from bench.crowd import name
from bench.processes import listen, say
from feeds.batch import Batch
from feeds.bus import Bus
from feeds.model import Provenance
from feeds.wire import E7

SLICES: Final = 10
"""Batches a second."""

WEST, SOUTH, EAST, NORTH = 118.745, 31.965, 118.825, 32.055
"""Where they walk; who comes to the edge turns back."""

METRES_PER_DEGREE: Final = 111_195.0


class Walkers:
    """Everybody keeps a course for some while. A mover belongs to one slice of the second."""

    def __init__(self, movers: int, seed: int = 1) -> None:
        self._dice = np.random.default_rng(seed)
        self._slices = [np.arange(start, movers, SLICES) for start in range(SLICES)]
        self._names = [[name(number) for number in numbers.tolist()] for numbers in self._slices]
        self.lat = self._dice.uniform(SOUTH, NORTH, movers)
        self.lon = self._dice.uniform(WEST, EAST, movers)
        self.course = self._dice.uniform(0, 360, movers)
        self._speed = self._dice.uniform(0.8, 2.0, movers)

    def step(self, rows: np.ndarray, seconds: float) -> None:
        """Walk on; one in thirty turns a second."""
        turning = rows[self._dice.random(len(rows)) < seconds / 30]
        self.course[turning] = self._dice.uniform(0, 360, len(turning))
        course, metres = np.radians(self.course[rows]), self._speed[rows] * seconds
        self.lat[rows] += metres * np.cos(course) / METRES_PER_DEGREE
        self.lon[rows] += metres * np.sin(course) / (METRES_PER_DEGREE * np.cos(np.radians(SOUTH)))
        outside = (self.lat[rows] < SOUTH) | (self.lat[rows] > NORTH)
        outside |= (self.lon[rows] < WEST) | (self.lon[rows] > EAST)
        self.course[rows[outside]] = (self.course[rows[outside]] + 180) % 360
        self.lat[rows] = np.clip(self.lat[rows], SOUTH, NORTH)
        self.lon[rows] = np.clip(self.lon[rows], WEST, EAST)

    def batch(self, number: int, now: float) -> Batch:
        """What one slice reports after a second's walk."""
        rows = self._slices[number % SLICES]
        self.step(rows, 1.0)
        count = len(rows)
        return Batch(
            "sim-crowd",
            Provenance.SIMULATED,
            0,
            self._names[number % SLICES],
            at=np.full(count, now),
            lat=np.round(self.lat[rows] * E7).astype(np.int32),
            lon=np.round(self.lon[rows] * E7).astype(np.int32),
            course=self.course[rows].astype(np.float32),
            speed=self._speed[rows].astype(np.float32),
            accuracy=np.full(count, 5.0, np.float32),
            battery=np.full(count, 0.8, np.float32),
            ttl=np.full(count, 60.0, np.float32),
            received_at=np.full(count, now),
            status=np.zeros(count, np.uint8),
        )


async def run(url: str, deployment: str, movers: int) -> None:
    """Publish until told to stop."""
    bus, walkers = Bus(url, deployment), Walkers(movers)
    say(ready=True)
    due, number = time.monotonic(), 0
    while True:
        if movers:
            await bus.publish_positions("320104", walkers.batch(number, time.time()).encode())
        number += 1
        due += 1 / SLICES
        await asyncio.sleep(max(0.0, due - time.monotonic()))


def main() -> None:
    """Started by bench.glass."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--url", required=True)
    parser.add_argument("--deployment", required=True)
    parser.add_argument("--movers", type=int, required=True)
    options = parser.parse_args()
    listen()
    asyncio.run(run(options.url, options.deployment, options.movers))


if __name__ == "__main__":
    main()
