"""The metre plane and the curves in it."""

import math
from itertools import pairwise

import pytest
from shapely import LineString, Point

from feeds.geo.plane import smooth, to_latlon, to_plane


def test_there_and_back():
    """A point comes back as (lat, lon)."""
    assert to_latlon(to_plane([(118.7835, 32.0228)]))[0] == pytest.approx((32.0228, 118.7835), abs=1e-12)


def test_a_metre_is_a_metre():
    """The plane's distances agree with the great circle to a thousandth across the district."""
    west, east = (118.759, 31.98), (118.875, 32.04)
    (ax, ay), (bx, by) = to_plane([west, east])
    assert math.hypot(bx - ax, by - ay) == pytest.approx(_great_circle(west, east), rel=2e-3)


def _great_circle(here, there):
    (lon1, lat1), (lon2, lat2) = ([math.radians(number) for number in point] for point in (here, there))
    half = math.sin((lat2 - lat1) / 2) ** 2
    half += math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * 6_371_008.8 * math.asin(math.sqrt(half))


def test_a_smooth_curve_passes_through_its_points():
    """Every authored point lies on the curve, within the thinning's tolerance."""
    points = [(0.0, 0.0), (400.0, 100.0), (500.0, 600.0), (1200.0, 700.0)]
    curve = smooth(points)
    assert all(curve.distance(Point(point)) < 1.6 for point in points)
    assert (curve.coords[0], curve.coords[-1]) == (points[0], points[-1])


def test_a_smooth_curve_has_no_sharp_turns():
    """A right angle becomes a bend of many small turns."""
    curve = list(smooth([(0.0, 0.0), (500.0, 0.0), (500.0, 500.0)]).coords)
    headings = [math.atan2(b[1] - a[1], b[0] - a[0]) for a, b in pairwise(curve)]
    assert max(abs(b - a) for a, b in pairwise(headings)) < math.radians(25)


def test_two_points_are_a_straight_line():
    """There is nothing to smooth between two points."""
    assert smooth([(0.0, 0.0), (5.0, 5.0)]) == LineString([(0, 0), (5, 5)])
