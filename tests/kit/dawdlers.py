"""Clients that take their time: connected, and hardly saying a word. Each that is cut off comes again."""

import asyncio
import itertools
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

DRIP_S: Final = 1.0
READ_AT_ONCE: Final = 65_536


class Dawdlers:
    """What became of them. ``first`` is sent whole, then ``drips`` over and over, a byte a second."""

    def __init__(self, port: int, first: bytes, drips: bytes, addresses: tuple[str, ...]) -> None:
        self.lives_s: list[float] = []
        """How long each connection that is over was let live."""
        self.connected = 0
        self.answers: Counter[bytes] = Counter()
        """First lines of what they were told; empty where nothing was."""
        self.refused = 0
        self._port, self._first, self._drips = port, first, drips
        self._addresses = itertools.cycle(addresses)

    async def one(self) -> None:
        """Come again and again, until cancelled."""
        while True:
            began = time.monotonic()
            try:
                told = await self._dawdle(next(self._addresses))
            except OSError:
                self.refused += 1
                told = b""
            self.lives_s.append(time.monotonic() - began)
            self.answers[told.split(b"\r\n", 1)[0][:60]] += 1
            await asyncio.sleep(DRIP_S)

    async def _dawdle(self, address: str) -> bytes:
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port, local_addr=(address, 0))
        self.connected += 1
        drip = asyncio.create_task(self._drip(writer))
        told = b""
        try:
            while more := await reader.read(READ_AT_ONCE):
                told = told or more
        except ConnectionError:
            pass
        finally:
            self.connected -= 1
            drip.cancel()
            writer.transport.abort()
        return told

    async def _drip(self, writer: asyncio.StreamWriter) -> None:
        writer.write(self._first)
        for byte in itertools.cycle(self._drips):
            await asyncio.sleep(DRIP_S)
            if writer.is_closing():
                return
            writer.write(bytes([byte]))


@asynccontextmanager
async def dawdling(count: int, *kinds: Dawdlers) -> AsyncIterator[None]:
    """So many connections of all kinds together, kept up until the end of the block."""
    tasks = [asyncio.create_task(kinds[number % len(kinds)].one()) for number in range(count)]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
