"""What the store keeps up with when it holds a year: intake with fsync, and list, search and open by HTTP.

`python -m bench.store [--incidents 1000000] [--seconds 10]`. A store of that many incidents with six changes
each is filled in bulk, with a chain that verifies; then commands of a source are acknowledged by the real
writer, and the reading doors are asked in this process, without a network. The floor is a bare loop of SQLite
that inserts and commits one row of the same size, with the same settings, in the same folder. The last line
is one JSON object.
"""

import argparse
import asyncio
import json
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from bench import store_year
from dashboard.incidents.errors import StoreBusy
from dashboard.incidents.reader import Reader
from dashboard.incidents.store import Store
from dashboard.web.callers import GROUND, Ground
from dashboard.web.reads import RecordReads

IN_FLIGHT = 32
"""Requests of senders that wait for their answer at the same time."""
QUESTIONS = 200
"""Each kind of question is asked so often."""


def measure(incidents: int, seconds: float) -> dict[str, Any]:
    """Fill, then measure; ``seconds`` each for the intake and for its floor."""
    with tempfile.TemporaryDirectory(prefix="bench-store-") as folder:
        path = Path(folder) / "wanglou.db"
        url = f"sqlite:///{path}"
        Store(url).close()
        began = time.monotonic()
        changes = store_year.fill(path, incidents, _progress)
        built_s = time.monotonic() - began
        acked = asyncio.run(_intake(url, seconds))
        floor = _floor(Path(folder) / "floor.db", seconds)
        asked = asyncio.run(_reading(url, incidents))
        size_mb = path.stat().st_size / 1e6
    return {
        "acked_per_s": round(acked),
        "floor_per_s": round(floor),
        "ratio_to_floor": round(acked / floor, 2),
        **{f"{kind}_ms_p95": round(times, 1) for kind, times in asked.items()},
        "rss_mb": round(_peak_rss_mb()),
        "incidents": incidents,
        "changes": changes,
        "in_flight": IN_FLIGHT,
        "build_s": round(built_s),
        "file_mb": round(size_mb),
        "sqlite": sqlite3.sqlite_version,
    }


async def _intake(url: str, seconds: float) -> float:
    """Acknowledged new incidents a second: each its own key, each answered after its fsync."""
    store = Store(url)
    numbers, until = iter(range(10**9)), time.monotonic() + seconds
    acked = 0

    async def sender() -> None:
        nonlocal acked
        while time.monotonic() < until:
            try:
                await store.perform(store_year.telling(next(numbers)))
            except StoreBusy:
                continue  # not acknowledged, not counted
            acked += 1

    began = time.monotonic()
    await asyncio.gather(*(sender() for _ in range(IN_FLIGHT)))
    took = time.monotonic() - began
    await asyncio.to_thread(store.close)
    return acked / took


def _floor(path: Path, seconds: float) -> float:
    """Rows a second of one thread that inserts and commits, nothing else."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE t (n INTEGER PRIMARY KEY, body TEXT)")
    body = store_year.a_body()
    began, rows = time.monotonic(), 0
    while (took := time.monotonic() - began) < seconds:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO t (body) VALUES (?)", (body,))
        connection.execute("COMMIT")
        rows += 1
    connection.close()
    return rows / took


async def _reading(url: str, incidents: int) -> dict[str, float]:
    """p95 in milliseconds of each kind of question, different ones each time."""
    reader = Reader(url)
    doors = RecordReads(reader)
    routes = [Route("/api/incidents", doors.incidents), Route("/api/incidents/{id}", doors.incident)]
    transport = httpx.ASGITransport(_seeing_all(Starlette(routes=routes)))
    dice = random.Random(7)
    kinds: dict[str, Callable[[], str]] = {
        "list": lambda: store_year.a_list(dice, incidents),
        "search": lambda: store_year.a_search(dice, incidents),
        "open": lambda: f"/api/incidents/{store_year.incident(dice.randrange(incidents))}",
    }
    found = {}
    async with httpx.AsyncClient(transport=transport, base_url="http://bench") as client:
        for kind, question in kinds.items():
            times = [await _ask(client, question()) for _ in range(QUESTIONS)]
            found[kind] = statistics.quantiles(times, n=20)[-1]
    reader.close()
    return found


def _seeing_all(app: ASGIApp) -> ASGIApp:
    """What the gate says of a caller who may see the whole installation."""

    async def seen(scope: Scope, receive: Receive, send: Send) -> None:
        await app({**scope, GROUND: Ground()}, receive, send)

    return seen


async def _ask(client: httpx.AsyncClient, address: str) -> float:
    began = time.perf_counter()
    answer = await client.get(address)
    took_ms = (time.perf_counter() - began) * 1000
    if answer.status_code != httpx.codes.OK:
        raise SystemExit(f"{address} was answered {answer.status_code}: {answer.text[:200]}")
    if took_ms > store_year.SLOW_MS:
        print(f"slow: {took_ms:.0f} ms {address}", file=sys.stderr)
    return took_ms


def _peak_rss_mb() -> float:
    """The most memory this process ever held, filling included."""
    lines: Iterator[str] = iter(Path("/proc/self/status").read_text("ascii").splitlines())
    peak = next(line for line in lines if line.startswith("VmHWM:"))
    return int(peak.split()[1]) / 1024


def _progress(done: int, whole: int) -> None:
    print(f"filled {done} of {whole} incidents", file=sys.stderr, flush=True)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--incidents", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=float, default=10.0)
    options = parser.parse_args()
    print(json.dumps(measure(options.incidents, options.seconds)))


if __name__ == "__main__":
    main()
