"""The clock of a case: started, stopped, running again, extended."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.incidents.case_clock import (
    CaseClock,
    extended,
    read,
    require_bounded,
    resumed,
    started,
    stopped,
)
from dashboard.incidents.duty_calendar import OFFICE
from dashboard.incidents.sla import Light, Term, emergency_minutes, working_days, working_hours
from feeds.model import Utc
from tests.dashboard.incidents.cases import NOW_MS, TUESDAY_NINE

HOUR_MS = 3_600_000
MINUTE_MS = 60_000


def test_working_hours_pass_over_lunch_and_night() -> None:
    """Four hours from nine end at half past two."""
    clock = started(working_hours(4), NOW_MS, OFFICE)
    assert clock.due_at_ms == NOW_MS + 5 * HOUR_MS + 30 * MINUTE_MS


def test_the_time_it_stood_still_is_given_back() -> None:
    """Stopped at ten and running again at eleven, it is due an hour later. Stopping twice is once."""
    clock = started(working_hours(2), NOW_MS, OFFICE)
    still = stopped(clock, NOW_MS + HOUR_MS)
    assert stopped(still, NOW_MS + 2 * HOUR_MS) == still and still.due_at_ms == clock.due_at_ms
    again = resumed(still, NOW_MS + 2 * HOUR_MS, OFFICE)
    assert again.due_at_ms == clock.due_at_ms + HOUR_MS and again.stopped_at_ms is None
    assert again.paused == ((NOW_MS + HOUR_MS, NOW_MS + 2 * HOUR_MS),)
    assert resumed(again, NOW_MS + 3 * HOUR_MS, OFFICE) == again


def test_an_extension_counts_from_the_deadline() -> None:
    """Two hours more after eleven are half past two: lunch lies between."""
    clock = extended(started(working_hours(2), NOW_MS, OFFICE), working_hours(2), OFFICE)
    assert clock.due_at_ms == NOW_MS + 5 * HOUR_MS + 30 * MINUTE_MS
    assert clock.terms == (working_hours(2), working_hours(2))


def test_a_reading_says_share_and_light() -> None:
    """Amber from seven tenths, red past the deadline; a clock that stopped in time never turns red."""
    clock = started(working_hours(2), NOW_MS, OFFICE)

    def reading(minutes: int, of: CaseClock = clock) -> tuple[float, Light, bool]:
        found = read(of, Utc(TUESDAY_NINE + 60 * minutes), OFFICE)
        return round(found.used, 3), found.light, found.paused

    assert reading(30) == (0.25, Light.NEUTRAL, False)
    assert reading(90) == (0.75, Light.AMBER, False)
    assert reading(150)[1] is Light.RED
    assert reading(600, stopped(clock, NOW_MS + HOUR_MS)) == (0.5, Light.NEUTRAL, True)
    later = resumed(stopped(clock, NOW_MS + HOUR_MS), NOW_MS + 2 * HOUR_MS, OFFICE)
    assert reading(150, later) == (0.75, Light.AMBER, False)


@pytest.mark.parametrize("term", [working_days(366), emergency_minutes(366 * 1440)])
def test_a_year_is_the_longest_term(term: Term) -> None:
    """One more is refused."""
    require_bounded(term)
    with pytest.raises(ValueError, match="longer than a year"):
        require_bounded(Term(term.clock, term.count + 1))


@given(st.lists(st.integers(1, 600), max_size=6), st.integers(1, 20))
def test_standing_still_never_costs_the_department_time(minutes: list[int], hours: int) -> None:
    """However it is stopped and resumed around the clock, what was left stays left."""
    term, at = emergency_minutes(60 * hours), NOW_MS
    clock = started(term, at, OFFICE)
    still = 0
    for index, step in enumerate(minutes):
        at += step * MINUTE_MS
        if at > clock.due_at_ms:
            break
        if index % 2:
            still += step * MINUTE_MS
            clock = resumed(clock, at, OFFICE)
        else:
            clock = stopped(clock, at)
    if clock.stopped_at_ms is None:
        assert clock.due_at_ms == NOW_MS + hours * HOUR_MS + still
