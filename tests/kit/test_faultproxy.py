"""The proxy does to connections what it says."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from tests.kit.faultproxy import FaultProxy


@asynccontextmanager
async def line() -> AsyncIterator[tuple[FaultProxy, asyncio.StreamReader, asyncio.StreamWriter]]:
    """A connection through a proxy to somebody who repeats what is said."""

    async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(1000):
            writer.write(data)
        writer.close()

    server = await asyncio.start_server(echo, "127.0.0.1", 0)
    async with server, FaultProxy(server.sockets[0].getsockname()[1]) as proxy:
        reader, writer = await asyncio.open_connection("127.0.0.1", proxy.port)
        yield proxy, reader, writer
        writer.close()


async def silent(reader: asyncio.StreamReader) -> bool:
    """Whether nothing comes for a while."""
    try:
        async with asyncio.timeout(0.1):
            await reader.read(1)
    except TimeoutError:
        return True
    return False


async def test_a_healthy_one_passes_everything_on() -> None:
    """Also in slices."""
    async with line() as (proxy, reader, writer):
        proxy.knobs.slice_bytes = 2
        writer.write(b"hello")
        assert await reader.readexactly(5) == b"hello"


async def test_a_stalled_one_passes_it_on_later() -> None:
    """Nothing is lost."""
    async with line() as (proxy, reader, writer):
        proxy.knobs.stalled = True
        writer.write(b"hello")
        assert await silent(reader)
        proxy.heal()
        assert await reader.readexactly(5) == b"hello"


async def test_a_half_open_one_swallows_for_good() -> None:
    """Also what comes after: a stream with a hole is no stream. A new connection is sound."""
    async with line() as (proxy, reader, writer):
        proxy.knobs.half_open = True
        writer.write(b"lost")
        assert await silent(reader)
        proxy.heal()
        writer.write(b"more")
        assert await silent(reader)
        fresh, other = await asyncio.open_connection("127.0.0.1", proxy.port)
        other.write(b"hello")
        assert await fresh.readexactly(5) == b"hello"
        other.close()


async def test_a_cut_is_an_end_and_a_reset_is_none() -> None:
    """FIN, and RST."""
    async with line() as (proxy, reader, writer):
        writer.write(b"x")
        await reader.readexactly(1)
        proxy.cut()
        assert await reader.read() == b""
    async with line() as (proxy, reader, writer):
        writer.write(b"x")
        await reader.readexactly(1)
        proxy.reset()
        with pytest.raises(ConnectionResetError):
            await reader.read()


async def test_a_refusing_one_resets_who_comes() -> None:
    """Those who are there stay."""
    async with line() as (proxy, reader, writer):
        proxy.knobs.refusing = True
        fresh, other = await asyncio.open_connection("127.0.0.1", proxy.port)
        with pytest.raises(ConnectionResetError):
            await fresh.read()
        other.close()
        writer.write(b"hello")
        assert await reader.readexactly(5) == b"hello"
