"""Who is sent away loses every socket within five seconds, whoever sent them away and however."""

import asyncio
import json
import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Origin, Subprotocol

from feeds import messages, wire
from feeds.relay.server import POLICY
from tests.deep.eyes import summary
from tests.hostile.live_centre import BY, ORIGIN, PASSWORD, LiveCentre, now

TRIALS = 12
"""Of each way."""
SOCKETS = 3
WITHIN_S, LATE_S = 5.0, 30.0
JSON = {"Content-Type": "application/json", "Origin": ORIGIN}


@pytest.fixture
def live(tmp_path: Path) -> Iterator[LiveCentre]:
    """Bus, web and relay in mode live, as processes."""
    with LiveCentre(tmp_path).serving() as serving:
        yield serving


class Guest:
    """Somebody with a session or a screen: what they show, and what takes it from them."""

    def __init__(self, shown: dict[str, str], topic: str, end: Callable[[], None]) -> None:
        self.shown, self.topic, self.end = shown, topic, end

    def ticket(self, live: LiveCentre) -> str:
        """For one socket."""
        return str(asked(live, "/api/live-ticket", self.shown, {"screen": self.topic})["ticket"])


def asked(live: LiveCentre, path: str, shown: dict[str, str], content: dict[str, str]) -> dict[str, Any]:
    """A POST as a page sends it; {} for an answer without a body. Raises HTTPError for a refusal."""
    request = Request(live.url + path, json.dumps(content).encode(), JSON | shown)
    with urlopen(request, timeout=10) as answer:
        body = answer.read()
    told: dict[str, Any] = json.loads(body) if body else {}
    return told


def officer(live: LiveCentre, end: Callable[[str, str, dict[str, str]], object]) -> Guest:
    """One with an account of their own; ``end`` gets the account, the session, and what a browser shows."""
    account = f"officer-{time.monotonic_ns()}"
    live.identities.add_account(
        account, by=BY, now=now(), name=account, roles=["dispatcher"], password=PASSWORD, must_change=False
    )
    begun = live.identities.begin(account, now(), BY)
    shown = {"Cookie": f"__Host-wanglou={begun.secret}"}
    return Guest(shown, "desk", lambda: void(end(account, begun.session.id, shown)))


def screen(live: LiveCentre) -> Guest:
    """An enrolled one, and whoever revokes it."""
    enrolled, secret = live.identities.enrol_screen("wall", "320104", by=BY, now=now())
    shown = {"Authorization": f"Bearer {secret}"}
    return Guest(shown, "wall", lambda: live.identities.revoke_screen(enrolled.id, by=BY, now=now()))


def void(_: object) -> None:
    """Nothing."""


def guests_of(live: LiveCentre) -> dict[str, Callable[[], Guest]]:
    """Each way to be sent away: by oneself, by who manages the accounts, with the account, as a screen."""
    known = live.identities
    return {
        "signed out": lambda: officer(live, lambda _a, _s, shown: asked(live, "/api/sign-out", shown, {})),
        "session ended": lambda: officer(live, lambda _a, session, _: known.end(session, BY, now())),
        "account disabled": lambda: officer(
            live, lambda account, _s, _: known.change_account(account, by=BY, now=now(), disabled=True)
        ),
        "screen revoked": lambda: screen(live),
    }


async def test_revoked(
    live: LiveCentre, seed: int, times: Callable[[int], int], keep: Callable[..., None]
) -> None:
    """From the moment it is decided until the last of three sockets is closed; another's stays open."""
    chance, took = random.Random(seed), dict[str, list[float]]()
    other = await opened(live, await asyncio.to_thread(screen, live))
    staying = asyncio.create_task(ended(other, None))
    for _ in range(times(TRIALS)):
        for way, made in guests_of(live).items():
            guest = await asyncio.to_thread(made)
            links = [await opened(live, guest) for _ in range(SOCKETS)]
            await asyncio.sleep(chance.random())
            ending = [asyncio.create_task(ended(link)) for link in links]
            await asyncio.to_thread(guest.end)
            decided = time.monotonic()
            took.setdefault(way, []).append(max(await asyncio.gather(*ending)) - decided)
    stays = not staying.done()
    staying.cancel()
    await asyncio.gather(staying, return_exceptions=True)
    await other.close()
    every = [seconds for found in took.values() for seconds in found]
    worst = {way: round(max(found), 2) for way, found in took.items()}
    keep(trials=len(every), sockets=len(every) * SOCKETS, by_way=worst, others_stay=stays, **summary(every))
    assert stays and max(every) <= WITHIN_S


async def opened(live: LiveCentre, guest: Guest) -> ClientConnection:
    """A socket that was let in."""
    ticket = await asyncio.to_thread(guest.ticket, live)
    link = await connect(
        f"ws://127.0.0.1:{live.relay_port}/live",
        origin=Origin(ORIGIN),
        subprotocols=[Subprotocol(wire.SUBPROTOCOL)],
        max_size=None,
        ping_interval=None,
    )
    await link.send(messages.encode(messages.Hello(ticket, "320104")).decode())
    assert json.loads(await link.recv())["type"] == "welcome"
    return link


async def ended(link: ClientConnection, late_s: float | None = LATE_S) -> float:
    """When it was closed, with the reason that a page understands."""
    heard: str | bytes = "{}"
    async with asyncio.timeout(late_s):
        try:
            while True:
                heard = await link.recv()
        except ConnectionClosed:
            closed = time.monotonic()
    assert (link.close_code, json.loads(heard)["reason"]) == (POLICY, "revoked")
    return closed
