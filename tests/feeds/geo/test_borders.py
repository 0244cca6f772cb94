"""Street borders follow the rivers and roads they stand for."""

import pytest
from shapely import LineString, Point, Polygon, union_all

from feeds.geo import qinhuai
from feeds.geo.borders import PULL_M, street_rings
from feeds.geo.lines import courses, curve
from feeds.geo.plane import to_plane

RINGS = dict(zip((street.zh for street in qinhuai.STREETS), street_rings(), strict=True))


def test_streets_share_their_borders_exactly():
    """Areas add up to the area of the union."""
    areas = [Polygon(ring) for ring in RINGS.values()]
    assert all(area.is_valid for area in areas)
    assert union_all(areas).area == pytest.approx(sum(area.area for area in areas), rel=1e-9)


@pytest.mark.parametrize(
    ("street", "square_km"),
    [("红花街道", 12.7), ("光华路街道", 12.4), ("双塘街道", 2.3), ("五老村街道", 1.0), ("夫子庙街道", 1.7)],
)
def test_following_lines_keeps_the_size_of_a_street(street, square_km):
    """A street is within an eighth of its authored size."""
    assert Polygon(RINGS[street]).area / 1e6 == pytest.approx(square_km, rel=0.125)


def test_no_corner_moves_further_than_the_authored_error():
    """Every node still has a border point within the pull's reach."""
    border = union_all([LineString([*ring, ring[0]]) for ring in RINGS.values()])
    for spot in to_plane(qinhuai.NODES.values()):
        assert border.distance(Point(spot)) <= PULL_M


def test_the_outer_river_parts_shuangtang_from_zhonghuamen():
    """The border between the two runs down the middle of the river, not beside it."""
    shared = Polygon(RINGS["双塘街道"]).intersection(Polygon(RINGS["中华门街道"]))
    outer = curve(qinhuai.RIVERS[0])
    assert shared.intersection(outer.buffer(10.0)).length > 0.4 * shared.length


def test_rivers_come_before_roads():
    """A node between a river and a road goes to the river."""
    assert courses()[0] == curve(qinhuai.RIVERS[0])
