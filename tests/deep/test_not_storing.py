"""The store takes no writes: a wall says so within ten seconds, by itself, and until it takes them again."""

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import pytest

from tests.deep.centre import Centre
from tests.deep.eyes import Wall, summary, wall_of
from tests.kit.nemesis import fill, locked, may_mount, small_disk

TRIALS = 10
WITHIN_S, PATIENCE_S = 10.0, 60.0
DISK_MB = 24
NOTE = """
  () => Boolean(document.querySelector("[data-panel=health]:not([hidden])")?.innerText.includes("不在存储"))
"""


@contextmanager
def _full(centre: Centre) -> Iterator[None]:
    filler = fill(centre.data)
    try:
        yield
    finally:
        filler.unlink()


@pytest.mark.parametrize("cause", ["locked", "disk_full"])
async def test_not_storing(
    centre: Centre, times: Callable[[int], int], keep: Callable[..., None], cause: str
) -> None:
    """Nobody reports anything meanwhile: that nothing could be kept is found out by asking."""
    said, gone = [], []
    with ExitStack() as stack:
        if cause == "disk_full":
            if not may_mount():
                pytest.skip("a small disk needs root and mount")
            stack.enter_context(small_disk(centre.data, DISK_MB))
            stack.callback(centre.stop)
        for start in (centre.start_bus, centre.start_web, centre.start_relay):
            await asyncio.to_thread(start)
        async with wall_of(centre) as wall:
            for _ in range(times(TRIALS)):
                with locked(centre.data / "wanglou.db") if cause == "locked" else _full(centre):
                    said.append(await _shown(wall, True))
                gone.append(await _shown(wall, False))
    keep(cause=cause, trials=len(said), said=summary(said), gone=summary(gone))
    assert max(said) <= WITHIN_S and max(gone) <= WITHIN_S


async def _shown(wall: Wall, wanted: bool) -> float:
    """Seconds until the note is there, or is not."""
    began = time.monotonic()
    async with asyncio.timeout(PATIENCE_S):
        while bool(await wall.page.evaluate(NOTE)) is not wanted:
            await asyncio.sleep(0.05)
    return round(time.monotonic() - began, 2)
