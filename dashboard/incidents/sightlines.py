"""Which cameras serve a place: those that see it come before those that merely stand near. Pure.

A camera's record says which way it looks and how wide; nobody knows what stands in between.
"""

from collections.abc import Iterable
from math import atan2, cos, degrees, radians
from typing import Final

import msgspec

from dashboard.incidents.commands import Body
from dashboard.incidents.duplicates import distance_m

REACH_M: Final = 400.0
"""A camera farther away serves nothing there."""
RANGE_M: Final = 120.0
"""How far a camera shows people and things, where its record has no ``range_m``."""


class Sight(msgspec.Struct, frozen=True):
    """A camera near a place."""

    camera: Body
    distance_m: float
    sees: bool
    """The place lies in its field of view and within its range."""
    alive: bool


def cameras_near(cameras: Iterable[Body], lat: float, lon: float) -> list[Sight]:
    """Those within reach: seeing ones first, then those with a picture, then the nearest."""
    found = [_sight(camera, lat, lon) for camera in cameras if _is_near(camera, lat, lon)]
    found = [sight for sight in found if sight.distance_m <= REACH_M]
    return sorted(
        found, key=lambda sight: (not sight.sees, not sight.alive, sight.distance_m, sight.camera["id"])
    )


def bearing(here: tuple[float, float], there: tuple[float, float]) -> float:
    """Degrees true from one (lat, lon) to another, on the plane."""
    east = (there[1] - here[1]) * cos(radians(here[0]))
    return degrees(atan2(east, there[0] - here[0])) % 360


def _is_near(camera: Body, lat: float, lon: float) -> bool:
    """A first look at thousands: within a hundredth of a degree."""
    at = camera.get("lat"), camera.get("lon")
    return at[0] is not None and at[1] is not None and abs(at[0] - lat) < 0.01 and abs(at[1] - lon) < 0.01


def _sight(camera: Body, lat: float, lon: float) -> Sight:
    stands = (camera["lat"], camera["lon"])
    metres = distance_m(stands, (lat, lon))
    sees = metres <= (camera.get("range_m") or RANGE_M) and _looks_at(camera, bearing(stands, (lat, lon)))
    return Sight(camera, metres, sees, camera.get("state") == "alive")


def _looks_at(camera: Body, towards: float) -> bool:
    heading, width = camera.get("heading"), camera.get("fov")
    if heading is None or width is None:
        return False
    off = abs((towards - float(heading) + 540) % 360 - 180)
    return bool(off <= float(width) / 2)
