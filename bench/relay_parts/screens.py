"""A part of a bench: hundreds of screens in one process that read as little as tells what arrived.

Every one counts bytes and frames by walking over websocket headers in one shared buffer, nothing is copied.
The first of a process also reads every position, for the latency. ``speaks`` is how they talk: "wanglou"
(hello, acks), "json" (a plain websocket), "worldmap" (Node-RED's), "bare" (they only connect).
"""

import argparse
import asyncio
import os
import struct
import time
from collections.abc import Sequence
from pathlib import Path
from queue import Queue
from typing import Any, Final

import msgspec
import numpy as np

from bench.crowd import stamped
from bench.processes import listen, say
from feeds import messages, wire

AT_ONCE: Final = 20
"""Screens that open at the same time; an opening carries the whole city."""

SLOWEST_MS: Final = 30_000
BUFFER: Final = memoryview(bytearray(1 << 20))
"""What the system read last; consumed at once, so all screens share it."""

HEAD_BYTES: Final = 32
"""Of a binary message, for those who only count."""

PATHS: Final = {"wanglou": "/live", "json": "/", "worldmap": "/worldmap/socket/websocket"}


class Mark(msgspec.Struct):
    """Of a JSON position, what tells how long it took."""

    lat: float


class Tally:
    """What the screens of this process received since the last ``start``."""

    def __init__(self, started_at: float) -> None:
        self._started_at = started_at
        self.on = False
        self.start()
        self.on = False

    def start(self) -> None:
        """From here on."""
        self.on, self.began = True, time.monotonic()
        self.bytes = self.sample_bytes = self.updates = self.keyframes = 0
        self.latency_ms = np.zeros(SLOWEST_MS, np.int64)
        self.pieces: list[tuple[float, bytes]] = []  # what the first screen received, for the floor

    def arrive(self, lat_e7: "np.typing.NDArray[Any]") -> None:
        """Positions at the first screen."""
        took_ms = (time.time() - stamped(lat_e7, self._started_at)) * 1000.0
        slots = np.clip(took_ms, 0, SLOWEST_MS - 1).astype(np.int64)
        self.latency_ms += np.bincount(slots, minlength=SLOWEST_MS)
        self.updates += len(lat_e7)

    def stop(self) -> dict[str, Any]:
        """What came."""
        self.on = False
        slots = np.flatnonzero(self.latency_ms)
        return {
            "seconds": time.monotonic() - self.began,
            "bytes": self.bytes,
            "sample_bytes": self.sample_bytes,
            "updates": self.updates,
            "keyframes": self.keyframes,
            "latency": list(zip(slots.tolist(), self.latency_ms[slots].tolist(), strict=True)),
        }


