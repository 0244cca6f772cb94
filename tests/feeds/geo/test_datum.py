"""The datum maths, against itself and against two packages we did not write."""

import json
from pathlib import Path

import coordTransform
import eviltransform
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from feeds.geo.datum import from_wgs84, in_mainland_box, to_wgs84

LATS = st.floats(4.0, 53.0)
LONS = st.floats(74.0, 135.0)
"""Well inside the box of either witness."""

NANJING = (32.0200, 118.7835)


@given(LATS, LONS, st.sampled_from(["wgs84", "gcj02", "bd09"]))
def test_round_trip_is_exact(lat, lon, datum):
    """There and back again ends within a hundred-millionth of a degree."""
    back = to_wgs84(*from_wgs84(lat, lon, datum), datum)
    assert back == pytest.approx((lat, lon), abs=1e-8, rel=0)


@given(LATS, LONS, st.sampled_from(["gcj02", "bd09"]))
def test_inverse_is_a_true_origin(lat, lon, datum):
    """What to_wgs84 returns maps onto what it was given."""
    assert from_wgs84(*to_wgs84(lat, lon, datum), datum) == pytest.approx((lat, lon), abs=1e-8, rel=0)


@given(LATS, LONS)
def test_gcj02_agrees_with_coordtransform(lat, lon):
    """A package with the same ellipsoid gives the same point."""
    witness = coordTransform.wgs84_to_gcj02(lon, lat)
    assert from_wgs84(lat, lon, "gcj02") == pytest.approx(tuple(reversed(witness)), abs=1e-9, rel=0)


@given(LATS, LONS)
def test_bd09_agrees_with_coordtransform(lat, lon):
    """The second distortion agrees with the same package too."""
    witness = coordTransform.wgs84_to_bd09(lon, lat)
    assert from_wgs84(lat, lon, "bd09") == pytest.approx(tuple(reversed(witness)), abs=1e-9, rel=0)


@given(LATS, LONS)
def test_gcj02_agrees_with_eviltransform(lat, lon):
    """A package with a slightly other earth radius differs by decimetres at most."""
    assert from_wgs84(lat, lon, "gcj02") == pytest.approx(eviltransform.wgs2gcj(lat, lon), abs=1e-6, rel=0)


@given(LATS, LONS)
def test_inverse_agrees_with_eviltransform(lat, lon):
    """Its bisection looks within 0.01 degree and stops at a millionth; ours lies within that."""
    ours = to_wgs84(lat, lon, "gcj02")
    assume(max(abs(ours[0] - lat), abs(ours[1] - lon)) < 0.0099)
    theirs = eviltransform.gcj2wgs_exact(lat, lon)
    assert ours == pytest.approx(theirs, abs=3e-6, rel=0)


@given(st.floats(-90, 90), st.floats(-180, 180), st.sampled_from(["gcj02", "bd09"]))
def test_outside_the_mainland_nothing_moves(lat, lon, datum):
    """Outside the box a point is its own image."""
    if not in_mainland_box(lat, lon):
        assert from_wgs84(lat, lon, datum) == (lat, lon)


@given(st.floats(-90, 90), st.floats(-180, 180), st.sampled_from(["gcj02", "bd09"]))
def test_any_place_on_earth_can_be_converted(lat, lon, datum):
    """The poles and the antimeridian are as good an input as any: finite, and moved by a kilometre or so."""
    assert to_wgs84(lat, lon, datum) == pytest.approx((lat, lon), abs=0.1, rel=0)


@pytest.mark.parametrize("place", [(30.0, 137.8346), (55.827, 100.0)], ids=["east", "north"])
@pytest.mark.parametrize("datum", ["gcj02", "bd09"])
def test_an_image_beyond_the_edge_finds_its_origin_within(place, datum):
    """The distortion carries what lies at the edge of the box out of it, and it comes back."""
    image = from_wgs84(*place, datum)
    assert in_mainland_box(*place) and not in_mainland_box(*image)
    assert to_wgs84(*image, datum) == pytest.approx(place, abs=1e-8, rel=0)


@pytest.mark.parametrize("datum", ["gcj02", "bd09"])
def test_just_beyond_the_edge_nothing_moves_back(datum):
    """What is no image of a place within is a place of its own."""
    assert to_wgs84(55.9, 100.0, datum) == (55.9, 100.0)
    assert to_wgs84(30.0, 137.9, datum) == (30.0, 137.9)


def test_warsaw_is_left_alone():
    """A place abroad keeps its coordinates in both directions."""
    assert to_wgs84(52.23, 21.01, "gcj02") == (52.23, 21.01)
    assert from_wgs84(52.23, 21.01, "bd09") == (52.23, 21.01)


def test_qinhuai_moves_by_half_a_kilometre():
    """The known shift at the Confucius Temple: +0.0052 degrees of longitude, -0.0020 of latitude."""
    lat, lon = from_wgs84(*NANJING, "gcj02")
    assert (lat - NANJING[0], lon - NANJING[1]) == pytest.approx((-0.0020, 0.0052), abs=1e-4)


def test_unknown_datum_is_named():
    """A datum nobody knows is refused by a sentence that names it."""
    with pytest.raises(ValueError, match="'gcj03'; known are wgs84, gcj02, bd09"):
        to_wgs84(*NANJING, "gcj03")


def test_the_shared_table_is_what_we_compute():
    """The browser's twin is held to the same numbers."""
    file = Path(__file__).parents[2] / "golden" / "datum.json"
    for point in json.loads(file.read_text(encoding="utf-8")):
        assert from_wgs84(*point["wgs84"], "gcj02") == pytest.approx(tuple(point["gcj02"]), abs=1e-12, rel=0)
