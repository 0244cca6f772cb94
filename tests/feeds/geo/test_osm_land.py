"""An extract of OpenStreetMap becomes land: named, joined, clipped, kept."""

from pathlib import Path

import pytest
import shapely
from shapely.geometry import shape

from feeds.geo import imported
from feeds.geo.layers import layers
from feeds.geo.osm_extract import read
from feeds.geo.osm_land import CREDIT, MARGIN_M, box_of, land_of
from tests.feeds.geo.osm_parts import Pbf, square, town

METRE_DEG = 1e-5


@pytest.fixture(scope="module")
def drawn(qinhuai_district, tmp_path_factory):
    """What the town's file gives."""
    file = town(tmp_path_factory.mktemp("osm") / "town.osm.pbf")
    return land_of(read(file, box_of(qinhuai_district)), qinhuai_district)


def named(features):
    """Features by their Chinese name."""
    return {each["properties"]["name_zh"]: each for each in features}


def test_roads_have_their_class_and_are_one_a_name(drawn):
    """Two pieces are one line; what is beyond the district, or only a wall of a house, is no road."""
    roads = named(drawn.land.roads)
    assert {name: road["properties"]["kind"] for name, road in roads.items()} == {
        "中山南路": "main", "内环南线": "expressway", "长路": "trunk", "": "other",
    }  # fmt: skip
    street = shape(roads["中山南路"]["geometry"])
    assert roads["中山南路"]["properties"]["name_en"] == "Zhongshan Road"
    assert len(street.geoms) == 1 and street.bounds == pytest.approx((118.79, 32.02, 118.81, 32.02))
    assert roads["内环南线"]["properties"]["name_en"] == "内环南线"


def test_lanes_are_two_nets(drawn):
    """What people live on, and what they cut through."""
    assert [(net["properties"]["kind"], net["properties"]["name_en"]) for net in drawn.land.lanes] == [
        ("lane", "Lanes"),
        ("alley", "Alleys"),
    ]


def test_a_long_stretch_is_cut_at_the_margin(drawn, qinhuai_district):
    """Though its end lies seventy kilometres off, in a node that the box does not hold."""
    west, _, east, _ = shape(named(drawn.land.roads)["长路"]["geometry"]).bounds
    assert west == pytest.approx(118.80)
    border = max(lon for street in qinhuai_district.streets for _, lon in street.ring)
    assert 118.85 < east < border + MARGIN_M * METRE_DEG * 1.2


def test_a_river_is_its_line_and_its_banks(drawn):
    """With its island left dry, and the line that its name follows."""
    river = named(drawn.land.water)["秦淮河"]
    area = shape(river["geometry"])
    assert area.is_valid
    assert area.contains(shapely.Point(118.795, 32.03)) and area.contains(shapely.Point(118.808, 32.03))
    assert not area.contains(shapely.Point(118.8042, 32.03))
    assert river["properties"]["line"][0] == pytest.approx([118.79, 32.03], abs=1e-6)
    assert river["properties"]["name_en"] == "Qinhuai River"


def test_a_lake_has_a_line_for_its_name(drawn):
    """Through its middle; a puddle is not drawn, a culvert is not seen."""
    waters = named(drawn.land.water)
    assert set(waters) == {"秦淮河", "白鹭洲"}
    lake = shape(waters["白鹭洲"]["geometry"])
    line = shapely.LineString(waters["白鹭洲"]["properties"]["line"])
    assert lake.buffer(METRE_DEG).contains(line) and line.length > 0.0015


def test_what_is_not_closed_is_said(drawn):
    """An extract cuts waters at its edge."""
    assert drawn.notes == ["water 2 is not closed in this file: left out"]


def test_landmarks_have_names_and_are_told_once(drawn):
    """A park that is a ground and a point is one; a museum without a name is none."""
    marks = {name: one["properties"]["kind"] for name, one in named(drawn.land.landmarks).items()}
    assert marks == {"白鹭洲公园": "park", "博物馆": "museum", "三山街": "metro"}
    assert len(drawn.land.landmarks) == 3


def test_the_land_goes_to_disk_and_to_the_page(drawn, qinhuai_district, tmp_path: Path):
    """Whole, with its credit in every layer; every shape is one that the page draws."""
    assert imported.load_land(tmp_path) is None
    imported.save_land(tmp_path, drawn.land)
    kept = imported.load_land(tmp_path)
    assert kept is not None and kept.credit == CREDIT
    told = layers(qinhuai_district, kept)
    assert named(told["wall"]["features"])["明城墙"]["properties"]["name_en"] == "City Wall"
    for name in ("water", "lanes", "roads", "wall", "landmarks"):
        assert told[name]["credit"] == CREDIT and told[name]["features"]
        kinds = {each["geometry"]["type"] for each in told[name]["features"]}
        assert kinds <= {"Polygon", "MultiPolygon", "MultiLineString", "LineString", "Point"}
        codes = [each["id"] for each in told[name]["features"]]
        assert len(set(codes)) == len(codes)


def test_an_empty_or_far_file_gives_nothing(qinhuai_district, tmp_path: Path):
    """And no error."""
    pbf = Pbf(tmp_path / "far.osm.pbf")
    pbf.way(square(10.0, 50.0, 0.01), natural="water", name="Far")
    extract = read(pbf.written(), box_of(qinhuai_district))
    assert extract == ([], [], [])
    assert not any(land_of(extract, qinhuai_district).land.collections().values())
