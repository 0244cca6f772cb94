"""Running the web process: uvicorn and everything beside it in one event loop, until told to stop."""

import asyncio
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Final

import uvicorn

from dashboard.beats import Heart
from dashboard.home_district import home_district
from dashboard.identity.identities import Identities, identity_url
from dashboard.incidents.reader import Reader
from dashboard.incidents.store import Store
from dashboard.purge import nightly
from dashboard.settings import Settings
from dashboard.tls import server_context
from dashboard.web.background import PROCESS, Bodies, expire, hear, keep_demo, tell
from dashboard.web.bounded_http import PROXIES, BoundedHttp
from dashboard.web.geo import GeoDoor
from dashboard.web.opening import opened
from dashboard.web.roster_keeper import RosterKeeper
from dashboard.web.seeding_past import PastKeeper
from dashboard.web.site import Web, World, build
from dashboard.web.storing import Storing
from dashboard.web.tidying import Tidier
from dashboard.web.wall_watch import WallAlarms
from dashboard.web.watch_alarms import AlarmWatch
from feeds.bus import Bus
from feeds.geo import imported
from feeds.geo.district import District
from feeds.geo.layers import layers
from feeds.model import SourceHealth, Utc
from feeds.simulation import world as simulation

CONCURRENT_MOST: Final = 1000
"""Connections and tasks at once; beyond that uvicorn answers 503 by itself."""

GRACE_S: Final = 1
"""What requests under way get when the process is told to stop."""


class Server(uvicorn.Server):
    """uvicorn without its signal handling: the loop that runs it has its own."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals alone."""
        yield


def serve(settings: Settings) -> None:
    """Open the store, answer requests, and close the store when told to stop (SIGTERM, SIGINT).

    Raises BadSetting for a wrong setting and StoreUnavailable when the store cannot be had.
    """
    with ExitStack() as closing:
        store = asyncio.run(_opened_store(settings))
        closing.callback(store.close)
        reader = Reader(settings.database_url)
        closing.callback(reader.close)
        identities = Identities(identity_url(settings.data, settings.database_url))
        closing.callback(identities.close)
        places = home_district(settings)
        bus = Bus(settings.redis_url, settings.deployment)
        land = imported.load_land(settings.geo_folder)
        credit = land.credit if land else ""
        world = World(store, reader, bus, places, GeoDoor(layers(places, land)), credit, identities)
        web = build(settings, world)
        server = Server(_config(settings, web))
        with asyncio.Runner(loop_factory=server.config.get_loop_factory()) as runner:
            runner.run(_run(settings, server, web, world))


async def _opened_store(settings: Settings) -> Store:
    """In an event loop of its own, so that there is a heart to beat while it is brought up to date."""
    bus = Bus(settings.redis_url, settings.deployment)
    try:
        return await opened(lambda: Store(settings.database_url), bus, PROCESS)
    finally:
        await bus.aclose()


async def _run(settings: Settings, server: Server, web: Web, world: World) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, lambda: setattr(server, "should_exit", True))
    enrols = world.identities if isinstance(world.identities, Identities) else None
    walls, storing = WallAlarms(enrols, time.monotonic), Storing(world.store)
    roster = None if settings.simulate else RosterKeeper(world.store, world.bus, settings.data)

    def facts() -> dict[str, float]:
        return {**web.facts(), **walls.facts(), **storing.facts()}

    def tiles(now: Utc) -> list[SourceHealth]:
        return [*web.doors.tiles(now), *(roster.health(now) if roster else ())]

    heart = Heart(world.bus, PROCESS, os.getpid(), settings.restarts, facts)
    settled = asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        beside = [
            tasks.create_task(heart.run()),
            tasks.create_task(web.doors.publisher.run()),
            tasks.create_task(web.doors.duty.run()),
            tasks.create_task(_forget(settings, world)),
            tasks.create_task(hear(world.bus, web.pulses, web.doors.publisher)),
            tasks.create_task(tell(world.bus, tiles)),
            tasks.create_task(web.whereabouts.run()),
            tasks.create_task(web.patrols.run()),
            tasks.create_task(walls.listen(world.bus)),
            tasks.create_task(storing.run()),
            tasks.create_task(_alarm(world, web, walls, settled)),
        ]
        if roster is None:
            beside.append(tasks.create_task(_keep_demo(settings, world, settled)))
        else:
            beside.append(tasks.create_task(roster.run()))
            settled.set()
        await server.serve()
        for task in beside:
            task.cancel()
    await world.bus.aclose()


async def _forget(settings: Settings, world: World) -> None:
    """Every night, what is past its time; meanwhile, whose session is."""
    if isinstance(world.identities, Identities):
        await asyncio.gather(nightly(settings, world.identities), expire(world.identities))


async def _alarm(world: World, web: Web, walls: WallAlarms, settled: asyncio.Event) -> None:
    """While a demo's past is being made nothing is an alarm: what is overdue then was closed long ago."""
    await settled.wait()
    await AlarmWatch(world.store, world.reader, world.bus, web.whereabouts, others=walls.situations).run()


async def _keep_demo(settings: Settings, world: World, settled: asyncio.Event) -> None:
    simulated = (settings.seed, settings.scope, settings.speed)
    past = PastKeeper(world.store, world.reader, world.bus, world.district, simulated)
    make = _bodies_maker(settings, world.district)
    await keep_demo(world.store, world.bus, make, past, Tidier(world.reader), settled)


def _bodies_maker(settings: Settings, places: District) -> Callable[[], Bodies]:
    """Makes the simulated roster, grids and cameras; takes a while, so it is called in a thread."""

    def make() -> Bodies:
        demo = simulation.World(places, settings.seed, settings.scope, settings.speed)
        return {"worker": demo.roster(), "grid": demo.grid_records(), "camera": demo.cameras()}

    return make


def _config(settings: Settings, web: Web) -> uvicorn.Config:
    tls = server_context(settings.tls_cert, settings.tls_key)
    return uvicorn.Config(
        web.asgi,
        host=settings.host,
        port=settings.port,
        http=BoundedHttp,
        ws="websockets-sansio",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        ssl_context_factory=None if tls is None else lambda _config, _default: tls,
        forwarded_allow_ips=list(PROXIES),
        limit_concurrency=CONCURRENT_MOST,
        timeout_graceful_shutdown=GRACE_S,
    )
