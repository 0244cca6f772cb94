"""A Redis without memory, and one whose files are cut or spoilt: what is reported arrives all the same."""

import asyncio
import random
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
import redis

from tests.deep.centre import Centre
from tests.deep.eyes import screen_of, summary, wall_of
from tests.deep.posting import posted
from tests.feeds.relay.screen import Screen
from tests.kit.truth import Feed

TRIALS = 20
WITHIN_S = 3.0
MOVES_S = 5.0
"""A Redis that was started again is found within this; one without memory was never lost."""
FULL = "1mb"
"""Less than the server holds by itself."""
OF_ITS_OWN = ("--appendonly", "yes", "--appendfsync", "everysec", "--aof-load-truncated", "yes")
KEYS = 200


@pytest.mark.parametrize("policy", ["noeviction", "volatile-ttl", "allkeys-lru"])
async def test_bus_full(
    centre: Centre, times: Callable[[int], int], keep: Callable[..., None], policy: str
) -> None:
    """Its memory is at its limit: tickets still open one connection each, and nothing published is lost."""
    await _begun(centre)
    told: list[dict[str, float]] = []
    moves: list[float] = []
    async with wall_of(centre) as wall:
        with redis.Redis.from_url(centre.bus_url) as server:
            server.config_set("maxmemory-policy", policy)
            server.config_set("maxmemory", FULL)
        for trial in range(times(TRIALS)):
            async with screen_of(centre) as screen:
                moves.append(await _moves(screen))
                told.append(await posted(centre, screen, wall, f"{policy}-{trial}"))
    figures = {name: summary([each[name] for each in told], 95) for name in ("answered", "client", "wall")}
    keep(policy=policy, trials=len(told), moves_max_s=round(max(moves), 2), **figures)
    assert all(figures[name]["max_s"] <= WITHIN_S for name in figures) and max(moves) <= MOVES_S


async def test_bus_files(
    centre: Centre, seed: int, times: Callable[[int], int], keep: Callable[..., None]
) -> None:
    """kill -9, its journal cut by 1 to 200 bytes or spoilt in the middle, started again; where it refuses its
    own files they are thrown away, as an administrator would. An incident posted then arrives in time.
    """
    chance = random.Random(seed)
    await _begun(centre, *OF_ITS_OWN)
    told: list[dict[str, float]] = []
    back: list[float] = []
    wiped = 0
    async with screen_of(centre) as screen, wall_of(centre) as wall:
        for trial in range(times(TRIALS)):
            _fill(centre)
            centre.kill("bus")
            _spoil(_journal(centre), chance, middle=bool(trial % 2))
            wiped += await asyncio.to_thread(_start_or_wipe, centre)
            told.append(await posted(centre, screen, wall, f"aof-{trial}"))
            back.append(await _moves(screen))
    figures = {name: summary([each[name] for each in told], 95) for name in ("answered", "client", "wall")}
    keep(trials=len(told), wiped=wiped, moves_max_s=round(max(back), 2), **figures)
    assert all(figures[name]["max_s"] <= WITHIN_S for name in figures) and max(back) <= MOVES_S


async def _begun(centre: Centre, *of_the_bus: str) -> None:
    await asyncio.to_thread(centre.start_bus, *of_the_bus)
    for start in (centre.start_web, centre.start_relay):
        await asyncio.to_thread(start)
    feed = Feed(objects=50, period_s=1.0, ttl_s=15.0, began_at=time.time())
    centre.start_feeder(feed, centre.folder / "journal")


async def _moves(screen: Screen) -> float:
    """Seconds until it is told of a movement that it had not been told of."""
    began, before = time.monotonic(), dict(screen.places)
    await screen.until(lambda now: now.places and now.places != before, 60.0)
    return time.monotonic() - began


def _fill(centre: Centre) -> None:
    """Something for the journal to hold: we ourselves write next to nothing."""
    with redis.Redis.from_url(centre.bus_url) as server:
        for number in range(KEYS):
            server.set(f"other:{number}", b"x" * 50)


def _journal(centre: Centre) -> Path:
    found = [*centre.folder.glob("appendonlydir/*.incr.aof"), *centre.folder.glob("appendonly.aof")]
    return max(found, key=lambda path: path.stat().st_mtime)


def _spoil(journal: Path, chance: random.Random, *, middle: bool) -> None:
    content = bytearray(journal.read_bytes())
    if middle:
        place = chance.randrange(len(content) // 2)
        content[place : place + 20] = chance.randbytes(20)
    else:
        del content[-chance.randint(1, 200) :]
    journal.write_bytes(content)


def _start_or_wipe(centre: Centre) -> bool:
    """Whether its files had to be thrown away first: it refuses what is spoilt, and says so in its log."""
    if _starts(centre):
        return False
    for file in centre.folder.glob("appendonlydir/*"):
        file.unlink()
    assert _starts(centre)
    return True


def _starts(centre: Centre) -> bool:
    """It may take connections before it has read its files, and end over them."""
    with suppress(AssertionError):
        centre.start_bus(*OF_ITS_OWN)
    process = centre.running["bus"]
    with redis.Redis.from_url(centre.bus_url) as server:
        while process.poll() is None:
            with suppress(redis.RedisError):
                if server.ping():
                    return True
            time.sleep(0.02)
    centre.running.pop("bus")
    return False
