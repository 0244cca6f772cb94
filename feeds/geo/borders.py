"""Street borders: the authored nodes, pulled onto the rivers and main roads they stand for.

A border between two nodes that both lie on the same line follows that line. Neighbours share every point, so
the streets tile the district without gap or overlap, as the straight borders did.
"""

import math
from typing import Final

from shapely import LineString, Point
from shapely.ops import substring

from feeds.geo import qinhuai
from feeds.geo.blocks import Ring, counter_clockwise
from feeds.geo.lines import courses
from feeds.geo.plane import Xy, to_plane

PULL_M: Final = 115.0
"""A node moves at most this far; the authored error is 100 to 200 m."""
ON_LINE_M: Final = 45.0
"""A node this near to a line, after pulling, counts as lying on it."""
DETOUR: Final = 1.3
"""A border follows a line only if that is at most this much longer than the straight way."""
CLEAR_OF_ENDS_M: Final = 25.0


def street_rings() -> list[Ring]:
    """The border of every street of ``qinhuai.STREETS``, in that order, in metres."""
    lines = courses()
    names = list(qinhuai.NODES)
    nodes = {
        name: _pulled(spot, lines) for name, spot in zip(names, to_plane(qinhuai.NODES.values()), strict=True)
    }
    return [_ring(facts.ring.split(), nodes, lines) for facts in qinhuai.STREETS]


def _ring(names: list[str], nodes: dict[str, Xy], lines: list[LineString]) -> Ring:
    ring: Ring = []
    for here, there in zip(names, names[1:] + names[:1], strict=True):
        first, second = sorted((here, there))
        between = _between(nodes[first], nodes[second], lines)
        ring += [nodes[here], *(between if here == first else between[::-1])]
    return counter_clockwise(ring)


def _pulled(spot: Xy, lines: list[LineString]) -> Xy:
    """The nearest crossing of two lines within reach, else the first line within reach, else the spot."""
    point = Point(spot)
    near = [line for line in lines if line.distance(point) < PULL_M]
    crossings = [
        cross
        for index, line in enumerate(near)
        for other in near[index + 1 :]
        for cross in getattr(line.intersection(other), "geoms", [line.intersection(other)])
        if cross.geom_type == "Point" and cross.distance(point) < PULL_M
    ]
    if crossings:
        return _xy(min(crossings, key=point.distance))
    if near:
        return _xy(near[0].interpolate(near[0].project(point)))
    return spot


def _xy(point: Point) -> Xy:
    return float(point.x), float(point.y)


def _between(here: Xy, there: Xy, lines: list[LineString]) -> list[Xy]:
    """The points of the line that both ends lie on, strictly between them; none for a straight border."""
    straight = math.dist(here, there)
    best: tuple[float, list[Xy]] = (DETOUR * straight, [])
    for line in lines:
        ends = Point(here), Point(there)
        if max(line.distance(end) for end in ends) > ON_LINE_M:
            continue
        part = substring(line, line.project(ends[0]), line.project(ends[1]))
        if part.geom_type == "LineString" and straight * 0.9 < part.length < best[0]:
            inner = [
                xy for xy in part.coords if min(math.dist(xy, here), math.dist(xy, there)) > CLEAR_OF_ENDS_M
            ]
            best = (part.length, inner)
    return best[1]
