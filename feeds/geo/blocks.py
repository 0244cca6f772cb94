"""Cuts an area into a given number of blocks, the way a town does: along roads first, then straight across.

Pure geometry in metres. A cut never leaves a gap or an overlap: both sides keep the very same points.
"""

import math
from collections.abc import Sequence
from typing import Final, NamedTuple, TypeAlias

import numpy as np
from shapely import LineString, Polygon
from shapely.ops import polygonize, unary_union

from feeds.geo.plane import Xy

Ring: TypeAlias = list[Xy]
"""A closed border, counter-clockwise, the first point not repeated."""

JITTER_RAD: Final = math.radians(5.0)
THINNEST: Final = 60.0
"""Largest perimeter² / area of a block that a road may cut off; a square has 16."""
SCRAP_M2: Final = 400.0
"""A road that cuts off less runs along the border, not through the block."""
CORNER_M: Final = 0.05
UNEVEN: Final = 1.6
"""How far a road's cut may be from the shares it should give, as a factor."""
TURNS: Final = (0.0, math.pi / 2, math.pi / 4, -math.pi / 4, math.pi / 8, -math.pi / 8, 3 * math.pi / 8)


class Cut(NamedTuple):
    """Two blocks that were one, and the two points on the old border between which the cut runs."""

    left: Ring
    right: Ring
    ends: tuple[Xy, Xy]


def area(ring: Ring) -> float:
    """Square metres."""
    return abs(_signed_area(ring))


def counter_clockwise(ring: Ring) -> Ring:
    """The same border, turned the usual way round."""
    return ring if _signed_area(ring) > 0 else ring[::-1]


def subdivide(
    ring: Ring, weights: Sequence[float], seams: Sequence[LineString], rng: np.random.Generator
) -> list[Ring]:
    """One block per weight, in that order, areas about in proportion; cut along ``seams`` where that fits."""
    if len(weights) == 1:
        return [ring]
    inside = _crossings(ring, seams)
    cut = _along_seam(ring, weights, inside) or _straight(ring, weights, rng)
    left, right, count = cut
    return subdivide(left, weights[:count], inside, rng) + subdivide(right, weights[count:], inside, rng)


def halve(ring: Ring, share: float, turn: float) -> Cut | None:
    """Cuts off ``share`` of the area, square to the longer side but for ``turn``; None if it is not clean."""
    along = _long_side(ring) + turn
    normal = (math.cos(along), math.sin(along))
    offset = _offset(ring, normal, share)
    return split(ring, normal, offset)


def split(ring: Ring, normal: Xy, offset: float) -> Cut | None:
    """Splits by the line ``normal · p = offset``; None unless it crosses the border twice, and no corner."""
    heights = [x * normal[0] + y * normal[1] - offset for x, y in ring]
    if min(map(abs, heights)) < CORNER_M:
        return None
    left: Ring = []
    right: Ring = []
    ends: list[Xy] = []
    for index, (point, height) in enumerate(zip(ring, heights, strict=True)):
        (left if height < 0 else right).append(point)
        after = (index + 1) % len(ring)
        if (height < 0) != (heights[after] < 0):
            there, share = ring[after], height / (height - heights[after])
            end = (point[0] + (there[0] - point[0]) * share, point[1] + (there[1] - point[1]) * share)
            ends.append(end)
            left.append(end)
            right.append(end)
    return Cut(left, right, (ends[0], ends[1])) if len(ends) == 2 else None


def longer(line: LineString, by_m: float) -> LineString:
    """Both ends moved outwards, so that a line which just reaches a border truly crosses it."""
    points = list(line.coords)
    return LineString([_past(points[1], points[0], by_m), *points[1:-1], _past(points[-2], points[-1], by_m)])


def _along_seam(
    ring: Ring, weights: Sequence[float], crossings: Sequence[LineString]
) -> tuple[Ring, Ring, int] | None:
    best: tuple[float, Ring, Ring, int] | None = None
    total = area(ring)
    for crossing in crossings:
        for left, right in _both_ways(_cut_along(ring, crossing)):
            count, off = _nearest_share(weights, area(left) / total)
            thin = max(_thinness(left), _thinness(right))
            if off < UNEVEN and thin < THINNEST and (best is None or off * thin < best[0]):
                best = (off * thin, left, right, count)
    return best and best[1:]


def _both_ways(pair: tuple[Ring, Ring] | None) -> list[tuple[Ring, Ring]]:
    return [pair, (pair[1], pair[0])] if pair else []


def _straight(ring: Ring, weights: Sequence[float], rng: np.random.Generator) -> tuple[Ring, Ring, int]:
    """The least thin of a few clean cuts; falls back on the longest chord of an area that has none."""
    count = len(weights) // 2
    share = sum(weights[:count]) / sum(weights)
    jitter = float(rng.uniform(-JITTER_RAD, JITTER_RAD))
    cuts = [cut for turn in TURNS[:2] if (cut := halve(ring, share, turn + jitter))]
    cuts = cuts or [cut for turn in TURNS[2:] if (cut := halve(ring, share, turn + jitter))]
    if not cuts:
        return _longest_chord(ring, weights, share)
    best = min(cuts, key=lambda cut: max(_thinness(cut.left), _thinness(cut.right)))
    return best.left, best.right, count


