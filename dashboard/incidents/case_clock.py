"""The clock of a dispatched case: since when it runs, where it stood still, until when. Pure.

It runs from dispatch to feedback. While a case is suspended (挂账), and from feedback until a check that
disagreed sends it back (返工), it stands still. Times in records are milliseconds.
"""

from typing import Final

import msgspec

from dashboard.incidents import sla
from dashboard.incidents.duty_calendar import DutyCalendar
from dashboard.incidents.sla import Pause, Reading, Term
from feeds.model import Utc

LONGEST_DAYS: Final = 366
"""No term of a case is longer; what cannot be done in a year is suspended with a date to look again."""


class CaseClock(msgspec.Struct, frozen=True, omit_defaults=True):
    """``stopped_at_ms`` is since when it stands still, None while it runs: at any moment the case is overdue
    when ``stopped_at_ms``, or else now, lies after ``due_at_ms``.
    """

    terms: tuple[Term, ...]
    """The department's term, then every extension."""
    started_at_ms: int
    due_at_ms: int
    paused: tuple[tuple[int, int], ...] = ()
    """The spans in which it stood still, the present one excepted."""
    stopped_at_ms: int | None = None
    amber_at_ms: int | None = None
    """When its light turns amber, for a screen that knows no calendar."""
    twice_at_ms: int | None = None
    """When twice its time is gone."""


def require_bounded(term: Term) -> None:
    """Raises ValueError for a term nobody means."""
    longest = LONGEST_DAYS if term.clock is sla.Clock.WORKING_DAY else LONGEST_DAYS * 24 * 60
    if term.count > longest:
        raise ValueError(f"a term of {term.count} is longer than a year ({longest})")


def started(term: Term, at_ms: int, calendar: DutyCalendar) -> CaseClock:
    """A clock that begins to run."""
    return _due(CaseClock(terms=(term,), started_at_ms=at_ms, due_at_ms=at_ms), calendar)


def extended(clock: CaseClock, term: Term, calendar: DutyCalendar) -> CaseClock:
    """The extension counts from the deadline there was, not from the day it was granted."""
    return _due(msgspec.structs.replace(clock, terms=(*clock.terms, term)), calendar)


def stopped(clock: CaseClock, at_ms: int) -> CaseClock:
    """It stands still from now on; one that stands still already is left alone."""
    if clock.stopped_at_ms is not None:
        return clock
    return msgspec.structs.replace(clock, stopped_at_ms=at_ms)


def resumed(clock: CaseClock, at_ms: int, calendar: DutyCalendar) -> CaseClock:
    """It runs again: the time it stood still is not the department's."""
    if clock.stopped_at_ms is None:
        return clock
    paused = (*clock.paused, (clock.stopped_at_ms, at_ms))
    return _due(msgspec.structs.replace(clock, paused=paused, stopped_at_ms=None), calendar)


def read(clock: CaseClock, now: Utc, calendar: DutyCalendar) -> Reading:
    """What a screen shows of it: ``used`` is the share of all terms together."""
    moment = now if clock.stopped_at_ms is None else Utc(clock.stopped_at_ms / 1000)
    start, due, pauses = _utc(clock.started_at_ms), _utc(clock.due_at_ms), _pauses(clock)
    hours = sla.counted_on(clock.terms[0], calendar)
    whole = _run(hours, start, due, pauses)
    share = _run(hours, start, moment, pauses) / whole if whole else 1.0
    return Reading(
        due=due,
        used=share,
        light=sla.light(share, due, moment),
        paused=clock.stopped_at_ms is not None,
        certain=hours.knows(start, max(moment, due)),
    )


def _run(hours: DutyCalendar, start: Utc, end: Utc, pauses: list[Pause]) -> float:
    """Seconds of duty from start to end in which it did not stand still."""
    still = sum(
        hours.between(max(pause.begin, start), min(pause.end, end))
        for pause in pauses
        if pause.end is not None
    )
    return hours.between(start, end) - still


def _due(clock: CaseClock, calendar: DutyCalendar) -> CaseClock:
    """With the deadline that its terms and pauses come to."""
    at, pauses = _utc(clock.started_at_ms), _pauses(clock)
    for term in clock.terms:
        due = sla.due(term, at, calendar, pauses)
        at = at if due is None else due  # every pause has ended, so there is always a deadline
    return _turning(msgspec.structs.replace(clock, due_at_ms=round(at * 1000)), calendar)


def _turning(clock: CaseClock, calendar: DutyCalendar) -> CaseClock:
    """With the moments at which its light changes. They hold until it is stopped: then it is read as of that
    moment, and resuming sets them again.
    """
    start, due, pauses = _utc(clock.started_at_ms), _utc(clock.due_at_ms), _pauses(clock)
    hours = sla.counted_on(clock.terms[0], calendar)
    whole = _run(hours, start, due, pauses)
    if whole <= 0:
        return clock
    turns = sla.turns(whole, start, hours, pauses)
    return msgspec.structs.replace(clock, amber_at_ms=_ms(turns.amber), twice_at_ms=_ms(turns.twice))


def _ms(at: Utc | None) -> int | None:
    return None if at is None else round(at * 1000)


def _pauses(clock: CaseClock) -> list[Pause]:
    return [Pause(_utc(begin), _utc(end)) for begin, end in clock.paused]


def _utc(at_ms: int) -> Utc:
    return Utc(at_ms / 1000)
