"""WGS-84 and the two Chinese map datums, both ways.

GCJ-02 is a fixed distortion of WGS-84 (about 540 m in Nanjing), known by observation; BD-09 is a second one
on top of it. Neither has a closed inverse; ours iterates to the floating-point floor, far below a millimetre.
"""

import math
from collections.abc import Callable
from typing import Final, TypeAlias

from feeds.model import Datum

Point: TypeAlias = tuple[float, float]
"""(latitude, longitude) in degrees."""

MAINLAND_LAT: Final = (0.8293, 55.8271)
MAINLAND_LON: Final = (72.004, 137.8347)
"""The box in which the distortion is applied; outside it all three datums are the same here."""

_KRASOVSKY_A: Final = 6_378_245.0
_KRASOVSKY_E2: Final = 0.00669342162296594323
_BAIDU_TURN: Final = math.pi * 3000.0 / 180.0
_LARGEST_SHIFT_DEG: Final = 0.1
_CONVERGED_DEG: Final = 1e-12
_ROUNDS: Final = 30


def in_mainland_box(lat: float, lon: float) -> bool:
    """Whether the distortion applies to this WGS-84 point."""
    return _in_box(lat, lon, margin=0.0)


def from_wgs84(lat: float, lon: float, datum: Datum) -> Point:
    """The same spot in ``datum``. Raises ValueError for a datum it does not know."""
    distort = _distortion(datum)
    return distort(lat, lon) if in_mainland_box(lat, lon) else (lat, lon)


def to_wgs84(lat: float, lon: float, datum: Datum) -> Point:
    """The WGS-84 point whose image in ``datum`` is (lat, lon); exact to 1e-10 degree.

    Within about 2 km of the edge of the mainland box, where the distortion begins at once, a point can have
    two origins; the one inside the box is returned. Raises ValueError for a datum it does not know.
    """
    distort = _distortion(datum)
    if not _in_box(lat, lon, margin=_LARGEST_SHIFT_DEG):
        return lat, lon
    guess_lat, guess_lon = lat, lon
    for _ in range(_ROUNDS):
        image_lat, image_lon = distort(guess_lat, guess_lon)
        off_lat, off_lon = image_lat - lat, image_lon - lon
        guess_lat, guess_lon = guess_lat - off_lat, guess_lon - off_lon
        if abs(off_lat) < _CONVERGED_DEG and abs(off_lon) < _CONVERGED_DEG:
            break
    return (guess_lat, guess_lon) if in_mainland_box(guess_lat, guess_lon) else (lat, lon)


def _in_box(lat: float, lon: float, *, margin: float) -> bool:
    (south, north), (west, east) = MAINLAND_LAT, MAINLAND_LON
    return south - margin <= lat <= north + margin and west - margin <= lon <= east + margin


def _distortion(datum: Datum) -> Callable[[float, float], Point]:
    try:
        return _DISTORTIONS[datum]
    except KeyError:
        known = ", ".join(_DISTORTIONS)
        raise ValueError(f"The datum is {datum!r}; known are {known}.") from None


def _same(lat: float, lon: float) -> Point:
    return lat, lon


def _gcj02(lat: float, lon: float) -> Point:
    east, north = lon - 105.0, lat - 35.0
    root, both = math.sqrt(abs(east)), east * north
    ripple = _waves(east, (20.0, 6.0), (20.0, 2.0))
    north_m = -100.0 + 2.0 * east + 3.0 * north + 0.2 * north * north + 0.1 * both + 0.2 * root
    north_m += ripple + _waves(north, (20.0, 1.0), (40.0, 1 / 3), (160.0, 1 / 12), (320.0, 1 / 30))
    east_m = 300.0 + east + 2.0 * north + 0.1 * east * east + 0.1 * both + 0.1 * root
    east_m += ripple + _waves(east, (20.0, 1.0), (40.0, 1 / 3), (150.0, 1 / 12), (300.0, 1 / 30))
    phi = math.radians(lat)
    bend = 1.0 - _KRASOVSKY_E2 * math.sin(phi) ** 2
    meridian = _KRASOVSKY_A * (1.0 - _KRASOVSKY_E2) / (bend * math.sqrt(bend))
    parallel = _KRASOVSKY_A / math.sqrt(bend) * math.cos(phi)
    return lat + math.degrees(north_m / meridian), lon + math.degrees(east_m / parallel)


def _waves(along: float, *terms: tuple[float, float]) -> float:
    """Two thirds of the sum of amplitude * sin(frequency * pi * along)."""
    return sum(amplitude * math.sin(frequency * math.pi * along) for amplitude, frequency in terms) * 2 / 3


def _bd09(lat: float, lon: float) -> Point:
    lat, lon = _gcj02(lat, lon)
    radius = math.hypot(lon, lat) + 0.00002 * math.sin(lat * _BAIDU_TURN)
    angle = math.atan2(lat, lon) + 0.000003 * math.cos(lon * _BAIDU_TURN)
    return radius * math.sin(angle) + 0.006, radius * math.cos(angle) + 0.0065


_DISTORTIONS: Final[dict[str, Callable[[float, float], Point]]] = {
    "wgs84": _same,
    "gcj02": _gcj02,
    "bd09": _bd09,
}
