"""The authored lines as smooth curves in the metre plane: rivers with their beds, roads, the wall."""

from functools import cache

from shapely import LineString, Polygon

from feeds.geo import qinhuai
from feeds.geo.plane import smooth, to_plane
from feeds.geo.qinhuai import LineFacts, decode_points


@cache
def curve(facts: LineFacts) -> LineString:
    """The smooth centre line."""
    return smooth(to_plane(decode_points(facts.points)))


@cache
def bed(facts: LineFacts) -> Polygon:
    """The water of a river, bank to bank."""
    return curve(facts).buffer(facts.width_m / 2, quad_segs=4, cap_style="flat").simplify(1.0)


def all_beds() -> list[Polygon]:
    """Every river's water."""
    return [bed(river) for river in qinhuai.RIVERS]
