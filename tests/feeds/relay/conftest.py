"""A relay on an ephemeral port, with a store and a bus made of lists."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from typing import Any

import pytest_asyncio

from feeds.bus import Heard, Kind, PositionsHeard
from feeds.errors import StoreUnavailable
from feeds.model import Beat, Change, Records, Ticket, Utc
from feeds.relay.relay import Relay
from tests.feeds.relay.screen import Screen


class FakeBus:
    """A bus inside the process."""

    def __init__(self) -> None:
        self.dropped = 0
        self.age = 0.0
        self.beats: list[Beat] = []
        self._queue: asyncio.Queue[Heard] = asyncio.Queue()
        self._used: set[str] = set()

    def say(self, heard: Heard) -> None:
        """Everybody hears this."""
        self._queue.put_nowait(heard)

    async def listen(self, kinds: Iterable[Kind | str]) -> AsyncIterator[Heard]:
        """Everything, whatever the kind."""
        while True:
            yield await self._queue.get()

    def heard_age(self, now: float) -> float:
        """As the test says."""
        return self.age

    async def beat(self, beat: Beat) -> bool:
        """Keep it."""
        self.beats.append(beat)
        return True

    async def first_use(self, nonce: str, seconds: float) -> bool:
        """True once."""
        fresh = nonce not in self._used
        self._used.add(nonce)
        return fresh


class FakeStore:
    """A change log in a list; may refuse to be read."""

    def __init__(self) -> None:
        self.log: list[Change] = []
        self.broken = False
        self.reads = 0
        self._ids: dict[str, dict[str, dict[str, Any]]] = {}

    def commit(self, kind: str, id_: str, body: dict[str, Any] | None) -> int:
        """One change more; returns its sequence."""
        seq = len(self.log) + 1
        self.log.append(Change(seq, kind, id_, Utc(1_795_330_000.0 + seq), body))
        if body is None:
            self._ids.get(kind, {}).pop(id_, None)
        else:
            self._ids.setdefault(kind, {})[id_] = body
        return seq

    async def changes_after(self, seq: int) -> Sequence[Change]:
        """At most three at a time, so that a reader must come again."""
        self._read()
        return self.log[seq : seq + 3]

    async def records(self) -> Records:
        """Everything."""
        self._read()
        return Records(len(self.log), {kind: dict(bodies) for kind, bodies in self._ids.items()})

    def _read(self) -> None:
        self.reads += 1
        if self.broken:
            raise StoreUnavailable("the store is locked")


def check_ticket(ticket: str) -> Ticket | None:
    """A ticket reads ``scope/nonce`` or ``scope/nonce/role``; anything else is forged."""
    scope, _, rest = ticket.partition("/")
    nonce, _, role = rest.partition("/")
    return Ticket(scope, nonce, role or "wall") if nonce else None


def streets_of(lats: Any, lons: Any) -> list[str | None]:
    """The south is one street, the north another, the far north none."""
    return [None if lat > 33 else "320104004" if lat < 32 else "320104005" for lat in lats]


class Rig:
    """A running relay and its surroundings."""

    def __init__(self, **options: Any) -> None:
        self.bus, self.store = FakeBus(), FakeStore()
        known: dict[str, Any] = {
            "bus": self.bus,
            "changes_after": self.store.changes_after,
            "records": self.store.records,
            "check_ticket": check_ticket,
            "streets_of": streets_of,
            "mode": "demo",
            "host": "127.0.0.1",
            "port": 0,
            "scope": "320104",
            "build": "test",
            "tick_s": 0.05,
        }
        self.relay = Relay(**(known | options))
        self._nonces = iter(range(1_000_000))
        self._screens: list[Screen] = []
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Run, and wait for the port."""
        self._task = asyncio.create_task(self.relay.run())
        async with asyncio.timeout(60):
            while self.relay.server.port is None:
                if self._task.done():
                    await self._task
                await asyncio.sleep(0.01)

    async def stop(self) -> None:
        """Screens first, so that nobody is surprised."""
        await asyncio.gather(*(screen.close() for screen in self._screens))
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    @property
    def port(self) -> int:
        """Where it listens."""
        assert self.relay.server.port is not None
        return self.relay.server.port

    def ticket(self, scope: str = "320104", role: str = "wall") -> str:
        """A fresh one."""
        return f"{scope}/{next(self._nonces)}{'' if role == 'wall' else f'/{role}'}"

    def screen(self, scope: str = "320104", role: str = "wall") -> Screen:
        """A screen that has yet to be opened; closed at the end."""
        screen = Screen(self.port, self.ticket(role=role), scope)
        self._screens.append(screen)
        return screen

    def report(self, *batches: Any) -> None:
        """Positions on the bus."""
        for batch in batches:
            self.bus.say(PositionsHeard("320104", batch.encode()))


@pytest_asyncio.fixture
async def start_rig() -> AsyncIterator[Callable[..., Any]]:
    """Starts relays with options; stops them all."""
    rigs: list[Rig] = []

    async def start(prepare: Callable[[Rig], None] = lambda rig: None, **options: Any) -> Rig:
        rig = Rig(**options)
        prepare(rig)
        rigs.append(rig)
        await rig.start()
        return rig

    yield start
    for rig in rigs:
        await rig.stop()


@pytest_asyncio.fixture
async def rig(start_rig: Callable[..., Any]) -> Rig:
    """A relay as it usually is."""
    started: Rig = await start_rig()
    return started
