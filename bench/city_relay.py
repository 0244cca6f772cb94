"""A part of a bench: the relay over a city on paper, with a store in memory and movers of its own."""

import argparse
import asyncio
import time
from collections.abc import Sequence

from bench import city
from bench.processes import listen, say
from dashboard.build import BUILD
from feeds.bus import Bus
from feeds.model import Change, Records, Ticket
from feeds.relay.relay import Relay

SCOPE = "320104"


async def run(options: argparse.Namespace) -> None:
    """Relay until told to stop."""
    records = Records(
        1,
        {
            "worker": city.workers(options.movers),
            "camera": city.cameras(options.cameras),
            "incident": city.incidents(options.incidents, time.time() * 1000),
        },
    )
    waiting: list[Change] = []

    async def changes_after(seq: int) -> Sequence[Change]:
        return [change for change in waiting if change.seq > seq]

    async def read_records() -> Records:
        return records

    relay = Relay(
        bus=Bus(options.url, options.deployment),
        changes_after=changes_after,
        records=read_records,
        check_ticket=lambda ticket: Ticket(SCOPE, ticket),
        streets_of=lambda lats, lons: [None] * len(lats),  # type: ignore[arg-type]
        mode="demo",
        host="127.0.0.1",
        port=options.port,
        scope=SCOPE,
        build=options.build,
    )
    tasks = [asyncio.create_task(relay.run()), asyncio.create_task(_move(relay, options.movers))]
    while relay.server.port is None or relay.hub.seq is None:  # noqa: ASYNC110 - it has no event
        await asyncio.sleep(0.02)
    say(port=relay.server.port)
    await asyncio.gather(*tasks)


async def _move(relay: Relay, movers: int) -> None:
    crowd = city.Movers(movers)
    while True:
        relay.hub.merge(crowd.batch(time.time()))
        await asyncio.sleep(1.0)


def main() -> None:
    """Started by bench.snapshot."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--url", required=True)
    parser.add_argument("--deployment", required=True)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--build", default=BUILD)
    parser.add_argument("--movers", type=int, required=True)
    parser.add_argument("--cameras", type=int, required=True)
    parser.add_argument("--incidents", type=int, required=True)
    options = parser.parse_args()
    listen()
    asyncio.run(run(options))


if __name__ == "__main__":
    main()
