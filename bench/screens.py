"""A part of a bench: many screens in one process, reading as little as tells whether, when and what arrived.

They speak just enough of HTTP and RFC 6455 to be served as a browser is; ``bare`` ones only connect and read,
for the floor.
"""

import argparse
import asyncio
import functools
import os
import struct
import time
from pathlib import Path
from typing import Any, Final

import numpy as np

from bench.crowd import stamped
from bench.processes import listen, say
from feeds import messages, wire

_BIG_ENOUGH: Final = 10_000
"""Slots of the latency histogram, one a millisecond."""


class Tally:
    """What all screens together received while the measurement was on."""

    def __init__(self, started_at: float) -> None:
        self.on = False
        self.bytes = 0
        self.updates = 0
        self.frames = 0
        self.latency_ms = np.zeros(_BIG_ENOUGH, np.int64)
        self.record: list[tuple[float, bytes]] = []  # what one screen received, and when
        self._started_at = started_at

    def count(self, size: int) -> None:
        """Bytes from the network."""
        if self.on:
            self.bytes += size

    def draw(self, data: bytes) -> None:
        """One delta."""
        if not self.on or data[3] != wire.FrameType.DELTA:
            return
        now = time.time()
        count = struct.unpack_from("<I", data, 12)[0]
        took_ms = (
            now - stamped(np.frombuffer(data, "<i4", count, wire.HEADER.size), self._started_at)
        ) * 1000
        self.latency_ms += np.bincount(
            np.clip(took_ms, 0, _BIG_ENOUGH - 1).astype(np.int64), minlength=_BIG_ENOUGH
        )
        self.updates += count
        self.frames += 1

    def percentile(self, share: float) -> float:
        """Milliseconds within which this share of all updates arrived."""
        if not self.updates:
            return float("nan")
        return float(np.searchsorted(np.cumsum(self.latency_ms), share * self.updates))


class Screen(asyncio.Protocol):
    """One connection."""

    def __init__(self, number: int, tally: Tally, bare: bool) -> None:
        self.live = asyncio.get_running_loop().create_future()
        self._number = number
        self._tally = tally
        self._bare = bare
        self._buffer = bytearray()
        self._message = bytearray()
        self._open = False
        self._transport: Any = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport
        if self._bare:
            self.live.set_result(None)
        else:
            self._transport.write(
                b"GET /live HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
                b"Sec-WebSocket-Protocol: wanglou.v1\r\n\r\n"
            )

    def data_received(self, data: bytes) -> None:
        self._tally.count(len(data))
        if self._bare:
            return
        if self._number == 0 and self._tally.on:
            self._tally.record.append((time.monotonic(), data))
        self._buffer += data
        if not self._open:
            head, separator, rest = bytes(self._buffer).partition(b"\r\n\r\n")
            if not separator:
                return
            assert head.startswith(b"HTTP/1.1 101"), head
            self._open, self._buffer = True, bytearray(rest)
            self._say(messages.Hello(f"ticket-{self._number}", "320104"))
        self._read_frames()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.live.done():
            self.live.set_exception(ConnectionError(f"screen {self._number} was cut off"))

    def _read_frames(self) -> None:
        buffer, start = self._buffer, 0
        while len(buffer) - start >= 2:
            length, head = buffer[start + 1], 2
            if length == 126:
                head = 4
            elif length == 127:
                head = 10
            if len(buffer) - start < head:
                break
            if head > 2:
                length = int.from_bytes(buffer[start + 2 : start + head], "big")
            if len(buffer) - start < head + length:
                break
            self._read_frame(buffer[start], bytes(buffer[start + head : start + head + length]))
            start += head + length
        del buffer[:start]

    def _read_frame(self, first: int, payload: bytes) -> None:
        opcode = first & 0x0F
        if opcode == 9:
            self._send(0x8A, payload)
            return
        self._message += payload
        if opcode:
            self._opcode = opcode
        if first & 0x80:
            message, self._message = bytes(self._message), bytearray()
            if self._opcode == 2:
                self._tally.draw(message)
                if not self.live.done():
                    self.live.set_result(None)
            elif message.startswith(b'{"type":"beat"'):
                self._say(messages.Ack(1, 0, 0, 10.0))

    def _say(self, message: messages.Message) -> None:
        self._send(0x81, messages.encode(message))

    def _send(self, first: int, payload: bytes) -> None:
        mask = os.urandom(4)
        masked = bytes(byte ^ mask[index % 4] for index, byte in enumerate(payload))
        size = (
            bytes((0x80 | len(payload),)) if len(payload) < 126 else b"\xfe" + struct.pack("!H", len(payload))
        )
        self._transport.write(bytes((first,)) + size + mask + masked)


async def run(options: argparse.Namespace) -> None:
    """Connect all, then measure from "start" to "stop"."""
    loop, words, tally = asyncio.get_running_loop(), listen(), Tally(options.started_at)
    screens = []
    for number in range(options.clients):
        made = functools.partial(Screen, number, tally, options.bare)
        _, screen = await loop.create_connection(made, "127.0.0.1", options.port)
        screens.append(screen)
    async with asyncio.timeout(60):
        await asyncio.gather(*(screen.live for screen in screens))
    say(ready=True)
    await asyncio.to_thread(words.get)
    tally.on, began = True, time.monotonic()
    await asyncio.to_thread(words.get)
    tally.on, took = False, time.monotonic() - began
    if options.record:
        _write_record(Path(options.record), tally.record, began)
    say(
        seconds=took,
        bytes=tally.bytes,
        updates=tally.updates,
        frames=tally.frames,
        p50=tally.percentile(0.5),
        p99=tally.percentile(0.99),
    )


def _write_record(path: Path, record: list[tuple[float, bytes]], began: float) -> None:
    with path.open("wb") as file:
        for at, data in record:
            file.write(struct.pack("<dI", at - began, len(data)) + data)


def main() -> None:
    """Started by bench.spine."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--clients", type=int, required=True)
    parser.add_argument("--started-at", type=float, default=0.0)
    parser.add_argument("--record", default="")
    parser.add_argument("--bare", type=int, default=0)
    asyncio.run(run(parser.parse_args()))


if __name__ == "__main__":
    main()
