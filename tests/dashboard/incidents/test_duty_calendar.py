"""Duty hours: which moments count, and how much of them lies between two others."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.incidents.duty_calendar import (
    CALENDARS,
    EVERY_DAY,
    OFFICE,
    ROUND_THE_CLOCK,
    DutyCalendar,
    local_date,
    midnight,
    month_begin,
    spell,
)
from dashboard.incidents.public_holidays import YearPlan
from feeds.model import Utc
from tests.dashboard.incidents.local_time import SHANGHAI, at, told

MOMENTS = st.integers(int(at("2025-12-01 00:00")), int(at("2027-02-01 00:00"))).map(Utc)
HOURS = st.sampled_from(list(CALENDARS.values()))


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-11-23 08:29:59", False),  # a Monday
        ("2026-11-23 08:30", True),
        ("2026-11-23 12:00", True),
        ("2026-11-23 12:45", False),
        ("2026-11-23 17:30", True),
        ("2026-11-23 17:30:01", False),
        ("2026-11-22 10:00", False),  # Sunday
        ("2026-02-14 10:00", True),  # a Saturday worked for Spring Festival
        ("2026-02-17 10:00", False),  # New Year's day of the lunar calendar, a Tuesday
        ("2026-10-10 10:00", True),  # a Saturday worked for National Day
    ],
)
def test_office_hours(moment: str, expected: bool) -> None:
    """Weekdays less holidays, plus make-up days, less the midday rest."""
    assert OFFICE.on_duty(at(moment)) is expected


def test_a_spell_that_ends_with_midnight_ends_there() -> None:
    """Also when the next day is off."""
    late = DutyCalendar(name="late", zh="", en="", spells=(spell("20:00", "24:00"),), weekdays=frozenset({0}))
    assert late.on_duty(at("2026-11-24 00:00")) and not late.on_duty(at("2026-11-24 00:00:01"))


@pytest.mark.parametrize(
    ("begin", "end", "hours"),
    [
        ("2026-11-23 00:00", "2026-11-24 00:00", 7.5),
        ("2026-11-23 11:00", "2026-11-23 14:00", 1.5),
        ("2026-11-20 17:00", "2026-11-23 09:00", 1.0),  # over a weekend
        (
            "2026-02-13 00:00",
            "2026-03-01 00:00",
            7.5 * 7,
        ),  # Friday, make-up Saturday, four days and a Saturday
        ("2026-09-30 12:00", "2026-10-08 08:30", 4.0),  # over National Day
        ("2026-11-23 10:00", "2026-11-23 09:00", 0.0),
    ],
)
def test_duty_time_between_two_moments(begin: str, end: str, hours: float) -> None:
    """Only spells of duty days count."""
    assert OFFICE.between(at(begin), at(end)) == hours * 3600


def test_duty_time_after_a_moment_lands_at_the_end_of_a_spell_not_at_the_next() -> None:
    """Half an hour from half past eleven is noon, not half past one."""
    assert told(OFFICE.after(at("2026-11-23 11:30"), 1800)) == "2026-11-23 12:00:00"
    assert told(OFFICE.after(at("2026-11-23 11:30"), 1801)) == "2026-11-23 13:30:01"


@given(MOMENTS, st.integers(1, 40 * 3600), HOURS)
def test_after_and_between_are_each_others_inverse(begin: Utc, seconds: int, calendar: DutyCalendar) -> None:
    """And the moment found is duty time."""
    end = calendar.after(begin, seconds)
    assert calendar.between(begin, end) == seconds and calendar.on_duty(end)


@given(MOMENTS, MOMENTS, MOMENTS, HOURS)
def test_duty_time_adds_up(one: Utc, two: Utc, three: Utc, calendar: DutyCalendar) -> None:
    """However a stretch is cut, its parts are the whole."""
    begin, middle, end = sorted((one, two, three))
    assert calendar.between(begin, end) == calendar.between(begin, middle) + calendar.between(middle, end)


@given(MOMENTS)
def test_local_days_are_those_of_the_time_zone(moment: Utc) -> None:
    """The constant eight hours agree with the time zone database."""
    here = dt.datetime.fromtimestamp(moment, SHANGHAI)
    assert local_date(moment) == here.date()
    assert midnight(here.date()) == dt.datetime.combine(here.date(), dt.time(), SHANGHAI).timestamp()


def test_days_after_a_day_skip_what_is_off() -> None:
    """The day itself does not count, whether it is on or off."""
    assert OFFICE.nth_day_after(dt.date(2026, 2, 13), 2) == dt.date(2026, 2, 24)
    assert OFFICE.nth_day_after(dt.date(2026, 2, 15), 1) == dt.date(2026, 2, 24)
    assert EVERY_DAY.nth_day_after(dt.date(2026, 2, 13), 2) == dt.date(2026, 2, 15)


def test_a_year_without_a_decree_is_admitted() -> None:
    """Unless the calendar does not follow decrees, or the centre knows the year."""
    begin, end = at("2198-12-30 10:00"), at("2199-01-05 10:00")
    assert not OFFICE.knows(begin, end) and not OFFICE.knows(at("2026-12-31 10:00"), end)
    assert OFFICE.knows(at("2026-01-01 00:00"), at("2026-12-31 23:59"))
    assert EVERY_DAY.knows(begin, end) and ROUND_THE_CLOCK.knows(begin, end)
    told_so = DutyCalendar(
        name="own", zh="", en="", spells=OFFICE.spells, plans=(YearPlan(2198), YearPlan(2199))
    )
    assert told_so.knows(begin, end)


@pytest.mark.parametrize(
    ("spells", "weekdays"),
    [
        ((), None),
        ((spell("09:00", "08:00"),), None),
        ((spell("08:00", "12:00"), spell("11:00", "17:00")), None),
        ((spell("08:00", "24:30"),), None),
        ((spell("08:00", "12:00"),), frozenset[int]()),
        ((spell("08:00", "12:00"),), frozenset({7})),
    ],
)
def test_a_calendar_on_which_no_clock_could_run_is_refused(
    spells: tuple[object, ...], weekdays: frozenset[int] | None
) -> None:
    """The sentence names the calendar."""
    with pytest.raises(ValueError, match="calendar broken"):
        DutyCalendar(name="broken", zh="", en="", spells=spells, weekdays=weekdays)  # type: ignore[arg-type]


def test_a_month_begins_at_its_first_local_midnight() -> None:
    """Also in the hours in which it is still yesterday in UTC."""
    for moment in ("2026-11-01 00:00", "2026-11-01 07:59", "2026-11-30 23:59"):
        assert month_begin(at(moment)) == at("2026-11-01 00:00")
