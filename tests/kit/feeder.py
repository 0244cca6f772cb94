"""A feeds process whose every report is known (`truth.py`), of the product's own runner, publisher and bus.

It notes each tick before it publishes it.

    python -m tests.kit.feeder --redis redis://... --journal FILE --objects 1500 --began-at 1795330000
"""

import argparse
import asyncio
import contextlib
import os
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from dashboard.beats import Heart
from feeds.bus import BeatHeard, Bus, Kind
from feeds.model import EntityId, Fix, Message
from feeds.publisher import Publisher
from feeds.runner import Runner
from feeds.sources.contract import Source, SourceConfig
from feeds.wire import E7
from tests.kit.truth import TICK_S, Feed, place_of
from tests.kit.verdict import Journal

TITLE: Final = "known"
QUIET_AFTER_S: Final = 6.0
"""Silence after which the tile of this source must say so."""


class KnownSource(Source):
    """Says what ``truth.py`` says. A message is the number of a tick."""

    kind = "owntracks"
    title_zh = title_en = TITLE

    def __init__(self, feed: Feed) -> None:
        super().__init__(SourceConfig(name=TITLE, ttl_s=feed.ttl_s, stale_after_s=QUIET_AFTER_S))
        self._feed = feed

    def read(self, message: Message, heard_at: float) -> Iterable[Fix]:
        """Everybody whose turn it is."""
        for datum in self._feed.reports(int(message.body)):
            lat, lon = place_of(datum)
            yield Fix(EntityId(f"K-{datum.number:05}"), lat / E7, lon / E7, self._feed.at(datum))


async def feed_for_ever(options: argparse.Namespace) -> None:
    """Until killed. While the file ``<journal>.hold`` is there it says nothing, but lives."""
    feed = Feed(options.objects, options.period, options.ttl, options.began_at)
    bus = Bus(options.redis, options.deployment)
    publisher = Publisher(bus, options.scope, lambda _name: 0)
    runner = Runner(KnownSource(feed), publisher.publish)
    async with asyncio.TaskGroup() as tasks:
        for part in (
            publisher.run(),
            Heart(bus, "feeds", os.getpid()).run(),
            _report(feed, runner, Journal(options.journal), options.journal.with_suffix(".hold")),
            _tell_health(bus, runner),
            _welcome(bus, publisher),
        ):
            tasks.create_task(part)


async def _report(feed: Feed, runner: Runner, journal: Journal, hold: Path) -> None:
    done = feed.tick_at(time.time()) - feed.ticks  # at a start everybody is told once
    while True:
        now = time.time()
        newest = feed.tick_at(now)
        if newest - done > feed.ticks:
            done = newest - feed.ticks  # it stood still: what nobody heard then was never said
        while done < newest and not hold.exists():  # noqa: ASYNC240 - a local look, microseconds
            done += 1
            journal.note("published", tick=done, at=now)
            runner.accept(Message(str(done).encode()), now)
        await asyncio.sleep(TICK_S / 2)


async def _tell_health(bus: Bus, runner: Runner) -> None:
    while True:
        await bus.publish_health([runner.health(time.time())], "feeds")
        await asyncio.sleep(1.0)


async def _welcome(bus: Bus, publisher: Publisher) -> None:
    async for heard in bus.listen((Kind.BEATS,)):
        if isinstance(heard, BeatHeard):
            publisher.welcome(heard.beat, time.time())


def main() -> None:
    """Started by a proof."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--redis", required=True)
    parser.add_argument("--deployment", default="demo")
    parser.add_argument("--scope", default="320104")
    parser.add_argument("--journal", type=Path, required=True)
    parser.add_argument("--objects", type=int, default=1500)
    parser.add_argument("--period", type=float, default=2.0)
    parser.add_argument("--ttl", type=float, default=15.0)
    parser.add_argument("--began-at", type=float, required=True)
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(feed_for_ever(parser.parse_args()))


if __name__ == "__main__":
    main()
