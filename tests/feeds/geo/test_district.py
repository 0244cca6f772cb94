"""The drawn district: it tiles, it is coded by the rules, it finds places, and it can be walked."""

import itertools
from collections import Counter

import numpy as np
import pytest
import shapely
from shapely import LineString, Polygon

from feeds.geo.district import polygon
from feeds.geo.places import Place

HAIR_DEG = 1e-9
"""A tenth of a millimetre: what rounding may move a point by."""
CENTIMETRE_DEG = 1e-7


def union(areas):
    return shapely.union_all([polygon(area) for area in areas], grid_size=HAIR_DEG)


def test_counts_are_those_of_the_district(qinhuai_district):
    """12 streets, 104 communities, 1,026 comprehensive and 308 dedicated grids."""
    assert (len(qinhuai_district.streets), len(qinhuai_district.communities)) == (12, 104)
    assert Counter(grid.kind for grid in qinhuai_district.grids) == {"comprehensive": 1026, "dedicated": 308}


def test_shuangtang_has_84_and_16_grids(qinhuai_district):
    """The one street whose split is published has exactly it."""
    kinds = Counter(grid.kind for grid in qinhuai_district.grids if grid.street == "320104004")
    assert kinds == {"comprehensive": 84, "dedicated": 16}


def test_codes_nest_and_are_unique(qinhuai_district):
    """A grid's 15 digits begin with its community's 12, and those with the street's 9."""
    codes = [grid.code for grid in qinhuai_district.grids]
    assert len(set(codes)) == len(codes)
    assert all(len(code) == 15 and code.isdigit() for code in codes)
    for grid in qinhuai_district.grids:
        assert (grid.code[:12], grid.code[:9]) == (grid.community, grid.street)
        assert qinhuai_district.community_by_code[grid.community].street == grid.street


def test_dedicated_grids_are_numbered_from_901(qinhuai_district):
    """In every community the comprehensive grids run from 001, the dedicated ones from 901, without holes."""
    for community in qinhuai_district.communities:
        own = [grid for grid in qinhuai_district.grids if grid.community == community.code]
        for kind, first in (("comprehensive", 1), ("dedicated", 901)):
            numbers = sorted(int(grid.code[12:]) for grid in own if grid.kind == kind)
            assert numbers == list(range(first, first + len(numbers)))


def test_grids_are_numbered_in_rows_from_the_north_west(qinhuai_district):
    """The first grid lies further north than the last; a step west is a step to a row further south."""
    for community in qinhuai_district.communities:
        own = [grid for grid in qinhuai_district.grids if grid.community == community.code]
        rows = [grid.centroid for grid in own if grid.kind == "comprehensive"]
        assert rows[0][0] > rows[-1][0]
        assert all(b[1] > a[1] or b[0] < a[0] for a, b in itertools.pairwise(rows))


@pytest.mark.parametrize("finer", ["communities", "grids"])
def test_areas_tile_the_district(qinhuai_district, finer):
    """Streets are filled by what lies in them: no gap, no overlap."""
    areas = getattr(qinhuai_district, finer)
    for street in qinhuai_district.streets:
        parts = [area for area in areas if area.street == street.code]
        whole = polygon(street)
        assert union(parts).symmetric_difference(whole).area < 1e-6 * whole.area
        assert sum(polygon(part).area for part in parts) == pytest.approx(whole.area, rel=1e-6)


def test_grids_tile_their_community(qinhuai_district):
    """Every grid lies in its one community, and together they fill it."""
    for community in qinhuai_district.communities:
        parts = [grid for grid in qinhuai_district.grids if grid.community == community.code]
        assert union(parts).symmetric_difference(polygon(community)).area < 1e-6 * polygon(community).area


def test_streets_do_not_overlap(qinhuai_district):
    """The twelve streets are one area without seams or double cover, as large as the real district."""
    whole = union(qinhuai_district.streets)
    assert whole.geom_type == "Polygon" and not whole.interiors
    assert sum(polygon(street).area for street in qinhuai_district.streets) == pytest.approx(whole.area)
    assert sum(street.area_m2 for street in qinhuai_district.streets) == pytest.approx(49.11e6, rel=0.01)


def test_every_area_is_a_simple_polygon_of_believable_size(qinhuai_district):
    """No area crosses itself, and no grid is a sliver."""
    for area in (*qinhuai_district.streets, *qinhuai_district.communities, *qinhuai_district.grids):
        assert polygon(area).is_valid
        assert area.area_m2 > 4_000
        assert area.area_m2 / _perimeter_m(area) > 12


def _perimeter_m(area):
    points = np.array(area.ring) * [110_880, 94_400]
    return float(np.hypot(*np.diff(points, axis=0).T).sum())


def test_every_grid_is_found_by_a_point_inside_it(qinhuai_district):
    """locate() returns the street, community and grid whose inner point it is given."""
    for grid in qinhuai_district.grids:
        found = qinhuai_district.locate(*grid.centroid)
        assert found == Place(grid.street, grid.community, grid.code)


