"""The page's map: valid GeoJSON, named in both languages, small enough to send."""

import json

import pytest
import shapely
from shapely.geometry import shape

from feeds.geo import qinhuai
from feeds.geo.land import Land
from feeds.geo.land import feature as made
from feeds.geo.layers import layers

NAMES = ["district", "streets", "communities", "grids", "water", "lanes", "roads", "wall", "landmarks"]


@pytest.fixture(scope="module")
def drawn(qinhuai_district):
    """All layers, as they reach the browser."""
    return json.loads(json.dumps(layers(qinhuai_district)))


def shapes(collection):
    return {feature["properties"]["code"]: shape(feature["geometry"]) for feature in collection["features"]}


def test_the_layers_are_those_the_page_asks_for(drawn):
    """Nine layers, in drawing order."""
    assert list(drawn) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_layer_is_valid_geojson_and_says_it_is_a_sketch(drawn, name):
    """Every geometry is valid, every polygon counter-clockwise, every collection carries the notice."""
    collection = drawn[name]
    assert collection["type"] == "FeatureCollection"
    assert collection["notice_zh"] == "示意图，非测绘成果，不作划界依据"
    assert collection["notice_en"].isascii()
    for geometry in shapes(collection).values():
        assert geometry.is_valid and not geometry.is_empty
        if geometry.geom_type == "Polygon":
            assert geometry.exterior.is_ccw


@pytest.mark.parametrize("name", NAMES)
def test_features_have_code_kind_and_both_names(drawn, name):
    """Names are Chinese and ASCII English; codes are unique within a layer and are the feature's id."""
    features = drawn[name]["features"]
    codes = [feature["properties"]["code"] for feature in features]
    assert len(set(codes)) == len(codes) > 0
    for feature in features:
        facts = feature["properties"]
        assert feature["id"] == facts["code"] and facts["kind"]
        assert any("\u4e00" <= letter <= "\u9fff" for letter in facts["name_zh"])
        assert facts["name_en"].isascii() and facts["name_en"]


def test_counts_are_the_districts(drawn):
    """12 streets, 104 communities, 1,334 grids."""
    assert [len(drawn[name]["features"]) for name in ("streets", "communities", "grids")] == [12, 104, 1334]


def test_coordinates_have_six_digits_at_most(drawn):
    """Nothing finer than 0.1 m is sent."""
    for geometry in shapes(drawn["grids"]).values():
        points = shapely.get_coordinates(geometry)
        assert abs(points - points.round(6)).max() == 0


def test_grids_are_small_enough_to_send(drawn):
    """The largest layer stays below 600 kB as compact JSON."""
    assert len(json.dumps(drawn["grids"], ensure_ascii=False, separators=(",", ":")).encode()) < 600_000


def test_labels_stand_inside_their_area(drawn):
    """The point for the name lies in the street or community it names."""
    for name in ("streets", "communities"):
        for feature in drawn[name]["features"]:
            assert shape(feature["geometry"]).contains(shapely.Point(feature["properties"]["label"]))


def test_the_outer_river_is_wider_than_the_inner(drawn):
    """Area over length of the centre line: outer about 90 m, inner about 30 m; neither overlaps the other."""
    water = shapes(drawn["water"])
    lines = {
        f["properties"]["code"]: shapely.LineString(f["properties"]["line"])
        for f in drawn["water"]["features"]
    }
    width = {code: water[code].area / lines[code].length for code in ("outer", "inner")}
    assert width["outer"] > 2 * width["inner"]
    assert water["outer"].intersection(water["inner"]).area < 1e-3 * water["inner"].area


def test_ten_li_qinhuai_joins_the_outer_river_at_both_ends(drawn):
    """The inner arm enters at the east water gate and leaves at the west one, without a gap."""
    water = shapes(drawn["water"])
    mouths = water["inner"].intersection(water["outer"].buffer(1e-5))
    assert len(getattr(mouths, "geoms", [mouths])) == 2


def test_the_wall_stands_on_dry_land(drawn):
    """The city wall lies inside the moat, not in it."""
    outer = shapes(drawn["water"])["outer"]
    assert not any(stretch.intersects(outer) for stretch in shapes(drawn["wall"]).values())


def test_roads_have_a_class(drawn):
    """Each main road is drawn by its class, and all of the facts' roads are there."""
    assert {feature["properties"]["kind"] for feature in drawn["roads"]["features"]} == {
        "trunk",
        "main",
        "expressway",
    }
    assert len(drawn["roads"]["features"]) == len(qinhuai.ROADS)


def test_lanes_of_a_street_lie_in_it(drawn):
    """The net of a street's lanes stays within a metre of the street and reaches most of it."""
    streets = shapes(drawn["streets"])
    for feature in drawn["lanes"]["features"]:
        street = streets[feature["properties"]["street"]]
        net = shape(feature["geometry"])
        assert street.buffer(2e-5).covers(net)
        assert net.envelope.area > 0.7 * street.envelope.area


def test_landmark_kinds_are_the_known_ones(drawn):
    """The page has a sign for each of these and no other."""
    kinds = {feature["properties"]["kind"] for feature in drawn["landmarks"]["features"]}
    assert kinds == {"gate", "temple", "museum", "park", "metro", "school", "business"}


def test_a_surveyed_district_lies_on_bare_ground(surveyed):
    """No sketched river runs through it, and nothing calls it a sketch."""
    bare = layers(surveyed)
    assert list(bare) == NAMES
    assert [len(bare[name]["features"]) for name in NAMES] == [1, 12, 104, 1334, 0, 0, 0, 0, 0]
    assert not any("notice_zh" in collection for collection in bare.values())


def test_imported_land_takes_the_place_of_ours(qinhuai_district):
    """The divisions stay a sketch and say so; the land says whom to thank."""
    river = made(shapely.box(118.78, 32.0, 118.79, 32.01), "w1", "river", "河", "River")
    drawn = layers(qinhuai_district, Land("© them", (river,), (), (), (), ()))
    assert list(drawn) == NAMES
    assert drawn["water"] == {"type": "FeatureCollection", "credit": "© them", "features": [river]}
    assert drawn["roads"]["features"] == [] and "notice_zh" in drawn["grids"]
