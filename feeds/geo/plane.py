"""A flat metre plane over Nanjing, and smooth lines in it. Good to about 0.1 % inside the district."""

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final, TypeAlias

from shapely import LineString

Xy: TypeAlias = tuple[float, float]
"""Metres east and north of the middle of the district."""

MIDDLE_LON: Final = 118.8
MIDDLE_LAT: Final = 32.012
METRES_PER_LAT: Final = 110_880.0
METRES_PER_LON: Final = 111_320.0 * math.cos(math.radians(MIDDLE_LAT))


def to_plane(points: Iterable[tuple[float, float]]) -> list[Xy]:
    """(lon, lat) in degrees to metres."""
    return [((lon - MIDDLE_LON) * METRES_PER_LON, (lat - MIDDLE_LAT) * METRES_PER_LAT) for lon, lat in points]


def to_latlon(points: Iterable[Xy]) -> tuple[tuple[float, float], ...]:
    """Metres to (lat, lon) in degrees."""
    return tuple((MIDDLE_LAT + y / METRES_PER_LAT, MIDDLE_LON + x / METRES_PER_LON) for x, y in points)


def smooth(points: Sequence[Xy], *, step_m: float = 20.0, tolerance_m: float = 1.5) -> LineString:
    """A curve through all points (Catmull-Rom, centripetal), thinned to ``tolerance_m``."""
    if len(points) < 3:
        return LineString(points)
    padded = [_beyond(points[1], points[0]), *points, _beyond(points[-2], points[-1])]
    curve: list[Xy] = [points[0]]
    for four in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        steps = max(2, round(math.dist(four[1], four[2]) / step_m))
        curve += [_catmull_rom(four, index / steps) for index in range(1, steps + 1)]
    return LineString(LineString(curve).simplify(tolerance_m).coords)


def _beyond(before: Xy, end: Xy) -> Xy:
    return 2 * end[0] - before[0], 2 * end[1] - before[1]


def _catmull_rom(four: Sequence[Xy], share: float) -> Xy:
    """The point at ``share`` of the way from the second of four points to the third (Barry and Goldman)."""
    knots = [0.0]
    for here, there in pairwise(four):
        knots.append(knots[-1] + math.sqrt(math.dist(here, there)))
    at = knots[1] + share * (knots[2] - knots[1])
    level = list(four)
    for width in (1, 2, 3):
        level = [
            _between(level[i], level[i + 1], _share(at, *_span(knots, i, width)))
            for i in range(len(level) - 1)
        ]
    return level[0]


def _span(knots: Sequence[float], index: int, width: int) -> tuple[float, float]:
    """The knots between which one level of the pyramid interpolates; the last uses the two inner ones."""
    if width == 3:
        return knots[1], knots[2]
    return knots[index], knots[index + width]


def _share(at: float, low: float, high: float) -> float:
    return (at - low) / (high - low)


def _between(here: Xy, there: Xy, share: float) -> Xy:
    return here[0] + (there[0] - here[0]) * share, here[1] + (there[1] - here[1]) * share
