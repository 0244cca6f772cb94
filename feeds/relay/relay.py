"""The composition of a relay: who listens, who follows the change log, who ticks, beats and serves."""

import asyncio
import contextlib
import os
import secrets
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from typing import Final, Protocol

import structlog

from feeds.batch import Batch
from feeds.bus import BeatHeard, HealthHeard, Heard, HintHeard, Kind, PositionsHeard
from feeds.errors import BadInput, Unavailable
from feeds.loop_lag import LagBook
from feeds.model import Beat, Utc
from feeds.publisher import LISTENS
from feeds.relay.follower import ChangesAfter, Follower, ReadRecords
from feeds.relay.hub import Hub
from feeds.relay.roster import StreetsOf
from feeds.relay.scene import BEAT_MS
from feeds.relay.server import CheckTicket, Entry, Server

LAGS_KEPT: Final = 300
"""Ticks over which the loop's lag is judged: one minute."""

REVOKED_EVERY_S: Final = 1.0
"""How often it is asked who no longer counts; their sockets are closed within 5 s."""

INTRODUCES_EVERY_S: Final = 0.1
"""How often a relay says that it is there until it hears itself say so."""

Revocations = Callable[[int], Awaitable[tuple[int, frozenset[str]]]]
"""After a number: the newest number, and whose sessions, screens and tokens were revoked since."""

_log: Final = structlog.get_logger("relay")


class Ear(Protocol):
    """The parts of a ``Bus`` that a relay uses."""

    dropped: int

    def listen(self, kinds: Iterable[Kind | str]) -> AsyncIterator[Heard]:
        """Everything of these kinds, for ever."""

    def heard_age(self, now: float) -> float:
        """Seconds since anything came through."""

    async def beat(self, beat: Beat) -> bool:
        """Say that this process is alive."""

    async def first_use(self, nonce: str, seconds: float) -> bool:
        """True once a nonce."""


