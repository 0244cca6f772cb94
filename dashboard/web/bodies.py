"""Reading a request's body without trusting its length, its encoding or its patience."""

import asyncio
from typing import Final

from starlette.requests import ClientDisconnect, Request

from dashboard.incidents.deadline import renew
from dashboard.web.answers import TurnedAway
from feeds.limits import BODY_BYTES, QUERY_CHARACTERS

PATIENCE_S: Final = 10.0
"""A body must have arrived whole within this time."""


async def read_body(request: Request, most: int = BODY_BYTES) -> bytes:
    """The whole body, or TurnedAway as soon as it is known to be too large, encoded, or too slow."""
    _check_head(request, most)
    try:
        async with asyncio.timeout(PATIENCE_S):
            body = await _collected(request, most)
    except TimeoutError:
        raise TurnedAway(408, f"body did not arrive within {PATIENCE_S:g} s", "body") from None
    except ClientDisconnect:
        raise TurnedAway(400, "body ended before it was complete", "body") from None
    renew()
    return body


def _check_head(request: Request, most: int) -> None:
    query = request.scope["query_string"]
    if len(query) > QUERY_CHARACTERS:
        raise TurnedAway(414, f"query is {len(query)} bytes: must be at most {QUERY_CHARACTERS}", "query")
    encoding = request.headers.get("content-encoding", "identity").strip().lower()
    if encoding not in ("", "identity"):
        raise TurnedAway(
            415, f"Content-Encoding is {encoding[:40]!r}: send it uncompressed", "Content-Encoding"
        )
    length = request.headers.get("content-length", "0")
    if length.isascii() and length.isdigit() and (len(length) > 12 or int(length) > most):
        raise TurnedAway(413, f"body is {length[:20]} bytes: must be at most {most}", "body")


async def _collected(request: Request, most: int) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            raise TurnedAway(413, f"body is more than {most} bytes", "body")
    return bytes(body)
