"""What the assessment reads off a record is what the officers did."""

import pytest

from dashboard.incidents import moves as do
from dashboard.incidents.case_facts import facts_of
from dashboard.incidents.commands import Body
from dashboard.incidents.desk import decide
from dashboard.incidents.moves import DeskCommand
from dashboard.incidents.sla import working_hours
from dashboard.incidents.states import State
from feeds.model import Utc
from tests.dashboard.incidents.cases import RULES, SAMPLES, TUESDAY_NINE, order, reported

HOUR = 3600


def after(record: Body, *steps: tuple[DeskCommand, float]) -> Body:
    """The record after those orders, each so many hours after nine."""
    for command, hours in steps:
        at = Utc(TUESDAY_NINE + hours * HOUR)
        record = decide(record, order(record, command, unit="greening", at=at), RULES)[0]
    return record


DISPATCHED = (
    (do.Accept(), 0.1),
    (do.File(category="06010"), 0.2),
    (do.Dispatch(department="greening", term=working_hours(4)), 0.5),
)
CLOSED = (
    *DISPATCHED,
    (do.Sign(), 1.0),
    (do.Start(), 1.5),
    (do.GiveFeedback(result="已清理"), 2.0),
    (do.AskCheck(), 2.5),
    (do.ReportCheck(agrees=True), 3.0),
    (do.Close(), 3.5),
    (do.CallBack(outcome=do.Satisfaction.SATISFIED, solved=True), 4.0),
)


def test_a_case_that_went_all_the_way() -> None:
    """Every time, the department, the deadline, the call-back."""
    facts = facts_of(after(reported(), *CLOSED))
    hours = {
        name: (getattr(facts, name) - TUESDAY_NINE) / HOUR
        for name in (
            "accepted_at",
            "filed_at",
            "dispatched_at",
            "signed_at",
            "feedback_at",
            "closed_at",
            "due_at",
        )
    }
    assert hours == pytest.approx(
        {
            "accepted_at": 0.1,
            "filed_at": 0.2,
            "dispatched_at": 0.5,
            "signed_at": 1.0,
            "feedback_at": 2.0,
            "closed_at": 3.5,
            "due_at": 6.0,  # four working hours from half past nine, over midday
        }
    )
    assert (facts.department, facts.kind, facts.source) == ("greening", "matter", "district")
    assert (facts.street, facts.grid) == ("320104004", "320104004001007")
    assert (facts.satisfied, facts.solved, facts.dispatches) == (True, True, 1)
    assert not (facts.void or facts.merged or facts.suspended)


def test_a_report_nobody_has_touched() -> None:
    """Only its report is known; a channel nobody listed is another one."""
    facts = facts_of(reported(source="events|unheard-of", category=None))
    assert facts.reported_at == TUESDAY_NINE and facts.source == "other" and facts.kind is None
    assert (facts.accepted_at, facts.due_at, facts.closed_at, facts.satisfied) == (None, None, None, None)


def test_a_suspended_case_is_due_at_no_known_time() -> None:
    """And due again once it goes on."""
    held = after(reported(), *DISPATCHED, (SAMPLES[do.Suspend], 1.0))
    assert facts_of(held).suspended and facts_of(held).due_at is None
    assert facts_of(after(held, (do.Resume(), 2.0))).due_at == TUESDAY_NINE + 7 * HOUR


def test_a_misdispatch_counts_and_leaves_no_deadline() -> None:
    """The dispatch that came back is not a department's any more."""
    facts = facts_of(after(reported(), *DISPATCHED, (SAMPLES[do.Return], 1.0)))
    assert (facts.dispatches, facts.misdispatches) == (1, 1)
    assert (facts.dispatched_at, facts.due_at, facts.department) == (None, None, None)


def test_a_void_case_is_no_closed_one() -> None:
    """It has a time of ending, which is nobody's success."""
    facts = facts_of(after(reported(), (do.Accept(), 0.1), (SAMPLES[do.Void], 0.2)))
    assert facts.void and facts.closed_at is None


@pytest.mark.parametrize("state", State)
def test_every_state_a_sender_may_tell_has_facts(state: State) -> None:
    """A record that came from elsewhere, whole."""
    assert facts_of({**reported(), "status": state.value}).id == reported()["id"]
