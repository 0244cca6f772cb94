"""Cutting an area into blocks: exact, in proportion, along roads where there are some."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, Polygon, union_all

from feeds.geo import blocks

SQUARE = [(0.0, 0.0), (1000.0, 0.0), (1000.0, 1000.0), (0.0, 1000.0)]
HOOK = [(0.0, 0.0), (1000.0, 0.0), (1000.0, 300.0), (250.0, 300.0), (250.0, 900.0), (0.0, 900.0)]

SNAP_M = 1e-6
"""A union in plain floats can drop a sliver's neighbour where cuts meet at a T; a snapped one cannot."""


def dice(seed=1):
    return np.random.default_rng(seed)


@settings(deadline=None)
@given(st.sampled_from([SQUARE, HOOK]), st.integers(1, 40), st.integers(0, 2**32 - 1))
def test_blocks_fill_the_area_without_gap_or_overlap(ring, count, seed):
    """Any number of blocks, of any shape: their areas add up and their union is the whole."""
    parts = [Polygon(part) for part in blocks.subdivide(ring, [1.0] * count, [], dice(seed))]
    whole = Polygon(ring)
    assert len(parts) == count
    assert sum(part.area for part in parts) == pytest.approx(whole.area, rel=1e-9)
    assert union_all(parts, grid_size=SNAP_M).symmetric_difference(whole).area < 1e-6 * whole.area


def test_weights_give_the_sizes():
    """A block of half the weight gets half the area, within the tolerance of the search."""
    areas = [blocks.area(part) for part in blocks.subdivide(SQUARE, [2.0, 1.0, 1.0], [], dice())]
    assert areas == pytest.approx([500_000, 250_000, 250_000], rel=0.01)


def test_a_road_is_cut_along_before_anything_else():
    """With a road across the middle no block lies on both sides of it."""
    road = LineString([(-50.0, 480.0), (400.0, 520.0), (1050.0, 500.0)])
    for part in blocks.subdivide(SQUARE, [1.0] * 9, [road], dice()):
        inside = Polygon(part).intersection(road)
        assert inside.is_empty or Polygon(part).boundary.buffer(1e-3).covers(inside)


def test_a_road_along_the_border_is_left_alone():
    """A road that would cut off a sliver does not: all blocks stay of about one size."""
    road = LineString([(-50.0, 2.0), (1050.0, 2.0)])
    areas = [blocks.area(part) for part in blocks.subdivide(SQUARE, [1.0] * 4, [road], dice())]
    assert areas == pytest.approx([250_000] * 4, rel=0.01)


def test_a_road_that_ends_inside_cuts_nothing():
    """A dead end does not separate its two sides."""
    road = LineString([(-50.0, 500.0), (600.0, 500.0)])
    parts = blocks.subdivide(SQUARE, [1.0, 1.0], [road], dice())
    assert [blocks.area(part) for part in parts] == pytest.approx([500_000] * 2, rel=0.01)


def test_a_line_through_a_corner_is_not_a_clean_split():
    """A diagonal from corner to corner is refused; one beside it is not."""
    assert blocks.split(SQUARE, (2**-0.5, -(2**-0.5)), 0.0) is None
    assert blocks.split(SQUARE, (2**-0.5, -(2**-0.5)), 5.0) is not None


def test_a_line_that_crosses_four_times_is_not_a_clean_split():
    """Across both arms of a U there is no single cut."""
    cup = [
        (0.0, 0.0),
        (900.0, 0.0),
        (900.0, 900.0),
        (600.0, 900.0),
        (600.0, 300.0),
        (300.0, 300.0),
        (300.0, 900.0),
    ]
    assert blocks.split([*cup, (0.0, 900.0)], (0.0, 1.0), 600.0) is None


def test_both_sides_of_a_cut_share_its_ends():
    """The end points are the very same numbers left and right."""
    cut = blocks.halve(SQUARE, 0.3, 0.1)
    assert set(cut.ends) <= set(cut.left) & set(cut.right)
    assert blocks.area(cut.left) + blocks.area(cut.right) == pytest.approx(1e6)
