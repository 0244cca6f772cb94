"""The websockets shell of the relay: one ``Client`` a connection, and ``GET /picture``.

Messages are written to the transport as finished frames, only while its write buffer is small, never by
``broadcast()`` or ``send()``: a client that does not read costs its buffer and nothing else, and is aborted
when it makes no progress. The library does the opening, the keepalive, the closing, and reading.
"""

import asyncio
import contextlib
import socket
import ssl
import time
from collections.abc import Awaitable, Callable
from typing import Any, Final, NamedTuple
from urllib.parse import parse_qs, urlsplit

import structlog
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.extensions.permessage_deflate import PerMessageDeflate, ServerPerMessageDeflateFactory
from websockets.http11 import Request, Response
from websockets.protocol import State as LinkState
from websockets.typing import Subprotocol

from feeds import limits, messages
from feeds.discretion import eyes_of
from feeds.errors import MISSING, BadInput, StoreUnavailable
from feeds.model import Ticket, Utc
from feeds.relay import looks, origins, packets, plain_http
from feeds.relay.guests import Guests
from feeds.relay.hub import Hub, check_scope
from feeds.relay.link import POLICY, Link
from feeds.relay.scene import Scene
from feeds.relay.session import Session, State
from feeds.wire import SUBPROTOCOL

__all__ = ["POLICY", "CheckReader", "CheckTicket", "Entry", "Server"]

WRITE_LIMIT: Final = 32 * 1024
"""Bytes of the transport's buffer beyond which nothing more is written to a client."""

SEND_BUFFER: Final = 256 * 1024
"""What the system buffers for a client: enough for one tick, so that a slow one is noticed soon."""

PING_S: Final = 7.0
PONG_S: Final = 4.0
"""A client who does not answer a ping is gone 13 s after it stopped: the library waits ``CLOSE_S`` more."""

USER_TIMEOUT_MS: Final = 15_000
"""Unacknowledged bytes for so long end a connection whose other end vanished."""

CLOSE_S: Final = 2.0
TICKET_S: Final = 30.0
"""A ticket's life: so long its first use is remembered."""

PICTURE_BREATH: Final = 200
"""Entities described for ``GET /picture`` before the loop gets a turn."""

CheckTicket = Callable[[str], Ticket | None]
FirstUse = Callable[[str, float], Awaitable[bool]]
CheckReader = Callable[[str, bool], Awaitable[Ticket | None]]
"""What somebody may see who asks for the picture without a live ticket: the token shown ("": none) and
whether it is asked on this very machine -> what a ticket would say."""

_DEFLATE: Final = ServerPerMessageDeflateFactory(
    server_no_context_takeover=True, client_no_context_takeover=True
)
"""Without context a message may be deflated once for all."""

_log: Final = structlog.get_logger("relay")


class Entry(NamedTuple):
    """How a relay is come to, besides by a ticket."""

    pages: origins.Pages = origins.Pages()
    is_ours: Callable[[str], bool] = origins.is_plain
    """Judges the Host header."""
    check_reader: CheckReader | None = None
    tls: ssl.SSLContext | None = None


