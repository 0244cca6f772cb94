"""The figures of the running day, kept between two askings: only what changed meanwhile is read again.

The day is the calendar day in China. Cases closed more than ``CLOSED_BACK_S`` ago are not looked at: one
that was closed earlier and whose deadline falls today is missing from what was due.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from dashboard.incidents.assessment import Assessment, CaseFacts, Period, Unit, View, assess, compare
from dashboard.incidents.case_facts import facts_of
from dashboard.incidents.categories import Sensitivity
from dashboard.incidents.commands import Body
from dashboard.incidents.matters import with_sensitivity
from dashboard.incidents.reader_day import DaySlice
from feeds.model import SCOPE_DISTRICT_DIGITS, Utc

CLOSED_BACK_S: Final = 7 * 86_400.0
ZONE_S: Final = 8 * 3600.0
"""China keeps one time all year."""
DAY_S: Final = 86_400.0
HOURS: Final = 24


class Withheld(NamedTuple):
    """Open incidents that no wall is shown, counted where they are."""

    street: str | None
    community: str | None
    urgency: str


class Figures(NamedTuple):
    """Everything of one scope and one day."""

    period: Period
    whole: Assessment
    views: dict[View, tuple[Unit, ...]]
    reported_by_hour: list[int]
    closed_by_hour: list[int]
    withheld: dict[Withheld, int]


class _Entry(NamedTuple):
    seq: int
    facts: CaseFacts | None
    """None for a case that was closed before the day and was not due in it."""
    withheld: Withheld | None


def day_of(now: Utc) -> Period:
    """From the midnight before ``now`` until now: what is due later today is not due yet."""
    return Period(Utc((now + ZONE_S) // DAY_S * DAY_S - ZONE_S), now)


class DayBook:
    """Facts of the incidents that a day's figures may count. Not for two threads at once."""

    def __init__(self) -> None:
        self._begin: Utc | None = None
        self._entries: dict[str, _Entry] = {}

    def known(self, begin: Utc) -> Mapping[str, int]:
        """Which change of each incident is in the book; nothing is on the first reading of a day."""
        if begin != self._begin:
            return {}
        return {id: entry.seq for id, entry in self._entries.items()}

    def learn(self, begin: Utc, read: DaySlice) -> None:
        """Take over what was read for the day; what is no longer in the slice goes."""
        before = self._entries if begin == self._begin else {}
        self._begin, self._entries = begin, {}
        for id, seq in read.seqs.items():
            body, held = read.bodies.get(id), before.get(id)
            if body is not None:
                self._entries[id] = _Entry(seq, facts_of(body), _withheld(body))
            else:
                self._entries[id] = held if held and held.seq == seq else _Entry(seq, None, None)

    def figures(self, scope: str, now: Utc) -> Figures:
        """The day so far, of a district (all, also what lies nowhere) or of a street."""
        period = day_of(now)
        facts = [entry.facts for entry in self._entries.values() if entry.facts is not None]
        cases = [case for case in facts if _within(scope, case.street) and _touches(case, period)]
        withheld = [entry.withheld for entry in self._entries.values() if entry.withheld is not None]
        counted = [case for case in cases if not case.merged]
        return Figures(
            period,
            assess(cases, period),
            {view: compare(cases, period, view) for view in View if view is not View.SOURCE},
            _by_hour((case.reported_at for case in counted), period),
            _by_hour((case.closed_at for case in counted if not case.void), period),
            dict(Counter(place for place in withheld if _within(scope, place.street))),
        )


def _within(scope: str, street: str | None) -> bool:
    return len(scope) == SCOPE_DISTRICT_DIGITS or street == scope


def _touches(case: CaseFacts, period: Period) -> bool:
    """Whether it may count in the period at all; most of a week's closed cases do not."""
    if case.suspended:
        return True
    return any(
        at is not None and period.begin <= at < period.end
        for at in (
            case.reported_at,
            case.closed_at,
            case.due_at,
            case.filed_at,
            case.dispatched_at,
            case.accepted_at,
            case.signed_at,
            case.feedback_at,
        )
    )


def _by_hour(moments: Iterable[Utc | None], period: Period) -> list[int]:
    hours = [0] * HOURS
    for at in moments:
        if at is not None and period.holds(at):
            hours[int((at - period.begin) // 3600)] += 1
    return hours


def _withheld(body: Body) -> Withheld | None:
    if not body["open"] or with_sensitivity(body)["sensitivity"] != Sensitivity.HIDDEN:
        return None
    return Withheld(body["street"], body["community"], body["urgency"])
