"""What the simulated centre does next with an incident follows from its record alone."""

from typing import Any

import pytest

from feeds.simulation.centre.incident_orders import next_order
from feeds.simulation.centre.people import is_simulated
from feeds.simulation.centre.plan import PATIENCE_S, Centre
from tests.feeds.simulation.centre_parts import CENTRE, RECEIVED_MS, Somebody, incident, last

CITIZEN = "demo|open311"
HOUR_MS = 3_600_000
CLOCK = {"terms": [], "started_at_ms": RECEIVED_MS, "due_at_ms": RECEIVED_MS + 4 * HOUR_MS}
SUSPENDED = {"ground": "other", "review_at_ms": RECEIVED_MS + HOUR_MS}
WITH = {"department": "urban-management", "dispatches": 2}


@pytest.mark.parametrize(
    ("body", "role", "do"),
    [
        (incident(), "intake_agent", "accept"),
        (incident(source=CITIZEN), "intake_agent", "ask_verification"),
        (incident(source=CITIZEN, urgency="critical"), "shift_lead", "accept"),
        (
            incident("TO_VERIFY", case={"last": last("ask_verification")}),
            "grid_officer",
            "report_verification",
        ),
        (incident("TO_VERIFY", case={"verified": True}), "intake_agent", "accept"),
        (incident("TO_VERIFY", case={"verified": False}), "shift_lead", "void"),
        (incident("ACCEPTED"), "shift_lead", "file"),
        (incident("ACCEPTED", grid=None), "shift_lead", "void"),
        (incident("FILED"), "dispatcher", "dispatch"),
        (incident("DISPATCHED", case=WITH), "department", "sign"),
        (incident("SIGNED", case=WITH), "department", "start"),
        (incident("HANDLING", case=WITH | {"clock": CLOCK}), "department", "give_feedback"),
        (incident("HANDLING", case=WITH | {"suspended": SUSPENDED}), "shift_lead", "resume"),
        (incident("FEEDBACK"), "intake_agent", "ask_check"),
        (incident("CHECKING"), "verifier", "report_check"),
        (incident("CHECKING", case={"checked": True}), "intake_agent", "close"),
        (incident("CHECKING", case={"checked": False}), "intake_agent", "rework"),
        (incident("CLOSED", source=CITIZEN), "intake_agent", "call_back"),
    ],
)
def test_each_state_has_its_next_order(body: Any, role: str, do: str) -> None:
    """By the role that may give it, by somebody who does not exist, after the step before."""
    plan = next_order(body, CENTRE)
    assert plan is not None and (plan.officer.role, plan.command["do"]) == (role, do)
    assert is_simulated(plan.officer.name) and plan.due_at > RECEIVED_MS / 1000


@pytest.mark.parametrize(
    "body",
    [
        incident(provenance="real"),
        incident(provenance="replayed"),
        incident(case={"merged_into": "I-B"}),
        incident("VOID"),
        incident("CLOSED"),
        incident("CLOSED", source=CITIZEN, case={"satisfaction": "satisfied", "solved": True}),
    ],
)
def test_nothing_is_done_with_what_is_not_simulated_or_over(body: Any) -> None:
    """A worker of ours is not called back."""
    assert next_order(body, CENTRE) is None


def test_after_a_person_the_simulation_waits() -> None:
    """Ten minutes at least, at any speed; after one of its own it goes on."""
    fast = Centre(7, 50.0, Somebody())
    for by, waits in (("王", True), ("王演示", False)):
        plan = next_order(incident("FILED", case={"last": last("file", by)}), fast)
        assert plan is not None
        assert (plan.due_at >= RECEIVED_MS / 1000 + 60 + PATIENCE_S) is waits


def test_the_same_record_gives_the_same_order_and_another_revision_another() -> None:
    """So a restart repeats itself harmlessly."""
    one, two = incident(), incident(revision=2)
    plans = [next_order(body, CENTRE) for body in (one, one, two)]
    orders = [plan.order(body) for plan, body in zip(plans, (one, one, two), strict=True) if plan is not None]
    assert orders[0] == orders[1] and orders[2]["id"] != orders[0]["id"]
    assert orders[2]["expected_revision"] == 2


def test_the_second_report_of_a_matter_is_merged_into_the_first() -> None:
    """Same kind, metres and minutes apart; not the other way round, not what is real or far away."""
    first, second = incident(), incident(id="I-B", source=CITIZEN, opened_at_ms=RECEIVED_MS + 300_000)
    plan = next_order(second, CENTRE, [first, second])
    assert plan is not None and plan.command == {"do": "merge", "into": "I-A"}
    for others in (
        [second],
        [first | {"lat": 32.03}],
        [first | {"provenance": "real"}],
        [first | {"open": False}],
    ):
        unmerged = next_order(second, CENTRE, others)
        assert unmerged is not None and unmerged.command["do"] == "ask_verification"
    kept = next_order(first, CENTRE, [first, second])
    assert kept is not None and kept.command["do"] == "accept"


def test_feedback_is_mostly_in_time_and_sometimes_late() -> None:
    """Of 400 cases with four hours each, a few are overdue."""
    late = 0
    for number in range(400):
        body = incident(
            "HANDLING", id=f"I-{number}", case=WITH | {"clock": CLOCK, "urged": 1, "last": last("sign")}
        )
        plan = next_order(body, CENTRE)
        assert plan is not None and plan.command["do"] == "give_feedback"
        late += plan.due_at > CLOCK["due_at_ms"] / 1000  # type: ignore[operator]
    assert 8 <= late <= 45


def test_a_department_that_asked_is_answered() -> None:
    """An extension is granted or declined, a suspension gets a day to look again."""
    for what, answers in (
        ("extend", {"extend", "decline"}),
        ("suspend", {"suspend"}),
        ("return", {"decline"}),
    ):
        body = incident(
            "HANDLING", case=WITH | {"clock": CLOCK, "asked": {"what": what}, "last": last("ask")}
        )
        plan = next_order(body, CENTRE)
        assert plan is not None and plan.officer.role == "shift_lead" and plan.command["do"] in answers
