"""The matters of a day: as many as real districts have, at the hours and by the ways they have them."""

import datetime as dt

import pytest

from feeds.geo.district import load
from feeds.simulation.matters import CHANNELS, LOCAL, Calendar, day, local_midnight
from feeds.simulation.world import World

DATE = dt.date(2026, 11, 20)


@pytest.fixture(scope="module")
def world() -> World:
    return World(load(), seed=1, scope="320104")


def test_a_day_has_six_hundred_matters_with_two_humps(world: World) -> None:
    """Most arrive between half past eight and eleven and between two and five; the small hours are thin."""
    matters = day(DATE, world.grids, 1)
    hours = [dt.datetime.fromtimestamp(m.opened_at, LOCAL).hour for m in matters]
    assert sum(not m.id.endswith("-2") for m in matters) == 600
    assert sum(h in (8, 9, 10, 14, 15, 16) for h in hours) > 300
    assert sum(h < 6 for h in hours) < 40


def test_some_matters_are_reported_twice_by_citizens(world: World) -> None:
    """Few, minutes later, metres away, of the same kind."""
    matters = {m.id: m for m in day(DATE, world.grids, 1)}
    again = [m for m in matters.values() if m.id.endswith("-2")]
    assert 5 <= len(again) <= 30
    for second in again:
        first = matters[second.id.removesuffix("-2")]
        assert (second.kind, second.grid, second.channel) == (first.kind, first.grid, "citizen")
        assert 0 < second.opened_at - first.opened_at <= 720


def test_every_channel_reports_and_only_the_district_sets_deadlines(world: World) -> None:
    """In the proportions of the table, roughly."""
    matters = day(DATE, world.grids, 1)
    share = {name: sum(m.channel == name for m in matters) / len(matters) for name, _ in CHANNELS}
    assert share["grid-worker"] > 0.6 and all(value > 0.02 for value in share.values())
    assert all((m.due_at is not None) == (m.channel == "district") for m in matters)


def test_no_report_comes_twice_or_is_left_out_when_time_is_cut_into_seconds(world: World) -> None:
    """Cutting an hour around midnight anywhere gives the same reports as the whole."""
    calendar, start = Calendar(world.grids, 1), dt.datetime.combine(DATE, dt.time(), LOCAL).timestamp() - 1800
    whole = [m.id for m in calendar.between(start, start + 3600)]
    spans = [(start + s, min(start + s + 7, start + 3600)) for s in range(0, 3600, 7)]
    assert whole and [m.id for after, until in spans for m in calendar.between(after, until)] == whole


def test_speed_brings_more_matters(world: World) -> None:
    """At ten times the speed there are ten times the reports of a kind that nobody saw twice."""
    slow, fast = (
        [m for m in day(DATE, world.grids, 1, speed) if not m.id.endswith("-2")] for speed in (1.0, 10.0)
    )
    assert len(fast) == 10 * len(slow)


def test_the_day_begins_at_local_midnight() -> None:
    """A minute into the day is still that day."""
    midnight = dt.datetime.combine(DATE, dt.time(), LOCAL).timestamp()
    assert local_midnight(midnight + 60) == midnight
