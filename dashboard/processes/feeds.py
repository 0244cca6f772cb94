"""The feeds process: sources that fetch for themselves, and in a demo or exercise the simulated world.

Sources that are pushed to live behind their doors in the web process.
"""

import asyncio
import os
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import structlog

from dashboard.beats import PERIOD_S, Heart
from dashboard.duty_watch import DutyWatch
from dashboard.home_district import home_district
from dashboard.incidents.reader import Reader
from dashboard.settings import Settings
from dashboard.tls import own_context
from feeds.bus import BeatHeard, Bus, Kind
from feeds.publisher import Publisher
from feeds.runner import Runner
from feeds.simulation import video
from feeds.simulation.life import live
from feeds.simulation.twins import twins
from feeds.simulation.world import World
from feeds.sources import SOURCES, configure_all
from feeds.sources.contract import PullSource, Source

_log: Final = structlog.get_logger("feeds")


async def run(settings: Settings, name: str = "feeds") -> None:
    """Everything that moves, until cancelled."""
    bus = Bus(settings.redis_url, settings.deployment)
    sources = configure_all(settings.sources)
    publisher = Publisher(bus, settings.scope, rank_of(sources))
    reader = Reader(settings.database_url)
    watch = DutyWatch(reader, roster_only=settings.roster_only)
    runners = [
        Runner(source, publisher.publish, admit=watch.duty.admits)
        for source in sources
        if isinstance(source, PullSource)
    ]
    heart = Heart(
        bus, name, os.getpid(), settings.restarts, lambda: {"published": float(publisher.published)}
    )
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(heart.run())
        tasks.create_task(publisher.run())
        tasks.create_task(_welcome_relays(bus, publisher))
        tasks.create_task(_tell_health(bus, runners, name))
        tasks.create_task(watch.run())
        tasks.create_task(_pull(watch, runners[:]))
        if settings.simulate:
            tasks.create_task(_simulate(settings, publisher, runners))


def rank_of(sources: Sequence[Source]) -> Callable[[str], int]:
    """Which source wins for one entity: the order of the file; simulated twins come after all of them."""
    ranks = {source.name: rank for rank, source in enumerate(sources)}
    return lambda name: ranks.get(name, len(ranks))


async def _pull(watch: DutyWatch, runners: Sequence[Runner]) -> None:
    """Once it is known who is off duty, which the store says as soon as there is one."""
    await watch.learnt.wait()
    async with asyncio.TaskGroup() as tasks:
        for runner in runners:
            tasks.create_task(runner.run())


async def _welcome_relays(bus: Bus, publisher: Publisher) -> None:
    async for heard in bus.listen((Kind.BEATS,)):
        if isinstance(heard, BeatHeard):
            publisher.welcome(heard.beat, time.time())


async def _tell_health(bus: Bus, runners: Sequence[Runner], name: str) -> None:
    while True:
        now = time.time()
        await bus.publish_health([runner.health(now) for runner in runners], name)
        await asyncio.sleep(PERIOD_S)


async def _simulate(settings: Settings, publisher: Publisher, runners: list[Runner]) -> None:
    """The simulated district: its phones by the parsers of real ones, its people at the real doors."""
    world = await asyncio.to_thread(_world, settings)
    doubles = [Runner(twin, publisher.publish) for twin in twins(world, SOURCES)]
    runners.extend(doubles)
    screen_token = "" if settings.mode == "demo" else settings.screen_token
    tls = own_context(settings.tls_cert)
    async with asyncio.TaskGroup() as tasks:
        for double in doubles:
            tasks.create_task(double.run())
        tasks.create_task(live(world, settings.local_url, settings.demo_token, screen_token, tls))
        tasks.create_task(_cameras(settings.video_folder))


def _world(settings: Settings) -> World:
    """Drawn and peopled; takes seconds the first time, so it belongs in a thread."""
    world = World(home_district(settings), settings.seed, settings.scope, settings.speed)
    _ = world.patrol  # made here, because it is made on first use
    return world


async def _cameras(folder: Path) -> None:
    """Demo pictures, encoded in a thread. A codec that fails costs the pictures, not the positions."""
    if not video.available():
        _log.info("no demo pictures: the video extra is not installed")
        return
    stop = threading.Event()
    try:
        await asyncio.to_thread(video.broadcast, folder, stop)
    except Exception as exc:  # noqa: BLE001 - last resort for somebody else's encoder
        _log.error("the demo pictures stopped", exc_info=exc)
    finally:
        stop.set()
