"""A wall never shows old data as live, says when data stopped, and comes back by itself."""

import random
from collections.abc import Callable
from pathlib import Path

from tests.deep.centre import Centre
from tests.kit.causes import BAND_S, CAUSES, CUT_OFF, GRACE_S
from tests.kit.trial import staged

ROUNDS, OF_THE_BAND = 2, 6
"""`--size=5` cuts the wall off thirty times in each of six ways."""
OBJECTS = 1500
BACK_S = 10.0


async def test_never_fresher(
    centre: Centre, tmp_path: Path, seed: int, times: Callable[[int], int], keep: Callable[..., None]
) -> None:
    """14 causes, twice each, and six times those that cut the wall off; all 1,500 marks and the source's tile
    are looked at twice a second.
    """
    chance = random.Random(seed)
    async with staged(centre, tmp_path, OBJECTS) as trials:
        for number in range(times(OF_THE_BAND)):
            await trials.run(CAUSES if number < times(ROUNDS) else CUT_OFF, chance)
        figures = trials.figures()
    keep(**figures)
    assert (figures["stale_as_fresh"], figures["live_past_half"], figures["tiles_as_fresh"]) == (0, 0, 0)
    assert (figures["strangers"], figures["photographed_live_but_stale"]) == (0, 0)
    assert figures["photographed_live_as_drawn"] > 0, "the photographs must see live marks as live"
    assert figures["band_missing"] == 0 and figures["band_max_s"] <= BAND_S
    assert figures["tile_over_limit_max_s"] <= GRACE_S
    assert figures["back_max_s"] <= BACK_S
    assert figures["alike"] == figures["trials"], figures["differences"]
