"""Our own schematic, exported and imported again: nothing is lost but what only a schematic has."""

import copy

import numpy as np
import pytest

from feeds.geo.datum import from_wgs84
from feeds.geo.district import polygon
from feeds.geo.survey import METRES_PER_LAT, METRES_PER_LON, survey
from feeds.simulation.world import World

HOUR_S = 3600.0


def test_no_finding_is_fatal_and_nothing_is_missing(found, qinhuai_district, surveyed):
    """Twelve streets, 104 communities, 1,334 grids, under their names and codes."""
    assert not any(finding.fatal for finding in found.findings)
    assert surveyed.surveyed and not qinhuai_district.surveyed
    assert (surveyed.code, surveyed.name_zh, surveyed.name_en) == ("320104", "秦淮区", "Qinhuai District")
    for level in ("streets", "communities", "grids"):
        before, after = getattr(qinhuai_district, level), getattr(surveyed, level)
        assert [(area.code, area.name_zh, area.name_en) for area in after] == [
            (area.code, area.name_zh, area.name_en) for area in before
        ]
        for one, two in zip(before, after, strict=True):
            assert two.area_m2 == pytest.approx(one.area_m2, rel=0.01)
            assert polygon(two).symmetric_difference(polygon(one)).area < 0.01 * polygon(one).area
    assert [grid.kind for grid in surveyed.grids] == [grid.kind for grid in qinhuai_district.grids]


def test_six_digits_leave_no_gap_worth_a_word(found):
    """Neighbours that were rounded alike still meet."""
    assert [finding.says for finding in found.findings] == []


def test_through_gcj02_and_back_every_corner_returns(exported, surveyed):
    """To less than a metre, by far; half a kilometre would be two grids away."""
    shifted = copy.deepcopy(exported)
    for feature in shifted["features"]:
        rings = feature["geometry"]["coordinates"]
        feature["geometry"]["coordinates"] = [
            [[*reversed(from_wgs84(lat, lon, "gcj02"))] for lon, lat in ring] for ring in rings
        ]
    back = survey(shifted, "gcj02").areas
    assert back is not None and len(back.grids) == len(surveyed.grids)
    here = np.array([point for grid in surveyed.grids for point in grid.ring])
    there = np.array([point for grid in back.grids for point in grid.ring])
    metres = np.hypot(*((here - there) * (METRES_PER_LAT, METRES_PER_LON)).T)
    assert metres.max() < 0.001
    unread = np.array([point for grid in survey(shifted).areas.grids for point in grid.ring])
    assert np.hypot(*((here - unread) * (METRES_PER_LAT, METRES_PER_LON)).T).min() > 300


def test_its_people_walk_along_its_borders(surveyed):
    """As many as in the schematic; each inside the box of its grid but for the noise of a phone."""
    world = World(surveyed, 7, "320104")
    assert len(world.workers) == 1117 and len(world.cameras()) > 3000
    tours = np.arange(len(world.grids))
    lats, lons, _ = world.tours.at(tours, np.linspace(0.0, 9_999.0, len(tours)))
    homes = surveyed.grids_at(lats, lons)
    assert (homes >= 0).all()
    assert [surveyed.grids[home].community[:9] for home in homes[:50]] == [
        grid.street for grid in world.grids[:50]
    ]
    assert sum(1 for _ in world.roster()) == 1117
    assert world.patrol is not None


def test_a_single_small_grid_is_enough_of_a_world(surveyed):
    """The smallest import that a centre tries first has one worker who walks."""
    world = World(surveyed, 7, surveyed.grids[0].code[:9])
    world.grids = world.grids[:1]
    assert len(world.workers) == 1
    lats, _, _ = world.tours.at(np.array([0]), np.array([123.0]))
    assert np.isfinite(lats).all()
