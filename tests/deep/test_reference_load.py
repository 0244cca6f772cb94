"""Nothing is wrong, at the load we promise: the wall says nothing, loops are quick, memory does not grow."""

import asyncio
import http.client
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from tests.deep.centre import Centre
from tests.deep.load import BEARER
from tests.deep.test_crowds import moving, watching
from tests.kit.crowd import Onlooker, all_live, ticket_from
from tests.kit.elsewhere import elsewhere, sessions_give_way
from tests.kit.facts import Facts, rss_bytes
from tests.kit.growth import growth
from tests.kit.verdict import Journal
from tests.kit.wallprobe import WallProbe, chromium_of_two, probing

OBJECTS, SCREENS = 2000, 60
WATCHED_S = 240
"""`--size=30` watches for two hours."""
WARM_UP_S = 75.0
"""The relay tells the lag of its last minute: none of the start is in it."""
EVENTS_PER_S, OPEN = 2, 120
"""So many incidents are open; further events are news of these, as where as many are closed as reported."""
FILLED, AT_ONCE = 25_000, 100
"""So many events before anybody looks: what is kept of the newest and of the store's pages is full then."""
BATCH = {"Content-Type": "application/cloudevents-batch+json"}
EVERY_S = 2.0
BAND_S = 7.0
PROCESSES = ("web", "relay", "feeds")
ALL, TO_50_MS, TO_250_MS = "loop_lag_le_inf", "loop_lag_le_0.05", "loop_lag_le_0.25"


class Watched(NamedTuple):
    """What was looked at every two seconds."""

    seconds: float
    memory: dict[str, list[tuple[float, int]]]
    """Seconds since the begin, bytes; by process."""
    lags: list[float]
    """The relay's own word: 99th percentile of its last minute."""
    lag_max_s: float
    ticks: dict[str, int]
    """How often the relay woke, and how often within so long."""


async def test_reference_load(
    centre: Centre, tmp_path: Path, times: Callable[[int], int], keep: Callable[..., None]
) -> None:
    """1,000 positions and two incident events a second, 2,000 objects, 60 screens and a wall."""
    async with moving(centre, tmp_path, OBJECTS) as (feed, facts):
        await asyncio.to_thread(_fill, centre.port)
        with elsewhere() as niceness:
            async with chromium_of_two() as (page, _):
                ask = ticket_from(centre.url)
                crowd = [Onlooker(centre.relay_port, ask, feed, decodes=False) for _ in range(SCREENS)]
                await page.goto(f"{centre.url}/wall")
                sessions_give_way(niceness)
                published, history = (
                    Journal(tmp_path / "published.jsonl"),
                    Journal(tmp_path / "history.jsonl"),
                )
                probe = WallProbe(page, feed, published, history)
                async with watching(crowd), probing(probe):
                    await all_live(crowd, 120)
                    await probe.until(lambda sample: probe.caught_up(sample, 0.0), 120, "all on the wall")
                    reporting = asyncio.create_task(_report(centre))
                    await asyncio.sleep(WARM_UP_S)
                    _forget(probe, crowd)
                    facts.forget()
                    watched = await _watch(centre, facts, times(WATCHED_S), reporting)
    keep(screens=SCREENS, objects=OBJECTS, screens_nice=niceness, **_calm(probe, crowd), **_told(watched))
    figures = _calm(probe, crowd)
    assert (figures["false_bands"], figures["stale_as_fresh"], figures["screens_lost"]) == (0, 0, 0)
    assert figures["longest_silence_s"] < BAND_S


def _forget(probe: WallProbe, crowd: list[Onlooker]) -> None:
    """Until now they came to rest."""
    probe.findings.band_shown = probe.findings.samples = 0
    for one in crowd:
        one.seen.lost, one.seen.silence_s = 0, 0.0


def _calm(probe: WallProbe, crowd: list[Onlooker]) -> dict[str, Any]:
    """What the wall and the other screens saw."""
    found = probe.findings.figures()
    return {
        "false_bands": found["band_shown"],
        "wall_samples": found["samples"],
        "stale_as_fresh": found["stale_as_fresh"],
        "object_samples": found["objects"],
        "screens_lost": sum(one.seen.lost for one in crowd),
        "longest_silence_s": round(max(one.seen.silence_s for one in crowd), 1),
    }


async def _watch(centre: Centre, facts: Facts, seconds: float, reporting: asyncio.Task[None]) -> Watched:
    """Memory of each process and the relay's lag; ``reporting`` must go on, and is ended."""
    memory: dict[str, list[tuple[float, int]]] = {name: [] for name in PROCESSES}
    lags, first = [], dict(facts.of["relay"])
    began = time.monotonic()
    while (at := time.monotonic() - began) < seconds:
        for name in PROCESSES:
            memory[name].append((at, rss_bytes(centre.running[name].pid)))
        lags.append(facts.of["relay"]["loop_lag_p99_s"])
        await asyncio.sleep(EVERY_S)
        if reporting.done():
            await reporting  # says why
    reporting.cancel()
    ticks = {name: round(facts.of["relay"][name] - first[name]) for name in (ALL, TO_50_MS, TO_250_MS)}
    return Watched(at, memory, lags, facts.worst["relay", "loop_lag_max_s"], ticks)


def _told(watched: Watched) -> dict[str, Any]:
    """The figures of the processes."""
    grown = {name: growth(samples) for name, samples in watched.memory.items()}
    slopes = {f"{name}_mb_per_hour": one.per_hour for name, one in grown.items()}
    return {
        "seconds": round(watched.seconds),
        "relay_lag_p99_s": round(max(watched.lags), 3),
        "relay_lag_median_s": round(float(np.median(watched.lags)), 3),
        "relay_lag_max_s": round(watched.lag_max_s, 3),
        "relay_wakings": watched.ticks[ALL],
        "relay_wakings_later_than_50_ms": watched.ticks[ALL] - watched.ticks[TO_50_MS],
        "relay_wakings_later_than_250_ms": watched.ticks[ALL] - watched.ticks[TO_250_MS],
        "rss_samples": len(watched.lags),
        "fit_minutes": round(grown["relay"].fitted_s / 60, 1),
        "rss_mb": {name: [one.first, one.last] for name, one in grown.items()},
        **slopes,
    }


async def _report(centre: Centre) -> None:
    """Two a second, until cancelled."""
    began, number = time.monotonic(), 0
    while True:
        await asyncio.sleep(max(0.0, began + number / EVENTS_PER_S - time.monotonic()))
        told = await asyncio.to_thread(centre.post, "/intake/events", _news(FILLED + number))
        assert "id" in told, told
        number += 1


def _fill(port: int) -> None:
    """The same before the watch, as quickly as it goes, in batches."""
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    for first in range(0, FILLED, AT_ONCE):
        batch = [_news(number) for number in range(first, first + AT_ONCE)]
        link.request("POST", "/intake/events", json.dumps(batch), BEARER | BATCH)
        answer = link.getresponse()
        told = answer.read()
        assert answer.status in (200, 201), told[:500]
    link.close()


def _news(number: int) -> dict[str, Any]:
    """Of one incident after the other."""
    name, revision = f"calm-{number % OPEN}", number // OPEN
    data = {"external_id": name, "revision": revision, "title": f"{name} {revision}"}
    about = {"specversion": "1.0", "id": f"{number}", "source": "urn:kit"}
    about["type"] = "cn.wanglou.incident.reported"
    return {**about, "data": data | {"lat": 32.0205, "lon": 118.7745}}
