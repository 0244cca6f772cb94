"""The relay process: picture and records to every screen. It reads the store and never writes it."""

import asyncio
import time
from collections.abc import Sequence
from contextlib import ExitStack

import msgspec

from dashboard import service_manager
from dashboard.beats import PERIOD_S
from dashboard.build import BUILD
from dashboard.home_district import home_district
from dashboard.identity.identities import Identities, identity_url
from dashboard.incidents.deadline import answering
from dashboard.incidents.matters import KIND, with_sensitivity
from dashboard.incidents.reader import Reader
from dashboard.settings import Settings
from dashboard.tls import server_context
from dashboard.web.access import SETTINGS_SCREEN, same_secret
from dashboard.web.callers import ground_within
from dashboard.web.hosts import Hosts
from dashboard.web.tickets import Tickets
from feeds.bus import Bus
from feeds.model import Change, Records, Ticket, Utc
from feeds.relay.hub import CLOSED_KEPT_S
from feeds.relay.origins import Pages
from feeds.relay.relay import Relay
from feeds.relay.server import CheckReader, Entry
from feeds.screens import ScreenBook


async def run(settings: Settings, name: str = "relay") -> None:
    """Serve the live lane until cancelled; the relay sends its own beats."""
    with ExitStack() as closing:
        reader = Reader(settings.database_url)
        closing.callback(reader.close)
        identities = await asyncio.to_thread(Identities, identity_url(settings.data, settings.database_url))
        closing.callback(identities.close)
        bus = Bus(settings.redis_url, settings.deployment)
        try:
            relay = await _relay(settings, name, bus, reader, identities)
            relay.hub.stage.roster.names_on_walls = settings.show_names
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(relay.run())
                tasks.create_task(_tell_screens(relay, bus, name))
        finally:
            await bus.aclose()


async def _tell_screens(relay: Relay, bus: Bus, name: str) -> None:
    """Which walls are served, and when each last painted; the web process tells the desk of dark ones."""
    book = ScreenBook(name)
    while True:
        service_manager.alive()
        await bus.publish_screens(book.look(relay.server.clients, time.monotonic()), name)
        await asyncio.sleep(PERIOD_S)


async def _relay(settings: Settings, name: str, bus: Bus, reader: Reader, identities: Identities) -> Relay:
    async def records() -> Records:
        return known(await asyncio.to_thread(reader.records, Utc(time.time() - CLOSED_KEPT_S)))

    async def changes_after(seq: int) -> Sequence[Change]:
        return [judged(change) for change in await asyncio.to_thread(reader.changes_after, seq)]

    async def revocations(seq: int) -> tuple[int, frozenset[str]]:
        return await asyncio.to_thread(identities.revocations_after, seq)

    hosts = Hosts((settings.host, settings.relay_host), settings.allowed_origins)
    return Relay(
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
        entry=Entry(
            pages(settings),
            hosts.is_ours,
            reader_of(settings, identities),
            server_context(settings.tls_cert, settings.tls_key),
        ),
        revocations=revocations,
    )


def reader_of(settings: Settings, identities: Identities) -> CheckReader:
    """Who may ask for the picture without a live ticket: a screen with its token, and in a demonstration
    whoever it lets in by itself.
    """

    async def checked(shown: str, local: bool) -> Ticket | None:
        if same_secret(shown, settings.screen_token):
            return Ticket(settings.scope, "", bearer=f"screen:{SETTINGS_SCREEN}")
        with answering():
            screen = await asyncio.to_thread(identities.screen, shown, Utc(time.time())) if shown else None
        ground = None if screen is None else ground_within(screen.scope, settings.scope).scope
        if screen is not None and ground is not None:  # another district's screen sees nothing here
            return Ticket(ground or settings.scope, "", bearer=f"screen:{screen.id}")
        if settings.mode == "demo" and not shown and (local or settings.demo_open):
            return Ticket(settings.scope, "", bearer="demo")
        return None

    return checked


def known(records: Records) -> Records:
    """The records, each incident with its sensitivity, also one that was written before it was kept."""
    incidents = {id: with_sensitivity(body) for id, body in records.by_kind.get(KIND, {}).items()}
    return Records(records.seq, {**records.by_kind, KIND: incidents})


def judged(change: Change) -> Change:
    """The same of one change."""
    if change.kind != KIND or change.body is None:
        return change
    return msgspec.structs.replace(change, body=with_sensitivity(change.body))


def pages(settings: Settings) -> Pages:
    """Whose pages may connect: those listed and this machine's own; where none is, those that this host
    serves at the pages' port. Only a demonstration takes programs that name no origin.
    """
    if not settings.allowed_origins:
        return Pages(None, settings.port, nameless=settings.mode == "demo")
    scheme = "https" if settings.tls_cert else "http"
    own = {f"{scheme}://{host}:{settings.port}" for host in (settings.host, "127.0.0.1", "localhost")}
    return Pages(own.union(settings.allowed_origins))
