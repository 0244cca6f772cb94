"""What the web process does besides answering: listen to the others, tell its tiles, keep a demo tidy."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from typing import Any, Final, Protocol

import msgspec
import structlog

from dashboard.incidents.commands import EVERY, Body, Decision, RecordId, Write
from dashboard.incidents.errors import StoreUnavailable
from dashboard.incidents.matters import KIND
from dashboard.incidents.store import Store
from dashboard.web.pulses import Pulses
from dashboard.web.seeding import SIMULATED, Seed
from feeds.bus import BeatHeard, HealthHeard, Heard, Kind
from feeds.model import SourceHealth, Utc
from feeds.publisher import Publisher

LOG: Final = structlog.get_logger("web")

PROCESS: Final = "web"
TELL_S: Final = 1.0
TIDY_S: Final = 3600.0
SIMULATED_KEPT_S: Final = 48 * 3600.0
"""A simulated incident leaves the records this long after it was opened; the log keeps it."""

Bodies = Mapping[str, Sequence[Mapping[str, Any]]]


class Carries(Protocol):
    """The part of the bus that is used here."""

    def listen(self, kinds: Sequence[Kind | str]) -> AsyncIterator[Heard]:
        """Everything of these kinds, for ever."""

    async def publish_health(self, sources: Sequence[SourceHealth], process: str) -> bool:
        """Must not raise."""

    async def hint(self, seq: int) -> bool:
        """Must not raise."""


class Tidy(msgspec.Struct, frozen=True):
    """Forget simulated incidents opened before ``before``, so that a demo that runs for months stays
    small.
    """

    before: Utc
    at: Utc
    actor: str = "tidy"
    key: None = None

    @property
    def reads(self) -> tuple[RecordId, ...]:
        """All incidents."""
        return (RecordId(KIND, EVERY),)

    def apply(self, seen: Mapping[RecordId, Body]) -> Decision:
        """Remove the old ones."""
        old = [
            Write(record, None)
            for record, body in sorted(seen.items())
            if body["provenance"] == SIMULATED and body["opened_at_ms"] < self.before * 1000
        ]
        return Decision(tuple(old), {"removed": len(old)})


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


async def keep_demo(store: Store, bus: Carries, make_bodies: Callable[[], Bodies]) -> None:
    """Seed the simulated roster once, then tidy every hour. What the store cannot do now it is asked
    again.
    """
    bodies = await asyncio.to_thread(make_bodies)
    await _until_done(store, bus, lambda now: Seed(bodies, now))
    while True:
        await _until_done(store, bus, lambda now: Tidy(Utc(now - SIMULATED_KEPT_S), now))
        await asyncio.sleep(TIDY_S)


async def _until_done(store: Store, bus: Carries, command: Callable[[Utc], Seed | Tidy]) -> None:
    while True:
        try:
            done = await asyncio.wrap_future(store.submit(command(Utc(time.time()))))
        except StoreUnavailable as exc:
            LOG.warning("the store does not take the demo's records yet", why=str(exc))
            await asyncio.sleep(TELL_S)
        else:
            LOG.info("demo records", **done.answer)
            if done.seqs:
                await bus.hint(done.head)
            return
