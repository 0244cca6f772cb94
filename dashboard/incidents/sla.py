"""The clocks of a deadline: when something is due, how much of its time is used, which light that is. Pure.

Every term is turned into a budget of seconds on one calendar: around the clock for an emergency hour, the
department's own hours for the other two. A clock runs through that budget, stands still off duty and while
it is paused (挂账), and is exact: what was left when it was hung up is left when it is taken down. So after
a pause a term of working days may end within a day; without one it ends with a day's duty.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import Final

import msgspec

from dashboard.incidents.duty_calendar import ROUND_THE_CLOCK, DutyCalendar, local_date
from feeds.model import Utc

AMBER_FROM: Final = 0.7
TWICE_FROM: Final = 2.0


class Clock(StrEnum):
    """What a term is counted in. The values are in records."""

    EMERGENCY_HOUR = "emergency_hour"
    """紧急工作时: counted around the clock."""
    WORKING_HOUR = "working_hour"
    """工作时: an hour inside the department's duty hours."""
    WORKING_DAY = "working_day"
    """工作日: the day of the start does not count; the term ends when duty ends on its last day."""


class Term(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How long something may take. Raises ValueError for no time at all."""

    clock: Clock
    count: int
    """Minutes of the hour clocks, days of the day clock."""

    def __post_init__(self) -> None:
        if self.count < 1:
            raise ValueError(f"a term of {self.count} leaves no time")

    @property
    def zh(self) -> str:
        """As the field says it: "4 工作时", "30 分钟"."""
        return _phrase(self, "工作日", "工作时", "工作分钟", "小时", "分钟")

    @property
    def en(self) -> str:
        """As "4 working h", "30 min"."""
        return _phrase(self, "working days", "working h", "working min", "h", "min")


class Pause(msgspec.Struct, frozen=True):
    """A time during which the clock stood still; ``end`` None means that it still does."""

    begin: Utc
    end: Utc | None = None


class Light(StrEnum):
    """The colour of a clock; the values are on the wire. There is no green: fine is quiet."""

    NEUTRAL = "neutral"
    AMBER = "amber"
    RED = "red"
    TWICE = "twice"
    """Red, and twice its time is gone."""


class Reading(msgspec.Struct, frozen=True):
    """A clock as read at one moment."""

    due: Utc | None
    """None while a pause keeps it from ever being due."""
    used: float
    """Share of the term, 0 and up; past 1 also counted in duty time."""
    light: Light
    paused: bool
    certain: bool
    """False when the clock crosses a year whose holidays are not decreed yet: show a warning beside it."""


class Turns(msgspec.Struct, frozen=True):
    """When a clock's light changes; None for a change that a lasting pause keeps from coming."""

    amber: Utc | None
    due: Utc | None
    twice: Utc | None


def emergency_minutes(count: int) -> Term:
    """Minutes around the clock."""
    return Term(Clock.EMERGENCY_HOUR, count)


def emergency_hours(count: int) -> Term:
    """紧急工作时."""
    return Term(Clock.EMERGENCY_HOUR, 60 * count)


def working_minutes(count: int) -> Term:
    """Minutes of duty time."""
    return Term(Clock.WORKING_HOUR, count)


def working_hours(count: int) -> Term:
    """工作时."""
    return Term(Clock.WORKING_HOUR, 60 * count)


def working_days(count: int) -> Term:
    """工作日."""
    return Term(Clock.WORKING_DAY, count)


def counted_on(term: Term, calendar: DutyCalendar) -> DutyCalendar:
    """The calendar that ``term`` is counted on, for a department with ``calendar``."""
    return ROUND_THE_CLOCK if term.clock is Clock.EMERGENCY_HOUR else calendar


def budget(term: Term, start: Utc, calendar: DutyCalendar) -> float:
    """Seconds of duty that ``term`` grants from ``start``."""
    if term.clock is not Clock.WORKING_DAY:
        return 60.0 * term.count
    last = calendar.nth_day_after(local_date(start), term.count)
    return calendar.between(start, calendar.end_of_duty(last))


def due(term: Term, start: Utc, calendar: DutyCalendar, pauses: Sequence[Pause] = ()) -> Utc | None:
    """When the term is over; None while it stands still short of that."""
    return spent(budget(term, start, calendar), start, counted_on(term, calendar), pauses)


def spent(seconds: float, start: Utc, hours: DutyCalendar, pauses: Sequence[Pause] = ()) -> Utc | None:
    """When so many seconds (more than 0) of duty on ``hours``, pauses left out, will have passed."""
    left = seconds
    for begin, end in _running(start, pauses):
        if end is None:
            return hours.after(begin, left)
        there = hours.between(begin, end)
        if there >= left:
            return hours.after(begin, left)
        left -= there
    return None


def turns(seconds: float, start: Utc, hours: DutyCalendar, pauses: Sequence[Pause] = ()) -> Turns:
    """The moments at which a clock of that budget changes its colour, for a screen that knows no calendar."""
    amber, whole, twice = (
        spent(share * seconds, start, hours, pauses) for share in (AMBER_FROM, 1.0, TWICE_FROM)
    )
    return Turns(amber, whole, twice)


def used(term: Term, start: Utc, now: Utc, calendar: DutyCalendar, pauses: Sequence[Pause] = ()) -> float:
    """The share of the term that is gone at ``now``; 1 at the due time, more after it."""
    hours = counted_on(term, calendar)
    gone = sum(
        hours.between(begin, now if end is None else min(end, now)) for begin, end in _running(start, pauses)
    )
    return gone / budget(term, start, calendar)


def light(share: float, due_at: Utc | None, now: Utc) -> Light:
    """The colour: red follows the moment, not the share, so that it does not wait for the next duty hour."""
    if due_at is None or now <= due_at:
        return Light.AMBER if share >= AMBER_FROM else Light.NEUTRAL
    return Light.TWICE if share >= TWICE_FROM else Light.RED


def read(term: Term, start: Utc, now: Utc, calendar: DutyCalendar, pauses: Sequence[Pause] = ()) -> Reading:
    """Everything a screen shows of a clock. For a clock that was stopped, ``now`` is when it was."""
    due_at = due(term, start, calendar, pauses)
    share = used(term, start, now, calendar, pauses)
    return Reading(
        due=due_at,
        used=share,
        light=light(share, due_at, now),
        paused=any(pause.begin <= now and (pause.end is None or now < pause.end) for pause in pauses),
        certain=counted_on(term, calendar).knows(start, max(now, due_at or start)),
    )


def _running(start: Utc, pauses: Iterable[Pause]) -> Iterator[tuple[Utc, Utc | None]]:
    """The stretches after ``start`` that are outside every pause; the last one has no end. Pauses may
    overlap and come in any order.
    """
    at: float = start
    for begin, end in sorted((pause.begin, math.inf if pause.end is None else pause.end) for pause in pauses):
        if end <= at:
            continue
        if begin > at:
            yield Utc(at), Utc(begin)
        if end == math.inf:
            return
        at = end
    yield Utc(at), None


def _phrase(term: Term, days: str, working_h: str, working_min: str, hours: str, minutes: str) -> str:
    if term.clock is Clock.WORKING_DAY:
        return f"{term.count} {days}"
    whole = term.count % 60 == 0
    working = term.clock is Clock.WORKING_HOUR
    unit = (working_h if working else hours) if whole else (working_min if working else minutes)
    return f"{term.count // 60 if whole else term.count} {unit}"
