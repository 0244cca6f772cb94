"""When a department is on duty, and how much duty time lies between two moments. Pure; times are ``Utc``.

A calendar is a list of spells of the day and a rule for the days. Local time is that of Asia/Shanghai, a
constant eight hours ahead: China has had no daylight saving time since 1991.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Final

import msgspec

from dashboard.incidents.public_holidays import YearPlan, is_workday, plan_of
from feeds.model import Utc

AHEAD_S: Final = 8 * 3600
DAY_S: Final = 86_400
_EPOCH: Final = dt.date(1970, 1, 1)


class Spell(msgspec.Struct, frozen=True, order=True):
    """Part of a day on duty, in seconds after local midnight; the end may be midnight itself."""

    begin_s: int
    end_s: int


class DutyCalendar(msgspec.Struct, frozen=True, kw_only=True):
    """The duty hours of a department. Raises ValueError for hours that make no day."""

    name: str
    """Stable; departments and records refer to it."""
    zh: str
    en: str
    spells: tuple[Spell, ...]
    """In order, apart from each other, the same on every duty day."""
    weekdays: frozenset[int] | None = None
    """Days of the week on duty, Monday 0; None for the office rule: weekdays less statutory holidays, plus
    make-up workdays.
    """
    plans: tuple[YearPlan, ...] = ()
    """Years the centre knows before the library does, or knows better."""

    def __post_init__(self) -> None:
        """Hours that never come would let a clock run for ever."""
        edges = [edge for spell in self.spells for edge in (spell.begin_s, spell.end_s)]
        if not edges or edges != sorted(set(edges)) or edges[0] < 0 or edges[-1] > DAY_S:
            raise ValueError(f"the spells of the calendar {self.name} are empty, out of order or overlap")
        if self.weekdays is not None and not (self.weekdays and self.weekdays <= frozenset(range(7))):
            raise ValueError(f"the weekdays of the calendar {self.name} must be some of 0 to 6")

    # Days

    def works_on(self, date: dt.date) -> bool:
        """Whether anybody is on duty on that day at all."""
        if self.weekdays is None:
            return is_workday(date, self.plans)
        return date.weekday() in self.weekdays

    def knows(self, begin: Utc, end: Utc) -> bool:
        """False when a year between the two has no decree yet, so that plain weekdays were assumed."""
        if self.weekdays is not None:
            return True
        years = range(local_date(begin).year, local_date(end).year + 1)
        return all(plan_of(year, self.plans) is not None for year in years)

    def end_of_duty(self, date: dt.date) -> Utc:
        """When duty ends on ``date``, which must be a duty day."""
        return Utc(midnight(date) + self.spells[-1].end_s)

    def nth_day_after(self, date: dt.date, count: int) -> dt.date:
        """The ``count``-th duty day after ``date``, which itself does not count."""
        while count:
            date += dt.timedelta(days=1)
            count -= self.works_on(date)
        return date

    # Time

    def on_duty(self, at: Utc) -> bool:
        """Whether that moment is duty time; the ends of a spell belong to it."""
        today = local_date(at)
        days = (today - dt.timedelta(days=1), today)  # a spell may end with the midnight that begins today
        return any(begin <= at <= end for day in days for begin, end in self._spells_of(day))

    def between(self, begin: Utc, end: Utc) -> float:
        """Seconds of duty from ``begin`` to ``end``; 0 when they are the wrong way round."""
        if end <= begin:
            return 0.0
        counted = 0.0
        for spell_begin, spell_end in self._spells_from(begin):
            if spell_begin >= end:
                break
            counted += max(0.0, min(spell_end, end) - max(spell_begin, begin))
        return counted

    def after(self, begin: Utc, seconds: float) -> Utc:
        """The first moment at which ``seconds`` (more than 0) of duty have passed since ``begin``."""
        spells = self._spells_from(begin)
        while True:
            spell_begin, spell_end = next(spells)
            open_at = max(spell_begin, begin)
            if spell_end - open_at >= seconds:
                return Utc(open_at + seconds)
            seconds -= max(0.0, spell_end - open_at)

    def _spells_from(self, at: Utc) -> Iterator[tuple[float, float]]:
        """Spells of the day of ``at`` and of all days after it; endless."""
        date = local_date(at)
        while True:
            yield from self._spells_of(date)
            date += dt.timedelta(days=1)

    def _spells_of(self, date: dt.date) -> Iterator[tuple[float, float]]:
        if self.works_on(date):
            start = midnight(date)
            for spell in self.spells:
                yield start + spell.begin_s, start + spell.end_s


def local_date(at: Utc) -> dt.date:
    """The day in China."""
    return _EPOCH + dt.timedelta(days=(at + AHEAD_S) // DAY_S)


def month_begin(at: Utc) -> Utc:
    """The local midnight with which its month begins."""
    return Utc(midnight(local_date(at).replace(day=1)))


def midnight(date: dt.date) -> float:
    """Unix seconds of the local midnight with which ``date`` begins."""
    return (date - _EPOCH).days * float(DAY_S) - AHEAD_S


def spell(begin: str, end: str) -> Spell:
    """A spell from two times of day, such as "08:30" and "12:00"; "24:00" is the midnight after."""
    return Spell(_seconds(begin), _seconds(end))


def _seconds(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 3600 + int(minutes) * 60


OFFICE: Final = DutyCalendar(
    name="office",
    zh="机关工作时间",
    en="Office hours",
    spells=(spell("08:30", "12:00"), spell("13:30", "17:30")),
)
"""The default: seven and a half hours of the statutory workdays."""

EVERY_DAY: Final = DutyCalendar(
    name="every-day",
    zh="每日勤务时间",
    en="Duty every day",
    spells=(spell("07:30", "21:30"),),
    weekdays=frozenset(range(7)),
)
"""Street squads and cleaning: no weekends, no holidays."""

ROUND_THE_CLOCK: Final = DutyCalendar(
    name="round-the-clock",
    zh="全天候",
    en="Around the clock",
    spells=(spell("00:00", "24:00"),),
    weekdays=frozenset(range(7)),
)
"""Rescue services, the centre itself, and every emergency hour."""

CALENDARS: Final = {calendar.name: calendar for calendar in (OFFICE, EVERY_DAY, ROUND_THE_CLOCK)}
