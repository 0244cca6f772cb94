"""The machine's clock jumps by an hour, there and back: nobody is sent away, and what is reported arrives."""

import asyncio
import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.deep.centre import Centre
from tests.deep.eyes import screen_of, summary, wall_of
from tests.deep.load import event

LIBRARY = Path("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1")
JUMPS = 20
NOTICED_S = 1.5
"""So often the library looks for another offset: at every call it would make a second of every request."""
WITHIN_S = 3.0
STANDS = "() => Number(getComputedStyle(document.querySelector('#deadman')).opacity)"


@pytest.mark.skipif(not LIBRARY.exists(), reason="no libfaketime here (Debian: apt-get install libfaketime)")
async def test_clock_jumps(centre: Centre, times: Callable[[int], int], keep: Callable[..., None]) -> None:
    """Web and relay believe it, as all processes of a machine do; intervals go by another clock."""
    offset = centre.folder / "offset"
    faked = {
        "LD_PRELOAD": str(LIBRARY),
        "FAKETIME_TIMESTAMP_FILE": str(offset),
        "FAKETIME_CACHE_DURATION": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "DONT_FAKE_MONOTONIC": "1",
    }
    centre.set_for = {"web": faked, "relay": faked}
    offset.write_text("+0")
    for start in (centre.start_bus, centre.start_web, centre.start_relay):
        await asyncio.to_thread(start)
    told: list[float] = []
    bands = 0
    async with screen_of(centre) as screen, wall_of(centre) as wall:
        for jump in range(times(JUMPS)):
            before = screen.welcome
            _set(offset, ("+1h", "+0", "-1h", "+0")[jump % 4])
            await asyncio.sleep(NOTICED_S)
            id = await asyncio.to_thread(_reported, centre, f"jump-{jump}")
            answered = time.monotonic()
            await screen.until(lambda now, id=id: id in now.records.get("incident", {}), 60.0)
            told.append(time.monotonic() - answered)
            async with screen_of(centre) as newcomer:
                assert set(newcomer.records["incident"]) == set(screen.records["incident"])
            for _ in range(3):
                bands += float(await wall.page.evaluate(STANDS)) > 0.5
                await asyncio.sleep(1)
            assert screen.bye is None and screen.welcome is before
    keep(jumps=len(told), bands=bands, client=summary(told, 95))
    assert bands == 0 and max(told) <= WITHIN_S


def _reported(centre: Centre, name: str) -> str:
    """Its id. Sent again while it is refused: under this library everything is slow, the first time most."""
    end = time.monotonic() + 60
    while True:
        answer = centre.post("/intake/events", json.loads(event(name).body))
        if "id" in answer or time.monotonic() > end:
            return str(answer["id"])
        time.sleep(0.2)


def _set(file: Path, offset: str) -> None:
    """At once: who reads meanwhile must not find half of it."""
    beside = file.with_suffix(".new")
    beside.write_text(offset)
    beside.replace(file)