def _longest_chord(ring: Ring, weights: Sequence[float], share: float) -> tuple[Ring, Ring, int]:
    found: list[tuple[float, Ring, Ring, int]] = []
    for turn in TURNS:
        along = _long_side(ring) + turn
        normal = (math.cos(along), math.sin(along))
        for crossing in _crossings(ring, [_line(normal, _offset(ring, normal, share))]):
            for left, right in _both_ways(_cut_along(ring, crossing)):
                count, off = _nearest_share(weights, area(left) / area(ring))
                found.append((off * max(_thinness(left), _thinness(right)), left, right, count))
    return min(found, key=lambda one: one[0])[1:]


def _line(normal: Xy, offset: float, reach: float = 50_000.0) -> LineString:
    x, y = normal[0] * offset, normal[1] * offset
    return LineString(
        [(x - normal[1] * reach, y + normal[0] * reach), (x + normal[1] * reach, y - normal[0] * reach)]
    )


def _crossings(ring: Ring, seams: Sequence[LineString]) -> list[LineString]:
    """The parts of the seams inside the ring, as lines."""
    if not seams:
        return []
    within = Polygon(ring)
    parts = [within.intersection(seam) for seam in seams if seam.intersects(within)]
    lines = [
        line for part in parts for line in getattr(part, "geoms", [part]) if line.geom_type == "LineString"
    ]
    return [line for line in lines if line.length > 5.0]


def _cut_along(ring: Ring, crossing: LineString) -> tuple[Ring, Ring] | None:
    """Both sides of a line that runs from border to border; None if it ends inside."""
    border = LineString([*ring, ring[0]])
    pieces = list(polygonize(unary_union([border, longer(crossing, 0.05)])))
    if len(pieces) != 2:
        return None
    left, right = (_without_repeats(list(piece.exterior.coords)[:-1]) for piece in pieces)
    if min(area(left), area(right)) < SCRAP_M2:
        return None
    return counter_clockwise(left), counter_clockwise(right)


def _without_repeats(ring: Ring) -> Ring:
    """A cut that meets a corner leaves two points where there is one."""
    return [point for index, point in enumerate(ring) if math.dist(point, ring[index - 1]) > 1e-6]


def _past(before: Xy, end: Xy, by_m: float) -> Xy:
    share = by_m / max(math.dist(before, end), 1e-9)
    return end[0] + (end[0] - before[0]) * share, end[1] + (end[1] - before[1]) * share


def _nearest_share(weights: Sequence[float], share: float) -> tuple[int, float]:
    """How many of the weights are nearest to ``share`` of them all, and the factor by which they miss it."""
    total, so_far = sum(weights), 0.0
    best = (1, math.inf)
    for count, weight in enumerate(weights[:-1], start=1):
        so_far += weight
        ours = so_far / total
        off = max(share / ours, ours / share, (1 - share) / (1 - ours), (1 - ours) / (1 - share))
        best = min(best, (count, off), key=lambda one: one[1])
    return best


def _offset(ring: Ring, normal: Xy, share: float) -> float:
    """Where along ``normal`` a line cuts off ``share`` of the area."""
    heights = [x * normal[0] + y * normal[1] for x, y in ring]
    low, high, wanted = min(heights), max(heights), share * area(ring)
    for _ in range(14):
        middle = (low + high) / 2
        if _area_below(ring, heights, middle) < wanted:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _area_below(ring: Ring, heights: Sequence[float], limit: float) -> float:
    kept: Ring = []
    for index, (point, height) in enumerate(zip(ring, heights, strict=True)):
        if height < limit:
            kept.append(point)
        there, other = ring[(index + 1) % len(ring)], heights[(index + 1) % len(ring)]
        if (height < limit) != (other < limit):
            share = (limit - height) / (other - height)
            kept.append((point[0] + (there[0] - point[0]) * share, point[1] + (there[1] - point[1]) * share))
    return area(kept) if kept else 0.0


def _long_side(ring: Ring) -> float:
    """Direction in radians of the longer side of the smallest box along one of the border's edges."""
    best = (math.inf, 0.0)
    for index, (x, y) in enumerate(ring):
        after = ring[(index + 1) % len(ring)]
        angle = math.atan2(after[1] - y, after[0] - x)
        wide, high = _extent(ring, angle), _extent(ring, angle + math.pi / 2)
        best = min(best, (wide * high, angle if wide >= high else angle + math.pi / 2))
    return best[1]


def _extent(ring: Ring, angle: float) -> float:
    cos, sin = math.cos(angle), math.sin(angle)
    heights = [x * cos + y * sin for x, y in ring]
    return max(heights) - min(heights)


def _thinness(ring: Ring) -> float:
    around = sum(math.dist(point, ring[index - 1]) for index, point in enumerate(ring))
    return around * around / max(area(ring), 1e-9)


def _signed_area(ring: Ring) -> float:
    ahead = ring[1:] + ring[:1]
    return sum(x * v - u * y for (x, y), (u, v) in zip(ring, ahead, strict=True)) / 2
