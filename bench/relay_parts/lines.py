"""A part of a bench: the movers of ``bench.crowd`` as lines of JSON into a TCP socket, for the peers."""

import argparse
import asyncio
import time
from collections.abc import Iterator

import numpy as np

from bench.crowd import LAT0_E7, SLICES, name
from bench.processes import listen, say


class JsonCrowd:
    """Every mover belongs to one slice of the second; a line holds the reports of one slice."""

    def __init__(self, movers: int, started_at: float) -> None:
        dice = np.random.default_rng(1)
        self._started_at = started_at
        lon = dice.integers(1_187_500_000, 1_188_500_000, movers) / 1e7
        course, speed = dice.uniform(0, 360, movers), dice.uniform(0.8, 4.0, movers)
        self._heads = [f'{{"name":"{name(number)}","lat":' for number in range(movers)]
        self._tails = [
            f',"lon":{lon[number]:.7f},"bearing":{course[number]:.1f},"speed":{speed[number]:.1f},"ttl":60}}'
            for number in range(movers)
        ]

    def line(self, number: int, now: float) -> bytes:
        """The reports of one slice, observed now."""
        lat = f"{(LAT0_E7 + round((now - self._started_at) * 1000)) / 1e7:.7f}"
        marks = zip(self._heads[number::SLICES], self._tails[number::SLICES], strict=True)
        return ("[" + ",".join(head + lat + tail for head, tail in marks) + "]\n").encode()


def numbers() -> Iterator[int]:
    """Slices, round and round."""
    while True:
        yield from range(SLICES)


async def run(options: argparse.Namespace) -> None:
    """Write until told to stop."""
    crowd = JsonCrowd(options.movers, options.started_at)
    _, writer = await asyncio.open_connection("127.0.0.1", options.port)
    say(ready=True)
    due = time.monotonic()
    for number in numbers():
        writer.write(crowd.line(number, time.time()))
        await writer.drain()
        due += 1 / SLICES
        await asyncio.sleep(max(0.0, due - time.monotonic()))


def main() -> None:
    """Started by bench.relay."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--movers", type=int, required=True)
    parser.add_argument("--started-at", type=float, required=True)
    listen()
    asyncio.run(run(parser.parse_args()))


if __name__ == "__main__":
    main()
