"""An incident's record as the assessment sees it. Pure.

Times are those of the centre's own steps: a case that only its sender moved has none between report and
close, and so is in no rate that needs them.
"""

from typing import Final

from dashboard.incidents.assessment import CaseFacts
from dashboard.incidents.casefile import Case, case_of
from dashboard.incidents.categories import find
from dashboard.incidents.channels import channel_of
from dashboard.incidents.commands import Body
from dashboard.incidents.moves import Satisfaction
from dashboard.incidents.states import State
from feeds.model import Utc

OTHER: Final = "other"
"""Reports of a channel nobody listed."""

_SATISFIED: Final = {Satisfaction.SATISFIED: True, Satisfaction.UNSATISFIED: False}


def facts_of(body: Body) -> CaseFacts:
    """The facts in one record of kind "incident"."""
    case = case_of(body)
    category = find(body["category"] or "")
    closed_ms = body["closed_at_ms"] if body["status"] == State.CLOSED else None
    return CaseFacts(
        id=body["id"],
        reported_at=Utc(body["received_at_ms"] / 1000),
        source=channel_of(body["source"]).word or OTHER,
        kind=category.kind.value if category else None,
        street=body["street"],
        community=body["community"],
        grid=body["grid"],
        department=case.department,
        accepted_at=_entered(case, State.ACCEPTED),
        filed_at=_entered(case, State.FILED),
        dispatched_at=_entered(case, State.DISPATCHED),
        signed_at=_entered(case, State.SIGNED),
        feedback_at=_entered(case, State.FEEDBACK),
        closed_at=_utc(closed_ms),
        due_at=_due(case),
        void=body["status"] == State.VOID,
        merged=case.merged_into is not None,
        suspended=case.suspended is not None,
        reworks=case.reworks,
        extensions=case.extensions,
        dispatches=case.dispatches,
        misdispatches=case.misdispatches,
        satisfied=None if case.satisfaction is None else _SATISFIED.get(case.satisfaction),
        solved=case.solved,
    )


def _due(case: Case) -> Utc | None:
    """A suspended clock is due at no known time."""
    if case.clock is None or case.suspended is not None:
        return None
    return _utc(case.clock.due_at_ms)


def _entered(case: Case, state: State) -> Utc | None:
    return _utc(case.entered.get(state.value))


def _utc(at_ms: int | None) -> Utc | None:
    return None if at_ms is None else Utc(at_ms / 1000)
