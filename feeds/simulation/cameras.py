"""The district's cameras: about 3,500, at the corners people cross (positions and names are demo fiction)."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

from feeds.geo.places import Grid
from feeds.simulation.chance import generator
from feeds.simulation.scenes import DEMO_SCENES

CAMERAS_OF_DISTRICT: Final = 3500
SHUANGTANG: Final = "320104004"
CAMERAS_OF_SHUANGTANG: Final = 240
DEAD_SHARE: Final = 0.03
_SIDES: Final = (("北", "N"), ("东", "E"), ("南", "S"), ("西", "W"))


def cameras(grids: Sequence[Grid], seed: int) -> list[dict[str, Any]]:
    """Camera records for all ``grids``; each street's number follows its grids, Shuangtang's is the
    published density's 240.
    """
    by_street = Counter(grid.street for grid in grids)
    others = sum(count for street, count in by_street.items() if street != SHUANGTANG)
    whole = _district_share(by_street)
    made: list[dict[str, Any]] = []
    for street in sorted(by_street):
        mine = [grid for grid in grids if grid.street == street]
        wanted = (
            CAMERAS_OF_SHUANGTANG
            if street == SHUANGTANG
            else round(whole * by_street[street] / max(others, 1))
        )
        made += [_camera(mine[i % len(mine)], i // len(mine), len(made) + i + 1, seed) for i in range(wanted)]
    return made


def _district_share(by_street: Counter[str]) -> float:
    """Cameras for the streets other than Shuangtang, in proportion when the scope holds only some grids
    of the district.
    """
    all_other_grids = 1334 - 100
    here = sum(count for street, count in by_street.items() if street != SHUANGTANG)
    return (CAMERAS_OF_DISTRICT - CAMERAS_OF_SHUANGTANG) * here / all_other_grids


def _camera(grid: Grid, nth: int, number: int, seed: int) -> dict[str, Any]:
    dice = generator(seed, "camera", grid.code, nth)
    lat, lon = grid.tour[dice.randrange(len(grid.tour))]
    side = dice.randrange(4)
    alive = dice.random() >= DEAD_SHARE
    short = grid.code[-3:]
    return {
        # GB/T 28181: division 8, trade 2, type 132 (IPC), network 1, number 6
        "id": f"32010404001320{number:06d}",
        "name_zh": f"{grid.name_zh}{nth + 1}号机 {_SIDES[side][0]}向",
        "name_en": f"Grid {short} camera {nth + 1} {_SIDES[side][1]}",
        "lat": round(lat, 7),
        "lon": round(lon, 7),
        "heading": (side * 90 + dice.randint(-25, 25)) % 360,
        "fov": dice.choice((55, 70, 90, 110)),
        "street": grid.street,
        "community": grid.community,
        "grid": grid.code,
        "hls": f"/video/scene-{number % DEMO_SCENES + 1}/index.m3u8" if alive else None,
        "state": "alive" if alive else "dead",
        "provenance": "simulated",
    }
