"""What is measured of whistles, always with n, and which earlier ones a new whistle repeats. Pure.

A summons counts against a limit once it has met it or the limit has passed; one still inside its limit is
neither on time nor late. A declined summons is nobody's failure and counts nowhere.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

import msgspec

from dashboard.incidents.assessment import Period, Rate, Spread, spread
from dashboard.incidents.duplicates import distance_m
from dashboard.incidents.whistle import OVER, Outcome, Party, WhistleState
from dashboard.incidents.whistle_record import Summons, Whistle
from feeds.model import Utc

SAME_PLACE_M: Final = 80.0
"""Two whistles of one street as close as this may well be about one matter."""


NEVER_MS: Final = 2**62
"""After every period."""


class WhistleFigures(msgspec.Struct, frozen=True):
    """The whistles of a period."""

    blown: int
    open: int
    """At the end of the period, whenever they were blown."""
    suspended: int
    signed_on_time: Rate
    """按时签收率."""
    reported_on_time: Rate
    """按时报到率."""
    solved: Rate
    """解决率: fully solved, of those closed in the period."""
    report_in: Spread
    """报到时长, in seconds of the day, of departments that came in the period."""
    per_thousand: float | None
    """吹哨率: whistles blown per 1,000 cases filed. Neither few nor many is good: show it, rank nobody by
    it. None without cases.
    """


class DepartmentFigures(msgspec.Struct, frozen=True):
    """One department under the whistles of a period."""

    department: str
    zh: str
    en: str
    summons: int
    signed_on_time: Rate
    reported_on_time: Rate
    report_in: Spread
    scored: int
    points: float | None
    """Mean of the street's scores, 0 to 100; None while there is none."""


def figures(whistles: Iterable[Whistle], period: Period, cases_filed: int) -> WhistleFigures:
    """All figures of ``period``; ``cases_filed`` in it."""
    known = list(whistles)
    summons = [each for whistle in known for each in _departments(whistle)]
    closed = [each for each in known if each.status is WhistleState.CLOSED and _in(period, each.closed_at_ms)]
    blown = sum(_in(period, whistle.blown_at_ms) for whistle in known)
    standing = [
        whistle for whistle in known if whistle.blown_at_ms is not None and whistle.status not in OVER
    ]
    return WhistleFigures(
        blown=blown,
        open=sum(_before(period, whistle.blown_at_ms) for whistle in standing),
        suspended=sum(whistle.status is WhistleState.SUSPENDED for whistle in standing),
        signed_on_time=_signed(summons, period),
        reported_on_time=_reported(summons, period),
        solved=Rate(sum(each.outcome is Outcome.SOLVED for each in closed), len(closed)),
        report_in=_report_in(summons, period),
        per_thousand=1000 * blown / cases_filed if cases_filed else None,
    )


def by_department(whistles: Iterable[Whistle], period: Period) -> tuple[DepartmentFigures, ...]:
    """One line a department that was called in the period or scored in it, by id. Nobody is ranked here: see
    ``Rate.comparable``.
    """
    groups: dict[str, list[Summons]] = defaultdict(list)
    for whistle in whistles:
        for summons in _departments(whistle):
            groups[summons.unit].append(summons)
    lines = (_line(unit, group, period) for unit, group in sorted(groups.items()))
    return tuple(line for line in lines if line.summons or line.scored)


def earlier(whistle: Whistle, others: Iterable[Whistle]) -> tuple[str, ...]:
    """Ids of whistles drafted before that share an incident with it, or lie within 80 m of it in the same
    street; the newest first. A suggestion to tie them, not a verdict.
    """
    found = [
        other
        for other in others
        if other.id != whistle.id
        and other.drafted_at_ms <= whistle.drafted_at_ms
        and other.status is not WhistleState.WITHDRAWN
        and (set(other.incidents) & set(whistle.incidents) or _same_place(whistle, other))
    ]
    return tuple(other.id for other in sorted(found, key=lambda other: (-other.drafted_at_ms, other.id)))


def _line(unit: str, summons: list[Summons], period: Period) -> DepartmentFigures:
    points = [each.score.points for each in summons if each.score and _in(period, each.score.at_ms)]
    return DepartmentFigures(
        department=unit,
        zh=summons[-1].unit_zh,
        en=summons[-1].unit_en,
        summons=sum(_in(period, each.called_at_ms) for each in summons),
        signed_on_time=_signed(summons, period),
        reported_on_time=_reported(summons, period),
        report_in=_report_in(summons, period),
        scored=len(points),
        points=sum(points) / len(points) if points else None,
    )


def _departments(whistle: Whistle) -> list[Summons]:
    """Without leaders and without who declined. What a suspended whistle still waits for is not due."""
    found = [each for each in whistle.active() if each.party is Party.DEPARTMENT]
    return [_frozen(each) for each in found] if whistle.status is WhistleState.SUSPENDED else found


def _frozen(summons: Summons) -> Summons:
    open_dues = {}
    if summons.signed_at_ms is None:
        open_dues["sign_due_ms"] = NEVER_MS
    if summons.check_in is None:
        open_dues["report_due_ms"] = NEVER_MS
    return msgspec.structs.replace(summons, **open_dues)


def _signed(summons: Iterable[Summons], period: Period) -> Rate:
    return _on_time([(each.called_at_ms, each.signed_at_ms, each.sign_due_ms) for each in summons], period)


def _reported(summons: Iterable[Summons], period: Period) -> Rate:
    came = [(each, each.check_in.at_ms if each.check_in else None) for each in summons]
    return _on_time([(each.called_at_ms, at_ms, each.report_due_ms) for each, at_ms in came], period)


def _on_time(limits: Iterable[tuple[int, int | None, int]], period: Period) -> Rate:
    """Of (called, done, due) called in the period: done in time, of those done or past due by its end."""
    called = [(done, due) for called, done, due in limits if _in(period, called)]
    judged = [(done, due) for done, due in called if _before(period, done) or _before(period, due)]
    return Rate(sum(done is not None and done <= due for done, due in judged), len(judged))


def _report_in(summons: Iterable[Summons], period: Period) -> Spread:
    came = [each for each in summons if each.check_in and _in(period, each.check_in.at_ms)]
    return spread((each.check_in.at_ms - each.called_at_ms) / 1000 for each in came if each.check_in)


def _same_place(one: Whistle, other: Whistle) -> bool:
    if one.street != other.street or one.lat is None or one.lon is None:
        return False
    if other.lat is None or other.lon is None:
        return False
    return distance_m((one.lat, one.lon), (other.lat, other.lon)) <= SAME_PLACE_M


def _in(period: Period, at_ms: int | None) -> bool:
    return at_ms is not None and period.holds(Utc(at_ms / 1000))


def _before(period: Period, at_ms: int | None) -> bool:
    return at_ms is not None and at_ms / 1000 < period.end