class Client:
    """A session and its transport."""

    def __init__(self, link: Link, session: Session) -> None:
        self.session = session
        self.written = 0  # bytes given to the transport
        self.ticket: Ticket | None = None  # who it is, from the hello to the end
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
        max_clients: int,
        entry: Entry,
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
        self._entry = entry
        self._guests = Guests()
        self._leaving: set[asyncio.Task[None]] = set()
        self.revoked = 0  # clients sent away because their bearer no longer counts
        self._max_clients = max_clients
        self._picture_turn = asyncio.Semaphore(1)  # describing everybody is work: one at a time

    @property
    def turned_away(self) -> int:
        """Connections ended before they said a word."""
        return self._guests.turned_away

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

    def revoke(self, bearers: frozenset[str], now: float) -> None:
        """These no longer count: their sockets are closed, their tickets refused; ``now`` is monotonic. Ends
        also what has outlasted the session it was opened in. Call once a second.
        """
        self._guests.revoke(bearers, now)
        wall = time.time()
        for client in list(self.clients):
            ticket = client.ticket
            if ticket is None or client.session.state is State.ENDED:
                continue
            if ticket.bearer in bearers or (ticket.until is not None and wall >= ticket.until):
                self.revoked += 1
                task = asyncio.create_task(client.refuse("revoked"))
                self._leaving.add(task)
                task.add_done_callback(self._leaving.discard)

    # Connections

    def _options(self) -> dict[str, Any]:
        return {
            "create_connection": self._link,
            "open_timeout": limits.WS_REQUEST_S,
            "subprotocols": [Subprotocol(SUBPROTOCOL)],
            "process_request": self._process_request,
            "process_response": plain_http.made_safe,
            "ssl": self._entry.tls,
            "server_header": None,
            "compression": None,
            "extensions": [_DEFLATE],
            "ping_interval": PING_S,
            "ping_timeout": PONG_S,
            "close_timeout": CLOSE_S,
            "max_size": 2 * limits.WS_MESSAGE_BYTES,  # from the limit on the session refuses, with a bye
            "write_limit": WRITE_LIMIT,
        }

    def _link(self, *arguments: Any, **options: Any) -> Link:
        link = Link(*arguments, **options)
        link.doorstep = self._guests
        return link

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
        scene = await self._admit(link, client)
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
            if client.ticket is not None:
                self._guests.leave(client.ticket)
            self.bytes_written += client.written
            self.positions += client.session.positions

    async def _admit(self, link: Link, client: Client) -> Scene:
        """Wait for the hello and check it; raises BadInput with the sentence for a ``bye``. Who it is stays
        the same for as long as the connection lasts.
        """
        session = client.session
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
        self._guests.admit(ticket, Utc(time.time()))
        client.ticket = ticket
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
        if not self._entry.is_ours(plain_http.header(request, "Host") or ""):
            self.refused += 1
            return plain_http.answer(421, {"error": "Host is not a name of this relay"})
        try:
            address = urlsplit(request.path)
        except ValueError:  # "//[": an address of nothing
            return plain_http.answer(400, {"error": f"the address {request.path[:80]!r} cannot be read"})
        if address.path == "/live":
            return self._check_live(connection, request)
        if address.path != "/picture":
            return plain_http.answer(
                404, {"error": f"there is nothing at {address.path!r}; try /live or /picture"}
            )
        peer = plain_http.peer_of(connection)
        return await self._picture(request, parse_qs(address.query), plain_http.is_local(request, peer))

    def _check_live(self, connection: ServerConnection, request: Request) -> Response | None:
        if not self._entry.pages.may(
            plain_http.header(request, "Origin"), plain_http.header(request, "Host")
        ):
            self.refused += 1
            return plain_http.answer(
                403, {"error": "this page may not open the live wall: its origin is not allowed"}
            )
        if len(self.clients) >= self._max_clients:
            self.refused += 1
            return plain_http.answer(
                503, {"error": f"{len(self.clients)} screens are connected, which is all we take"}
            )
        address = plain_http.caller_address(request, plain_http.peer_of(connection))
        if not self._guests.came(address):
            self.refused += 1
            return plain_http.answer(429, {"error": f"too many connections from {address}"})
        if isinstance(connection, Link):
            connection.gone = lambda: self._guests.went(address)
        return None

    async def _reader(self, shown: str, *, local: bool) -> Ticket | None:
        """What the asker may see; None for nobody who may see anything. Raises StoreUnavailable while nobody
        can say.
        """
        ticket = self._check_ticket(shown)
        if ticket is None and self._entry.check_reader is not None:
            ticket = await self._entry.check_reader(shown, local)
        if ticket is None:
            return None
        try:
            self._guests.require(ticket, time.time())
        except BadInput:
            return None
        return ticket

    async def _picture(self, request: Request, query: dict[str, list[str]], local: bool) -> Response:
        shown = plain_http.bearer(request) or query.get("ticket", [""])[0]
        try:
            ticket = await self._reader(shown, local=local)
        except StoreUnavailable as exc:
            return plain_http.answer(503, {"error": str(exc)}, **{"Retry-After": "1"})
        if ticket is None:
            return plain_http.answer(
                401, {"error": "the ticket is missing, forged, spoilt or older than 30 s"}
            )
        async with self._picture_turn:
            return await self._described(ticket.scope, query.get("entity", [None])[0])

    async def _described(self, scope: str, wanted: str | None) -> Response:
        now, picture = Utc(time.time()), self._hub.picture
        scene = self._hub.scene(scope)
        entities = []
        for described in looks.describe_all(picture, scene, now, wanted):
            entities.append(described)
            if len(entities) % PICTURE_BREATH == 0:
                await asyncio.sleep(0)
        if wanted is not None and not entities:
            return plain_http.answer(404, {"error": f"nobody knows where {wanted!r} is"})
        return plain_http.answer(
            200, {"epoch": self._hub.stage.epoch, "now": now * 1000.0, "entities": entities}
        )


def _tune(transport: asyncio.Transport) -> None:
    sock = transport.get_extra_info("socket")
    with contextlib.suppress(OSError):  # a refinement: without it the watchdog alone notices
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
        if hasattr(socket, "TCP_USER_TIMEOUT"):
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, USER_TIMEOUT_MS)
