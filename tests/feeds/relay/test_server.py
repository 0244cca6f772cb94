"""The websockets shell: who is let in, who is sent away, and who is cut off."""

import asyncio
import json
import socket
from collections.abc import Callable
from typing import Any

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.typing import Origin, Subprotocol

from feeds import limits
from feeds.model import Provenance
from feeds.relay import packets, server
from feeds.relay.origins import Pages
from feeds.wire import SUBPROTOCOL, unpack_flags
from tests.feeds.relay.conftest import Rig
from tests.feeds.relay.test_relay import report

V1 = Subprotocol(SUBPROTOCOL)
HELLO = '{"type":"hello","ticket":"%s","scope":"%s"}'


async def bye(rig: Rig, *said: str | bytes) -> str:
    """What a client is told last when it says these."""
    async with connect(f"ws://127.0.0.1:{rig.port}/live", subprotocols=[V1], max_size=None) as link:
        for message in said:
            await link.send(message)
        with pytest.raises(ConnectionClosed):
            while True:
                heard = await link.recv()
        assert link.close_code == server.POLICY
    told = json.loads(heard)
    assert told["type"] == "bye"
    return str(told["reason"])


async def test_a_hello_that_never_comes(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    """An idle connection is only a cost."""
    monkeypatch.setattr(limits, "WS_HELLO_S", 0.05)
    assert await bye(rig) == "hello is missing: must come within 0.05 s"


async def test_a_ticket_opens_one_connection(rig: Rig) -> None:
    """The second to use it is refused, the first goes on."""
    ticket = rig.ticket()
    async with connect(f"ws://127.0.0.1:{rig.port}/live", subprotocols=[V1]) as link:
        await link.send(HELLO % (ticket, "320104"))
        assert json.loads(await link.recv())["type"] == "welcome"
        assert "opens one connection" in await bye(rig, HELLO % (ticket, "320104"))
        assert json.loads(await link.recv())["type"] == "beat"


@pytest.mark.parametrize(
    ("scope", "sentence"),
    [
        ("320104005", "scope is '320104005': must lie within the ticket's, 320104004"),
        ("320104", "must lie within the ticket's"),
        ("3201040041", "must be a district of 6 digits or a street of 9"),
        ("３２０１０４００４", "must be a district of 6 digits or a street of 9"),
        ("", "must be a district of 6 digits or a street of 9"),
    ],
)
async def test_a_scope_beyond_the_ticket(rig: Rig, scope: str, sentence: str) -> None:
    """A street's screen sees its street."""
    assert sentence in await bye(rig, HELLO % (rig.ticket("320104004"), scope))


async def test_a_forged_ticket(rig: Rig) -> None:
    """It is not repeated in the refusal."""
    reason = await bye(rig, HELLO % ("forged", "320104"))
    assert reason == "ticket is '***': must be signed by this deployment and younger than 30 s"


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (["nonsense"], "must be one of wanglou.v1"),
        ([b"binary"], "must be text"),
        (
            ['{"type":"look","entity":"' + "x" * limits.WS_MESSAGE_BYTES + '"}'],
            "must have at most 65536 bytes",
        ),
        (['{"type":"look","entity":null}'] * 40, "must be at most 20 a second"),
        ([HELLO % ("again", "320104")], "no second hello"),
        (['{"type":"whole","kind":"worker","ids":[]}'], "kind is 'worker': must be one of camera"),
        (['{"type":"whole","kind":"camera","ids":[' + '"x",' * 299 + '"x"]}'], "must be at most 256"),
    ],
)
async def test_what_a_client_must_not_say(rig: Rig, said: list[str | bytes], sentence: str) -> None:
    """It is told why before it is sent away; others notice nothing."""
    other = await rig.screen().open()
    assert sentence in await bye(rig, HELLO % (rig.ticket(), "320104"), *said)
    seen = len(other.said)
    await other.until(lambda s: len(s.said) > seen)
    assert rig.relay.facts()["refused_total"] == 1


