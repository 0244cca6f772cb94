"""A revocation through the whole chain: command line's store, the relay's composition, a real socket."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Iterable
from pathlib import Path
from typing import Any

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from dashboard.identity.identities import Identities, identity_url
from dashboard.incidents.reader import Reader
from dashboard.incidents.store import Store
from dashboard.processes import relay as process
from dashboard.settings import Settings, load
from dashboard.web.tickets import Tickets
from feeds.bus import Heard, Kind
from feeds.model import Beat, Utc
from feeds.wire import SUBPROTOCOL

SECRET = "secret-for-tests-0123456789"


class Bus:
    """A bus on which nobody speaks."""

    dropped = 0

    def __init__(self) -> None:
        self._used: set[str] = set()

    async def listen(self, kinds: Iterable[Kind | str]) -> AsyncIterator[Heard]:
        await asyncio.Event().wait()
        raise AssertionError("never")
        yield

    def heard_age(self, now: float) -> float:
        return 0.0

    async def beat(self, beat: Beat) -> bool:
        return True

    async def first_use(self, nonce: str, seconds: float) -> bool:
        fresh = nonce not in self._used
        self._used.add(nonce)
        return fresh


def settings_of(data: Path) -> Settings:
    given = {"mode": "live", "data": data, "secret": SECRET, "allowed_origins": "https://wall.example"}
    return load({**given, "relay_port": 20_499}, environment={})


async def desk(port: int, ticket: str) -> Any:
    """A socket that was welcome."""
    link = await connect(
        f"ws://127.0.0.1:{port}/live", subprotocols=[Subprotocol(SUBPROTOCOL)],
        additional_headers={"Origin": "https://wall.example"}, max_size=None,
    )  # fmt: skip
    await link.send(json.dumps({"type": "hello", "ticket": ticket, "scope": "320104"}))
    assert json.loads(await link.recv())["type"] == "welcome"
    return link


async def closed_after(link: Any) -> float:
    """Seconds until it was closed as revoked."""
    began = time.monotonic()
    with pytest.raises(ConnectionClosed):
        while True:
            heard = await link.recv()
    assert json.loads(heard) == {"type": "bye", "reason": "revoked"}
    return time.monotonic() - began


async def test_every_way_of_revoking_closes_the_socket_within_5_s(tmp_path: Path) -> None:
    """Signing out, a disabled account, roles taken away, another password, a screen taken back; each by
    another connection to the store than the relay's, as the command line or the web process has.
    """
    settings = settings_of(tmp_path)
    Store(settings.database_url).close()
    url = identity_url(settings.data, settings.database_url)
    reader, theirs, mine = Reader(settings.database_url), Identities(url), Identities(url)
    bus: Any = Bus()
    relay = await process._relay(settings, "relay", bus, reader, theirs)
    relay.server._address = ("127.0.0.1", 0)
    running = asyncio.create_task(relay.run())
    while relay.server.port is None:
        await asyncio.sleep(0.01)
    now, tickets = Utc(time.time()), Tickets(SECRET, settings.deployment)
    sessions = {}
    for id in ("out", "off", "less", "word", "stays"):
        mine.add_account(id, roles=["dispatcher", "shift_lead"], by="t", now=now)
        sessions[id] = mine.begin(id, now, by="t").session
    screen, _ = mine.enrol_screen("hall", "", by="t", now=now)
    issued = {id: tickets.issue("320104", "desk", f"session:{one.id}") for id, one in sessions.items()}
    links = {id: await desk(relay.server.port, ticket) for id, ticket in issued.items()}
    links["screen"] = await desk(relay.server.port, tickets.issue("320104", "wall", f"screen:{screen.id}"))
    mine.end(sessions["out"].id, by="out", now=now)
    mine.change_account("off", disabled=True, by="t", now=now)
    mine.change_account("less", roles=["dispatcher"], by="t", now=now)
    mine.set_password("word", "a whole new sentence", by="t", now=now)
    mine.revoke_screen(screen.id, by="t", now=now)
    stays = links.pop("stays")
    took = await asyncio.gather(*(closed_after(link) for link in links.values()))
    assert max(took) < 5
    assert json.loads(await stays.recv())["type"] in ("beat", "snapshot")
    await stays.close()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    for one in (reader, theirs, mine):
        one.close()
