"""A part of a bench: a peer. Each line that comes in goes to everybody by ``broadcast``, as many would do it.

It does nothing else, neither decodes nor merges nor keeps, so this is the cheapest such a program can be.
"""

import asyncio
import contextlib
from typing import Final

from websockets.asyncio.server import ServerConnection, broadcast, serve
from websockets.exceptions import ConnectionClosed

from bench.processes import listen, say

LONGEST: Final = 1 << 26
"""Bytes of a line."""


async def _hold(connection: ServerConnection) -> None:
    with contextlib.suppress(ConnectionClosed):  # the bench's screens leave without a word
        async for _ in connection:
            pass


async def run() -> None:
    """Say where it listens, then pass on."""
    async with serve(_hold, "127.0.0.1", 0) as server:

        async def pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            while line := await reader.readline():
                broadcast(server.connections, line.rstrip().decode())

        intake = await asyncio.start_server(pass_on, "127.0.0.1", 0, limit=LONGEST)
        ports = [next(iter(each.sockets)).getsockname()[1] for each in (server, intake)]
        say(port=ports[0], intake=ports[1])
        await asyncio.get_running_loop().create_future()


def main() -> None:
    """Started by bench.relay."""
    listen()
    asyncio.run(run())


if __name__ == "__main__":
    main()