class Screen(asyncio.BufferedProtocol):
    """One connection."""

    def __init__(self, tally: Tally, speaks: str, sample: bool) -> None:
        self.live = asyncio.get_running_loop().create_future()
        self._tally = tally
        self._speaks = speaks
        self._sample = sample
        self._transport: Any = None
        self._opening = bytearray() if speaks != "bare" else None
        self._head = bytearray()  # of the websocket frame that begins
        self._left = 0  # payload still to come
        self._keep = 0  # how much of the message is wanted
        self._opcode = 0
        self._message = bytearray()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport
        if self._speaks == "bare":
            self.live.set_result(None)
            return
        protocol = "Sec-WebSocket-Protocol: wanglou.v1\r\n" if self._speaks == "wanglou" else ""
        self._transport.write(
            f"GET {PATHS[self._speaks]} HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: bench\r\n"
            "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            f"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n{protocol}\r\n".encode()
        )

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.live.done():
            self.live.set_exception(ConnectionError("a screen was cut off"))

    def get_buffer(self, sizehint: int) -> memoryview:
        return BUFFER

    def buffer_updated(self, nbytes: int) -> None:
        tally = self._tally
        if tally.on:
            tally.bytes += nbytes
            if self._sample:
                tally.sample_bytes += nbytes
                tally.pieces.append((time.monotonic() - tally.began, bytes(BUFFER[:nbytes])))
        if self._speaks != "bare":
            self._read(BUFFER[:nbytes])

    # Inside

    def _read(self, data: memoryview) -> None:
        at = 0 if self._opening is None else self._open(data)
        while at < len(data):
            if not self._left:
                self._head.append(data[at])
                at += 1
                self._begin()
                continue
            taken = min(self._left, len(data) - at)
            wanted = min(taken, self._keep - len(self._message))
            if wanted > 0:
                self._message += data[at : at + wanted]
            at += taken
            self._left -= taken
            if not self._left:
                self._end()

    def _open(self, data: memoryview) -> int:
        """The answer to the upgrade; returns where the first frame begins."""
        assert self._opening is not None
        before = len(self._opening)
        self._opening += data
        end = self._opening.find(b"\r\n\r\n")
        if end < 0:
            return len(data)
        assert self._opening.startswith(b"HTTP/1.1 101"), bytes(self._opening[:200])
        self._opening = None
        if self._speaks == "wanglou":
            self._send(0x81, messages.encode(messages.Hello(f"ticket-{id(self)}-{os.getpid()}", "320104")))
        else:
            self._send(0x81, b'{"action":"connected"}')
            self.live.set_result(None)
        return end + 4 - before

    def _begin(self) -> None:
        """One more byte of a frame's header has come."""
        head = self._head
        if len(head) < 2:
            return
        size = {126: 4, 127: 10}.get(head[1], 2)
        if len(head) < size:
            return
        self._left = head[1] if size == 2 else int.from_bytes(head[2:size], "big")
        self._first, self._head = head[0], bytearray()
        opcode = self._first & 0x0F
        if opcode:
            self._opcode, self._message = opcode, bytearray()
            whole = self._sample or opcode > 2  # a ping is answered with what it says
            self._keep = 1 << 62 if whole else HEAD_BYTES
        if not self._left:
            self._end()

    def _end(self) -> None:
        """A frame is there."""
        if not self._first & 0x80:
            return
        message, self._message = self._message, bytearray()
        if self._opcode == 9:
            self._send(0x8A, bytes(message))
        elif self._opcode == 2:
            self._frame(message)
        elif self._opcode == 1 and self._speaks == "wanglou":
            if message.startswith(b'{"type":"beat"'):
                self._send(0x81, messages.encode(messages.Ack(1, 0, 0, 10.0)))
        elif self._opcode == 1 and self._sample and self._tally.on and message.startswith(b"["):
            marks = msgspec.json.decode(message, type=list[Mark])
            lats = np.fromiter((mark.lat for mark in marks), np.float64, len(marks))
            self._tally.arrive(np.rint(lats * 1e7))

    def _frame(self, message: bytearray) -> None:
        if not self.live.done():
            self.live.set_result(None)
        if not self._tally.on:
            return
        if message[3] == wire.FrameType.KEYFRAME:
            self._tally.keyframes += 1
        elif self._sample:
            count = struct.unpack_from("<I", message, 12)[0]
            self._tally.arrive(np.frombuffer(message, "<i4", count, wire.HEADER.size))

    def _send(self, first: int, payload: bytes) -> None:
        mask = os.urandom(4)
        masked = bytes(byte ^ mask[index % 4] for index, byte in enumerate(payload))
        size = (
            bytes((0x80 | len(payload),)) if len(payload) < 126 else b"\xfe" + struct.pack("!H", len(payload))
        )
        self._transport.write(bytes((first,)) + size + mask + masked)


async def run(options: argparse.Namespace) -> None:
    """Connect all; then measure from each "start" to the next "stop"."""
    words, tally = listen(), Tally(options.started_at)
    for start in range(0, options.clients, AT_ONCE):
        await _open(range(start, min(start + AT_ONCE, options.clients)), tally, options)
    say(ready=True)
    while True:
        await _await_word("start", words)
        tally.start()
        await _await_word("stop", words)
        told = tally.stop()
        if options.record:
            _keep(Path(options.record), tally.pieces)
        say(**told)


async def _open(numbers: Sequence[int], tally: Tally, options: argparse.Namespace) -> None:
    loop, made = asyncio.get_running_loop(), []
    for number in numbers:
        _, screen = await loop.create_connection(
            lambda number=number: Screen(tally, options.speaks, number == 0), "127.0.0.1", options.port
        )
        made.append(screen.live)
    async with asyncio.timeout(60):
        await asyncio.gather(*made)


async def _await_word(word: str, words: "Queue[str | None]") -> None:
    while await asyncio.to_thread(words.get) != word:
        pass


def _keep(path: Path, pieces: Sequence[tuple[float, bytes]]) -> None:
    """Of the smallest audience, which nothing held up."""
    if path.exists():
        return
    with path.open("wb") as file:
        for at, data in pieces:
            file.write(struct.pack("<dI", at, len(data)) + data)


def main() -> None:
    """Started by bench.relay."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--clients", type=int, required=True)
    parser.add_argument("--speaks", choices=[*PATHS, "bare"], required=True)
    parser.add_argument("--started-at", type=float, default=0.0)
    parser.add_argument("--record", default="")
    asyncio.run(run(parser.parse_args()))


if __name__ == "__main__":
    main()
