"""The authored lines as smooth curves in the metre plane: rivers with their beds, roads, the wall."""

from functools import cache

from shapely import LineString, Polygon

from feeds.geo import qinhuai
from feeds.geo.plane import smooth, to_plane
from feeds.geo.qinhuai import LineFacts, decode_points


@cache
def curve(facts: LineFacts) -> LineString:
    """The smooth centre line; of a lake, its shore."""
    points = to_plane(decode_points(facts.points))
    return smooth([*points, points[0]] if facts.kind == "lake" else points)


@cache
def bed(facts: LineFacts) -> Polygon:
    """The water of a river, bank to bank, or of a lake."""
    if facts.kind == "lake":
        return Polygon(curve(facts))
    return curve(facts).buffer(facts.width_m / 2, quad_segs=4, cap_style="flat").simplify(1.0)


def courses() -> list[LineString]:
    """What borders and blocks follow: the rivers first, then the roads."""
    rivers = [river for river in qinhuai.RIVERS if river.kind == "river"]
    return [curve(facts) for facts in (*rivers, *qinhuai.ROADS)]


def all_beds() -> list[Polygon]:
    """Every river's water."""
    return [bed(river) for river in qinhuai.RIVERS]
