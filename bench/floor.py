"""A part of a bench: the least a Python process can do for the same job.

It takes what one screen received, and gives every client the same bytes at the same times: one asyncio loop,
``transport.write``, nothing else.
"""

import argparse
import asyncio
import struct
import time
from pathlib import Path
from typing import Any

from bench.processes import listen, say

Record = list[tuple[float, bytes]]


class Giver(asyncio.Protocol):
    """One connection; reads nothing."""

    def __init__(self, transports: set[Any]) -> None:
        self._transports = transports
        self._transport: Any = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport
        self._transports.add(transport)

    def connection_lost(self, exc: Exception | None) -> None:
        self._transports.discard(self._transport)


def read(path: Path) -> Record:
    """Times and bytes; pieces that arrived within 5 ms of each other were one write."""
    record: Record = []
    data, offset = path.read_bytes(), 0
    while offset < len(data):
        at, length = struct.unpack_from("<dI", data, offset)
        offset += 12
        piece = data[offset : offset + length]
        offset += length
        if record and at - record[-1][0] < 0.005:
            record[-1] = (record[-1][0], record[-1][1] + piece)
        else:
            record.append((at, piece))
    return record


async def run(path: Path) -> None:
    """Listen; on "start" give everything once."""
    transports: set[Any] = set()
    words, record = listen(), read(path)
    server = await asyncio.get_running_loop().create_server(lambda: Giver(transports), "127.0.0.1", 0)
    say(port=server.sockets[0].getsockname()[1])
    await asyncio.to_thread(words.get)
    began = time.monotonic()
    for at, data in record:
        await asyncio.sleep(max(0.0, began + at - time.monotonic()))
        for transport in transports:
            transport.write(data)
    say(done=True)
    await asyncio.to_thread(words.get)


def main() -> None:
    """Started by bench.spine."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--record", type=Path, required=True)
    asyncio.run(run(parser.parse_args().record))


if __name__ == "__main__":
    main()
