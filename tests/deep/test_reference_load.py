"""Nothing is wrong, at the load we promise: the wall says nothing, loops are quick, memory does not grow."""

import asyncio
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from tests.deep.centre import Centre
from tests.deep.test_crowds import moving, watching
from tests.kit.crowd import Onlooker, all_live, ticket_from
from tests.kit.facts import rss_bytes
from tests.kit.verdict import Journal
from tests.kit.wallprobe import WallProbe, chromium_of_two, probing

OBJECTS, SCREENS = 2000, 60
WATCHED_S = 300
WARM_UP_S = 20.0
EVERY_S = 2.0
LAG_P99_S = 0.05
PROCESSES = ("web", "relay", "feeds")


async def test_reference_load(
    centre: Centre, tmp_path: Path, times: Callable[[int], int], keep: Callable[..., None]
) -> None:
    """1,000 positions a second of 2,000 objects, an incident every half second, 60 screens and a wall."""
    async with moving(centre, tmp_path, OBJECTS) as (feed, facts), chromium_of_two() as (page, _):
        crowd = [
            Onlooker(centre.relay_port, ticket_from(centre.url), feed, decodes=False) for _ in range(SCREENS)
        ]
        await page.goto(f"{centre.url}/wall")
        probe = WallProbe(
            page, feed, Journal(tmp_path / "published.jsonl"), Journal(tmp_path / "history.jsonl")
        )
        async with watching(crowd), probing(probe):
            await all_live(crowd, 60)
            await probe.until(lambda sample: probe.caught_up(sample, 0.0), 40, "the wall shows everybody")
            await asyncio.sleep(WARM_UP_S)
            probe.findings.band_shown = probe.findings.samples = 0
            lost = sum(one.seen.lost for one in crowd)
            memory, lags = await _watch(centre, facts.of, times(WATCHED_S))
            lost = sum(one.seen.lost for one in crowd) - lost
    slopes = {f"{name}_mb_per_hour": slope for name, slope in _slopes(memory).items()}
    figures = probe.findings.figures()
    keep(
        seconds=times(WATCHED_S),
        screens=SCREENS,
        objects=OBJECTS,
        false_bands=figures["band_shown"],
        wall_samples=figures["samples"],
        stale_as_fresh=figures["stale_as_fresh"],
        object_samples=figures["objects"],
        screens_lost=lost,
        relay_lag_p99_s=round(max(lags), 3),
        relay_lag_median_s=round(float(np.median(lags)), 3),
        rss_samples=len(memory),
        **slopes,
    )
    assert (figures["band_shown"], figures["stale_as_fresh"], lost) == (0, 0, 0)


async def _watch(
    centre: Centre, facts: dict[str, dict[str, float]], seconds: float
) -> tuple[list[tuple[float, dict[str, int]]], list[float]]:
    """Memory of each process, and the relay's word on its loop's lag; meanwhile incidents are reported."""
    memory, lags = [], []
    began = time.monotonic()
    reporting = asyncio.create_task(asyncio.to_thread(_report, centre, seconds))
    while time.monotonic() - began < seconds:
        await asyncio.sleep(EVERY_S)
        sizes = {name: rss_bytes(centre.running[name].pid) for name in PROCESSES}
        memory.append((time.monotonic() - began, sizes))
        lags.append(facts["relay"]["loop_lag_p99_s"])
    await reporting
    return memory, lags


def _report(centre: Centre, seconds: float) -> None:
    """Two incidents a second."""
    began = time.monotonic()
    for number in range(round(seconds * 2)):
        time.sleep(max(0.0, began + number / 2 - time.monotonic()))
        name = f"calm-{number}"
        data = {"external_id": name, "title": name, "lat": 32.0205, "lon": 118.7745}
        event = {"specversion": "1.0", "id": name, "source": "urn:kit", "data": data}
        centre.post("/intake/events", event | {"type": "cn.wanglou.incident.reported"})


def _slopes(memory: list[tuple[float, dict[str, int]]]) -> dict[str, float]:
    """Least squares, MB an hour, of the second half: the first still fills what is kept."""
    half = memory[len(memory) // 2 :]
    hours = [at / 3600 for at, _ in half]
    return {
        name: round(float(np.polyfit(hours, [sizes[name] / 1e6 for _, sizes in half], 1)[0]), 1)
        for name in PROCESSES
    }
