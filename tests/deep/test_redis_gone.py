"""Redis killed or frozen: an incident is still acknowledged, and on every screen within three seconds."""

import asyncio
import random
import time
from collections.abc import Callable
from typing import Any

import pytest

from tests.deep.centre import Centre
from tests.deep.eyes import Wall, screen_of, seen, summary, wall_of
from tests.feeds.relay.screen import Screen

TRIALS = 20
WITHIN_S = 3.0
HEAL_S = 1.5
"""Until web and relay have found the bus again, so that each trial breaks a sound one."""


@pytest.mark.parametrize("fault", ["frozen", "killed"])
async def test_redis_gone(
    centre: Centre, seed: int, times: Callable[[int], int], keep: Callable[..., None], fault: str
) -> None:
    """Posted at a random moment within two seconds of the fault: to a websocket client and a painted wall."""
    for start in (centre.start_bus, centre.start_web, centre.start_relay):
        await asyncio.to_thread(start)
    chance = random.Random(seed)
    told: list[dict[str, float]] = []
    async with screen_of(centre) as screen, wall_of(centre) as wall:
        for trial in range(times(TRIALS)):
            await asyncio.sleep(HEAL_S)
            _break(centre, fault)
            await asyncio.sleep(chance.uniform(0, 2))
            told.append(await _posted(centre, screen, wall, f"{fault}-{trial}"))
            _mend(centre, fault)
    figures = {name: summary([trial[name] for trial in told], 95) for name in ("answered", "client", "wall")}
    keep(fault=fault, trials=len(told), **figures)
    assert all(figures[name]["max_s"] <= WITHIN_S for name in figures)


def _break(centre: Centre, fault: str) -> None:
    if fault == "frozen":
        centre.freeze("bus")
    else:
        centre.kill("bus")


def _mend(centre: Centre, fault: str) -> None:
    if fault == "frozen":
        centre.thaw("bus")
    else:
        centre.start_bus()


async def _posted(centre: Centre, screen: Screen, wall: Wall, name: str) -> dict[str, float]:
    """Seconds from sending to the 2xx, and from the 2xx to either screen."""
    event: dict[str, Any] = {
        "specversion": "1.0",
        "id": name,
        "source": "urn:deep",
        "type": "cn.wanglou.incident.reported",
        "data": {"external_id": name, "title": name, "urgency": "critical", "lat": 32.0205, "lon": 118.7745},
    }
    sent = time.time()
    answer = await asyncio.to_thread(centre.post, "/intake/events", event)
    answered, id = time.time(), str(answer["id"])
    client = await seen(screen, lambda incidents: id in incidents)
    painted = await wall.painted(id, lambda text: text is not None)
    return {"answered": answered - sent, "client": client - answered, "wall": painted - answered}
