"""The relay process: picture and records to every screen. It reads the store and never writes it."""

import asyncio
import time
from collections.abc import Collection, Sequence

import msgspec

from dashboard.build import BUILD
from dashboard.home_district import home_district
from dashboard.incidents.matters import KIND, with_sensitivity
from dashboard.incidents.reader import Reader
from dashboard.settings import Settings
from dashboard.web.tickets import Tickets
from feeds.bus import Bus
from feeds.model import Change, Records, Utc
from feeds.relay.hub import CLOSED_KEPT_S
from feeds.relay.relay import Relay


async def run(settings: Settings, name: str = "relay") -> None:
    """Serve the live lane until cancelled; the relay sends its own beats."""
    bus = Bus(settings.redis_url, settings.deployment)
    reader = Reader(settings.database_url)

    async def records() -> Records:
        return known(await asyncio.to_thread(reader.records, Utc(time.time() - CLOSED_KEPT_S)))

    async def changes_after(seq: int) -> Sequence[Change]:
        return [judged(change) for change in await asyncio.to_thread(reader.changes_after, seq)]

    relay = Relay(
        bus=bus,
        records=records,
        changes_after=changes_after,
        check_ticket=Tickets(settings.secret, settings.deployment).check,
        streets_of=(await asyncio.to_thread(home_district, settings)).streets_of,
        mode=settings.mode,
        host=settings.relay_host,
        port=settings.relay_port,
        scope=settings.scope,
        build=BUILD,
        process=name,
        restarts=settings.restarts,
        allowed_origins=origins(settings),
    )
    try:
        await relay.run()
    finally:
        reader.close()
        await bus.aclose()


def known(records: Records) -> Records:
    """The records, each incident with its sensitivity, also one that was written before it was kept."""
    incidents = {id: with_sensitivity(body) for id, body in records.by_kind.get(KIND, {}).items()}
    return Records(records.seq, {**records.by_kind, KIND: incidents})


def judged(change: Change) -> Change:
    """The same of one change."""
    if change.kind != KIND or change.body is None:
        return change
    return msgspec.structs.replace(change, body=with_sensitivity(change.body))


def origins(settings: Settings) -> Collection[str] | None:
    """Whose pages may connect: those listed and this machine's own; None, where none is: our host's."""
    if not settings.allowed_origins:
        return None
    own = {f"http://{host}:{settings.port}" for host in (settings.host, "127.0.0.1", "localhost")}
    return own.union(settings.allowed_origins)
