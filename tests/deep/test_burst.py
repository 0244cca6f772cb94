"""Ten times the reference load for a minute: incidents arrive in time, none is lost, and calm returns."""

import asyncio
import http.client
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from tests.deep.centre import Centre
from tests.deep.eyes import summary
from tests.deep.load import BEARER
from tests.deep.test_crowds import moving, watching
from tests.kit.crowd import Onlooker, all_live, ticket_from
from tests.kit.facts import rss_bytes
from tests.kit.truth import Feed

OBJECTS = 2000
INCIDENTS_PER_S, POSITIONS_PER_S = 20, 10_000
BURST_S = 60
SCREENS = 20
P99_S, CALM_S = 2.0, 10.0
MOST_MB = 100
ARRIVES_S = 30.0
"""An incident that is on no screen so long after the burst is missing."""


async def test_burst(
    centre: Centre, tmp_path: Path, times: Callable[[int], int], keep: Callable[..., None]
) -> None:
    """10,000 positions and 20 incidents a second."""
    async with moving(centre, tmp_path, OBJECTS) as (feed, facts):
        ask = ticket_from(centre.url)
        crowd = [Onlooker(centre.relay_port, ask, feed, decodes=False) for _ in range(SCREENS)]
        async with watching(crowd):
            await all_live(crowd, 120)
            await asyncio.sleep(5)
            memory = rss_bytes(centre.running["relay"].pid)
            storm = Feed(OBJECTS, OBJECTS / POSITIONS_PER_S, feed.ttl_s, feed.began_at)
            centre.start_feeder(storm, tmp_path / "storm.jsonl", "storm")
            await _blows(tmp_path / "storm.jsonl")
            facts.forget()
            began = time.time()
            told = await asyncio.to_thread(_post, centre.port, times(BURST_S))
            centre.kill("storm")
            ended = time.time()
            more = rss_bytes(centre.running["relay"].pid) - memory
            lag = max(facts.of["relay"]["loop_lag_p99_s"], facts.worst.get(("relay", "loop_lag_p99_s"), 0.0))
            calm = await _calm(centre, crowd[0], ended)
            missing = await _missing(crowd, told.answered)
    seen = crowd[0].seen.incidents
    figures = summary([seen.get(name, ended + ARRIVES_S) - at for name, at in told.answered.items()])
    ticks = len((tmp_path / "storm.jsonl").read_text().splitlines())
    keep(
        seconds=round(ended - began),
        incidents=len(told.answered),
        refused_first=told.refused,
        positions=ticks * POSITIONS_PER_S // 10,
        screens=SCREENS,
        missing=missing,
        incident=figures,
        calm_after_s=calm,
        relay_lag_p99_s=round(lag, 3),
        relay_grew_mb=round(more / 1e6, 1),
    )
    assert missing == 0 and figures["p99_s"] <= P99_S
    assert calm <= CALM_S and more <= MOST_MB * 1e6


class Told(NamedTuple):
    """What came of the reports."""

    answered: dict[str, float]
    """When each was answered with 2xx."""
    refused: int
    """Answers of 503, or none in time: the sender sends the same again, as it must."""


async def _blows(journal: Path) -> None:
    """Wait until the storm has begun."""
    async with asyncio.timeout(120):
        while not journal.exists():  # noqa: ASYNC240 - a local look, microseconds
            await asyncio.sleep(0.1)


async def _missing(crowd: list[Onlooker], answered: dict[str, float]) -> int:
    """Incidents that somebody has not seen although there was time."""
    end = time.monotonic() + ARRIVES_S
    while (left := sum(len(answered.keys() - one.seen.incidents.keys()) for one in crowd)) and (
        time.monotonic() < end
    ):
        await asyncio.sleep(0.2)
    return left


def _post(port: int, seconds: float) -> Told:
    """Twenty a second, by one client, for so long; what is not answered with 2xx is sent again."""
    answered, refused, began, number = dict[str, float](), 0, time.monotonic(), 0
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    while time.monotonic() - began < seconds:
        time.sleep(max(0.0, began + number / INCIDENTS_PER_S - time.monotonic()))
        name = f"burst-{len(answered)}"
        if _taken(link, name):
            answered[name] = time.time()
        else:
            refused += 1
        number += 1
    link.close()
    return Told(answered, refused)


def _taken(link: http.client.HTTPConnection, name: str) -> bool:
    """Whether it was answered with 2xx. Fails at any answer but that and 503."""
    try:
        link.request("POST", "/intake/events", json.dumps(event_named(name)), BEARER | CLOUD)
        answer = link.getresponse()
        answer.read()
    except (OSError, http.client.HTTPException):
        link.close()  # the next one opens it anew
        return False
    assert answer.status in (200, 201, 503), answer.status
    return answer.status != 503


CLOUD = {"Content-Type": "application/cloudevents+json"}


def event_named(name: str) -> dict[str, Any]:
    data = {"external_id": name, "title": name, "lat": 32.0205, "lon": 118.7745}
    kind = "cn.wanglou.incident.reported"
    return {"specversion": "1.0", "id": name, "source": "urn:kit", "type": kind, "data": data}


async def _calm(centre: Centre, onlooker: Onlooker, ended: float) -> float:
    """Seconds from the end of the burst until an incident again takes less than a quarter of a second."""
    for number in range(100):
        name = f"calm-{number}"
        await asyncio.to_thread(centre.post, "/intake/events", event_named(name))
        answered = time.time()
        while name not in onlooker.seen.incidents and time.time() - answered < 5:
            await asyncio.sleep(0.01)
        if onlooker.seen.incidents.get(name, answered + 5) - answered < 0.25:
            break
    return round(time.time() - ended, 1)
