"""The matters of a day: as many as real districts have, at the hours they have them, each told in order."""

import datetime as dt

import pytest

from feeds.geo.district import load
from feeds.simulation.matters import LOCAL, Calendar, day, events_between, local_midnight, standing
from feeds.simulation.world import World

DATE = dt.date(2026, 11, 20)


@pytest.fixture(scope="module")
def world() -> World:
    return World(load(), seed=1, scope="320104")


def test_a_day_has_six_hundred_matters_with_two_humps(world: World) -> None:
    """Most arrive between half past eight and eleven and between two and five; the small hours are thin."""
    matters = day(DATE, world.grids, 1)
    hours = [dt.datetime.fromtimestamp(m.opened_at, LOCAL).hour for m in matters]
    assert len(matters) == 600
    assert sum(h in (8, 9, 10, 14, 15, 16) for h in hours) > 300
    assert sum(h < 6 for h in hours) < 30


def test_every_matter_is_told_from_report_to_close_in_order(world: World) -> None:
    """Revisions rise by one, the first is the report, the last the closing."""
    matters = day(DATE, world.grids, 1)[:20]
    told: dict[str, list[tuple[int, str]]] = {}
    for event in events_between(matters, 0, float("inf")):
        told.setdefault(event["subject"], []).append((event["data"]["revision"], event["data"]["status"]))
    assert len(told) == 20
    for steps in told.values():
        assert [revision for revision, _ in steps] == [1, 2, 3, 4, 5, 6]
        assert (steps[0][1], steps[-1][1]) == ("REPORTED", "CLOSED")


def test_what_stands_now_is_the_newest_step_of_each(world: World) -> None:
    """Somebody who arrives at noon hears one event a matter: the last of those that the whole morning
    would have told.
    """
    matters = day(DATE, world.grids, 1)
    noon = dt.datetime.combine(DATE, dt.time(12), LOCAL).timestamp()
    newest = {event["subject"]: event["id"] for event in events_between(matters, 0, noon)}
    assert {event["subject"]: event["id"] for event in standing(matters, noon)} == newest


def test_no_step_is_told_twice_or_left_out_when_time_is_cut_into_seconds(world: World) -> None:
    """Cutting an hour anywhere gives the same events as the whole."""
    matters = day(DATE, world.grids, 1)
    start = dt.datetime.combine(DATE, dt.time(9), LOCAL).timestamp()
    whole = [e["id"] for e in events_between(matters, start, start + 3600)]
    cut = [
        e["id"]
        for s in range(0, 3600, 7)
        for e in events_between(matters, start + s, min(start + s + 7, start + 3600))
    ]
    assert cut == whole


def test_speed_brings_more_matters_and_shorter_ones(world: World) -> None:
    """At ten times the speed there are ten times the matters, each open a tenth as long."""
    slow, fast = day(DATE, world.grids, 1), day(DATE, world.grids, 1, speed=10)
    mean = [sum(m.closed_at - m.opened_at for m in matters) / len(matters) for matters in (slow, fast)]
    assert len(fast) == 10 * len(slow)
    assert 8 < mean[0] / mean[1] < 12.5


def test_the_calendar_keeps_yesterdays_open_matters(world: World) -> None:
    """Just after midnight the evening's unfinished matters are still there."""
    midnight = dt.datetime.combine(DATE, dt.time(), LOCAL).timestamp()
    around = Calendar(world.grids, 1).around(midnight + 60, open_after=midnight)
    assert any(m.opened_at < midnight for m in around)
    assert all(m.closed_at > midnight for m in around)
    assert local_midnight(midnight + 60) == midnight
