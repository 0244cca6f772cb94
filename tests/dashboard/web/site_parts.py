"""A web process small enough for tests: real store, district and Dash; a bus that only remembers."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

import httpx
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.settings import Settings, load
from dashboard.web.callers import CALLER, GROUND, Caller, Ground, SelfNamed
from feeds.batch import Batch
from feeds.bus import Heard, Kind
from feeds.model import SourceHealth

TOKEN = "demo-token-0123456789"
SECRET = "secret-for-tests-0123456789"
HOST = "http://127.0.0.1:8050"


class FakeBus:
    """Remembers what it was told; ``hears`` is what listening yields."""

    def __init__(self) -> None:
        self.hints: list[int] = []
        self.batches: list[Batch] = []
        self.tiles: list[tuple[str, list[SourceHealth]]] = []
        self.hears: list[Heard] = []
        self.age = 0.2

    async def hint(self, seq: int) -> bool:
        self.hints.append(seq)
        return True

    async def publish_positions(self, scope: str, batch: bytes) -> bool:
        self.batches.append(Batch.decode(batch))
        return True

    async def publish_health(self, sources: Sequence[SourceHealth], process: str) -> bool:
        self.tiles.append((process, list(sources)))
        return True

    def heard_age(self, now: float) -> float:
        return self.age

    async def listen(self, kinds: Sequence[Kind | str]) -> AsyncIterator[Heard]:
        for heard in self.hears:
            yield heard
        await asyncio.Event().wait()


def settings_for(data: Path, mode: str = "demo", **more: object) -> Settings:
    """Settings as the command line would make them."""
    given: dict[str, object] = {"mode": mode, "data": data, "secret": SECRET}
    given |= {"demo_token": TOKEN} if mode == "demo" else {}
    return load({**given, **more}, environment={"WANGLOU_CONFIG": ""})


def load_live(data: Path) -> Settings:
    """A live installation with two sources, each with its token, and a screen's token."""
    from tests.dashboard.web.matrix_parts import SCREEN_TOKEN, SOURCES

    config = data / "wanglou.toml"
    config.write_text(SOURCES, encoding="utf-8")
    given = {"mode": "live", "data": data, "secret": SECRET, "screen_token": SCREEN_TOKEN}
    return load(given, config=config, environment={})


def client_of(asgi: ASGIApp, **headers: str) -> httpx.AsyncClient:
    """A client that is no browser."""
    return httpx.AsyncClient(transport=httpx.ASGITransport(asgi), base_url=HOST, headers=headers)


def seen_by(asgi: ASGIApp, caller: Caller | None = None, ground: Ground | None = None) -> ASGIApp:
    """One door as the gate passes a caller on to it; without any said, the demonstration's officer."""

    async def passed(scope: Scope, receive: Receive, send: Send) -> None:
        noted = {CALLER: caller or SelfNamed(), GROUND: ground or Ground()}
        await asgi({**scope, **noted}, receive, send)

    return passed


@contextlib.asynccontextmanager
async def started(asgi: ASGIApp) -> AsyncIterator[None]:
    """The application between its start and its end, as a server sees it."""
    inbox: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    outbox: asyncio.Queue[Message] = asyncio.Queue()
    scope = {"type": "lifespan", "asgi": {"version": "3.0"}, "state": {}}
    task = asyncio.create_task(asgi(scope, inbox.get, outbox.put))  # type: ignore[arg-type]
    await inbox.put({"type": "lifespan.startup"})
    assert (await outbox.get())["type"] == "lifespan.startup.complete"
    try:
        yield
    finally:
        await inbox.put({"type": "lifespan.shutdown"})
        await outbox.get()
        await task
