"""The short form of the deep proof: two causes, some 20,000 object-samples, none older than it looks."""

import asyncio
import random
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from tests.deep.centre import Centre
from tests.kit.causes import BAND_S, CAUSES, GRACE_S
from tests.kit.trial import staged

SHORT = ("page and relay half open", "feeds frozen")
OBJECTS = 600
LEAST_SAMPLES = 20_000


def test_a_wall_never_looks_fresher_than_it_is(tmp_path: Path) -> None:
    """Cut off, then a source that stands still: said in time, nothing old drawn as live, whole again."""
    with ThreadPoolExecutor(1) as thread:  # Playwright keeps a loop in this one
        figures = thread.submit(asyncio.run, _told(tmp_path)).result()
    print(figures)
    assert figures["objects"] >= LEAST_SAMPLES
    assert (figures["stale_as_fresh"], figures["live_past_half"], figures["tiles_as_fresh"]) == (0, 0, 0)
    assert (figures["strangers"], figures["photographed_live_but_stale"]) == (0, 0)
    assert figures["photographed_live_as_drawn"] > 0
    assert figures["band_max_s"] <= BAND_S and figures["tile_over_limit_max_s"] <= GRACE_S
    assert figures["alike"] == len(SHORT), figures["differences"]


async def _told(folder: Path) -> dict[str, Any]:
    centre = Centre(folder)
    try:
        async with staged(centre, folder, OBJECTS) as trials:
            await trials.run([cause for cause in CAUSES if cause.name in SHORT], random.Random(1))
            return trials.figures()
    finally:
        centre.stop()
