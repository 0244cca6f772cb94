"""Which of a source's times are believed, and what becomes of the others."""

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.clock import Clocks
from feeds.model import EntityId, Status

NOW = 1_795_330_000.0
DAY = 86_400.0
BUS, TRAM = EntityId("1004"), EntityId("1010")
GOOD, BAD = Status.NORMAL, Status.BAD_CLOCK


@pytest.mark.parametrize(
    ("stamp", "at", "status"),
    [
        (NOW, NOW, GOOD),
        (NOW - 0.001, NOW - 0.001, GOOD),
        (NOW - 1, NOW - 1, GOOD),
        (NOW - 60, NOW - 60, GOOD),
        (NOW - 3600, NOW - 3600, GOOD),
        (NOW - DAY + 1, NOW - DAY + 1, GOOD),
        (NOW - DAY, NOW - DAY, GOOD),
        (NOW - DAY - 0.001, NOW, BAD),
        (NOW - 2 * DAY, NOW, BAD),
        (NOW - 7 * DAY, NOW, BAD),
        (NOW - 1024 * 7 * DAY, NOW, BAD),
        (NOW - 10 * 365 * DAY, NOW, BAD),
        (NOW + 0.5, NOW + 0.5, GOOD),
        (NOW + 5, NOW + 5, GOOD),
        (NOW + 5.001, NOW, BAD),
        (NOW + 60, NOW, BAD),
        (NOW + 3600, NOW, BAD),
        (NOW + DAY, NOW, BAD),
        (NOW + 10 * 365 * DAY, NOW, BAD),
        (4_070_908_800.0, NOW, BAD),
        (2.0**31 - 1, NOW, BAD),
        (NOW * 1000, NOW, BAD),
        (1e300, NOW, BAD),
        (0.0, NOW, BAD),
        (1.0, NOW, BAD),
        (-1.0, NOW, BAD),
        (-1e300, NOW, BAD),
        (math.nan, NOW, BAD),
        (math.inf, NOW, BAD),
        (None, NOW, BAD),
    ],
)
def test_thirty_stamps(stamp, at, status):
    """Within a day behind and five seconds ahead it is believed; else it was when we heard it."""
    assert Clocks().judge(BUS, stamp, NOW) == (at, status)


@pytest.mark.parametrize("stamp", [NOW + 10 * 365 * DAY, NOW - 3 * DAY, math.nan, 0.0, None])
def test_a_bad_stamp_never_poisons_the_latest(stamp):
    """The next good fix is newer than it."""
    clocks = Clocks()
    bad_at, _ = clocks.judge(BUS, stamp, NOW)
    good_at, status = clocks.judge(BUS, NOW + 10, NOW + 11)
    assert (good_at > bad_at, status) == (True, GOOD)


def test_a_repeated_unbelievable_stamp_is_no_news():
    """A vehicle whose stale fix a feed repeats for days stays at its first hearing; a new stamp is news."""
    clocks = Clocks()
    for later in (0, 10, 3600, 2 * DAY):
        assert clocks.judge(BUS, NOW - 4 * DAY, NOW + later) == (NOW, BAD)
    assert clocks.judge(BUS, NOW - 4 * DAY + 1, NOW + 20) == (NOW + 20, BAD)


def test_a_fix_does_not_become_news_by_turning_a_day_old():
    """Believed once, a repeated stamp keeps its own time however old it grows."""
    clocks = Clocks()
    for later in (0, DAY, 30 * DAY):
        assert clocks.judge(BUS, NOW - 60, NOW + later) == (NOW - 60, GOOD)


def test_a_future_that_arrives_is_no_news():
    """A clock a minute ahead: its repeated stamp is not believed a minute later either."""
    clocks = Clocks()
    assert clocks.judge(BUS, NOW + 60, NOW) == (NOW, BAD)
    assert clocks.judge(BUS, NOW + 60, NOW + 60) == (NOW, BAD)


def test_no_stamp_is_news_each_time():
    """Without any stamp nothing tells a repeat from a report."""
    clocks = Clocks()
    for none in (None, 0.0, math.nan):
        assert clocks.judge(BUS, none, NOW) == (NOW, BAD)
        assert clocks.judge(BUS, none, NOW + 9) == (NOW + 9, BAD)


def test_entities_are_judged_apart():
    """The same wrong stamp from another vehicle is that vehicle's first."""
    clocks = Clocks()
    clocks.judge(BUS, 7.0, NOW)
    assert clocks.judge(TRAM, 7.0, NOW + 5) == (NOW + 5, BAD)


def test_memory_is_bounded_and_forgets_the_longest_unheard():
    """Of three entities with room for two, the one not heard of is judged afresh."""
    clocks = Clocks(remembered=2)
    clocks.judge(BUS, 7.0, NOW)
    clocks.judge(TRAM, 7.0, NOW + 1)
    clocks.judge(BUS, 7.0, NOW + 2)
    clocks.judge(EntityId("1014"), 7.0, NOW + 3)
    assert len(clocks) == 2
    assert clocks.judge(BUS, 7.0, NOW + 4) == (NOW, BAD)
    assert clocks.judge(TRAM, 7.0, NOW + 5) == (NOW + 5, BAD)


@given(st.lists(st.tuples(st.floats() | st.none(), st.floats(0, 100)), min_size=1))
def test_a_verdict_never_lies_outside_the_window(steps):
    """Whatever the stamps: first heard or believed, never more than five seconds ahead, never NaN."""
    clocks, now = Clocks(), NOW
    for stamp, pause in steps:
        now += pause
        at, _ = clocks.judge(BUS, stamp, now)
        assert at <= now + 5.0
        assert at >= NOW - DAY


@given(st.lists(st.floats(NOW - 3 * DAY, NOW + 60), min_size=2, unique=True))
def test_believed_stamps_keep_their_order(stamps):
    """The clock reorders nothing it believes."""
    clocks = Clocks()
    verdicts = [clocks.judge(BUS, stamp, NOW) for stamp in sorted(stamps)]
    good = [at for at, status in verdicts if status is GOOD]
    assert all(before < after for before, after in pairwise(good))