async def test_a_flood_of_pings_ends_the_connection(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each would cost a pong, and none is a message."""
    monkeypatch.setattr(limits, "WS_FRAMES_PER_S", 50)
    async with connect(f"ws://127.0.0.1:{rig.port}/live", subprotocols=[V1]) as link:
        await link.send(HELLO % (rig.ticket(), "320104"))
        with pytest.raises(ConnectionClosed, match="frames must be at most 50 a second"):
            for number in range(1000):
                await link.ping(str(number))
                await asyncio.sleep(0)
        assert link.close_code == server.POLICY


@pytest.mark.parametrize(
    ("allowed", "origin", "status"),
    [
        (None, None, 101),
        (None, "http://127.0.0.1:8050", 101),
        (None, "http://example.com", 403),
        (None, "null", 403),
        (None, "http://127.0.0.1.example.com", 403),
        (["https://wall.example.com"], "https://wall.example.com", 101),
        (["https://wall.example.com"], "http://wall.example.com", 403),
        (["https://wall.example.com"], "http://127.0.0.1:8050", 403),
        (["https://wall.example.com"], None, 403),
    ],
)
async def test_a_foreign_page_may_not_listen(
    start_rig: Callable[..., Any], allowed: list[str] | None, origin: str | None, status: int
) -> None:
    """The browser says whose page it is; a listed origin, or in a demonstration our own host."""
    rig = await start_rig(entry=server.Entry(Pages(allowed)))
    given = None if origin is None else Origin(origin)
    try:
        async with connect(f"ws://127.0.0.1:{rig.port}/live", subprotocols=[V1], origin=given) as link:
            assert link.response is not None
            assert link.response.status_code == status
    except InvalidStatus as exc:
        assert exc.response.status_code == status
        assert "origin" in json.loads(exc.response.body)["error"]


async def test_another_version_is_refused(rig: Rig) -> None:
    """A page that speaks another wire must not guess at ours."""
    for spoken in (None, [Subprotocol("wanglou.v2")]):
        with pytest.raises(InvalidStatus, match="400"):
            await connect(f"ws://127.0.0.1:{rig.port}/live", subprotocols=spoken)


@pytest.mark.parametrize("address", ["//[", "//[::1", "http://[::1/picture"])
async def test_an_address_that_cannot_be_read(rig: Rig, address: str) -> None:
    """400 with a sentence: a stranger's request must not raise here."""
    reader, writer = await asyncio.open_connection("127.0.0.1", rig.port)
    writer.write(f"GET {address} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
    said = await reader.read()
    assert b" 400 " in said and b"cannot be read" in said
    writer.close()


async def test_a_full_relay_says_so(start_rig: Callable[..., Any]) -> None:
    """503, so that the page comes again later; those who are in stay."""
    rig = await start_rig(max_clients=1)
    screen = await rig.screen().open()
    await screen.until(lambda s: s.welcome)
    with pytest.raises(InvalidStatus) as refused:
        await rig.screen().open()
    assert refused.value.response.status_code == 503
    await screen.close()
    await (await rig.screen().open()).until(lambda s: s.welcome)


async def test_a_reader_that_stops_is_cut_off_and_costs_little(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The others go on meanwhile, and no more than one fragment waits for it in our memory."""
    rig.report(*(report(f"phone-{number:05d}" + "x" * 50) for number in range(3)))
    many = [f"entity-{number:05d}-{'x' * 40}" for number in range(60_000)]
    healthy = await rig.screen().open()
    await healthy.until(lambda s: len(s.places) == 3)
    crowd = report("one")
    for start in range(0, len(many), 4_000):
        rig.report(_many(crowd, many[start : start + 4_000]))
    await healthy.until(lambda s: len(s.places) == 60_003)
    stalled = await asyncio.to_thread(_stalled_reader, rig.port, rig.ticket())
    await healthy.until(lambda s: len(rig.relay.server.clients) == 2)
    monkeypatch.setattr(limits, "WS_STALLED_S", 3.0)  # not before the other has its thousands
    largest, seen = 0, len(healthy.said)
    async with asyncio.timeout(60):
        while rig.relay.server.aborted == 0:
            rig.report(report("one"))
            for client in rig.relay.server.clients:
                largest = max(largest, client._transport.get_write_buffer_size())
            await asyncio.sleep(0.02)
    assert server.WRITE_LIMIT < largest <= server.WRITE_LIMIT + packets.FRAGMENT_BYTES + 10
    await healthy.until(lambda s: len(rig.relay.server.clients) == 1 and len(s.said) > seen + 5)
    stalled.close()
    assert unpack_flags(healthy.flags[0])[1] is Provenance.REAL


async def test_a_reader_that_stops_cannot_outlive_its_refusal(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sent away while its buffer is full, it is gone soon all the same."""
    monkeypatch.setattr(server, "CLOSE_S", 0.2)
    for start in range(0, 60_000, 4_000):
        entities = [f"entity-{number:05d}-{'x' * 40}" for number in range(start, start + 4_000)]
        rig.report(_many(report("one"), entities))
    healthy = await rig.screen().open()
    await healthy.until(lambda s: len(s.places) == 60_000)
    stalled = await asyncio.to_thread(_stalled_reader, rig.port, rig.ticket())
    await healthy.until(lambda s: len(rig.relay.server.clients) == 2)
    client = await _only_client_with_a_full_buffer(rig)
    stalled.sendall(bytes((0x81, 0x80)) + bytes(4))
    async with asyncio.timeout(60):
        while not client._transport._conn_lost:  # type: ignore[attr-defined]
            await asyncio.sleep(0.02)
    stalled.close()


async def _only_client_with_a_full_buffer(rig: Rig) -> Any:
    """The reader that stopped, once whatever waited for the other is gone."""
    async with asyncio.timeout(60):
        while True:
            full = [c for c in rig.relay.server.clients if c._transport.get_write_buffer_size()]
            if len(full) == 1:
                return full[0]
            await asyncio.sleep(0.02)


def _many(batch: Any, entities: list[str]) -> Any:
    """The same report for each of these."""
    columns = {name: getattr(batch, name).repeat(len(entities)) for name in _COLUMNS}
    return type(batch)(batch.source, batch.provenance, batch.rank, entities, **columns)


_COLUMNS = ("at", "lat", "lon", "course", "speed", "accuracy", "battery", "ttl", "received_at", "status")


def _stalled_reader(port: int, ticket: str) -> socket.socket:
    """A client that says hello and reads nothing, ever."""
    link = socket.socket()
    link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    link.connect(("127.0.0.1", port))
    link.sendall(
        b"GET /live HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
        b"Sec-WebSocket-Protocol: wanglou.v1\r\n\r\n"
    )
    hello = (HELLO % (ticket, "320104")).encode()
    link.sendall(bytes((0x81, 0x80 | len(hello))) + bytes(4) + hello)
    return link
