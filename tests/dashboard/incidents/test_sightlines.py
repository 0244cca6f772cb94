"""Cameras: who sees a place, who merely stands near it."""

from math import cos, radians, sin
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.incidents.sightlines import bearing, cameras_near

HERE = (32.02, 118.78)


def camera(id: str, north_m: float = 0.0, east_m: float = 0.0, **fields: Any) -> dict[str, Any]:
    """A camera so far from here that looks back south."""
    place = {"lat": HERE[0] + north_m / 111_320, "lon": HERE[1] + east_m / 94_400}
    return {"id": id, **place, "heading": 180, "fov": 60, "state": "alive", **fields}


def test_those_that_see_come_first_then_those_with_a_picture() -> None:
    """Then the nearest; what is out of reach is left out."""
    cameras = [
        camera("away", 30, heading=0),
        camera("dead", 20, state="dead"),
        camera("sees", 90),
        camera("too far to see", 150),
        camera("out of reach", 500),
    ]
    near = cameras_near(cameras, *HERE)
    assert [sight.camera["id"] for sight in near] == ["sees", "dead", "away", "too far to see"]
    assert [(sight.camera["id"], sight.sees, sight.alive) for sight in near][:2] == [
        ("sees", True, True),
        ("dead", True, False),
    ]


@pytest.mark.parametrize(
    ("heading", "sees"), [(180, True), (155, True), (145, False), (209, True), (215, False), (0, False)]
)
def test_the_field_of_view_is_a_cone(heading: float, sees: bool) -> None:
    """Sixty degrees wide, across north too."""
    assert cameras_near([camera("c", 50, heading=heading)], *HERE)[0].sees is sees
    south = camera("c", -50, heading=(heading + 180) % 360)
    assert cameras_near([south], *HERE)[0].sees is sees


def test_a_record_may_say_how_far_it_shows_and_may_lack_everything() -> None:
    """A dome with 300 m; a camera of which only the place is known; one without a place."""
    assert cameras_near([camera("dome", 250, range_m=300)], *HERE)[0].sees
    assert not cameras_near([{"id": "bare", "lat": HERE[0], "lon": HERE[1]}], *HERE)[0].sees
    assert cameras_near([{"id": "nowhere", "lat": None, "lon": None}], *HERE) == []


@given(st.floats(0, 359.9))
def test_turning_the_camera_to_the_place_makes_it_see(angle: float) -> None:
    """Wherever it stands."""
    one = camera("c", 60 * cos(radians(angle)), 60 * sin(radians(angle)))
    one["heading"] = bearing((one["lat"], one["lon"]), HERE)
    assert cameras_near([one], *HERE)[0].sees
