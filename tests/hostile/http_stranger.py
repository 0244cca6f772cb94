"""HTTP as a stranger sends it: any bytes, in parts, and what comes back before the connection ends."""

import asyncio
import time
from typing import NamedTuple

PATIENCE_S = 10.0
"""After it an answer that has not come is not coming."""


class Answer(NamedTuple):
    """``status`` is 0 when the connection ended without one, -1 when nothing came at all."""

    status: int
    head: bytes
    body: bytes
    took_s: float


class _Heard(asyncio.Protocol):
    """Everything that came, also when the other side cuts off while we still write."""

    def __init__(self) -> None:
        self.data = bytearray()
        self.ended = asyncio.get_running_loop().create_future()

    def data_received(self, data: bytes) -> None:
        self.data += data

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.ended.done():
            self.ended.set_result(None)


async def ask(port: int, parts: list[bytes], pause_s: float = 0.0) -> Answer:
    """Send the parts one after the other; wait until the other side closes."""
    began = time.monotonic()
    transport, heard = await asyncio.get_running_loop().create_connection(_Heard, "127.0.0.1", port)
    for part in parts:
        transport.write(part)
        if pause_s:
            await asyncio.sleep(pause_s)
    try:
        async with asyncio.timeout(PATIENCE_S):
            await heard.ended
        status = 0
    except TimeoutError:
        status = -1
    finally:
        transport.abort()
    return _read(bytes(heard.data), status, time.monotonic() - began)


def request(asked: str, headers: list[tuple[str, str]], body: bytes | None) -> bytes:
    """A decent request around a body that may be none. ``asked`` is like "POST /path"."""
    method, _, target = asked.partition(" ")
    names = {name.lower() for name, _ in headers}
    lines = [f"{method} {target} HTTP/1.1"]
    if "host" not in names:
        lines.append("Host: 127.0.0.1")
    if body is not None and not names & {"content-length", "transfer-encoding"}:
        lines.append(f"Content-Length: {len(body)}")
    lines += [f"{name}: {value}" for name, value in headers]
    head = "\r\n".join([*lines, "Connection: close", "", ""])
    return head.encode("utf-8", "surrogateescape") + (body or b"")


def _read(data: bytes, status: int, took_s: float) -> Answer:
    head, _, body = data.partition(b"\r\n\r\n")
    while head.startswith(b"HTTP/1.1 100"):  # "go on", before the answer itself
        head, _, body = body.partition(b"\r\n\r\n")
    line = head.split(b"\r\n", 1)[0].split(b" ")
    if len(line) > 1 and line[0].startswith(b"HTTP/") and line[1].isdigit():
        status = int(line[1])
    return Answer(status, head, body, took_s)
