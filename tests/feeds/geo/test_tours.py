"""Lanes and tours of a single grid."""

from shapely import LineString, Polygon

from feeds.geo.tours import ways

FIELD = [(0.0, 0.0), (300.0, 0.0), (320.0, 200.0), (0.0, 210.0)]


def test_a_tour_is_closed_and_stays_on_the_land():
    """It ends where it began and never leaves the grid."""
    tour = ways(FIELD).tour
    assert tour[0] == tour[-1]
    assert Polygon(FIELD).buffer(1e-6).covers(LineString(tour))


def test_the_whole_border_is_walked():
    """Every corner of the grid is a point of the tour, and the first lane is the closed border."""
    walked = ways(FIELD)
    assert set(FIELD) <= set(walked.tour)
    assert walked.lanes[0] == (*FIELD, FIELD[0])


def test_larger_grids_have_more_lanes():
    """About one block per 16,000 m², two at least and six at most."""
    small = [(x / 4, y / 4) for x, y in FIELD]
    large = [(x * 4, y * 4) for x, y in FIELD]
    assert [len(ways(ring).lanes) for ring in (small, FIELD, large)] == [2, 4, 6]


def test_no_lane_is_walked_more_than_twice():
    """Going over every inner lane once each way is the most a tour may cost."""
    walked = ways(FIELD)
    inner = sum(LineString(lane).length for lane in walked.lanes[1:])
    assert LineString(walked.tour).length <= LineString(walked.lanes[0]).length + 2 * inner + 1e-6
