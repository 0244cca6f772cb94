"""Every stage of every kind of incident has a term, and the published ones are as published."""

import pytest

from dashboard.incidents.categories import BY_CODE, CATEGORIES
from dashboard.incidents.duty_calendar import EVERY_DAY, OFFICE, ROUND_THE_CLOCK
from dashboard.incidents.majors import MAJORS
from dashboard.incidents.sla import due
from dashboard.incidents.states import OVER, State, Urgency
from dashboard.incidents.terms import (
    BY_MAJOR,
    HANDLING,
    HOTLINE,
    STAGES,
    STEPS,
    Stage,
    hours,
    steps,
    term,
)
from tests.dashboard.incidents.local_time import at, told


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("06010", "4 工作时"),
        ("06012", "4 工作时"),
        ("10006", "2 小时"),
        ("06011", "2 工作日"),
        ("06017", "4 工作时"),
        ("06001", "20 工作日"),
        ("26002", "5 工作日"),
        ("09006", "2 工作时"),
        ("09009", "2 工作时"),
        ("10001", "24 小时"),
        ("01011", "24 小时"),
        ("25001", "5 工作日"),
    ],
)
def test_the_published_terms(code: str, expected: str) -> None:
    """The handling of an everyday case of that kind."""
    assert term(Stage.HANDLE, BY_CODE[code]).zh == expected


def test_an_unauthorised_building_is_handled_in_three_steps() -> None:
    """Stopped, fined, demolished; each counted from the dispatch."""
    found = steps(BY_CODE["06001"])
    assert [(step.zh, step.term.zh) for step in found] == [
        ("责令停工", "4 工作时"),
        ("立案处罚", "7 工作日"),
        ("拆除", "20 工作日"),
    ]
    dispatched = at("2026-11-23 15:00")
    dues = [told(due(step.term, dispatched, OFFICE)) for step in found]
    assert dues == ["2026-11-24 10:00:00", "2026-12-02 17:30:00", "2026-12-21 17:30:00"]


def test_a_hole_in_the_road_is_guarded_within_half_an_hour_at_night() -> None:
    """Both steps run around the clock."""
    guard, safe = steps(BY_CODE["10001"])
    assert told(due(guard.term, at("2026-02-17 02:00"), OFFICE)) == "2026-02-17 02:30:00"
    assert told(due(safe.term, at("2026-02-17 02:00"), OFFICE)) == "2026-02-18 02:00:00"


@pytest.mark.parametrize(
    ("stage", "normal", "urgent"),
    [
        (Stage.ACCEPT, "5 分钟", "5 分钟"),
        (Stage.VERIFY, "2 工作时", "2 工作时"),
        (Stage.DISPATCH, "15 分钟", "15 分钟"),
        (Stage.SIGN, "30 工作分钟", "5 分钟"),
        (Stage.CHECK, "4 工作时", "4 工作时"),
    ],
)
def test_the_terms_of_the_stages(stage: Stage, normal: str, urgent: str) -> None:
    """The centre answers around the clock; a department has half a duty hour, unless it is urgent."""
    assert term(stage).zh == normal
    assert {term(stage, None, urgency).zh for urgency in (Urgency.URGENT, Urgency.CRITICAL)} == {urgent}


def test_what_is_urgent_does_not_wait_for_the_morning() -> None:
    """Working hours become hours; days stay days."""
    assert term(Stage.HANDLE, BY_CODE["06010"], Urgency.URGENT).zh == "4 小时"
    assert term(Stage.HANDLE, BY_CODE["06011"], Urgency.CRITICAL).zh == "2 工作日"
    assert steps(BY_CODE["06001"], Urgency.URGENT)[0].term.zh == "4 小时"


def test_nothing_is_without_a_term() -> None:
    """Nor a kind that nobody has named yet; and no term is kept for a kind that does not exist."""
    assert all(term(stage, category) for stage in Stage for category in (None, *CATEGORIES))
    assert set(BY_MAJOR) == set(MAJORS)
    assert set(HANDLING) | set(STEPS) <= set(BY_CODE) and not set(HANDLING) & set(STEPS)


def test_steps_come_in_the_order_of_their_deadlines() -> None:
    """The last one is the end of the case."""
    start = at("2026-11-23 08:30")
    for several in STEPS.values():
        ends = [due(step.term, start, ROUND_THE_CLOCK) or 0.0 for step in several]
        assert ends == sorted(ends)


def test_some_clock_runs_in_every_open_state() -> None:
    """A case that no clock watches would be forgotten."""
    watched = {state for facts in STAGES.values() for state in facts.states}
    assert watched == set(State) - OVER and set(STAGES) == set(Stage)
    assert all(facts.zh and facts.en for facts in STAGES.values())


def test_whose_hours_a_stage_is_counted_on() -> None:
    """The department's for its own work, the grid workers' in the field, nobody's at the centre."""
    assert {stage: hours(stage, OFFICE).name for stage in Stage} == {
        Stage.ACCEPT: ROUND_THE_CLOCK.name,
        Stage.VERIFY: EVERY_DAY.name,
        Stage.DISPATCH: ROUND_THE_CLOCK.name,
        Stage.SIGN: OFFICE.name,
        Stage.HANDLE: OFFICE.name,
        Stage.CHECK: EVERY_DAY.name,
    }


def test_the_hotline_has_four_classes() -> None:
    """Two hours, a day, a week, three weeks."""
    assert [kind.term.zh for kind in HOTLINE.values()] == ["2 小时", "24 小时", "5 工作日", "15 工作日"]