def test_border_points_belong_to_one_grid(qinhuai_district):
    """A corner shared by several grids is in exactly one of them, always the same."""
    for grid in qinhuai_district.grids[::40]:
        assert qinhuai_district.locate(*grid.ring[0]).grid <= grid.code


def test_elsewhere_is_nowhere(qinhuai_district):
    """Warsaw and the next district are not in Qinhuai."""
    assert qinhuai_district.locate(52.23, 21.01) is None
    assert qinhuai_district.locate(32.060, 118.797) is None


def test_streets_of_agrees_with_locate(qinhuai_district):
    """The vectorised answer is the single answer, for points in and around the district."""
    (south, west), (north, east) = qinhuai_district.bounds
    dice = np.random.default_rng(4)
    lats, lons = dice.uniform(south, north, 500), dice.uniform(west, east, 500)
    places = [qinhuai_district.locate(lat, lon) for lat, lon in zip(lats, lons, strict=True)]
    assert qinhuai_district.streets_of(lats, lons) == [place and place.street for place in places]


def test_streets_of_unknown_positions_is_none(qinhuai_district):
    """NaN lies nowhere, and no points give no answers."""
    assert qinhuai_district.streets_of([float("nan")], [118.78]) == [None]
    assert qinhuai_district.streets_of([], []) == []


def test_landmarks_stand_in_the_street_people_expect(qinhuai_district):
    """The Confucius Temple is in Fuzimiao, Chaotian Palace in Chaotiangong."""
    assert qinhuai_district.locate(32.0228, 118.7835).street == "320104002"
    assert qinhuai_district.locate(32.0365, 118.770).street == "320104012"


def test_a_landmark_has_a_dedicated_grid_named_after_it(qinhuai_district):
    """The grid under the Confucius Temple is dedicated to it."""
    grid = qinhuai_district.grid_by_code[qinhuai_district.locate(32.0228, 118.7835).grid]
    assert (grid.kind, grid.name_zh) == ("dedicated", "夫子庙大成殿专属网格")


def test_tours_stay_in_their_grid(qinhuai_district):
    """All 1,334 tours are closed and leave their grid nowhere."""
    for grid in qinhuai_district.grids:
        assert grid.tour[0] == grid.tour[-1]
        ground = polygon(grid).buffer(HAIR_DEG)
        assert ground.covers(LineString([(lon, lat) for lat, lon in grid.tour]))


def test_tours_walk_every_lane(qinhuai_district):
    """A tour goes along the border and through at least one inner lane, and along nothing else."""
    for grid in qinhuai_district.grids:
        assert len(grid.lanes) >= 2
        walked = LineString(grid.tour)
        lanes = shapely.union_all([LineString(lane) for lane in grid.lanes])
        assert walked.buffer(CENTIMETRE_DEG).covers(lanes)
        assert lanes.buffer(CENTIMETRE_DEG).covers(walked)


def test_tours_have_no_leaps(qinhuai_district):
    """Consecutive points of a tour differ, and none of its legs is longer than the grid is round."""
    for grid in qinhuai_district.grids:
        around = Polygon(grid.ring).length
        legs = [np.hypot(b[0] - a[0], b[1] - a[1]) for a, b in itertools.pairwise(grid.tour)]
        assert min(legs) > 0
        assert max(legs) < around / 2


def test_nobody_walks_on_the_river(qinhuai_district):
    """Tours follow the banks: less than one part in two hundred of all ways crosses water."""
    from feeds.geo.lines import all_beds
    from feeds.geo.plane import to_plane

    water = shapely.union_all(all_beds()).buffer(-1.0)
    shapely.prepare(water)
    ways = [LineString(to_plane((lon, lat) for lat, lon in grid.tour)) for grid in qinhuai_district.grids]
    wet = sum(way.intersection(water).length for way in ways if water.intersects(way))
    assert wet < sum(way.length for way in ways) / 200


def test_many_points_are_found_in_the_grids_where_each_alone_is(qinhuai_district):
    """Inside, outside, and on the corners that grids share."""
    (south, west), (north, east) = qinhuai_district.bounds
    dice = np.random.default_rng(7)
    lats = dice.uniform(south - 0.01, north + 0.01, 300)
    lons = dice.uniform(west - 0.01, east + 0.01, 300)
    corners = np.array([point for grid in qinhuai_district.grids[::60] for point in grid.ring[:2]])
    lats, lons = np.append(lats, corners[:, 0]), np.append(lons, corners[:, 1])
    found = qinhuai_district.grids_at(lats, lons)
    alone = [qinhuai_district.locate(lat, lon) for lat, lon in zip(lats, lons, strict=True)]
    codes = [None if index < 0 else qinhuai_district.grids[index].code for index in found]
    assert codes == [None if place is None else place.grid for place in alone] and None in codes
