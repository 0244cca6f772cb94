"""The clocks that run on an incident in the state it is in: of the stage, and of the dispatch. Pure.

A screen knows no calendar, so each says when it turns amber, red and twice over; the page's own second hand
does the rest.
"""

from collections.abc import Callable, Iterator
from typing import Final

import msgspec

from dashboard.incidents import case_clock, sla
from dashboard.incidents.case_clock import CaseClock
from dashboard.incidents.casefile import Case, case_of
from dashboard.incidents.categories import BY_CODE
from dashboard.incidents.commands import Body
from dashboard.incidents.departments import find
from dashboard.incidents.duty_calendar import OFFICE, DutyCalendar
from dashboard.incidents.scales import Urgency
from dashboard.incidents.sla import Term
from dashboard.incidents.states import State
from dashboard.incidents.terms import STAGES, Stage, hours, term
from feeds.model import Utc

OWN: Final = tuple(stage for stage in Stage if stage is not Stage.HANDLE)
"""Stages whose clock is read off the state; that of a handling is the case's own."""


class StageClock(msgspec.Struct, frozen=True):
    """One clock. Moments are milliseconds; ``amber_at_ms`` and ``twice_at_ms`` are None where they never
    come.
    """

    stage: Stage
    zh: str
    en: str
    terms: tuple[Term, ...]
    """The term, then every extension."""
    started_at_ms: int
    amber_at_ms: int | None
    due_at_ms: int
    twice_at_ms: int | None
    stopped_at_ms: int | None
    """Since when it stands still; None while it runs."""
    certain: bool
    """False when it crosses a year whose holidays are not decreed yet."""


def sign_clock(body: Body, case: Case, calendar_of: Callable[[str | None], DutyCalendar]) -> CaseClock | None:
    """What a dispatched case keeps of its department's time to acknowledge it, on that one's hours. None in
    every other state, and while the case is suspended.
    """
    started_ms = case.entered.get(State.DISPATCHED.value)
    if body["status"] != State.DISPATCHED or case.suspended is not None or started_ms is None:
        return None
    granted = term(Stage.SIGN, BY_CODE.get(body["category"] or ""), Urgency(body["urgency"]))
    return case_clock.started(granted, started_ms, hours(Stage.SIGN, calendar_of(case.department)))


def stage_clocks(record: Body) -> tuple[StageClock, ...]:
    """The clocks of a record as it is; none for what only its sender has moved, and none when it is over."""
    case, state = case_of(record), State(record["status"])
    return (*_of_stage(record, case, state), *_of_case(case))


def _of_stage(record: Body, case: Case, state: State) -> Iterator[StageClock]:
    if case.suspended is not None or case.merged_into is not None:
        return
    for stage in OWN:
        started = _started(record, case, state, stage)
        if started is not None:
            yield _stage_clock(record, case, stage, started)


def _started(record: Body, case: Case, state: State, stage: Stage) -> int | None:
    """A case that came back waits since it came back, not since it was first taken in."""
    states = STAGES[stage].states
    if state not in states:
        return None
    if state is State.REPORTED:
        return int(record["received_at_ms"])
    first = state if case.dispatches and stage is Stage.DISPATCH else states[0]
    return case.entered.get(first.value, case.entered.get(state.value))


def _stage_clock(record: Body, case: Case, stage: Stage, started_ms: int) -> StageClock:
    category = BY_CODE.get(record["category"] or "")
    granted = term(stage, category, Urgency(record["urgency"]))
    calendar = hours(stage, _calendar(case))
    start, counted = Utc(started_ms / 1000), sla.counted_on(granted, calendar)
    turns = sla.turns(sla.budget(granted, start, calendar), start, counted)
    due = start if turns.due is None else turns.due  # without pauses there is always one
    zh, en, _ = STAGES[stage]
    return StageClock(
        stage,
        zh,
        en,
        (granted,),
        started_ms,
        _ms(turns.amber),
        round(due * 1000),
        _ms(turns.twice),
        stopped_at_ms=None,
        certain=counted.knows(start, due),
    )


def _of_case(case: Case) -> Iterator[StageClock]:
    clock = case.clock
    if clock is None:
        return
    counted = sla.counted_on(clock.terms[0], _calendar(case))
    start, due = Utc(clock.started_at_ms / 1000), Utc(clock.due_at_ms / 1000)
    zh, en, _ = STAGES[Stage.HANDLE]
    yield StageClock(
        Stage.HANDLE,
        zh,
        en,
        clock.terms,
        clock.started_at_ms,
        clock.amber_at_ms,
        clock.due_at_ms,
        clock.twice_at_ms,
        clock.stopped_at_ms,
        certain=counted.knows(start, due),
    )


def _calendar(case: Case) -> DutyCalendar:
    department = find(case.department)
    return department.calendar if department else OFFICE


def _ms(at: Utc | None) -> int | None:
    return None if at is None else round(at * 1000)
