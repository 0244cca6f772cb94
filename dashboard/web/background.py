"""What the web process does besides answering: listen to the others, tell its tiles, keep a demo tidy."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from typing import Any, Final, Protocol

import structlog

from dashboard.incidents.errors import StoreUnavailable
from dashboard.incidents.store import Store
from dashboard.web.pulses import Pulses
from dashboard.web.seeding import Seed
from dashboard.web.tidying import Tidier, Tidy
from feeds.bus import BeatHeard, HealthHeard, Heard, Kind
from feeds.model import SourceHealth, Utc
from feeds.publisher import Publisher

LOG: Final = structlog.get_logger("web")

PROCESS: Final = "web"
TELL_S: Final = 1.0
TIDY_S: Final = 3600.0
EXPIRE_S: Final = 30.0

Bodies = Mapping[str, Sequence[Mapping[str, Any]]]


class Carries(Protocol):
    """The part of the bus that is used here."""

    def listen(self, kinds: Sequence[Kind | str]) -> AsyncIterator[Heard]:
        """Everything of these kinds, for ever."""

    async def publish_health(self, sources: Sequence[SourceHealth], process: str) -> bool:
        """Must not raise."""

    async def hint(self, seq: int) -> bool:
        """Must not raise."""


class HasPast(Protocol):
    """What gives a demo that begins a past."""

    async def ensure(self) -> None:
        """Make it if there is none. Raises StoreUnavailable."""


class Expires(Protocol):
    """The part of the identities that is used here; it blocks."""

    def end_expired(self, now: Utc) -> int:
        """Write down which sessions are over; how many. Raises StoreUnavailable."""


async def expire(identities: Expires, clock: Callable[[], float] = time.time) -> None:
    """Say of idle sessions that they are over, for ever: the relay closes sockets of what is written down."""
    while True:
        try:
            ended = await asyncio.to_thread(identities.end_expired, Utc(clock()))
        except StoreUnavailable as exc:
            LOG.warning("idle sessions could not be ended", error=str(exc))
        else:
            if ended:
                LOG.info("idle sessions ended", sessions=ended)
        await asyncio.sleep(EXPIRE_S)


async def hear(bus: Carries, pulses: Pulses, publisher: Publisher) -> None:
    """Take every process's beats and tiles, for ever; a relay that begins is told what the doors know."""
    async for heard in bus.listen([Kind.BEATS, Kind.HEALTH]):
        now = time.monotonic()
        if isinstance(heard, BeatHeard):
            pulses.hear(heard.beat, now)
            publisher.welcome(heard.beat, time.time())
        elif isinstance(heard, HealthHeard):
            pulses.hear_sources(heard.process, heard.sources, now)


async def tell(bus: Carries, tiles: Callable[[Utc], Sequence[SourceHealth]]) -> None:
    """Publish the tiles of the doors once a second, for ever."""
    while True:
        await bus.publish_health(tiles(Utc(time.time())), PROCESS)
        await asyncio.sleep(TELL_S)


async def keep_demo(
    store: Store,
    bus: Carries,
    make_bodies: Callable[[], Bodies],
    past: HasPast,
    tidier: Tidier,
    settled: asyncio.Event,
) -> None:
    """Seed the simulated roster and, before there is anything, a past, and set ``settled``; then tidy every
    hour. What the store cannot do now it is asked again.
    """
    bodies = await asyncio.to_thread(make_bodies)
    await _insisted(lambda: _done(store, bus, Seed(bodies, Utc(time.time()))))
    await _insisted(lambda: _tidied(store, bus, tidier))
    await _insisted(past.ensure)
    settled.set()
    while True:
        await asyncio.sleep(TIDY_S)
        await _insisted(lambda: _tidied(store, bus, tidier))


async def _insisted(task: Callable[[], Awaitable[None]]) -> None:
    while True:
        try:
            return await task()
        except StoreUnavailable as exc:
            LOG.warning("the store does not take the demo's records yet", why=str(exc))
            await asyncio.sleep(TELL_S)


async def _tidied(store: Store, bus: Carries, tidier: Tidier) -> None:
    now = Utc(time.time())
    for portion in await tidier.portions(now):
        await _done(store, bus, portion)
    tidier.done(now)


async def _done(store: Store, bus: Carries, command: Seed | Tidy) -> None:
    done = await asyncio.wrap_future(store.submit(command))
    LOG.info("demo records", **done.answer)
    if done.seqs:
        await bus.hint(done.head)
