"""A part of a bench: the floor. One asyncio loop gives every client what one screen received, when it did.

Told "start" it gives everything once, as often as it is told. A client that does not read is passed over, so
that the floor cannot fill the memory; how often is said.
"""

import argparse
import asyncio
import time
from pathlib import Path
from typing import Any, Final

from bench.floor import Giver, Record, read
from bench.processes import listen, say

FULL: Final = 4 * 1024 * 1024
"""Bytes waiting for one client beyond which it is passed over."""


async def run(path: Path) -> None:
    """Listen, and give."""
    transports: set[Any] = set()
    words, record = listen(), read(path)
    server = await asyncio.get_running_loop().create_server(lambda: Giver(transports), "127.0.0.1", 0)
    say(port=server.sockets[0].getsockname()[1])
    while True:
        if await asyncio.to_thread(words.get) == "start":
            say(passed_over=await give(transports, record))


async def give(transports: set[Any], record: Record) -> int:
    """Everything once; returns how many writes were left out."""
    began, passed_over = time.monotonic(), 0
    for at, data in record:
        await asyncio.sleep(max(0.0, began + at - time.monotonic()))
        for transport in transports:
            if transport.get_write_buffer_size() > FULL:
                passed_over += 1
            else:
                transport.write(data)
    return passed_over


def main() -> None:
    """Started by bench.relay."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--record", type=Path, required=True)
    asyncio.run(run(parser.parse_args().record))


if __name__ == "__main__":
    main()
