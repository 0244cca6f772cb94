"""When a term is due, how much of it is used and what colour that is, by the table and by the law."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.incidents.duty_calendar import EVERY_DAY, OFFICE, ROUND_THE_CLOCK, DutyCalendar, spell
from dashboard.incidents.sla import (
    Clock,
    Light,
    Pause,
    Term,
    budget,
    counted_on,
    due,
    emergency_hours,
    emergency_minutes,
    light,
    read,
    turns,
    used,
    working_days,
    working_hours,
    working_minutes,
)
from feeds.model import Utc
from tests.dashboard.incidents.local_time import at, told

TABLE = [
    # working hours: the midday rest, the evening, the night, the weekend
    (working_hours(4), "2026-11-23 08:30", "2026-11-23 14:00:00"),
    (working_hours(2), "2026-11-23 16:30", "2026-11-24 09:30:00"),
    (working_hours(2), "2026-11-23 23:40", "2026-11-24 10:30:00"),
    (working_hours(2), "2026-11-24 03:00", "2026-11-24 10:30:00"),
    (working_hours(4), "2026-11-20 17:00", "2026-11-23 12:00:00"),
    (working_hours(1), "2026-11-23 16:30", "2026-11-23 17:30:00"),
    (working_minutes(30), "2026-11-22 09:00", "2026-11-23 09:00:00"),
    # over Spring Festival: Friday 13th, worked Saturday 14th, off until Monday 23rd, worked Saturday 28th
    (working_hours(4), "2026-02-13 16:30", "2026-02-14 11:30:00"),
    (working_hours(4), "2026-02-14 16:30", "2026-02-24 11:30:00"),
    (working_hours(4), "2026-02-18 02:00", "2026-02-24 14:00:00"),
    (working_hours(4), "2026-02-27 16:30", "2026-02-28 11:30:00"),
    # working days end with duty, and the day of the start does not count
    (working_days(1), "2026-11-23 08:00", "2026-11-24 17:30:00"),
    (working_days(1), "2026-11-23 19:00", "2026-11-24 17:30:00"),
    (working_days(2), "2026-11-20 10:00", "2026-11-24 17:30:00"),
    (working_days(1), "2026-11-21 10:00", "2026-11-23 17:30:00"),
    (working_days(2), "2026-02-13 10:00", "2026-02-24 17:30:00"),
    (working_days(5), "2026-02-14 10:00", "2026-02-28 17:30:00"),
    # over National Day, 1 to 7 October, with Saturday the 10th worked
    (working_days(1), "2026-09-30 17:45", "2026-10-08 17:30:00"),
    (working_days(3), "2026-09-30 10:00", "2026-10-10 17:30:00"),
    (working_days(20), "2026-09-30 10:00", "2026-11-03 17:30:00"),
    # around the clock, whatever the department's hours
    (emergency_minutes(30), "2026-02-16 23:45", "2026-02-17 00:15:00"),
    (emergency_hours(24), "2026-10-03 13:00", "2026-10-04 13:00:00"),
]


@pytest.mark.parametrize(("term", "start", "expected"), TABLE)
def test_when_a_term_is_due(term: Term, start: str, expected: str) -> None:
    """For a department with office hours."""
    assert told(due(term, at(start), OFFICE)) == expected


def test_a_department_that_works_every_day_is_due_sooner() -> None:
    """The same hours, the same start, another calendar."""
    assert told(due(working_hours(4), at("2026-02-14 16:30"), EVERY_DAY)) == "2026-02-14 20:30:00"
    assert told(due(working_days(1), at("2026-02-16 10:00"), EVERY_DAY)) == "2026-02-17 21:30:00"


@pytest.mark.parametrize(
    ("pauses", "expected"),
    [
        ([("2026-11-23 09:30", "2026-11-23 10:30")], "2026-11-23 15:00:00"),
        ([("2026-11-23 12:15", "2026-11-23 13:15")], "2026-11-23 14:00:00"),  # nothing ran meanwhile
        ([("2026-11-23 07:00", "2026-11-23 08:00")], "2026-11-23 14:00:00"),  # before the start
        ([("2026-11-23 08:00", "2026-11-23 09:00")], "2026-11-23 14:30:00"),  # across the start
        ([("2026-11-23 17:00", "2026-11-27 09:00")], "2026-11-23 14:00:00"),  # after it was due
        ([("2026-11-23 09:00", "2026-11-30 09:00")], "2026-11-30 14:00:00"),  # a week to the minute
        (
            [("2026-11-23 10:00", "2026-11-23 11:00"), ("2026-11-23 09:00", "2026-11-23 10:30")],
            "2026-11-23 16:00:00",  # overlapping, out of order
        ),
        (
            [("2026-11-23 09:00", "2026-11-23 11:00"), ("2026-11-23 09:30", "2026-11-23 10:00")],
            "2026-11-23 16:00:00",  # one within the other
        ),
        ([("2026-11-23 09:00", None)], None),
        ([("2026-11-23 14:00", None)], "2026-11-23 14:00:00"),  # hung up as the last second ran out
    ],
)
def test_a_pause_freezes_the_clock(pauses: list[tuple[str, str | None]], expected: str | None) -> None:
    """Four working hours from half past eight."""
    frozen = [Pause(at(begin), None if end is None else at(end)) for begin, end in pauses]
    assert told(due(working_hours(4), at("2026-11-23 08:30"), OFFICE, frozen)) == expected


def test_a_paused_clock_shows_the_same_share_for_ever() -> None:
    """And no due time while nobody knows when it goes on."""
    pauses = [Pause(at("2026-11-23 09:30"))]
    readings = [
        read(working_hours(4), at("2026-11-23 08:30"), at(now), OFFICE, pauses)
        for now in ("2026-11-23 09:30", "2026-11-24 11:00", "2028-01-05 11:00")
    ]
    assert {reading.used for reading in readings} == {0.25}
    assert all(reading.paused and reading.due is None for reading in readings)
    assert {reading.light for reading in readings} == {Light.NEUTRAL}


@pytest.mark.parametrize(
    ("now", "share", "colour"),
    [
        ("2026-11-23 08:00", 0.0, Light.NEUTRAL),
        ("2026-11-23 11:00", 2.5 / 4, Light.NEUTRAL),
        ("2026-11-23 11:18", 0.7, Light.AMBER),
        ("2026-11-23 13:00", 3.5 / 4, Light.AMBER),
        ("2026-11-23 14:00", 1.0, Light.AMBER),
        ("2026-11-23 14:00:01", 1 + 1 / 14_400, Light.RED),
        ("2026-11-24 09:00", 2.0, Light.TWICE),
    ],
)
def test_the_light_of_four_working_hours(now: str, share: float, colour: Light) -> None:
    """From half past eight; amber from 70 %, red after the due time, red twice at two terms."""
    reading = read(working_hours(4), at("2026-11-23 08:30"), at(now), OFFICE)
    assert reading.used == pytest.approx(share) and reading.light is colour


def test_red_does_not_wait_for_the_next_duty_hour() -> None:
    """Due at the end of duty, red a second later, although no duty time has passed."""
    reading = read(working_days(1), at("2026-11-23 10:00"), at("2026-11-24 17:30:01"), OFFICE)
    assert reading.used == 1.0 and reading.light is Light.RED


def test_a_clock_that_reaches_an_undecreed_year_says_so() -> None:
    """The due time then assumes plain weekdays; an emergency hour assumes nothing."""
    start = at("2198-12-31 10:00")
    assert not read(working_days(3), start, start, OFFICE).certain
    assert read(emergency_hours(24), start, start, OFFICE).certain
    assert read(working_days(3), at("2026-11-23 10:00"), at("2026-11-23 10:00"), OFFICE).certain


def test_terms_are_told_as_the_field_tells_them() -> None:
    """Whole hours as hours, anything else as minutes."""
    terms = [emergency_minutes(5), emergency_hours(2), working_minutes(30), working_hours(4), working_days(7)]
    assert [term.zh for term in terms] == ["5 分钟", "2 小时", "30 工作分钟", "4 工作时", "7 工作日"]
    assert [term.en for term in terms] == ["5 min", "2 h", "30 working min", "4 working h", "7 working days"]


def test_a_term_without_time_is_refused() -> None:
    """It would be overdue before it began."""
    with pytest.raises(ValueError, match="a term of 0"):
        Term(Clock.WORKING_HOUR, 0)


SPLIT = DutyCalendar(
    name="split", zh="", en="", spells=(spell("00:00", "02:00"), spell("22:00", "24:00")), weekdays=None
)
CALENDARS = st.sampled_from([OFFICE, EVERY_DAY, ROUND_THE_CLOCK, SPLIT])
FIRST, LAST = int(at("2026-01-20 00:00")), int(at("2026-11-20 00:00"))
STARTS = st.integers(FIRST, LAST).map(Utc)
LENGTHS = st.integers(1, 12 * 86_400)
TERMS = st.one_of(
    st.builds(Term, st.sampled_from([Clock.EMERGENCY_HOUR, Clock.WORKING_HOUR]), st.integers(1, 40 * 60)),
    st.builds(Term, st.just(Clock.WORKING_DAY), st.integers(1, 12)),
)


@given(TERMS, STARTS, LENGTHS, CALENDARS)
def test_a_later_start_is_never_due_earlier(
    term: Term, start: Utc, later: int, calendar: DutyCalendar
) -> None:
    """Due times follow starts."""
    first, second = due(term, start, calendar), due(term, Utc(start + later), calendar)
    assert first is not None and second is not None and first <= second


@given(TERMS, STARTS, CALENDARS)
def test_no_clock_is_due_off_duty(term: Term, start: Utc, calendar: DutyCalendar) -> None:
    """Nobody is called late for an hour in which nobody had to work."""
    found = due(term, start, calendar)
    assert found is not None and found > start and counted_on(term, calendar).on_duty(found)


@given(TERMS, STARTS, LENGTHS, LENGTHS, CALENDARS)
def test_a_pause_moves_the_due_time_by_the_duty_time_it_took(
    term: Term, start: Utc, wait: int, length: int, calendar: DutyCalendar
) -> None:
    """Exactly; and not at all when the clock had run out before."""
    plain = due(term, start, calendar)
    pause = Pause(Utc(start + wait), Utc(start + wait + length))
    paused = due(term, start, calendar, [pause])
    assert plain is not None and paused is not None and pause.end is not None
    hours = counted_on(term, calendar)
    if pause.begin >= plain:
        assert paused == plain
    else:
        assert hours.between(plain, paused) == hours.between(pause.begin, pause.end)


@given(TERMS, STARTS, LENGTHS, LENGTHS, st.integers(0, 86_400), CALENDARS)
def test_a_pause_in_two_parts_is_the_same_pause(
    term: Term, start: Utc, wait: int, length: int, cut: int, calendar: DutyCalendar
) -> None:
    """Adjacent and overlapping pauses count once."""
    begin, end = Utc(start + wait), Utc(start + wait + length)
    middle = Utc(min(begin + cut, end))
    assert due(term, start, calendar, [Pause(begin, end)]) == due(
        term, start, calendar, [Pause(middle, end), Pause(begin, middle), Pause(begin, middle)]
    )


@given(TERMS, STARTS, LENGTHS, CALENDARS)
def test_what_is_used_grows_and_is_whole_when_due(
    term: Term, start: Utc, length: int, calendar: DutyCalendar
) -> None:
    """0 at the start, 1 at the due time, never backwards."""
    due_at = due(term, start, calendar)
    assert due_at is not None
    now, then = Utc(start + length // 2), Utc(start + length)
    assert 0 <= used(term, start, now, calendar) <= used(term, start, then, calendar)
    assert used(term, start, start, calendar) == 0
    assert used(term, start, due_at, calendar) == 1
    assert (used(term, start, then, calendar) > 1) <= (then > due_at)


@given(TERMS, STARTS, LENGTHS, LENGTHS, CALENDARS)
def test_time_used_while_paused_stands_still(
    term: Term, start: Utc, wait: int, length: int, calendar: DutyCalendar
) -> None:
    """From the first second of the pause to the last."""
    begin, end = Utc(start + wait), Utc(start + wait + length)
    pauses = [Pause(begin, end)]
    assert used(term, start, begin, calendar, pauses) == used(term, start, end, calendar, pauses)


@given(TERMS, STARTS, CALENDARS)
def test_the_budget_is_what_the_calendar_counts(term: Term, start: Utc, calendar: DutyCalendar) -> None:
    """The due time is the budget spent."""
    due_at = due(term, start, calendar)
    assert due_at is not None
    assert counted_on(term, calendar).between(start, due_at) == budget(term, start, calendar)


def test_a_screen_without_a_calendar_is_told_when_the_light_changes() -> None:
    """Four working hours from half past eight, and the same hung up for good at nine."""
    start = at("2026-11-23 08:30")
    found = turns(4 * 3600, start, OFFICE)
    assert [told(moment) for moment in (found.amber, found.due, found.twice)] == [
        "2026-11-23 11:18:00",
        "2026-11-23 14:00:00",
        "2026-11-24 09:00:00",
    ]
    held = turns(4 * 3600, start, OFFICE, [Pause(at("2026-11-23 13:45"))])
    assert (told(held.amber), held.due, held.twice) == ("2026-11-23 11:18:00", None, None)


@given(TERMS, STARTS, LENGTHS, LENGTHS, CALENDARS)
def test_the_light_changes_when_it_was_foretold(
    term: Term, start: Utc, wait: int, length: int, calendar: DutyCalendar
) -> None:
    """At each turn the share is what the turn means."""
    pauses = [Pause(Utc(start + wait), Utc(start + wait + length))]
    found = turns(budget(term, start, calendar), start, counted_on(term, calendar), pauses)
    assert found.due == due(term, start, calendar, pauses)
    for moment, share in ((found.amber, 0.7), (found.due, 1.0), (found.twice, 2.0)):
        assert moment is not None
        assert used(term, start, moment, calendar, pauses) == pytest.approx(share)


def test_the_light_of_a_clock_without_a_due_time() -> None:
    """A clock that is hung up late in its term stays amber; it cannot turn red."""
    assert light(0.8, None, at("2026-11-23 10:00")) is Light.AMBER
