"""A part of a bench: the relay, with a store in memory and a roster of all movers."""

import argparse
import asyncio
import cProfile
import logging
import time
from collections.abc import Sequence
from typing import Any

from bench.crowd import STREETS, name
from bench.processes import listen, say
from dashboard.build import BUILD
from feeds.bus import Bus
from feeds.model import Change, Records, Ticket
from feeds.relay.relay import Relay


def records(movers: int) -> Records:
    """A worker for each mover, and as many incidents and cameras as a district has."""
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
    place = {"street": STREETS[0], "lat": 32.02, "lon": 118.78}
    incidents = {f"I-{number}": {"id": f"I-{number}", "title": "占道经营", **place} for number in range(200)}
    cameras = {f"C-{number}": {"id": f"C-{number}", "name_zh": "贡院街", **place} for number in range(3_500)}
    return Records(1, {"worker": workers, "incident": incidents, "camera": cameras})


async def run(url: str, deployment: str, movers: int, profile: str) -> None:
    """Relay until told to stop."""

    async def changes_after(seq: int) -> Sequence[Change]:
        return ()

    async def read_records() -> Records:
        return records(movers)

    relay = Relay(
        bus=Bus(url, deployment),
        changes_after=changes_after,
        records=read_records,
        check_ticket=lambda ticket: Ticket("320104", ticket),
        streets_of=lambda lats, lons: [None] * len(lats),  # type: ignore[arg-type]
        mode="demo",
        host="127.0.0.1",
        port=0,
        scope="320104",
        build=BUILD,
    )
    task = asyncio.create_task(relay.run())
    while relay.server.port is None or relay.hub.seq is None:  # noqa: ASYNC110 - it has no event
        await asyncio.sleep(0.02)
    say(port=relay.server.port)
    if profile:
        await _profile(relay, profile)
    await task


async def _profile(relay: Relay, path: str) -> None:
    """Ten seconds at work, by CPU time; the opening is not what lasts."""
    while not relay.server.clients:  # noqa: ASYNC110 - nor has this
        await asyncio.sleep(0.1)
    await asyncio.sleep(4.0)
    profile = cProfile.Profile(time.thread_time)
    profile.enable()
    await asyncio.sleep(10.0)
    profile.disable()
    profile.dump_stats(path)


def main() -> None:
    """Started by bench.spine."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--url", required=True)
    parser.add_argument("--deployment", required=True)
    parser.add_argument("--movers", type=int, required=True)
    parser.add_argument("--profile", default="", help="write a cProfile of ten seconds here")
    options = parser.parse_args()
    listen()
    logging.getLogger("websockets").setLevel(logging.CRITICAL)  # screens leave without a word, by the hundred
    asyncio.run(run(options.url, options.deployment, options.movers, options.profile))


if __name__ == "__main__":
    main()