class Relay:
    """One relay process. Any number may run side by side; each names its own ``epoch``."""

    def __init__(
        self,
        *,
        bus: Ear,
        changes_after: ChangesAfter,
        records: ReadRecords,
        check_ticket: CheckTicket,
        streets_of: StreetsOf,
        mode: str,
        host: str,
        port: int,
        scope: str,
        build: str,
        process: str = "relay",
        restarts: int = 0,
        max_clients: int = 2_000,
        tick_s: float = 0.2,
        entry: Entry = Entry(),  # noqa: B008 - a value, never changed
        revocations: Revocations | None = None,
    ) -> None:
        """``scope`` is the deployment's; positions of other scopes are not listened to.

        ``process`` and ``restarts`` go into the beat.
        """
        self.hub = Hub(epoch=1 + secrets.randbelow(2**32 - 1), mode=mode, build=build, streets_of=streets_of)
        self.server = Server(
            self.hub, host=host, port=port, check_ticket=check_ticket, first_use=bus.first_use,
            max_clients=max_clients, entry=entry,
        )  # fmt: skip
        self._follower = Follower(self.hub, records, changes_after, self.server.pump)
        self._revocations = revocations
        self._revoked_at: float | None = None  # monotonic: when it was last known who no longer counts
        self._bus = bus
        self._scope = scope
        self._process = process
        self._restarts = restarts
        self._tick_s = tick_s
        self._started_at = Utc(time.time())
        self._unreadable = 0  # batches refused
        self._listens = asyncio.Event()  # heard its own beat: what is published from now on arrives here
        self._lag = LagBook(LAGS_KEPT)

    async def run(self) -> None:
        """Relay for ever; cancel to stop. Raises OSError when the port is taken."""
        async with asyncio.TaskGroup() as group:
            for part in (
                self._listen,
                self._follower.run,
                self._tick,
                self._beat,
                self._introduce,
                self._revoke,
                self.server.run,
            ):
                group.create_task(part(), name=f"relay {part.__qualname__}")

    # From the bus

    async def _listen(self) -> None:
        async for heard in self._bus.listen((Kind.POSITIONS, Kind.HEALTH, Kind.HINTS, Kind.BEATS)):
            self._hear(heard, time.monotonic())

    def _hear(self, heard: Heard, now: float) -> None:
        match heard:
            case PositionsHeard(scope, body):
                if scope == self._scope:
                    self._merge(body)
            case HealthHeard(process, sources):
                self.hub.hear_health(process, sources, now)
            case HintHeard():
                self._follower.hint()
            case BeatHeard(beat):
                if beat.process == self._process and beat.pid == os.getpid():
                    self._listens.set()
                self.hub.hear_beat(beat, now)

    def _merge(self, body: bytes) -> None:
        try:
            self.hub.merge(Batch.decode(body))
        except BadInput as exc:
            self._unreadable += 1
            if self._unreadable == 1:
                _log.error("a batch of positions was refused; further ones are only counted", error=str(exc))

    # In time

    async def _tick(self) -> None:
        due = time.monotonic()
        while True:
            due += self._tick_s
            now = time.monotonic()
            if now - due > 1.0:
                due = now  # after a pause of the whole process there is nothing to make up for
            await asyncio.sleep(due - now)
            self._lag.note(time.monotonic() - due)
            self.hub.tick(Utc(time.time()))
            self.server.pump()

    async def _beat(self) -> None:
        while True:
            now = time.monotonic()
            readings = {"store": self._follower.age(now), "bus": self._bus.heard_age(now)}
            self.hub.pulse(Utc(time.time()), now, readings)
            self.server.pump()
            self.server.abort_stalled(now)
            await self._say_alive()
            await asyncio.sleep(max(0.0, now + BEAT_MS / 1000 - time.monotonic()))

    async def _introduce(self) -> None:
        """Say that it hears as soon as it does, not with the beat of a second later: only then does every
        publisher tell it who stands where, and screens stay half empty until that has come.
        """
        while not self._listens.is_set():
            await self._say_alive()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(INTRODUCES_EVERY_S):
                    await self._listens.wait()
        await self._say_alive()

    async def _say_alive(self) -> None:
        now = Utc(time.time())
        await self._bus.beat(
            Beat(self._process, os.getpid(), now, self._started_at, self._restarts, self.facts())
        )

    async def _revoke(self) -> None:
        """Close the sockets of whoever no longer counts. While nobody can say, those who are in stay in: a
        wall that goes dark for a busy database helps nobody.
        """
        seq, failing = 0, False
        while self._revocations is not None:
            try:
                seq, gone = await self._revocations(seq)
            except Unavailable as exc:
                if not failing:
                    _log.error("nobody can say who was revoked", error=str(exc))
                failing, gone = True, frozenset()
            else:
                failing, self._revoked_at = False, time.monotonic()
            self.server.revoke(gone, time.monotonic())
            await asyncio.sleep(REVOKED_EVERY_S)

    def facts(self) -> dict[str, float]:
        """Figures for /metrics."""
        hub, server, now = self.hub, self.server, time.monotonic()
        sessions = [client.session for client in server.clients]
        known = {} if self._revoked_at is None else {"revocations_age_s": now - self._revoked_at}
        return known | {
            LISTENS: float(self._listens.is_set()),
            **self._lag.facts(),
            "clients": len(sessions),
            "clients_painting": sum(session.paints(now) for session in sessions),
            "entities": len(hub.picture),
            "updates_total": hub.updates,
            "positions_sent_total": server.positions + sum(session.positions for session in sessions),
            "bytes_sent_total": server.bytes_written + sum(client.written for client in server.clients),
            "clients_behind_total": sum(session.behind for session in sessions),
            "clients_aborted_total": server.aborted,
            "refused_total": server.refused,
            "silent_refused_total": server.turned_away,
            "clients_revoked_total": server.revoked,
            "batches_refused_total": self._unreadable + hub.refused,
            "snapshots_built_total": hub.stage.mirror.snapshots_built if hub.stage.mirror else 0,
            "bus_dropped_total": self._bus.dropped,
            "seq": hub.seq or 0,
        }
