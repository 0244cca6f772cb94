"""Who is let in at the relay, how many, from where, and for how long: with a real server and real sockets."""

import asyncio
import json
import ssl
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.typing import Subprotocol

from feeds import limits
from feeds.errors import BadInput, StoreUnavailable
from feeds.model import Ticket, Utc
from feeds.relay.guests import REMEMBERED_S, Guests
from feeds.relay.server import POLICY, Entry
from feeds.wire import SUBPROTOCOL
from tests.feeds.relay.conftest import Rig

V1 = Subprotocol(SUBPROTOCOL)
NOW = Utc(1_795_330_000.0)


class Revocations:
    """A log of who no longer counts; may be unreadable."""

    def __init__(self) -> None:
        self.log: list[str] = []
        self.broken = False

    async def after(self, seq: int) -> tuple[int, frozenset[str]]:
        if self.broken:
            raise StoreUnavailable("locked")
        return len(self.log), frozenset(self.log[seq:])


def by_bearer(text: str) -> Ticket | None:
    """A ticket reads ``bearer/nonce`` or ``bearer/nonce/until``."""
    bearer, _, rest = text.partition("/")
    nonce, _, until = rest.partition("/")
    return Ticket("320104", nonce, "wall", bearer, Utc(float(until)) if until else None) if nonce else None


class Mute:
    """A connection that says nothing."""

    def turn_away(self) -> None:
        raise AssertionError("who counts does not end")


