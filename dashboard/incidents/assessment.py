"""The figures a centre is measured by, with the number of cases behind each. Pure functions over given facts.

Three rules keep them honest: a rate always carries its n, a unit with fewer than ten cases is shown but
never ranked, and a case that was merged into another or voided is in no denominator but the count of
reports. A period that is still running ends now: a deadline in the future is not due yet.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Final, NamedTuple

import msgspec

from feeds.model import Utc

RANKED_FROM: Final = 10
"""Cases behind a rate before units are compared by it."""
ANSWERED_WITHIN_S: Final = 300.0
"""问题响应五分钟."""


class Period(msgspec.Struct, frozen=True):
    """From ``begin`` on, until just before ``end``."""

    begin: Utc
    end: Utc

    def holds(self, at: Utc | None) -> bool:
        """Whether that moment is in it; None is in no period."""
        return at is not None and self.begin <= at < self.end


class CaseFacts(msgspec.Struct, frozen=True, kw_only=True):
    """One incident as the assessment sees it. Times are those of the last time, None for never."""

    id: str
    reported_at: Utc
    source: str = ""
    """Channel, such as "12345"."""
    kind: str | None = None
    """ "component" or "matter"; None for a kind nobody named."""
    street: str | None = None
    community: str | None = None
    grid: str | None = None
    department: str | None = None
    accepted_at: Utc | None = None
    filed_at: Utc | None = None
    dispatched_at: Utc | None = None
    """None again while it waits for another dispatch."""
    signed_at: Utc | None = None
    feedback_at: Utc | None = None
    closed_at: Utc | None = None
    due_at: Utc | None = None
    """Deadline of the handling, pauses and extensions included; None while it is hung up."""
    void: bool = False
    merged: bool = False
    """Followed under another case: not counted at all."""
    suspended: bool = False
    reworks: int = 0
    extensions: int = 0
    dispatches: int = 0
    misdispatches: int = 0
    """Dispatches that came back because they were another department's."""
    satisfied: bool | None = None
    """What the call-back said; None when nobody was reached."""
    solved: bool | None = None


class Rate(msgspec.Struct, frozen=True):
    """A share that does not forget of how many."""

    hits: int
    n: int

    @property
    def value(self) -> float | None:
        """0 to 1; None of nothing."""
        return self.hits / self.n if self.n else None

    @property
    def comparable(self) -> bool:
        """Whether n is large enough to rank by."""
        return self.n >= RANKED_FROM


class Spread(msgspec.Struct, frozen=True):
    """How long something took, in seconds. Percentiles are times that were really taken (nearest rank)."""

    n: int
    mean_s: float | None
    p50_s: float | None
    p90_s: float | None


_Test = Callable[[CaseFacts, Period], bool]


class Kpi(NamedTuple):
    """A rate: which cases are its denominator, and which of them its numerator."""

    zh: str
    en: str
    of: _Test
    hits: _Test


def _reported(case: CaseFacts, period: Period) -> bool:
    return period.holds(case.reported_at)


def _filed(case: CaseFacts, period: Period) -> bool:
    return period.holds(case.filed_at) and not case.void


def _due(case: CaseFacts, period: Period) -> bool:
    return period.holds(case.due_at) and case.filed_at is not None and not case.void


def _closed(case: CaseFacts, period: Period) -> bool:
    return period.holds(case.closed_at) and not case.void


def _closed_by_then(case: CaseFacts, period: Period) -> bool:
    return case.closed_at is not None and case.closed_at < period.end


def _on_time(case: CaseFacts, period: Period) -> bool:
    handled = case.feedback_at if case.feedback_at is not None else case.closed_at
    in_time = handled is not None and case.due_at is not None and handled <= case.due_at
    return in_time and _closed_by_then(case, period)


def _answered(case: CaseFacts, _period: Period) -> bool:
    return case.accepted_at is not None and case.accepted_at <= case.reported_at + ANSWERED_WITHIN_S


KPIS: Final[Mapping[str, Kpi]] = {
    "answered": Kpi("按时响应率", "Answered in five minutes", _reported, _answered),
    "filing": Kpi("立案率", "Filing rate", _reported, lambda c, _: c.filed_at is not None and not c.void),
    "closing": Kpi("结案率", "Closing rate", _due, _closed_by_then),
    "on_time": Kpi("按期结案率", "Closed on time", _due, _on_time),
    "rework": Kpi("返工率", "Rework rate", _closed, lambda c, _: c.reworks > 0),
    "extension": Kpi("延期率", "Extension rate", _filed, lambda c, _: c.extensions > 0),
    "done": Kpi("办结率", "Done", lambda c, p: _reported(c, p) and not c.void, _closed_by_then),
    "satisfied": Kpi(
        "满意率",
        "Satisfied",
        lambda c, p: _closed(c, p) and c.satisfied is not None,
        lambda c, _: c.satisfied is True,
    ),
    "solved": Kpi(
        "解决率",
        "Solved",
        lambda c, p: _closed(c, p) and c.solved is not None,
        lambda c, _: c.solved is True,
    ),
}
"""In the order they are shown. ``dispatch`` (派遣准确率) counts dispatches, not cases: ``assess`` adds it."""

