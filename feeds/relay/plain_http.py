"""What the relay's port answers to requests that open no socket, and what it reads of any."""

import http
from typing import Any, Final

import msgspec
from websockets.asyncio.server import ServerConnection
from websockets.datastructures import Headers
from websockets.http11 import Request, Response

from feeds.addresses import FORWARDED, THIS_MACHINE

SAFE: Final = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}
"""On every answer, whoever wrote it."""


def header(request: Request, name: str) -> str | None:
    """A header that must not come twice; a doubled one is nonsense on purpose."""
    values = request.headers.get_all(name)
    return ", ".join(values) if values else None


def bearer(request: Request) -> str | None:
    """The token of an ``Authorization: Bearer`` header."""
    scheme, _, token = (header(request, "Authorization") or "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


def caller_address(request: Request, peer: str) -> str:
    """Where a request comes from, "" for this very machine. A proxy is believed only when it runs here: what
    it saw last stands last.
    """
    told = header(request, "X-Forwarded-For")
    if peer not in THIS_MACHINE:
        return peer
    return "" if told is None else told.rpartition(",")[2].strip()[:64] or "unknown"


def is_local(request: Request, peer: str) -> bool:
    """Whether it was asked on this very machine, through nobody else."""
    return peer in THIS_MACHINE and not any(name in request.headers for name in FORWARDED)


def answer(status: int, content: dict[str, Any], **more: str) -> Response:
    """A JSON answer, with more headers."""
    body = msgspec.json.encode(content)
    headers = Headers({"Content-Type": "application/json", "Content-Length": str(len(body)), **SAFE, **more})
    headers["Connection"] = "close"
    return Response(status, http.HTTPStatus(status).phrase, headers, body)


async def made_safe(_connection: ServerConnection, _request: Request, response: Response) -> Response | None:
    """Add the headers to an answer of the library's."""
    for name, value in SAFE.items():
        if name not in response.headers:
            response.headers[name] = value
    return None


def peer_of(connection: ServerConnection) -> str:
    """The address at the other end of the line; "" when it is gone already."""
    address = connection.remote_address
    return str(address[0]) if address else ""
