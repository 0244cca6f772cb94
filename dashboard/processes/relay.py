"""The relay process: picture and records to every screen. It reads the store and never writes it."""

import asyncio
import os

from dashboard.beats import Heart
from dashboard.build import BUILD
from dashboard.incidents.reader import Reader
from dashboard.settings import Settings
from dashboard.web.tickets import Tickets
from feeds.bus import Bus
from feeds.geo import district
from feeds.relay.relay import Relay


async def run(settings: Settings, name: str = "relay") -> None:
    """Serve the live lane until cancelled."""
    bus = Bus(settings.redis_url, settings.deployment)
    reader = Reader(settings.database_url)
    places = await asyncio.to_thread(district.load, settings.cache_folder)
    relay = Relay(
        bus=bus,
        records=reader.records,
        changes_after=reader.changes_after,
        check_ticket=Tickets(settings.secret, settings.deployment).check,
        streets_of=places.streets_of,
        mode=settings.mode,
        host=settings.relay_host,
        port=settings.relay_port,
        scope=settings.scope,
        build=BUILD,
    )
    heart = Heart(bus, name, os.getpid(), settings.restarts, relay.facts)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(heart.run())
        tasks.create_task(relay.run())
