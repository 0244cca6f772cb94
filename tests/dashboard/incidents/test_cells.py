"""Cells: nothing within the distance is outside the cells that are looked through."""

from hypothesis import given
from hypothesis import strategies as st

from dashboard.incidents.cells import cell, cells_within
from dashboard.incidents.duplicates import distance_m

LATS = st.floats(31.9, 32.1)
LONS = st.floats(118.7, 118.9)


@given(LATS, LONS, st.floats(-0.002, 0.002), st.floats(-0.002, 0.002), st.floats(1, 200))
def test_what_is_within_the_distance_is_in_one_of_the_cells(
    lat: float, lon: float, north: float, east: float, metres: float
) -> None:
    """Wherever the place lies in its own cell."""
    there = (lat + north, lon + east)
    if distance_m((lat, lon), there) <= metres:
        assert cell(*there) in cells_within(lat, lon, metres)


def test_a_street_corner_needs_few_cells() -> None:
    """80 m: three by three, or less."""
    assert len(cells_within(32.02, 118.78, 80)) <= 9
    assert cell(32.0205, 118.7805) in cells_within(32.0205, 118.7805, 0)


def test_places_of_all_quarters_of_the_earth_have_cells_of_their_own() -> None:
    """No number is shared."""
    places = [(-33.9, 151.2), (33.9, -118.2), (0.0, 0.0), (-0.0001, -0.0001), (89.9, 179.9), (-90.0, -180.0)]
    assert len({cell(*place) for place in places}) == len(places)
