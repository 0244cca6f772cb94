"""Many who look at the live lane at once, as light as can be.

They say hello with a real ticket, answer beats, come back as a page does, and know how old the newest
positions were when they arrived.
"""

import asyncio
import contextlib
import json
import random
import socket
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException
from websockets.typing import Subprotocol

from feeds import messages, wire
from tests.kit.truth import Feed, datum_at

FIRST_WAIT_S: Final = 1.0
LONGEST_WAIT_S: Final = 15.0
SOON_S: Final = 10.0
TICKET_KEPT_S: Final = 20.0
SMALL_BUFFER: Final = 4096
"""So that a reader who stops is felt at the other end soon."""


@dataclass
class Seen:
    """What one of them saw."""

    frames: int = 0
    epoch: int | None = None
    live_at: float | None = None
    """When its picture was whole, on the connection it has."""
    connections: int = 0
    lost: int = 0
    """Connections that ended after the picture had been whole."""
    ages: list[float] = field(default_factory=list)
    """Of the newest position of each frame at its arrival, seconds."""
    incidents: dict[str, float] = field(default_factory=dict)
    """External id -> when it was first seen."""
    beat_at: float | None = None
    """The newest beat of the connection it has, ``time.monotonic()``."""
    silence_s: float = 0.0
    """The longest time between two beats: a wall says that data stopped after seven seconds of it."""

    def beat(self, now: float) -> None:
        """One more."""
        if self.beat_at is not None:
            self.silence_s = max(self.silence_s, now - self.beat_at)
        self.beat_at = now


class Waits:
    """As `assets/live/waits.mjs`; a test holds both to the same."""

    def __init__(self) -> None:
        self._doublings = 0

    def reset(self) -> None:
        """The picture was true again."""
        self._doublings = 0

    def next(self, absent: bool, lost_s: float) -> float:
        """The longest wait after one failure more, seconds."""
        if absent and lost_s < SOON_S:
            return FIRST_WAIT_S
        longest = min(LONGEST_WAIT_S, FIRST_WAIT_S * 2.0**self._doublings)
        self._doublings = min(self._doublings + 1, 10)
        return longest


class Onlooker:
    """One of them. ``ticket`` is called for each connection, in a thread."""

    def __init__(
        self,
        port: int,
        ticket: Callable[[], str],
        feed: Feed,
        *,
        buffer: int | None = None,
        decodes: bool = True,
    ) -> None:
        self.seen = Seen()
        self.reading = asyncio.Event()
        self.reading.set()
        self._port, self._ticket, self._feed = port, ticket, feed
        self._buffer, self._decodes = buffer, decodes
        self._rows: set[int] = set()
        self._opened = False
        self._unspent: tuple[str, float] | None = None
        """A ticket that no relay was shown, and since when."""

    async def run(self) -> None:
        """Until cancelled: connects again as a page does, after a random part of the longest wait."""
        waits, lost_at = Waits(), time.monotonic()
        while True:
            self._opened = False
            with contextlib.suppress(OSError, WebSocketException, TimeoutError):
                await self._look()
            if self.seen.live_at is not None:
                self.seen.lost += 1
                self.seen.live_at, lost_at = None, time.monotonic()
                waits.reset()
            longest = waits.next(not self._opened, time.monotonic() - lost_at)
            await asyncio.sleep(longest * random.random())

    async def _ticket_in_hand(self) -> str:
        if self._unspent is None or time.monotonic() - self._unspent[1] > TICKET_KEPT_S:
            self._unspent = await asyncio.to_thread(self._ticket), time.monotonic()
        return self._unspent[0]

    async def _look(self) -> None:
        ticket = await self._ticket_in_hand()
        self._rows = set()
        options: dict[str, Any] = {}
        if self._buffer is not None:
            options["sock"] = _small(self._port, self._buffer)
        async with connect(
            f"ws://127.0.0.1:{self._port}/live",
            subprotocols=[Subprotocol(wire.SUBPROTOCOL)],
            max_size=None,
            max_queue=2,
            ping_interval=None,
            open_timeout=15,
            close_timeout=1,
            **options,
        ) as link:
            self.seen.connections += 1
            self._opened, self._unspent = True, None
            await link.send(messages.encode(messages.Hello(ticket, "320104")).decode())
            while True:
                await self.reading.wait()
                await self._take(link, await link.recv())

    async def _take(self, link: ClientConnection, data: str | bytes) -> None:
        if isinstance(data, bytes):
            self._frame(data)
        elif data.startswith('{"type":"beat"'):
            self.seen.beat(time.monotonic())
            await link.send(messages.encode(messages.Ack(self.seen.epoch or 0, 0, 0, 10.0)).decode())
        elif data.startswith(('{"type":"changes"', '{"type":"snapshot"', '{"type":"welcome"')):
            self._note(json.loads(data))

    def _frame(self, data: bytes) -> None:
        self.seen.frames += 1
        keyframe = data[3] == wire.FrameType.KEYFRAME
        if self.seen.live_at is None:
            rows = wire.decode_frame(data).columns.row.tolist()
            self._rows = set(rows) if keyframe else self._rows.union(rows)
            if len(self._rows) >= self._feed.objects:
                self.seen.live_at = time.time()
        if not self._decodes or keyframe:
            return
        columns = wire.decode_frame(data).columns
        found = (datum_at(int(lat), int(lon)) for lat, lon in zip(columns.lat, columns.lon, strict=True))
        newest = max((self._feed.at(datum) for datum in found if datum is not None), default=None)
        if newest is not None:
            self.seen.ages.append(time.time() - newest)

    def _note(self, message: dict[str, Any]) -> None:
        now = time.time()
        if message["type"] == "welcome":
            self.seen.epoch = message["epoch"]
            return
        bodies = (
            message["records"].get("incident", {}).values()
            if message["type"] == "snapshot"
            else [
                change["body"]
                for change in message["changes"]
                if change["kind"] == "incident" and change["body"]
            ]
        )
        for body in bodies:
            self.seen.incidents.setdefault(body.get("external_id", ""), now)


def _small(port: int, size: int) -> socket.socket:
    sock = socket.socket()
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, size)
    sock.connect(("127.0.0.1", port))
    sock.setblocking(False)
    return sock


def ticket_from(url: str) -> Callable[[], str]:
    """Asks the web process as a page does."""

    def ask() -> str:
        request = urllib.request.Request(
            f"{url}/api/live-ticket", b"{}", {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=10) as answer:
            return str(json.load(answer)["ticket"])

    return ask


async def all_live(crowd: list[Onlooker], seconds: float) -> float:
    """Wait until everybody's picture is whole; returns the time of the last."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        times = [one.seen.live_at for one in crowd]
        if all(time is not None for time in times):
            return max(time for time in times if time is not None)
        await asyncio.sleep(0.05)
    raise AssertionError(f"{sum(one.seen.live_at is None for one in crowd)} of {len(crowd)} are not live")
