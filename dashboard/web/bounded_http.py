"""uvicorn's HTTP/1.1 with the bounds it lacks: how large a head may be, and how long an exchange may take.

Without them a client that never ends its head, or never reads its answer, keeps memory and one of the counted
connections for ever, and needs no token for it; a thousand such clients shut everybody else out. Nor may they
all come from one address. Where there are too many, who has asked for nothing for longest makes room: a
client that came to ask does so at once.
"""

import asyncio
import json
import math
from collections.abc import Iterable
from http import HTTPStatus
from typing import ClassVar, Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from feeds.addresses import network_of

HEAD_BYTES: Final = 64 * 1024
"""Request line and headers: a browser sends 2 KiB, a chatty proxy 16."""

PROXIES: Final = ("127.0.0.1", "::1")
"""Who is believed about where a request comes from and whether it came by https: a proxy on this machine."""


class BoundedHttp(HttpToolsProtocol):
    """One connection. Refuses with a sentence while it can, and cuts off where an answer is under way."""

    head_s: ClassVar = 10.0
    """A head must have arrived whole within this time."""
    exchange_s: ClassVar = 120.0
    """From there the answer must be written within this: a megabyte at 9 KB/s."""

    per_address: ClassVar = 300
    """Connections of one address (IPv6: one network of 64 bits), of the thousand there are: enough for a
    shift's phones behind one. A proxy on this machine is not counted.
    """

    _network = ""
    _idle_since: float | None = None
    """None while a request is under way."""
    _deadline: asyncio.TimerHandle | None = None
    _answered = False
    _in_head = False
    _head_bytes = 0
    _header_bytes = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """The first request is awaited."""
        super().connection_made(transport)
        host = self.client[0] if self.client else ""
        self._network = "" if host in PROXIES else network_of(host)
        if self._has_room():
            self._idle_since = self.loop.time()
            self._allow(self.head_s)
        else:
            self._refuse(503, f"more than {self.per_address} connections from one address")

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is awaited any more."""
        self._disarm()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Feed the parser, as long as it gets somewhere."""
        if self._answered:  # the next request begins, or the rest of a body comes that nobody reads
            self._answered = False
            self._allow(self.head_s)
        was_in_head = self._in_head
        super().data_received(data)
        if was_in_head and self._in_head:
            self._head_bytes += len(data)
            if self._head_bytes > HEAD_BYTES:  # of one endless header the parser tells nothing
                self._refuse(431, f"the head is more than {HEAD_BYTES} bytes")

    def handle_websocket_upgrade(self) -> None:
        """What follows is no HTTP."""
        self._disarm()
        super().handle_websocket_upgrade()

    def send_400_response(self, msg: str) -> None:
        """What the parser could not go on with."""
        if self._header_bytes > HEAD_BYTES:
            self._refuse(431, f"the headers are more than {HEAD_BYTES} bytes")
        else:
            self._refuse(400, msg)

    def give_way(self) -> None:
        """End it without a word: its place is needed."""
        self._idle_since = None
        self.transport.abort()
        self.connections.discard(self)

    # Parser callbacks

    def on_message_begin(self) -> None:
        """A head begins."""
        super().on_message_begin()
        self._in_head, self._head_bytes, self._header_bytes = True, 0, 0

    def on_header(self, name: bytes, value: bytes) -> None:
        """One header, or one trailer after a chunked body. Raises ValueError, which ends the parsing."""
        self._header_bytes += len(name) + len(value)
        if self._header_bytes > HEAD_BYTES:
            raise ValueError("too many headers")
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """The head is whole."""
        self._in_head, self._idle_since = False, None
        self._allow(self.exchange_s)
        super().on_headers_complete()

    def on_response_complete(self) -> None:
        """It is in the transport's buffer. uvicorn closes idle connections, but waits for readers without
        end.
        """
        self._answered = not self.pipeline
        self._idle_since = self.loop.time() if self._answered else None
        self._allow(self.exchange_s)
        super().on_response_complete()

    # Inside

    def _has_room(self) -> bool:
        """Whether this one may stay, for which another may have had to go."""
        others = [each for each in self.connections if isinstance(each, BoundedHttp) and each is not self]
        neighbours = [each for each in others if each._network == self._network]
        if self._network and len(neighbours) >= self.per_address:
            return _ended_one(neighbours)
        if len(self.connections) >= (self.limit_concurrency or math.inf):
            _ended_one(others)  # uvicorn refuses by itself where none could go
        return True

    def _allow(self, seconds: float) -> None:
        self._disarm()
        self._deadline = self.loop.call_later(seconds, self._too_late)

    def _disarm(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _too_late(self) -> None:
        self._refuse(408, f"the request did not arrive within {self.head_s:g} s")

    def _refuse(self, status: int, sentence: str) -> None:
        transport, cycle = self.transport, self.cycle
        under_way = cycle is not None and not cycle.response_complete
        if under_way or transport.is_closing() or transport.get_write_buffer_size():
            transport.abort()  # a second answer would be read as the rest of the first
            return
        body = json.dumps({"error": sentence, "field": None}).encode()
        head = (
            f"HTTP/1.1 {status} {HTTPStatus(status).phrase}\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\nConnection: close\r\n"
            "X-Content-Type-Options: nosniff\r\nCache-Control: no-store\r\n\r\n"
        )
        transport.write(head.encode() + body)
        transport.close()


def _ended_one(connections: Iterable[BoundedHttp]) -> bool:
    """Of those for whom nothing is under way; False when there is none."""
    idle = [
        (each._idle_since, number, each)
        for number, each in enumerate(connections)
        if each._idle_since is not None and not each.transport.get_write_buffer_size()
    ]
    if not idle:
        return False
    min(idle)[2].give_way()
    return True
