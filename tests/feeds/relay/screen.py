"""A screen written in Python: what a test, or a bench, needs to play the part of the browser."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from feeds import messages, wire
from feeds.columns import read_columns


class Screen:
    """Says hello, then keeps what it is told as a browser would, and checks that it may apply it."""

    def __init__(self, port: int, ticket: str, scope: str = "320104") -> None:
        self.said: list[Any] = []  # messages and frames in the order of arrival
        self.records: dict[str, dict[str, Any]] = {}
        self.rows: dict[int, dict[str, Any]] = {}
        self.places: dict[int, tuple[int, int]] = {}  # row -> lat, lon as integers
        self.flags: dict[int, int] = {}
        self.seq: int | None = None
        self.tick: int | None = None
        self.beat: Any = None  # the newest
        self.welcome: messages.Welcome | None = None
        self.bye: str | None = None
        self._synchronised = False
        self._url = f"ws://127.0.0.1:{port}/live"
        self._hello = messages.Hello(ticket, scope)
        self._link: ClientConnection | None = None
        self._task: asyncio.Task[None] | None = None

    async def open(self, resume: messages.Resume | None = None, **options: Any) -> "Screen":
        """Connect and begin to listen."""
        self._link = await connect(
            self._url, subprotocols=[Subprotocol(wire.SUBPROTOCOL)], max_size=None, **options
        )
        hello = messages.Hello(self._hello.ticket, self._hello.scope, resume)
        await self.say(hello)
        self._task = asyncio.create_task(self._listen(self._link))
        return self

    async def say(self, message: messages.Message) -> None:
        """Send one message."""
        assert self._link is not None
        await self._link.send(messages.encode(message).decode())

    async def close(self) -> None:
        """Go away."""
        if self._link is not None:
            await self._link.close()
        if self._task is not None:
            await asyncio.gather(self._task, return_exceptions=True)

    async def until(self, condition: Callable[["Screen"], object], deadline_s: float = 60.0) -> None:
        """Wait for something to become true; the deadline only ends a broken test."""
        async with asyncio.timeout(deadline_s):
            while not condition(self):
                await asyncio.sleep(0.01)

    def place_of(self, entity: str) -> tuple[int, int] | None:
        """Where the screen draws an entity."""
        for row, facts in self.rows.items():
            if facts["id"] == entity:
                return self.places.get(row)
        return None

    async def _listen(self, link: ClientConnection) -> None:
        async for data in link:
            if isinstance(data, bytes):
                self._draw(wire.decode_frame(data))
            else:
                self._note(messages.decode_from_relay(data))

    def _draw(self, frame: wire.Frame) -> None:
        self.said.append(frame)
        if frame.type is wire.FrameType.KEYFRAME:
            self.places.clear()
        else:
            assert self.tick is not None
            assert frame.tick == self.tick + 1, "a delta applies to the tick before it"
        self.tick = frame.tick
        for row, lat, lon, flags in zip(*(column.tolist() for column in (
            frame.columns.row, frame.columns.lat, frame.columns.lon, frame.columns.flags
        )), strict=True):  # fmt: skip
            assert row in self.rows, "a row is introduced before it is drawn"
            if wire.unpack_flags(flags)[2].name == "REMOVED":
                self.places.pop(row, None)
            else:
                self.places[row], self.flags[row] = (lat, lon), flags

    def _note(self, message: messages.FromRelay) -> None:
        self.said.append(message)
        match message:
            case messages.Welcome():
                self.welcome = message
            case messages.Snapshot():
                self._synchronised = True
                self.seq, self.records = message.seq, held(message)
            case messages.Changes():
                assert message.after == self.seq, "changes apply to the sequence before them"
                self.seq, self._synchronised = message.seq, True
                for change in message.changes:
                    kind = self.records.setdefault(change.kind, {})
                    if change.body is None:
                        kind.pop(change.id, None)
                    else:
                        kind[change.id] = change.body
            case messages.Rows():
                self.rows.update({row["row"]: row for row in message.rows})
            case messages.Beat():
                assert not self._synchronised or message.seq == self.seq, (
                    "changes come before the beat that names them"
                )
                self.beat = message
            case messages.Bye():
                self.bye = message.reason
            case messages.Bodies():
                self.records[message.kind] |= message.records
            case messages.Entity():
                pass


def held(snapshot: messages.Snapshot) -> dict[str, dict[str, Any]]:
    """The records that a page holds after it: of those in columns a little, without those that are gone."""
    records: dict[str, dict[str, Any]] = json.loads(json.dumps(snapshot.records))
    for kind, told in snapshot.columns.items():
        beside = records.get(kind, {})
        together = read_columns(told) | beside
        records[kind] = {id_: body for id_, body in together.items() if body is not None}
    return records
