"""The websockets shell of the relay: one ``Client`` a connection, and ``GET /picture``.

Messages are written to the transport as finished frames, only while its write buffer is small, never by
``broadcast()`` or ``send()``: a client that does not read costs its buffer and nothing else, and is aborted
when it makes no progress. The library does the opening, the keepalive, the closing, and reading.
"""

import asyncio
import contextlib
import http
import socket
import time
from collections.abc import Awaitable, Callable, Collection
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

import msgspec
import structlog
from websockets.asyncio.server import ServerConnection, serve
from websockets.datastructures import Headers
from websockets.exceptions import ConnectionClosed
from websockets.extensions.permessage_deflate import PerMessageDeflate, ServerPerMessageDeflateFactory
from websockets.http11 import Request, Response
from websockets.protocol import State as LinkState
from websockets.typing import Subprotocol

from feeds import limits, messages
from feeds.discretion import eyes_of
from feeds.errors import MISSING, BadInput
from feeds.model import Ticket, Utc
from feeds.relay import looks, origins, packets
from feeds.relay.hub import Hub, check_scope
from feeds.relay.scene import Scene
from feeds.relay.session import Session
from feeds.wire import SUBPROTOCOL

WRITE_LIMIT: Final = 32 * 1024
"""Bytes of the transport's buffer beyond which nothing more is written to a client."""

SEND_BUFFER: Final = 256 * 1024
"""What the system buffers for a client: enough for one tick, so that a slow one is noticed soon."""

PING_S: Final = 10.0
PONG_S: Final = 5.0
"""A client whose system does not answer a ping is gone after 15 s."""

USER_TIMEOUT_MS: Final = 15_000
"""Unacknowledged bytes for so long end a connection whose other end vanished."""

CLOSE_S: Final = 2.0
TICKET_S: Final = 30.0
"""A ticket's life: so long its first use is remembered."""

POLICY: Final = 1008
"""Close code of a refusal; the reason went before in a ``bye``."""

PICTURE_BREATH: Final = 200
"""Entities described for ``GET /picture`` before the loop gets a turn."""

CheckTicket = Callable[[str], Ticket | None]
FirstUse = Callable[[str, float], Awaitable[bool]]

_DEFLATE: Final = ServerPerMessageDeflateFactory(
    server_no_context_takeover=True, client_no_context_takeover=True
)
"""Without context a message may be deflated once for all."""

_log: Final = structlog.get_logger("relay")


class Link(ServerConnection):
    """A connection that tells its client when it can be written again."""

    client: "Client | None" = None

    def resume_writing(self) -> None:
        """The buffer has drained."""
        super().resume_writing()
        if self.client is not None:
            self.client.pump(Utc(time.time()))


class Client:
    """A session and its transport."""

    def __init__(self, link: Link, session: Session) -> None:
        self.session = session
        self.written = 0  # bytes given to the transport
        self._link = link
        self._protocol = link.protocol
        self._transport: asyncio.Transport = link.transport

    def pump(self, now: Utc) -> None:
        """Write what the session has, as far as the transport takes it."""
        transport, session = self._transport, self.session
        if self._protocol.state is not LinkState.OPEN or transport.is_closing():
            return
        while session.waiting and transport.get_write_buffer_size() <= WRITE_LIMIT:
            data = session.take(now)
            if data is None:
                return
            self.written += len(data)
            transport.write(data)

    def abort_if_stalled(self, now: float) -> bool:
        """Cut it off when it took nothing for too long; ``now`` is monotonic."""
        buffered = self._transport.get_write_buffer_size()
        if not self.session.stalled(now, self.written - buffered, buffered):
            return False
        self._transport.abort()
        return True

    async def refuse(self, reason: str) -> None:
        """Say why, then close."""
        if self.session.end() and self._protocol.state is LinkState.OPEN and not self._transport.is_closing():
            packet = packets.text(messages.encode(messages.Bye(reason)))
            for frame in packet.frames:
                self._transport.write(frame)
        last_resort = asyncio.get_running_loop().call_later(2 * CLOSE_S, self._transport.abort)
        await self._link.close(POLICY)  # waits without end for a client that does not read
        last_resort.cancel()


