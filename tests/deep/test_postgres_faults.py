"""PostgreSQL killed, standing still, or without a free connection: said at once, nothing lost."""

import asyncio
import random
import time
import urllib.error
import urllib.request
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager

import psycopg
import pytest

from tests.dashboard.incidents import postgres_server
from tests.dashboard.incidents.postgres_server import PostgresServer, database_of
from tests.deep.centre import Centre
from tests.deep.eyes import Wall, wall_of
from tests.deep.senders import Told, ask_again, crowd, figures, resumes, times_stored

TRIALS = 5
HELD_S = 12
ANSWERED_WITHIN_S = 3.5
"""Every question ends before 2 s (``dashboard/incidents/deadline.py``); a busy machine may be late itself."""
SAID_S, RESUMES_S = 10.0, 10.0
NOTE = """
  () => Boolean(document.querySelector("[data-panel=health]:not([hidden])")?.innerText.includes("不在存储"))
"""


@pytest.fixture
def server() -> Iterator[PostgresServer]:
    """One of its own: it will be killed."""
    programs = postgres_server.programs()
    if programs is None:
        pytest.skip(postgres_server.WHY_NOT)
    with postgres_server.running(programs) as running:
        yield running


@contextmanager
def killed(server: PostgresServer, _url: str) -> Iterator[None]:
    """kill -9, and started again at the end."""
    server.kill()
    try:
        yield
    finally:
        server.start()


@contextmanager
def paused(server: PostgresServer, _url: str) -> Iterator[None]:
    """SIGSTOP of all its processes."""
    with server.paused():
        yield


@contextmanager
def crowded(server: PostgresServer, url: str) -> Iterator[None]:
    """Somebody else has every connection, ours included: those are ended first."""
    with ExitStack() as held:
        first = held.enter_context(server.connect("postgres"))
        first.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (database_of(url),)
        )
        while True:
            try:
                held.enter_context(server.connect("postgres"))
            except psycopg.OperationalError:
                break
        yield


@pytest.mark.parametrize("fault", [killed, paused, crowded])
async def test_postgres(
    centre: Centre,
    server: PostgresServer,
    seed: int,
    times: Callable[[int], int],
    keep: Callable[..., None],
    fault: Callable[[PostgresServer, str], object],
) -> None:
    """Senders go on asking; pages are asked for beside them; what was acknowledged is there at the end."""
    chance, told, resumed, said, waits = random.Random(seed), Told(), [], [], []
    centre.database = server.database()
    for start in (centre.start_bus, centre.start_web, centre.start_relay):
        await asyncio.to_thread(start)
    async with wall_of(centre) as wall, pages(centre) as asked:
        for trial in range(times(TRIALS)):
            with fault(server, centre.database):  # type: ignore[attr-defined]
                note = asyncio.create_task(_noted(wall))
                await asyncio.to_thread(crowd, centre, told, f"{trial}", HELD_S, chance)
                said.append(await note)
            resumed.append(await asyncio.to_thread(resumes, centre, told, f"after-{trial}"))
        waits += asked
    await asyncio.to_thread(ask_again, centre, told)
    kept = times_stored(centre)
    lost = len(set(told.acknowledged) - kept.keys())
    verdict = await asyncio.to_thread(centre.verified)
    keep(
        **figures(told),
        fault=fault.__name__,
        trials=times(TRIALS),
        said_max_s=max(said),
        resumes_max_s=max(resumed),
        pages_asked=len(waits),
        pages_slowest_s=round(max(waits), 2),
        lost=lost,
        audit=verdict[:60],
    )
    assert set(told.answers) <= {200, 201, 503}, told.answers
    assert told.answers.get(503) and told.without_retry_after == 0
    assert max(told.slowest_refusal_s, *waits) <= ANSWERED_WITHIN_S
    assert max(said) <= SAID_S and max(resumed) <= RESUMES_S
    assert lost == 0 and set(kept.values()) == {1} and verdict.startswith("sound: ")


async def _noted(wall: Wall) -> float:
    """Seconds until the wall says that nothing is stored."""
    began = time.monotonic()
    while time.monotonic() - began < HELD_S:
        if await wall.page.evaluate(NOTE):
            return round(time.monotonic() - began, 2)
        await asyncio.sleep(0.05)
    return float("inf")


@asynccontextmanager
async def pages(centre: Centre) -> AsyncIterator[list[float]]:
    """How long each of the pages kept whoever asked for it; they may be refused, not kept waiting."""
    waits: list[float] = []

    async def ask() -> None:
        while True:
            for path in ("/wall", "/healthz", "/api/incidents"):
                began = time.monotonic()
                await asyncio.to_thread(_answered, centre.url + path)
                waits.append(time.monotonic() - began)
            await asyncio.sleep(0.3)

    task = asyncio.create_task(ask())
    try:
        yield waits
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def _answered(url: str) -> None:
    try:
        with urllib.request.urlopen(url, timeout=60) as answer:
            answer.read()
    except urllib.error.HTTPError as refusal:
        refusal.read()
