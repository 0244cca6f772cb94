"""No file is left to open: who is there stays, nothing crashes, and when there is room all is well again."""

import asyncio
import shutil
import time
from collections.abc import Callable

import pytest

from tests.deep.centre import Centre
from tests.deep.eyes import screen_of, summary
from tests.feeds.relay.screen import Screen
from tests.kit.dawdlers import Dawdlers, dawdling

FILES, SOCKETS = 128, 400
TRIALS, HELD_S = 5, 15
BACK_S, BEAT_S = 10.0, 5.0
ELSEWHERE = tuple(f"127.0.{third}.1" for third in range(1, 11))


@pytest.mark.skipif(shutil.which("prlimit") is None, reason="no prlimit here to take files away with")
@pytest.mark.parametrize("process", ["web", "relay"])
async def test_open_files(
    centre: Centre, times: Callable[[int], int], keep: Callable[..., None], process: str
) -> None:
    """More strangers than the process may have files; a screen that was there goes on hearing beats."""
    few = ("prlimit", f"--nofile={FILES}:{FILES}")
    await asyncio.to_thread(centre.start_bus)
    await asyncio.to_thread(centre.start_web, few if process == "web" else ())
    await asyncio.to_thread(centre.start_relay, few if process == "relay" else ())
    pid, port = centre.running[process].pid, {"web": centre.port, "relay": centre.relay_port}[process]
    gaps, back, refused = [], [], 0
    async with screen_of(centre) as screen:
        for _ in range(times(TRIALS)):
            crowd = Dawdlers(port, b"", b"", ELSEWHERE)
            async with dawdling(SOCKETS, crowd):
                gaps += [await _gap(screen) for _ in range(HELD_S)]
            refused += sum(1 for life in crowd.lives_s if life < 1)
            back.append(await _served(centre))
        assert screen.bye is None
    assert centre.running[process].poll() is None and centre.running[process].pid == pid
    keep(
        process=process, files=FILES, sockets=SOCKETS, trials=len(back), beat_gap=summary(gaps),
        back_max_s=max(back), refused=refused,
    )  # fmt: skip
    assert max(gaps) <= BEAT_S and max(back) <= BACK_S


async def _gap(screen: Screen) -> float:
    """Seconds until its next beat."""
    began, before = time.monotonic(), screen.beat
    await screen.until(lambda now: now.beat is not before, 60.0)
    return time.monotonic() - began


async def _served(centre: Centre) -> float:
    """Seconds until a ticket is given and opens a screen again."""
    began = time.monotonic()
    while time.monotonic() - began < 60:
        try:
            async with screen_of(centre):
                return round(time.monotonic() - began, 2)
        except (OSError, TimeoutError):
            await asyncio.sleep(0.1)
    return float("inf")
