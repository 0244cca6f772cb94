"""What the processes tell each other, through Redis or Valkey pub/sub. The only ``import redis``.

Nothing that matters is held here alone: positions are conflated anyway, hints only wake those who would look
a second later. So publishing never raises and never queues: while the bus is down it drops, counts, and logs
once when that begins and once when it ends.

A frozen server looks to redis-py like a quiet one. Every listener therefore sends itself a canary through the
server once a second; ``deaf`` is true when none came back for 2.5 s, and the listener then starts afresh.
"""

import asyncio
import random
import time
import uuid
from collections.abc import AsyncIterator, Iterable, Sequence
from enum import StrEnum
from typing import Any, Final

import msgspec
import redis.asyncio as redis
import structlog
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError, ResponseError

from feeds.errors import BusUnavailable
from feeds.model import Beat, SourceHealth
from feeds.screens import ScreenSeen

DEADLINE_S: Final = 1.0
"""Of every command; there are no retries."""

CANARY_S: Final = 1.0
"""Period of a listener's own beat through the server."""

DEAF_AFTER_S: Final = 2.5
"""Two canaries lost."""

MAX_CONNECTIONS: Final = 8
"""Of one process: one for each ``listen``, the rest for commands. A storm of them takes turns."""

READ_BYTES: Final = 256 * 1024
"""Read from a connection at once: a batch of 4,000 positions."""

GATE_S: Final = (0.3, 1.0)
"""After a failure the next try waits a random time between these; until then everything is dropped."""

RELISTEN_S: Final = (0.1, 1.0)
"""A listener tries again after a random time between these."""

_BROKEN: Final = (RedisError, OSError)

_log: Final = structlog.get_logger("bus")


class Kind(StrEnum):
    """What can be listened to; the values are parts of channel names."""

    POSITIONS = "positions"
    HEALTH = "health"
    HINTS = "hints"
    BEATS = "beats"
    SCREENS = "screens"


class PositionsHeard(msgspec.Struct, frozen=True):
    """One batch, still packed: ``Batch.decode`` refuses a bad one with a sentence."""

    scope: str
    body: bytes


class HealthHeard(msgspec.Struct, frozen=True):
    """The tiles of all sources one process runs."""

    process: str
    sources: list[SourceHealth]


class HintHeard(msgspec.Struct, frozen=True):
    """The change log has reached ``seq``, or is about to be found there."""

    seq: int


class BeatHeard(msgspec.Struct, frozen=True):
    """A process is alive."""

    beat: Beat


class ScreensHeard(msgspec.Struct, frozen=True):
    """The walls one relay serves, and when each last painted."""

    process: str
    screens: list[ScreenSeen]


Heard = PositionsHeard | HealthHeard | HintHeard | BeatHeard | ScreensHeard


