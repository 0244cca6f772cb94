"""A client that never comes to the point is sent away; everybody else notices nothing."""

import asyncio
from collections.abc import AsyncIterator
from typing import ClassVar

import pytest
import uvicorn
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from dashboard.web.app import Server
from dashboard.web.bounded_http import HEAD_BYTES, BoundedHttp

LARGE = bytes(8 * 1024 * 1024)
"""More than the system buffers for a client that does not read."""


class Hasty(BoundedHttp):
    """Patience for tests."""

    head_s: ClassVar = 0.2
    exchange_s: ClassVar = 0.4
    per_address: ClassVar = 2


async def answer(scope: Scope, receive: Receive, send: Send) -> None:
    """A small answer, or a large one."""
    await Response(LARGE if scope["path"] == "/large" else b"hello")(scope, receive, send)


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    """It has little patience."""
    config = uvicorn.Config(
        answer, port=0, http=Hasty, lifespan="off", log_config=None, timeout_graceful_shutdown=1
    )
    server = Server(config)
    task = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    yield server
    server.should_exit = True
    await task


@pytest.fixture
def port(server: Server) -> int:
    """Where it listens."""
    return int(server.servers[0].sockets[0].getsockname()[1])


async def exchange(port: int, *parts: bytes) -> bytes:
    """Everything the server says until it hangs up."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        for part in parts:
            writer.write(part)
            await writer.drain()
        return await asyncio.wait_for(reader.read(), 20)
    except ConnectionError:
        return b""
    finally:
        writer.close()


HEAD = b"GET / HTTP/1.1\r\nHost: here\r\n"


async def test_an_ordinary_request(port: int) -> None:
    """Is answered, and so is the next one on the same connection."""
    said = await exchange(port, HEAD + b"\r\n", HEAD + b"Connection: close\r\n\r\n")
    assert said.count(b"200 OK") == 2


@pytest.mark.parametrize("begun", [b"", b"\r\n", b"GET / HT", HEAD, HEAD + b"X-Slow: a"])
async def test_a_head_that_never_ends(port: int, begun: bytes) -> None:
    """Is told so, and its connection is given back."""
    assert b"408 Request Timeout" in await exchange(port, begun)


async def test_a_second_head_that_never_ends(port: int) -> None:
    """A first good request buys nothing."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(HEAD + b"\r\n")
    assert b"hello" in await reader.readuntil(b"hello")
    writer.write(b"GET")
    assert b"408 Request Timeout" in await asyncio.wait_for(reader.read(), 20)
    writer.close()


async def test_a_body_after_its_answer(port: int) -> None:
    """Nobody waits for the rest of a body that nobody reads."""
    said = await exchange(port, HEAD + b"Content-Length: 1000\r\n\r\n", b"a")
    assert said.count(b"HTTP/1.1") <= 2


@pytest.mark.parametrize("header", [b"X-Large: " + b"a" * 2 * HEAD_BYTES, b"X-Many: a\r\n" * HEAD_BYTES])
async def test_a_head_too_large(port: int, header: bytes) -> None:
    """One endless header and endless headers: refused with a sentence, or cut off while still sending."""
    said = await exchange(port, HEAD + header, header, header)
    assert b"200 OK" not in said
    assert not said or b"431 Request Header Fields Too Large" in said


async def test_endless_trailers(port: int) -> None:
    """A chunked body's trailers are headers as well."""
    head = HEAD + b"Transfer-Encoding: chunked\r\n\r\n0\r\n"
    said = await exchange(port, head, *[b"X-Trailer: " + b"a" * 1000 + b"\r\n"] * 100)
    assert said.count(b"200 OK") <= 1


async def test_an_answer_nobody_reads(server: Server, port: int) -> None:
    """The connection is given back, though most of the answer was never taken."""
    _, writer = await asyncio.open_connection("127.0.0.1", port, limit=1024)
    writer.write(b"GET /large HTTP/1.1\r\nHost: here\r\n\r\n")
    async with asyncio.timeout(20):
        while not server.server_state.connections:
            await asyncio.sleep(0.01)
        while server.server_state.connections:
            await asyncio.sleep(0.01)
    writer.close()


async def test_nonsense(port: int) -> None:
    """One sentence, as JSON."""
    said = await exchange(port, b"\x16\x03\x01 nonsense\r\n\r\n")
    assert b"400 Bad Request" in said and b'"error"' in said


async def test_one_address_cannot_hold_all_connections(port: int) -> None:
    """Beyond its share it is told so at once; other addresses, and a proxy on this machine, are served."""

    async def come(address: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        return await asyncio.open_connection("127.0.0.1", port, local_addr=(address, 0))

    lines = [await come("127.0.0.9") for _ in range(3)]
    assert b"503" in await lines[2][0].readline()
    for address in ("127.0.0.8", "127.0.0.1", "127.0.0.1", "127.0.0.1"):
        lines.append(await come(address))
        lines[-1][1].write(HEAD + b"\r\n")
        assert b"200 OK" in await lines[-1][0].readline()
    for _, writer in lines:
        writer.close()
