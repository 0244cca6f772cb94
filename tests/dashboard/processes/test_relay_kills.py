"""Ten kill -9 of a real relay process: each time every screen holds all that was committed, at another epoch.

The processes are forked from one that has imported everything, which makes ten of them cheap. How soon a wall
in a browser is back is measured elsewhere.
"""

import asyncio
import multiprocessing
import random
from collections.abc import Iterator
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from dashboard.incidents.commands import RecordId
from dashboard.incidents.matters import Telling, fold
from dashboard.incidents.store import Store
from dashboard.settings import Settings, load
from dashboard.web.tickets import Tickets
from feeds import messages
from feeds.bus import Bus
from feeds.model import Utc
from tests.dashboard.incidents.asking import Put, url_in
from tests.e2e.demo import free_port
from tests.feeds.conftest import Valkey
from tests.feeds.relay.screen import Screen

KILLS, SCREENS = 10, 3
PATIENCE_S = 90.0
FORKS = multiprocessing.get_context("forkserver")


def serve(given: dict[str, str]) -> None:
    """The relay, in a process of its own."""
    from dashboard.processes.relay import run

    asyncio.run(run(load(given, environment={})))


@pytest.fixture
def given(tmp_path: Path) -> Iterator[dict[str, str]]:
    """What its settings say."""
    server = Valkey()
    yield {
        "mode": "demo",
        "data": str(tmp_path),
        "secret": "secret-of-the-kills-0123456789abcdef",
        "redis_url": server.url,
        "database_url": url_in(tmp_path),
        "relay_port": str(free_port()),
        "log_level": "error",
    }
    server.stop()


async def test_ten_kills(given: dict[str, str]) -> None:
    """At a random moment around a commit, and one more commit while nobody serves."""
    FORKS.set_forkserver_preload(["dashboard.processes.relay"])
    settings, chance = load(dict(given), environment={}), random.Random(20_261_123)
    store, bus = Store(given["database_url"]), Bus(settings.redis_url, settings.deployment)
    committed: list[str] = []

    async def commit() -> None:
        committed.append(f"I-{len(committed)}")
        done = await store.perform(_reported(committed[-1]))
        await bus.hint(done.head)

    process, epochs = _started(given), set()
    await commit()
    screens = [await _opened(settings, None) for _ in range(SCREENS)]
    try:
        for _ in range(KILLS):
            epochs |= await _all_hold(screens, committed)
            at_once = asyncio.create_task(commit())
            await asyncio.sleep(chance.uniform(0.0, 0.03))
            process.kill()
            process.join()
            await at_once
            await commit()
            process = _started(given)
            screens = [await _opened(settings, each) for each in screens]
        epochs |= await _all_hold(screens, committed)
    finally:
        await asyncio.gather(*(screen.close() for screen in screens))
        process.kill()
        process.join()
        store.close()
        await bus.aclose()
    assert len(epochs) == KILLS + 1


def _started(given: dict[str, str]) -> BaseProcess:
    process = FORKS.Process(target=serve, args=(given,), daemon=True)
    process.start()
    return process


def _reported(id: str) -> Put:
    told = fold(None, Telling(external_id=id, revision=1, source="demo|urn:x:12345", provenance="real",
                              received_at=Utc(1_795_330_000.0)))  # fmt: skip
    return Put(RecordId("incident", id), {**told, "id": id})


async def _opened(settings: Settings, before: Screen | None) -> Screen:
    """A screen that comes back as a page does, with what it knew, as soon as somebody listens."""
    resume = None
    if before is not None:
        await before.close()
        assert before.welcome is not None and before.seq is not None
        resume = messages.Resume(before.welcome.epoch, before.seq)
    async with asyncio.timeout(PATIENCE_S):
        while True:
            ticket = Tickets(settings.secret, settings.deployment).issue(settings.scope)
            try:
                return await Screen(settings.relay_port, ticket).open(resume)
            except OSError:
                await asyncio.sleep(0.02)


async def _all_hold(screens: list[Screen], committed: list[str]) -> set[int]:
    """Wait until every screen holds all of it; the epochs they were welcomed in."""
    for screen in screens:
        await screen.until(lambda now: set(now.records.get("incident", {})) == set(committed), PATIENCE_S)
    return {screen.welcome.epoch for screen in screens if screen.welcome is not None}