class Bus:
    """One process's end of the bus. Methods that publish are safe in a hot path: see the module's promise."""

    def __init__(self, url: str, deployment: str) -> None:
        self.dropped = 0  # messages not published because the bus was down
        self.unreadable = 0  # messages heard that made no sense
        self._prefix = f"wanglou:{deployment}:"
        self._redis = redis.Redis.from_pool(
            redis.BlockingConnectionPool.from_url(
                url,
                max_connections=MAX_CONNECTIONS,
                timeout=DEADLINE_S,
                # None, because the client keeps it with asyncio.wait_for, which in Python 3.11 swallows a
                # cancellation that comes as the write ends: the process could not be stopped. Each command
                # has an asyncio.timeout instead, which has no such gap.
                socket_timeout=None,
                socket_connect_timeout=DEADLINE_S,
                socket_read_size=READ_BYTES,
                protocol=2,  # in 3 the client prints every message for a debug log nobody reads
                retry=Retry(NoBackoff(), 0),
            )
        )
        self._down_since: float | None = None  # monotonic
        self._gate_until = 0.0  # monotonic; nothing is tried before
        self._heard_at = time.monotonic()  # the newest canary
        self._refuses = False  # it was said that the server keeps nothing
        self._used: dict[str, float] = {}  # nonce -> monotonic time until which it is remembered

    # Telling

    async def publish_positions(self, scope: str, batch: bytes) -> bool:
        """Send one packed batch; False when it was dropped."""
        return await self._publish(f"{Kind.POSITIONS}:{scope}", batch)

    async def publish_health(self, sources: Sequence[SourceHealth], process: str) -> bool:
        """Send the tiles of every source ``process`` runs, also when there is none."""
        return await self._publish(Kind.HEALTH, msgspec.msgpack.encode(HealthHeard(process, list(sources))))

    async def hint(self, seq: int) -> bool:
        """Say that the change log has reached ``seq``. Call it after the commit."""
        return await self._publish(Kind.HINTS, msgspec.msgpack.encode(HintHeard(seq)))

    async def beat(self, beat: Beat) -> bool:
        """Say that this process is alive."""
        return await self._publish(Kind.BEATS, msgspec.msgpack.encode(BeatHeard(beat)))

    async def publish_screens(self, screens: Sequence[ScreenSeen], process: str) -> bool:
        """Say what walls ``process`` serves, also when there is none."""
        return await self._publish(Kind.SCREENS, msgspec.msgpack.encode(ScreensHeard(process, list(screens))))

    async def first_use(self, nonce: str, seconds: float) -> bool:
        """True once a nonce within ``seconds``: for all processes while the bus is up and has room, else for
        this one.
        """
        now = time.monotonic()
        self._used = {known: until for known, until in self._used.items() if until > now}
        if nonce in self._used:
            return False
        self._used[nonce] = now + seconds
        if self._gated():
            return True
        key, milliseconds = f"{self._prefix}used:{nonce}", max(1, round(seconds * 1000))
        try:
            async with asyncio.timeout(DEADLINE_S):
                return bool(await self._redis.set(key, b"", nx=True, px=milliseconds))
        except ResponseError as exc:  # its memory is full, say: it still carries what is published
            self._keeps_nothing(exc)
            return True
        except _BROKEN as exc:
            self._failed(exc)
            return True

    # Listening

    def heard_age(self, now: float) -> float:
        """Seconds since something of ours came back through the server; ``now`` is ``time.monotonic()``."""
        return max(0.0, now - self._heard_at)

    @property
    def deaf(self) -> bool:
        """Whether nothing gets through, frozen servers included. Means something only while listening."""
        return self.heard_age(time.monotonic()) > DEAF_AFTER_S

    async def listen(self, kinds: Iterable[Kind | str]) -> AsyncIterator[Heard]:
        """Everything of these kinds, for ever: reconnects by itself; what is said meanwhile is lost."""
        wanted = {Kind(kind) for kind in kinds}
        while True:
            try:
                async for heard in self._listen_once(wanted):
                    yield heard
            except (BusUnavailable, *_BROKEN) as exc:
                self._failed(exc)
                await asyncio.sleep(random.uniform(*RELISTEN_S))  # noqa: S311 - jitter, no secret

    async def check(self) -> None:
        """Ask the server for a sign of life; raises BusUnavailable."""
        try:
            async with asyncio.timeout(DEADLINE_S):
                await self._redis.ping()
        except _BROKEN as exc:
            raise BusUnavailable(f"the bus does not answer: {exc}") from exc

    async def aclose(self) -> None:
        """Close every connection."""
        await self._redis.aclose()

    # Inside

    async def _publish(self, channel: str, body: bytes) -> bool:
        if self._gated():
            self.dropped += 1
            return False
        try:
            async with asyncio.timeout(DEADLINE_S):
                await self._redis.publish(self._prefix + channel, body)
        except _BROKEN as exc:
            self.dropped += 1
            self._failed(exc)
            return False
        self._healed()
        return True

    async def _listen_once(self, wanted: set[Kind]) -> AsyncIterator[Heard]:
        canary = f"canary:{uuid.uuid4().hex}"
        async with self._redis.pubsub(ignore_subscribe_messages=True) as pubsub:
            async with asyncio.timeout(DEADLINE_S):
                await pubsub.subscribe(
                    self._prefix + canary, *(self._prefix + kind for kind in _plain(wanted))
                )
                if Kind.POSITIONS in wanted:
                    await pubsub.psubscribe(f"{self._prefix}{Kind.POSITIONS}:*")
            opened_at, next_canary = time.monotonic(), 0.0
            while True:
                if time.monotonic() >= next_canary:
                    await self._publish(canary, b"")
                    next_canary = time.monotonic() + CANARY_S
                message = await pubsub.get_message(timeout=CANARY_S / 4)
                if message is None:  # never while something waits: a busy process is not deaf
                    self._check_hearing(opened_at)
                elif heard := self._understand(message):
                    yield heard

    def _check_hearing(self, opened_at: float) -> None:
        now = time.monotonic()
        silent_s = min(self.heard_age(now), now - opened_at)
        if silent_s > DEAF_AFTER_S:
            raise BusUnavailable(f"the bus is deaf: nothing came back for {silent_s:.1f} s")

    def _understand(self, message: dict[str, Any]) -> Heard | None:
        """What a message says; None for a canary and for what makes no sense, which is counted."""
        channel, body = message["channel"].decode(), message["data"]
        kind, _, rest = channel.removeprefix(self._prefix).partition(":")
        if kind == "canary":
            self._heard_at = time.monotonic()
            return None
        if kind == Kind.POSITIONS:
            return PositionsHeard(rest, body)
        try:
            heard: Heard = _DECODERS[kind].decode(body)
        except (msgspec.DecodeError, UnicodeError, KeyError) as exc:
            self.unreadable += 1
            if self.unreadable == 1:
                _log.warning("the bus carries what nobody understands", channel=channel, error=str(exc))
            return None
        return heard

    def _gated(self) -> bool:
        return time.monotonic() < self._gate_until

    def _keeps_nothing(self, error: Exception) -> None:
        if not self._refuses:
            self._refuses = True
            why = "the bus keeps nothing; used tickets are known to each process alone"
            _log.error(why, error=_said(error))

    def _failed(self, error: Exception) -> None:
        now = time.monotonic()
        self._gate_until = now + random.uniform(*GATE_S)  # noqa: S311 - jitter, no secret
        if self._down_since is None:
            self._down_since = now
            _log.error("the bus is down, messages are dropped", error=_said(error))

    def _healed(self) -> None:
        if self._down_since is not None:
            seconds = round(time.monotonic() - self._down_since, 1)
            self._down_since = None
            _log.info("the bus is up again", after_s=seconds, dropped_so_far=self.dropped)


def _said(error: Exception) -> str:
    """A connection that times out says nothing but what it is."""
    return str(error) or type(error).__name__


def _plain(wanted: set[Kind]) -> list[str]:
    """Channels that have no scope in their name."""
    return [kind.value for kind in sorted(wanted) if kind is not Kind.POSITIONS]


_DECODERS: Final[dict[str, msgspec.msgpack.Decoder[Any]]] = {
    Kind.HEALTH: msgspec.msgpack.Decoder(HealthHeard),
    Kind.HINTS: msgspec.msgpack.Decoder(HintHeard),
    Kind.BEATS: msgspec.msgpack.Decoder(BeatHeard),
    Kind.SCREENS: msgspec.msgpack.Decoder(ScreensHeard),
}
