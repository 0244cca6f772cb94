"""A part of a bench: the product's relay on a given port, with a roster of all movers, and cameras."""

import argparse
import asyncio
from collections.abc import Sequence
from typing import Any

import numpy as np

from bench.crowd import STREETS, name
from bench.glass_crowd import EAST, NORTH, SOUTH, WEST
from bench.processes import listen, say
from dashboard.build import BUILD
from feeds.bus import Bus
from feeds.model import Change, Records, Ticket
from feeds.relay.relay import Relay


def records(movers: int, cameras: int) -> Records:
    """A worker for each mover; cameras all over the district, every hundredth out of order."""
    workers: dict[str, dict[str, Any]] = {
        name(number): {
            "no": name(number),
            "surname": "吴",
            "role": "grid_worker",
            "street": STREETS[number % len(STREETS)],
            "grid": f"{STREETS[number % len(STREETS)]}001001",
        }
        for number in range(movers)
    }
    dice = np.random.default_rng(2)
    lats, lons = dice.uniform(SOUTH, NORTH, cameras).tolist(), dice.uniform(WEST, EAST, cameras).tolist()
    standing: dict[str, dict[str, Any]] = {
        f"C-{number:06d}": {
            "id": f"C-{number:06d}",
            "name_zh": f"贡院街 {number}",
            "name_en": f"Gongyuan Street {number}",
            "street": STREETS[number % len(STREETS)],
            "lat": round(lats[number], 6),
            "lon": round(lons[number], 6),
            "heading": number * 37 % 360,
            "fov": 70,
            "state": "dead" if number % 100 == 0 else "alive",
        }
        for number in range(cameras)
    }
    return Records(1, {"worker": workers, "camera": standing})


async def run(options: argparse.Namespace) -> None:
    """Relay until told to stop."""

    async def changes_after(seq: int) -> Sequence[Change]:
        return ()

    async def read_records() -> Records:
        return records(options.movers, options.cameras)

    relay = Relay(
        bus=Bus(options.url, options.deployment),
        changes_after=changes_after,
        records=read_records,
        check_ticket=lambda ticket: Ticket("320104", ticket),
        streets_of=lambda lats, lons: [None] * len(lats),  # type: ignore[arg-type]
        mode="demo",
        host="127.0.0.1",
        port=options.port,
        scope="320104",
        build=BUILD,
    )
    task = asyncio.create_task(relay.run())
    while relay.server.port is None or relay.hub.seq is None:
        if task.done():
            break
        await asyncio.sleep(0.02)
    else:
        say(port=relay.server.port)
    await task


def main() -> None:
    """Started by bench.glass."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--url", required=True)
    parser.add_argument("--deployment", required=True)
    parser.add_argument("--movers", type=int, required=True)
    parser.add_argument("--cameras", type=int, default=0)
    parser.add_argument("--port", type=int, required=True)
    options = parser.parse_args()
    listen()
    asyncio.run(run(options))


if __name__ == "__main__":
    main()
