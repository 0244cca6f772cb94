"""A client that never comes to the point is sent away; everybody else notices nothing."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any, ClassVar

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
    """A small answer, or a large one; where there is a body, after it."""
    while scope["path"] == "/body" and (await receive()).get("more_body"):
        pass
    await Response(LARGE if scope["path"] == "/large" else b"hello")(scope, receive, send)


class Roomy(BoundedHttp):
    """As patient as need be, for few."""

    head_s: ClassVar = 600.0
    exchange_s: ClassVar = 600.0
    per_address: ClassVar = 2


@asynccontextmanager
async def serving(http: type[BoundedHttp], **options: Any) -> AsyncIterator[Server]:
    """A server of these connections, until the end of the block."""
    config = uvicorn.Config(
        answer,
        port=0,
        http=http,
        lifespan="off",
        log_config=None,
        timeout_keep_alive=600,
        timeout_graceful_shutdown=1,
        **options,
    )
    server = Server(config)
    task = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    try:
        yield server
    finally:
        server.should_exit = True
        await task


def port_of(server: Server) -> int:
    """Where it listens."""
    return int(server.servers[0].sockets[0].getsockname()[1])


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    """It has little patience."""
    async with serving(Hasty) as server:
        yield server


@pytest.fixture
def port(server: Server) -> int:
    """The same."""
    return port_of(server)


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


Line = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def come(port: int, address: str, said: bytes = b"") -> Line:
    """A connection from there, over which so much was said."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=(address, 0))
    writer.write(said)
    return reader, writer


async def over(line: Line) -> None:
    """Until it is."""
    async with asyncio.timeout(60):
        with suppress(ConnectionError):
            await line[0].read()
    line[1].close()


async def welcome(line: Line) -> bool:
    """Whether it is answered, and with that idle."""
    said = await line[0].readuntil(b"hello")
    return b"200 OK" in said


UPLOAD = b"POST /body HTTP/1.1\r\nHost: here\r\nExpect: 100-continue\r\nContent-Length: 9\r\n\r\n"


async def test_one_address_cannot_hold_all_connections() -> None:
    """While all of its share are under way one more is told so at once; other addresses, and a proxy on this
    machine, are served.
    """
    async with serving(Roomy) as server:
        lines = [await come(port_of(server), "127.0.0.9", UPLOAD) for _ in range(2)]
        for reader, _ in lines:
            assert b"100 Continue" in await reader.readline()
        lines.append(await come(port_of(server), "127.0.0.9"))
        assert b"503" in await lines[-1][0].readline()
        for address in ("127.0.0.8", "127.0.0.1", "127.0.0.1", "127.0.0.1"):
            lines.append(await come(port_of(server), address, HEAD + b"\r\n"))
            assert await welcome(lines[-1])
        for _, writer in lines:
            writer.close()


@pytest.mark.parametrize(
    ("limit", "addresses"),
    [(None, ("127.0.0.9",) * 3), (3, ("127.0.0.7", "127.0.0.8", "127.0.0.9"))],
)
async def test_the_longest_idle_makes_room(limit: int | None, addresses: tuple[str, ...]) -> None:
    """Of one address, and of all together; one that was answered before it waits longer than one that was
    never heard of, and has to go first.
    """
    async with serving(Roomy, limit_concurrency=limit) as server:
        answered = await come(port_of(server), addresses[0], HEAD + b"\r\n")
        assert await welcome(answered)
        silent = await come(port_of(server), addresses[1])
        while len(server.server_state.connections) < 2:
            await asyncio.sleep(0.01)
        newest = await come(port_of(server), addresses[2], HEAD + b"\r\n")
        assert await welcome(newest)
        await over(answered)
        last = await come(port_of(server), addresses[0], HEAD + b"\r\n")
        assert await welcome(last)
        await over(silent)
        for _, writer in (newest, last):
            writer.close()
