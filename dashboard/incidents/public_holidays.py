"""China's statutory holidays and make-up workdays (调休), year by year, and what is assumed of a year that is
not known.

The State Council decrees each year in the autumn before it; the library follows. A year nobody has told us
is counted by plain weekdays and every reading that touches it says so. A centre need not wait for the
library: it may hand in the year itself as a ``YearPlan``.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Final

import chinese_calendar
import msgspec

SATURDAY: Final = 5


class YearPlan(msgspec.Struct, frozen=True):
    """One decreed year: the days off and the weekend days that are worked instead."""

    year: int
    holidays: frozenset[dt.date] = frozenset()
    """Days off that fall on any day of the week."""
    workdays: frozenset[dt.date] = frozenset()
    """Saturdays and Sundays that are worked."""

    def __post_init__(self) -> None:
        """Raises ValueError for a date of another year or one that is both off and worked."""
        strange = [day for day in self.holidays | self.workdays if day.year != self.year]
        if strange:
            raise ValueError(f"the plan of {self.year} names {min(strange)}, a day of another year")
        if self.holidays & self.workdays:
            raise ValueError(f"{min(self.holidays & self.workdays)} is both a holiday and a workday")

    def is_workday(self, date: dt.date) -> bool:
        """Whether people in offices work on ``date``, which must be of this year."""
        return date in self.workdays or (date.weekday() < SATURDAY and date not in self.holidays)


def _decreed() -> Iterable[YearPlan]:
    """What the library knows. Read once: its own question scans all its dates each time."""
    known = [*chinese_calendar.holidays, *chinese_calendar.workdays]
    for year in sorted({date.year for date in known}):
        yield YearPlan(
            year,
            frozenset(date for date in chinese_calendar.holidays if date.year == year),
            frozenset(date for date in chinese_calendar.workdays if date.year == year),
        )


PLANS: Final[Mapping[int, YearPlan]] = {plan.year: plan for plan in _decreed()}
"""The decreed years by number."""


def plan_of(year: int, own: Iterable[YearPlan] = ()) -> YearPlan | None:
    """The plan of a year: the centre's own before the library's; None when nobody knows it."""
    return next((plan for plan in own if plan.year == year), PLANS.get(year))


def is_workday(date: dt.date, own: Iterable[YearPlan] = ()) -> bool:
    """Whether offices work on ``date``; Monday to Friday in a year without a plan."""
    return (plan_of(date.year, own) or YearPlan(date.year)).is_workday(date)
