"""Giving a demo that begins a past: the last day and today so far, a month of whistles; beside answering.

Only a store without any incident gets one. A record of kind ``demo`` says from when on the simulation itself
goes on, and whether the past is complete; a start that was cut short is taken up where it was.
"""

import asyncio
import datetime as dt
import itertools
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, Protocol

import msgspec
import structlog

from dashboard.incidents.commands import Body, Command, Committed, Decision, RecordId, Write
from dashboard.incidents.errors import Refused, StoreUnavailable
from dashboard.incidents.reader_incidents import Page, Wanted
from dashboard.incidents.store import Store
from dashboard.web.seeding_day import Past
from feeds.geo.district import District
from feeds.model import Utc
from feeds.simulation.centre.crew import WorldCrew
from feeds.simulation.centre.plan import SIMULATED, Centre
from feeds.simulation.centre.whistle_plans import Occasion, Trouble, bygone, occasions
from feeds.simulation.matters import LOCAL, Calendar, Matter, local_midnight
from feeds.simulation.world import World

LOG: Final = structlog.get_logger("web")

BEGUN: Final = RecordId("demo", "day")
DAY_S: Final = 86_400.0
MONTH_S: Final = 30 * DAY_S
SETTLED_S: Final = 6 * 3600.0
"""After the first report so long goes by before there are cases that a street may blow about."""
TOGETHER: Final = 100
"""Commands handed to the store at once: they share fsyncs and leave room for others."""
RETRY_S: Final = 1.0


class Reads(Protocol):
    """The part of the store's reader that is used here; its calls block and are made in a thread."""

    def incidents(self, wanted: Wanted) -> Page:
        """One page."""

    def record(self, wanted: RecordId) -> Body | None:
        """One record."""


class Hints(Protocol):
    """The part of the bus that is used here."""

    async def hint(self, seq: int) -> bool:
        """Must not raise."""


class Begun(msgspec.Struct, frozen=True):
    """Note until when the past reaches; ``seeded`` once it is complete."""

    until: float
    seeded: bool
    at: Utc
    actor: str = "seed"
    key: None = None
    reads: tuple[RecordId, ...] = ()

    def apply(self, _seen: Mapping[RecordId, Body]) -> Decision:
        """The note."""
        body = {"id": BEGUN.id, "until_ms": round(self.until * 1000), "seeded": self.seeded}
        return Decision((Write(BEGUN, body | {"provenance": SIMULATED}),))


class PastKeeper:
    """``seed``, ``scope`` and ``speed`` are the simulation's."""

    def __init__(
        self, store: Store, reader: Reads, bus: Hints, district: District, of: tuple[int, str, float]
    ) -> None:
        self._store, self._reader, self._bus = store, reader, bus
        self._district, (self._seed, self._scope, self._speed) = district, of

    async def ensure(self) -> None:
        """Make the past if there is none. Raises StoreUnavailable while the store cannot be read."""
        now = time.time()
        noted, empty = await asyncio.to_thread(self._found)
        if noted is not None and noted["seeded"] and not empty:
            return
        resumed = noted is not None and not noted["seeded"]
        until = noted["until_ms"] / 1000 if noted is not None and resumed else now
        if empty or resumed:
            await self.note(until, seeded=False)
            made = await self._make(until)
            LOG.info("the demo has a past", commands=made, seconds=round(time.time() - now, 1))
        await self.note(until, seeded=True)

    async def note(self, until: float, *, seeded: bool) -> None:
        """Until when the past reaches, and whether it is complete."""
        await self._committed([Begun(until, seeded, Utc(time.time()))])

    def _found(self) -> tuple[Body | None, bool]:
        return self._reader.record(BEGUN), not self._reader.incidents(Wanted(limit=1)).bodies

    async def _make(self, until: float) -> int:
        commands = await asyncio.to_thread(self._commands, until)
        made = 0
        some = await asyncio.to_thread(_taken, commands)
        while some:
            _, following = await asyncio.gather(self._committed(some), asyncio.to_thread(_taken, commands))
            made, some = made + len(some), following
        return made

    def _commands(self, until: float) -> Iterator[Command]:
        world = World(self._district, self._seed, self._scope, self._speed)
        centre = Centre(self._seed, self._speed, WorldCrew(world))
        begin = until - (until - (local_midnight(until) - DAY_S)) / max(1.0, self._speed)
        matters = Calendar(world.grids, self._seed, self._speed).between(begin, until)
        whistles = self._whistles(world, matters, begin, until)
        return Past(centre, self._district.locate, until).of(matters, whistles)

    def _whistles(
        self, world: World, matters: Sequence[Matter], begin: float, until: float
    ) -> list[tuple[Occasion, Trouble | None]]:
        first = until - MONTH_S / max(1.0, self._speed)
        settled = begin + SETTLED_S / max(1.0, self._speed)
        streets = sorted({grid.street for grid in world.grids})
        date, last = (dt.datetime.fromtimestamp(at, LOCAL).date() for at in (first, until))
        found = []
        while date <= last:
            found += [o for o in occasions(streets, date, self._seed, self._speed) if first < o.at <= until]
            date += dt.timedelta(days=1)
        return [(o, None if o.at > settled else bygone(o, world.grids, self._seed)) for o in found]

    async def _committed(self, some: Sequence[Command]) -> None:
        """On disk, in order, and hinted. What somebody else has moved meanwhile stays as they left it."""
        while True:
            outcomes = await asyncio.gather(*map(self._performed, some), return_exceptions=True)
            if not any(isinstance(outcome, StoreUnavailable) for outcome in outcomes):
                break
            await asyncio.sleep(RETRY_S)  # asking for all again is harmless: each has its key
        for outcome in outcomes:
            if isinstance(outcome, BaseException) and not isinstance(outcome, Refused):
                raise outcome
        done = [outcome for outcome in outcomes if isinstance(outcome, Committed) and outcome.seqs]
        if done:
            await self._bus.hint(max(one.head for one in done))

    async def _performed(self, command: Command) -> Committed:
        return await asyncio.wrap_future(self._store.submit(command))


def _taken(commands: Iterator[Command]) -> list[Any]:
    return list(itertools.islice(commands, TOGETHER))
