"""Ten times the reference load for a minute: incidents arrive in time, none is lost, and calm returns."""

import asyncio
import http.client
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

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


async def test_burst(
    centre: Centre, tmp_path: Path, times: Callable[[int], int], keep: Callable[..., None]
) -> None:
    """10,000 positions and 20 incidents a second."""
    async with moving(centre, tmp_path, OBJECTS) as (feed, facts):
        crowd = [
            Onlooker(centre.relay_port, ticket_from(centre.url), feed, decodes=False) for _ in range(SCREENS)
        ]
        async with watching(crowd):
            await all_live(crowd, 60)
            await asyncio.sleep(5)
            memory = rss_bytes(centre.running["relay"].pid)
            facts.forget()
            storm = Feed(OBJECTS, OBJECTS / POSITIONS_PER_S, feed.ttl_s, feed.began_at)
            began = time.time()
            centre.start_feeder(storm, tmp_path / "storm.jsonl", "storm")
            answered = await asyncio.to_thread(_post, centre.port, times(BURST_S))
            centre.kill("storm")
            ended = time.time()
            more = rss_bytes(centre.running["relay"].pid) - memory
            lag = facts.worst["relay", "loop_lag_p99_s"]
            calm = await _calm(centre, crowd[0], ended)
            seen = crowd[0].seen.incidents
    missing = sum(len(answered.keys() - one.seen.incidents.keys()) for one in crowd)
    figures = summary([seen[name] - at for name, at in answered.items() if name in seen])
    ticks = len((tmp_path / "storm.jsonl").read_text().splitlines())
    keep(
        seconds=round(ended - began),
        incidents=len(answered),
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


def _post(port: int, seconds: float) -> dict[str, float]:
    """Twenty a second, by one client; name -> when it was answered with 201."""
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    answered: dict[str, float] = {}
    began = time.monotonic()
    for number in range(round(seconds * INCIDENTS_PER_S)):
        time.sleep(max(0.0, began + number / INCIDENTS_PER_S - time.monotonic()))
        name = f"burst-{number}"
        link.request("POST", "/intake/events", json.dumps(event_named(name)), BEARER | _CLOUD)
        answer = link.getresponse()
        answer.read()
        assert answer.status in (200, 201), answer.status
        answered[name] = time.time()
    link.close()
    return answered


_CLOUD = {"Content-Type": "application/cloudevents+json"}


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
            return round(time.time() - ended, 1)
    return float("inf")