COUNTS: Final[Mapping[str, tuple[str, str, _Test]]] = {
    "reported": ("上报", "Reported", _reported),
    "filed": ("立案", "Filed", _filed),
    "due": ("应结案", "Due", _due),
    "closed": ("结案", "Closed", _closed),
    "voided": ("不予立案", "Not filed", lambda c, p: _reported(c, p) and c.void),
    "suspended": ("挂账", "Suspended", lambda c, p: c.suspended and c.reported_at < p.end),
}

SPANS: Final[Mapping[str, tuple[str, str, str, str]]] = {
    "response": ("响应时长", "Response", "reported_at", "signed_at"),
    "acceptance": ("受理时长", "Registration", "reported_at", "accepted_at"),
    "handling": ("处置时长", "Handling", "dispatched_at", "feedback_at"),
    "whole": ("全程时长", "From report to close", "reported_at", "closed_at"),
}
"""name -> (zh, en, from, to); a case belongs to the period in which the span ended. The response is over
when somebody who will handle it has signed.
"""


class Assessment(msgspec.Struct, frozen=True):
    """Everything of one period and one unit, under the names of the tables above."""

    counts: dict[str, int]
    rates: dict[str, Rate]
    spans: dict[str, Spread]
    sources: dict[str, int]
    """Reports by channel, the most frequent first."""
    kinds: dict[str, int]
    """Filed cases that are components and matters."""


class View(StrEnum):
    """By what a comparison is made; the value is the field of ``CaseFacts``."""

    STREET = "street"
    COMMUNITY = "community"
    GRID = "grid"
    DEPARTMENT = "department"
    SOURCE = "source"


class Unit(msgspec.Struct, frozen=True):
    """One line of a comparison."""

    key: str
    assessment: Assessment
    rank: int | None
    """By cases closed on time, 1 the best, equals equal; None with fewer than ten due."""


def assess(cases: Iterable[CaseFacts], period: Period) -> Assessment:
    """All figures of ``period``."""
    counted = [case for case in cases if not case.merged]
    rates = {name: _rate(kpi, counted, period) for name, kpi in KPIS.items()}
    sent_out = [case for case in counted if period.holds(case.dispatched_at or case.filed_at)]
    dispatches = sum(case.dispatches for case in sent_out)
    wrong = sum(case.misdispatches for case in sent_out)
    sources = Counter(case.source for case in counted if _reported(case, period))
    return Assessment(
        counts={name: sum(test(c, period) for c in counted) for name, (_, _, test) in COUNTS.items()},
        rates={**rates, "dispatch": Rate(dispatches - wrong, dispatches)},
        spans={name: _span(counted, period, *fields[2:]) for name, fields in SPANS.items()},
        sources=dict(sorted(sources.items(), key=lambda item: (-item[1], item[0]))),
        kinds=dict(Counter(case.kind or "unknown" for case in counted if _filed(case, period))),
    )


def compare(cases: Iterable[CaseFacts], period: Period, view: View) -> tuple[Unit, ...]:
    """One line a street, community, grid, department or source: the ranked ones by rank, then the rest by
    key. Cases that belong to none are left out.
    """
    groups: dict[str, list[CaseFacts]] = defaultdict(list)
    for case in cases:
        key = getattr(case, view)
        if key:
            groups[key].append(case)
    assessed = {key: assess(group, period) for key, group in groups.items()}
    ranks = _ranks({key: each.rates["on_time"] for key, each in assessed.items()})
    units = [Unit(key, each, ranks.get(key)) for key, each in assessed.items()]
    return tuple(sorted(units, key=lambda unit: (unit.rank is None, unit.rank or 0, unit.key)))


def spread(seconds: Iterable[float]) -> Spread:
    """Mean, median and 90th percentile."""
    ordered = sorted(seconds)
    if not ordered:
        return Spread(0, None, None, None)
    return Spread(
        len(ordered), math.fsum(ordered) / len(ordered), _nearest(ordered, 50), _nearest(ordered, 90)
    )


def _rate(kpi: Kpi, cases: Sequence[CaseFacts], period: Period) -> Rate:
    of = [case for case in cases if kpi.of(case, period)]
    return Rate(sum(kpi.hits(case, period) for case in of), len(of))


def _span(cases: Sequence[CaseFacts], period: Period, begin: str, end: str) -> Spread:
    """A span that ends before it began is a wrong clock's, and left out."""
    ends = [(getattr(case, begin), getattr(case, end)) for case in cases if not case.void]
    return spread(b - a for a, b in ends if a is not None and period.holds(b) and a <= b)


def _nearest(ordered: Sequence[float], percent: int) -> float:
    return ordered[max(0, -(-len(ordered) * percent // 100) - 1)]


def _ranks(rates: Mapping[str, Rate]) -> dict[str, int]:
    values = {key: rate.value for key, rate in rates.items() if rate.comparable and rate.value is not None}
    return {key: 1 + sum(other > value for other in values.values()) for key, value in values.items()}
