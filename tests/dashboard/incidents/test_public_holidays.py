"""The statutory calendar is the library's where it knows, the centre's where that knows better, and plain
weekdays where nobody does.
"""

import datetime as dt

import chinese_calendar
import pytest

from dashboard.incidents.public_holidays import PLANS, YearPlan, is_workday, plan_of


def day(text: str) -> dt.date:
    """A date."""
    return dt.date.fromisoformat(text)


def test_every_day_the_library_knows_is_told_as_it_tells_it() -> None:
    """The plans are another form of the same decrees."""
    first, last = dt.date(min(PLANS), 1, 1), dt.date(max(PLANS), 12, 31)
    dates = [first + dt.timedelta(days=n) for n in range((last - first).days + 1)]
    assert [date for date in dates if is_workday(date) != chinese_calendar.is_workday(date)] == []


def test_this_year_is_known_with_its_make_up_days() -> None:
    """2026: Spring Festival from 15 to 23 February, worked for on the 14th and the 28th."""
    assert 2026 in PLANS
    off = [f"2026-02-{number}" for number in range(15, 24)]
    assert not any(is_workday(day(text)) for text in off)
    assert all(is_workday(day(text)) for text in ("2026-02-14", "2026-02-28", "2026-10-10"))


def test_an_unknown_year_is_counted_by_weekdays_and_has_no_plan() -> None:
    """National Day of 2199 is a Tuesday, and nobody has decreed it yet."""
    assert plan_of(2199) is None
    assert is_workday(day("2199-10-01")) and not is_workday(day("2199-10-05"))


def test_a_centre_may_know_a_year_before_the_library_does() -> None:
    """Its own plan also goes before the library's."""
    own = (YearPlan(2199, frozenset({day("2199-10-01")}), frozenset({day("2199-10-05")})),)
    assert not is_workday(day("2199-10-01"), own) and is_workday(day("2199-10-05"), own)
    changed = (YearPlan(2026, frozenset({day("2026-11-23")})),)
    assert not is_workday(day("2026-11-23"), changed) and is_workday(day("2026-10-01"), changed)


def test_a_plan_that_contradicts_itself_is_refused() -> None:
    """By a sentence that names the day."""
    with pytest.raises(ValueError, match="2026 names 2027-01-01"):
        YearPlan(2026, frozenset({day("2027-01-01")}))
    with pytest.raises(ValueError, match="2026-10-10 is both"):
        YearPlan(2026, frozenset({day("2026-10-10")}), frozenset({day("2026-10-10")}))
