"""A TCP proxy on loopback that does to connections what networks do: it keeps them open and passes nothing,
swallows what is sent, delays, slows, cuts up, resets, hangs up, or refuses.

Every knob may be turned while connections are open. It lives in the event loop of whoever starts it.
"""

import asyncio
import contextlib
import socket
import struct
from dataclasses import dataclass, field
from typing import Final

CHUNK: Final = 64 * 1024
GLANCE_S: Final = 0.02
"""How soon a turned knob is noticed."""


@dataclass
class Knobs:
    """What is wrong with the network now."""

    latency_s: float = 0.0
    bytes_per_s: float | None = None
    slice_bytes: int | None = None
    """Passed on in pieces of at most this size."""
    stalled: bool = False
    """Connections stay open; bytes wait, and pass when this ends."""
    half_open: bool = False
    """Bytes of both directions vanish, and so does a FIN: neither end is told."""
    refusing: bool = False
    """New connections are reset."""


class FaultProxy:
    """``async with FaultProxy(port) as proxy:`` and then connect to ``proxy.port``."""

    def __init__(self, target_port: int, port: int = 0) -> None:
        self.knobs = Knobs()
        self.port = port
        self.accepted = 0
        self._target_port = target_port
        self._server: asyncio.Server | None = None
        self._pairs: set[_Pair] = set()

    async def __aenter__(self) -> "FaultProxy":
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._server is not None:
            self._server.close()
        self.cut()
        while self._pairs:
            await asyncio.sleep(GLANCE_S)

    def heal(self) -> None:
        """Nothing is wrong any more. Connections whose bytes were swallowed stay as they are: half open."""
        self.knobs = Knobs()

    def reset(self) -> None:
        """RST to both ends of every connection."""
        for pair in list(self._pairs):
            for writer in pair.ends:
                _will_reset(writer)
            pair.end()

    def cut(self) -> None:
        """FIN to both ends of every connection."""
        for pair in list(self._pairs):
            pair.end()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.accepted += 1
        if self.knobs.refusing:
            _will_reset(writer)
            writer.close()
            return
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._target_port)
        except OSError:
            _will_reset(writer)
            writer.close()
            return
        pair = _Pair((writer, far_writer))
        self._pairs.add(pair)
        try:
            pair.passing = (
                asyncio.create_task(self._pass(pair, reader, far_writer)),
                asyncio.create_task(self._pass(pair, far_reader, writer)),
            )
            await asyncio.gather(*pair.passing, return_exceptions=True)
        finally:
            for end in pair.ends:
                end.close()
            self._pairs.discard(pair)

    async def _pass(self, pair: "_Pair", reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One direction, until either end is gone."""
        with contextlib.suppress(OSError):
            while data := await reader.read(self.knobs.slice_bytes or CHUNK):
                while self.knobs.stalled:
                    await asyncio.sleep(GLANCE_S)
                if self.knobs.latency_s:
                    await asyncio.sleep(self.knobs.latency_s)
                if self.knobs.bytes_per_s:
                    await asyncio.sleep(len(data) / self.knobs.bytes_per_s)
                pair.dead = pair.dead or self.knobs.half_open
                if pair.dead:
                    continue  # what was swallowed cannot come later: a stream with a hole is no stream
                writer.write(data)
                await writer.drain()
        if not pair.dead and not self.knobs.half_open:
            pair.end()


@dataclass(eq=False)
class _Pair:
    """One connection through the proxy."""

    ends: tuple[asyncio.StreamWriter, asyncio.StreamWriter]
    passing: tuple["asyncio.Task[None]", ...] = ()
    dead: bool = field(default=False)
    """Something of it was swallowed."""

    def end(self) -> None:
        """Both directions stop and the sockets are closed."""
        for task in self.passing:
            task.cancel()


def _will_reset(writer: asyncio.StreamWriter) -> None:
    """Closing it sends RST, not FIN."""
    sock = writer.get_extra_info("socket")
    if sock is not None:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