def test_of_too_many_silent_ones_the_longest_silent_makes_room(monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted by network and together; who speaks is none of them, and this very machine only part of the
    whole.
    """
    monkeypatch.setattr(limits, "WS_PER_ADDRESS", 2)
    monkeypatch.setattr(limits, "WS_SILENT", 4)
    guests, (a, b, c, d, e, f, g) = Guests(), [Mute() for _ in range(7)]
    assert [guests.knocked(each, "10.0.0.1") for each in (a, b, c)] == [None, None, a]
    assert [guests.knocked(each, "") for each in (d, e)] == [None, None]
    assert guests.knocked(f, "10.0.0.2") is b and guests.turned_away == 2
    for gone in (c, a, b):
        guests.spoke(gone)
    assert guests.knocked(g, "10.0.0.3") is None


def test_a_network_of_ipv6_is_one_neighbour(monkeypatch: pytest.MonkeyPatch) -> None:
    """A single host has all of its addresses, for knocking as for staying."""
    monkeypatch.setattr(limits, "WS_PER_ADDRESS", 2)
    guests, mutes = Guests(), [Mute() for _ in range(3)]
    told = [guests.knocked(mute, f"2001:db8:1:2::{number}") for number, mute in enumerate(mutes)]
    assert told == [None, None, mutes[0]]
    assert [guests.came(f"2001:db8:1:2::{number}") for number in range(3)] == [True, True, False]
    guests.went("2001:db8:1:2::ffff")
    assert guests.came("2001:db8:1:2::3") and guests.came("2001:db8:1:3::1")


async def test_one_address_cannot_fill_the_doorstep(
    start_rig: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of sockets that say nothing the oldest makes room at once: neighbours get in, and others."""
    monkeypatch.setattr(limits, "WS_PER_ADDRESS", 2)
    monkeypatch.setattr(limits, "WS_REQUEST_S", 60.0)
    rig = await start_rig(check_ticket=by_bearer)
    first, second = [await _dumb(rig.port, "127.0.0.2") for _ in range(2)]
    last = await _dumb(rig.port, "127.0.0.2")
    assert await _end_of(first) == b""
    assert rig.relay.server.turned_away == 1
    neighbour = await admitted(rig, "officer/1", local_addr=("127.0.0.2", 0))
    assert await _end_of(second) == b""
    link = await admitted(rig, "officer/2")
    assert rig.relay.server.turned_away == 2
    for each in (link, neighbour):
        await each.close()
    last[1].close()


@pytest.mark.parametrize("said", [b"", b"GET /live HTTP/1.1\r\nHost: 127.0.0.1\r\nX-A: "])
async def test_who_asks_for_nothing_is_ended(
    start_rig: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, said: bytes
) -> None:
    """Nothing at all, or half a head."""
    monkeypatch.setattr(limits, "WS_REQUEST_S", 0.1)
    rig = await start_rig(check_ticket=by_bearer)
    pair = await _dumb(rig.port, "127.0.0.2")
    pair[1].write(said)
    assert await _end_of(pair) == b""


async def _dumb(port: int, address: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """A connection that says nothing."""
    return await asyncio.open_connection("127.0.0.1", port, local_addr=(address, 0))


async def _end_of(pair: tuple[asyncio.StreamReader, asyncio.StreamWriter]) -> bytes:
    """What it was told until it was ended."""
    reader, writer = pair
    try:
        async with asyncio.timeout(60):
            return await reader.read()
    except ConnectionError:
        return b""
    finally:
        writer.close()


async def said_to(link: Any) -> str:
    """The reason a client is sent away with."""
    heard = "{}"
    with pytest.raises(ConnectionClosed):
        while True:
            heard = await link.recv()
    assert link.close_code == POLICY
    return str(json.loads(heard).get("reason"))


async def enter(rig: Rig, ticket: str, local_addr: Any = None, **headers: str) -> Any:
    """Connect and say hello."""
    link = await connect(
        f"ws://127.0.0.1:{rig.port}/live",
        subprotocols=[V1],
        additional_headers=headers,
        max_size=None,
        local_addr=local_addr,
    )
    await link.send(json.dumps({"type": "hello", "ticket": ticket, "scope": "320104"}))
    return link


async def admitted(rig: Rig, ticket: str, local_addr: Any = None) -> Any:
    """The same, until it is welcome."""
    link = await enter(rig, ticket, local_addr)
    assert json.loads(await link.recv())["type"] == "welcome"
    return link


async def test_a_revoked_bearers_sockets_are_closed_within_5_s(start_rig: Callable[..., Any]) -> None:
    """All of that bearer, by any ticket; the others hear nothing of it, and a ticket from before opens no
    more.
    """
    revoked = Revocations()
    rig = await start_rig(check_ticket=by_bearer, revocations=revoked.after)
    mine = [await admitted(rig, f"session:a/{n}") for n in range(3)]
    other = await admitted(rig, "screen:b/b0")
    began = time.monotonic()
    revoked.log.append("session:a")
    assert [await said_to(link) for link in mine] == ["revoked"] * 3
    assert time.monotonic() - began < 5
    assert "no longer counts" in await said_to(await enter(rig, "session:a/9"))
    assert json.loads(await other.recv())["type"] == "beat"
    assert rig.relay.facts()["clients_revoked_total"] == 3
    await other.close()


async def test_nobody_is_sent_away_while_it_cannot_be_asked(start_rig: Callable[..., Any]) -> None:
    """And as soon as it can, what was missed is made up for."""
    revoked = Revocations()
    revoked.broken = True
    rig = await start_rig(check_ticket=by_bearer, revocations=revoked.after)
    link = await admitted(rig, "screen:a/0")
    revoked.log.append("screen:a")
    await asyncio.sleep(1.2)
    assert link.close_code is None
    revoked.broken = False
    assert await said_to(link) == "revoked"


async def test_a_connection_does_not_outlast_its_session(start_rig: Callable[..., Any]) -> None:
    """Although nobody revoked it."""
    rig = await start_rig(check_ticket=by_bearer, revocations=Revocations().after)
    link = await admitted(rig, f"session:a/0/{time.time() + 4}")
    assert await said_to(link) == "revoked"
    assert "is over" in await said_to(await enter(rig, f"session:a/1/{time.time() - 1}"))


async def test_one_bearer_has_a_bounded_number_of_connections(
    start_rig: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever comes first stays; one that leaves makes room; what stands for many is not counted."""
    monkeypatch.setattr(limits, "WS_PER_BEARER", 2)
    rig = await start_rig(check_ticket=by_bearer)
    links = [await admitted(rig, f"session:a/{n}") for n in range(2)]
    assert "must be at most 2" in await said_to(await enter(rig, "session:a/2"))
    await links.pop().close()
    async with asyncio.timeout(60):
        while len(rig.relay.server.clients) > 1:
            await asyncio.sleep(0.01)
    links.append(await admitted(rig, "session:a/3"))
    links += [await admitted(rig, f"demo/d{n}") for n in range(3)]
    for link in links:
        await link.close()


async def test_one_address_has_a_bounded_number_of_connections(
    start_rig: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also of those that say nothing. Behind a proxy of ours its word is taken; this machine is not
    counted.
    """
    monkeypatch.setattr(limits, "WS_PER_ADDRESS", 2)
    rig = await start_rig(check_ticket=by_bearer)
    far = {"X-Forwarded-For": "127.0.0.1, 10.0.0.7"}
    links = [await enter(rig, f"demo/{n}", **far) for n in range(2)]
    with pytest.raises(InvalidStatus) as refused:
        await enter(rig, "demo/2", **far)
    assert refused.value.response.status_code == 429
    links += [await enter(rig, "demo/3", **{"X-Forwarded-For": "10.0.0.8"})]
    links += [await enter(rig, f"demo/h{n}") for n in range(4)]
    for link in links:
        await link.close()
    async with asyncio.timeout(60):
        while rig.relay.server._guests._from:
            await asyncio.sleep(0.01)


@pytest.mark.parametrize(
    "said",
    [
        '{"type":"look","entity":null,"ticket":"session:b/1"}',
        '{"type":"keyframe","token":"x"}',
        '{"type":"hello","ticket":"session:b/1","scope":"320104"}',
        '{"type":"ack","epoch":1,"seq":1,"tick":1,"authorization":"Bearer x"}',
    ],
)
async def test_who_it_is_stays_the_same(start_rig: Callable[..., Any], said: str) -> None:
    """Another identity in a later message is refused, never taken, never ignored."""
    rig = await start_rig(check_ticket=by_bearer)
    link = await admitted(rig, "session:a/0")
    await link.send(said)
    assert "message is" in (reason := await said_to(link)) or "no second hello" in reason


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil", "[::1", ""])
@pytest.mark.parametrize("path", ["/live", "/picture", "/"])
async def test_a_foreign_name_is_refused(rig: Rig, host: str, path: str) -> None:
    """Somebody made it point here: 421 for a socket, the picture and everything else."""
    status, headers = await asked(rig, path, Host=host)
    assert status == 421 and headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(("path", "status"), [("/picture", 401), ("/nothing", 404), ("/live", 426)])
async def test_every_answer_is_safe_in_a_browser(rig: Rig, path: str, status: int) -> None:
    """Those of the library, too."""
    found, headers = await asked(rig, path, Host="localhost")
    assert found == status and headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store" and "frame-ancestors" in headers["content-security-policy"]


async def asked(rig: Rig, path: str, **headers: str) -> tuple[int, dict[str, str]]:
    """A plain GET: status and headers of the answer."""
    reader, writer = await asyncio.open_connection("127.0.0.1", rig.port)
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    writer.write(f"GET {path} HTTP/1.1\r\n{lines}\r\n".encode())
    head, _, _ = (await reader.read()).decode().partition("\r\n\r\n")
    writer.close()
    first, *rest = head.split("\r\n")
    pairs = (line.partition(": ") for line in rest)
    return int(first.split()[1]), {name.lower(): value for name, _, value in pairs}


@pytest.mark.parametrize(
    ("shown", "through", "status"),
    [("", {}, 200), ("", {"X-Forwarded-For": "10.0.0.7"}, 401), ("", {"Via": "1.1 x"}, 401),
     ("screen", {"X-Forwarded-For": "10.0.0.7"}, 200), ("wrong", {}, 401), ("gone", {}, 401)],
)  # fmt: skip
async def test_who_may_ask_for_the_picture(
    start_rig: Callable[..., Any], shown: str, through: dict[str, str], status: int
) -> None:
    """By the relay's own judge: on this machine, or by a token; one that was revoked is none."""

    async def judge(token: str, local: bool) -> Ticket | None:
        known = {"screen": Ticket("320104", "", bearer="screen:a"), "gone": Ticket("320104", "", bearer="b")}
        return known.get(token) or (Ticket("320104", "") if local and not token else None)

    rig = await start_rig(entry=Entry(check_reader=judge))
    rig.relay.server.revoke(frozenset({"b"}), time.monotonic())
    bearer = {"Authorization": f"Bearer {shown}"} if shown else {}
    assert (await asked(rig, "/picture", Host="localhost", **bearer, **through))[0] == status


async def test_who_asks_for_the_picture_while_nobody_can_be_looked_up(start_rig: Callable[..., Any]) -> None:
    """Is told to come again; two at once wait beside each other, not behind."""
    both, asking = asyncio.Event(), []

    async def judge(token: str, _local: bool) -> Ticket | None:
        asking.append(token)
        if len(asking) == 2:
            both.set()
        await both.wait()
        raise StoreUnavailable("the store does not answer")

    rig = await start_rig(entry=Entry(check_reader=judge))
    bearer = {"Authorization": "Bearer screen"}
    told = await asyncio.gather(*(asked(rig, "/picture", Host="localhost", **bearer) for _ in range(2)))
    assert [(status, headers["retry-after"]) for status, headers in told] == [(503, "1")] * 2


async def test_the_lane_by_tls(start_rig: Callable[..., Any], tmp_path: Path) -> None:
    """The same lane, in cipher; who does not trust the certificate does not come in."""
    cert, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    command = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
    ]
    command += ["-nodes", "-days", "1", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    command += ["-keyout", str(key), "-out", str(cert)]
    await asyncio.to_thread(subprocess.run, command, check=True, capture_output=True)
    serving = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    serving.load_cert_chain(cert, key)
    rig = await start_rig(check_ticket=by_bearer, entry=Entry(tls=serving))
    url = f"wss://localhost:{rig.port}/live"
    trusting = ssl.create_default_context(cafile=str(cert))
    async with connect(url, subprotocols=[V1], ssl=trusting, max_size=None) as link:
        await link.send(json.dumps({"type": "hello", "ticket": "demo/1", "scope": "320104"}))
        heard = [json.loads(text)["type"] for text in [await link.recv() for _ in range(3)]]
        assert heard == ["welcome", "beat", "snapshot"]
    with pytest.raises(ssl.SSLCertVerificationError):
        await connect(url, subprotocols=[V1], ssl=ssl.create_default_context())


# The decision alone


def test_a_revocation_is_remembered_longer_than_a_ticket_lives() -> None:
    """And then forgotten: its ticket has expired."""
    guests = Guests()
    guests.revoke({"screen:a"}, 100.0)
    guests.revoke((), 100.0 + REMEMBERED_S - 1)
    with pytest.raises(BadInput):
        guests.require(Ticket("320104", "n", bearer="screen:a"), NOW)
    guests.revoke((), 100.0 + REMEMBERED_S)
    guests.require(Ticket("320104", "n", bearer="screen:a"), NOW)


def test_a_ticket_ends_to_the_second() -> None:
    """What it was given for is over at that moment, not after it."""
    guests, ticket = Guests(), Ticket("320104", "n", bearer="screen:a", until=NOW)
    guests.require(ticket, NOW - 0.001)
    with pytest.raises(BadInput, match="what is over"):
        guests.require(ticket, NOW)