class Server:
    """Listens, admits, and writes; everything that is told comes from the hub."""

    def __init__(
        self,
        hub: Hub,
        *,
        host: str,
        port: int,
        check_ticket: CheckTicket,
        first_use: FirstUse,
        allowed_origins: Collection[str] | None,
        max_clients: int,
    ) -> None:
        self.port: int | None = None  # the bound one, once it listens
        self.clients: set[Client] = set()
        self.aborted = 0  # clients that made no progress
        self.refused = 0  # connections and messages answered with a sentence
        self.bytes_written = 0  # of clients that are gone
        self.positions = 0  # of clients that are gone
        self._hub = hub
        self._address = (host, port)
        self._check_ticket = check_ticket
        self._first_use = first_use
        self._origins = allowed_origins
        self._max_clients = max_clients
        self._picture_turn = asyncio.Semaphore(1)  # describing everybody is work: one at a time

    async def run(self) -> None:
        """Serve for ever; raises OSError when the port is taken."""
        async with serve(self._handle, *self._address, **self._options()) as server:
            self.port = next(iter(server.sockets)).getsockname()[1]
            _log.info("the relay listens", host=self._address[0], port=self.port)
            await asyncio.get_running_loop().create_future()

    def pump(self) -> None:
        """Something new was offered: write it to everybody who takes it."""
        now = Utc(time.time())
        for client in self.clients:
            client.pump(now)

    def abort_stalled(self, now: float) -> None:
        """Cut off those who make no progress; ``now`` is monotonic. Call once a second."""
        for client in self.clients:
            if client.abort_if_stalled(now):
                self.aborted += 1
                _log.warning("a client took nothing and was cut off", clients=len(self.clients))

    # Connections

    def _options(self) -> dict[str, Any]:
        return {
            "create_connection": Link,
            "subprotocols": [Subprotocol(SUBPROTOCOL)],
            "process_request": self._process_request,
            "server_header": None,
            "compression": None,
            "extensions": [_DEFLATE],
            "ping_interval": PING_S,
            "ping_timeout": PONG_S,
            "close_timeout": CLOSE_S,
            "max_size": 2 * limits.WS_MESSAGE_BYTES,  # from the limit on the session refuses, with a bye
            "write_limit": WRITE_LIMIT,
        }

    async def _handle(self, connection: ServerConnection) -> None:
        if not isinstance(connection, Link):
            raise TypeError(f"the connection is a {type(connection).__name__}, not a Link")
        _tune(connection.transport)
        packed = any(isinstance(one, PerMessageDeflate) for one in connection.protocol.extensions)
        client = Client(connection, Session(time.monotonic(), packed=packed))
        try:
            await self._converse(connection, client)
        except BadInput as exc:
            self.refused += 1
            await client.refuse(str(exc))
        except ConnectionClosed:
            pass

    async def _converse(self, link: Link, client: Client) -> None:
        scene = await self._admit(link, client.session)
        link.client = client
        self.clients.add(client)
        try:
            client.pump(Utc(time.time()))
            async for message in link:
                self._answer(client, scene, message)
        finally:
            link.client = None
            self.clients.discard(client)
            self._hub.leave(client.session, scene)
            self.bytes_written += client.written
            self.positions += client.session.positions

    async def _admit(self, link: Link, session: Session) -> Scene:
        """Wait for the hello and check it; raises BadInput with the sentence for a ``bye``."""
        try:
            async with asyncio.timeout(limits.WS_HELLO_S):
                message = await link.recv()
        except TimeoutError as exc:
            raise BadInput("hello", MISSING, f"must come within {limits.WS_HELLO_S:g} s") from exc
        hello = session.receive(message, time.monotonic())
        if not isinstance(hello, messages.Hello):
            raise BadInput("type", type(hello).__name__.lower(), "must be hello at first")
        ticket = self._check_ticket(hello.ticket)
        if ticket is None:
            raise BadInput("ticket", "***", "must be signed by this deployment and younger than 30 s")
        check_scope(hello.scope, ticket)
        if not await self._first_use(ticket.nonce, TICKET_S):
            raise BadInput("ticket", "***", "opens one connection and has done so")
        return self._hub.join(session, hello.scope, hello.resume, eyes_of(ticket.role))

    def _answer(self, client: Client, scene: Scene, message: str | bytes) -> None:
        said = client.session.receive(message, time.monotonic())
        if isinstance(said, messages.Look) and said.entity is not None:
            self._hub.answer_look(client.session, scene, Utc(time.time()), asked=True)
        if isinstance(said, messages.Whole):
            self._hub.answer_whole(client.session, scene, said)
        if not isinstance(said, messages.Ack):
            client.pump(Utc(time.time()))

    # Requests

    async def _process_request(self, connection: ServerConnection, request: Request) -> Response | None:
        try:
            address = urlsplit(request.path)
        except ValueError:  # "//[": an address of nothing
            return _answer_json(400, {"error": f"the address {request.path[:80]!r} cannot be read"})
        if address.path == "/live":
            return self._check_live(request)
        if address.path != "/picture":
            return _answer_json(
                404, {"error": f"there is nothing at {address.path!r}; try /live or /picture"}
            )
        async with self._picture_turn:
            return await self._picture(request, parse_qs(address.query))

    def _check_live(self, request: Request) -> Response | None:
        if not origins.allowed(_header(request, "Origin"), _header(request, "Host"), self._origins):
            self.refused += 1
            return _answer_json(
                403, {"error": "this page may not open the live wall: its origin is not allowed"}
            )
        if len(self.clients) >= self._max_clients:
            self.refused += 1
            return _answer_json(
                503, {"error": f"{len(self.clients)} screens are connected, which is all we take"}
            )
        return None

    async def _picture(self, request: Request, query: dict[str, list[str]]) -> Response:
        ticket = self._check_ticket(_bearer(request) or query.get("ticket", [""])[0])
        if ticket is None:
            return _answer_json(401, {"error": "the ticket is missing, forged, spoilt or older than 30 s"})
        now, scene, picture = Utc(time.time()), self._hub.scene(ticket.scope), self._hub.picture
        wanted = query.get("entity", [None])[0]
        entities = []
        for described in looks.describe_all(picture, scene, now, wanted):
            entities.append(described)
            if len(entities) % PICTURE_BREATH == 0:
                await asyncio.sleep(0)
        if wanted is not None and not entities:
            return _answer_json(404, {"error": f"nobody knows where {wanted!r} is"})
        return _answer_json(200, {"epoch": self._hub.stage.epoch, "now": now * 1000.0, "entities": entities})


def _tune(transport: asyncio.Transport) -> None:
    sock = transport.get_extra_info("socket")
    with contextlib.suppress(OSError):  # a refinement: without it the watchdog alone notices
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
        if hasattr(socket, "TCP_USER_TIMEOUT"):
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, USER_TIMEOUT_MS)


def _header(request: Request, name: str) -> str | None:
    """A header that must not come twice; a doubled one is nonsense on purpose."""
    values = request.headers.get_all(name)
    return ", ".join(values) if values else None


def _bearer(request: Request) -> str | None:
    scheme, _, token = (_header(request, "Authorization") or "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


def _answer_json(status: int, content: dict[str, Any]) -> Response:
    body = msgspec.json.encode(content)
    headers = Headers(
        {
            "Content-Type": "application/json",
            "Content-Length": str(len(body)),
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
            "Connection": "close",
        }
    )
    return Response(status, http.HTTPStatus(status).phrase, headers, body)
