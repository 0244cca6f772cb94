"""Redis killed or frozen: an incident is still acknowledged, and on every screen within three seconds."""

import asyncio
import random
from collections.abc import Callable

import pytest

from tests.deep.centre import Centre
from tests.deep.eyes import screen_of, summary, wall_of
from tests.deep.posting import posted

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
            told.append(await posted(centre, screen, wall, f"{fault}-{trial}"))
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
