"""Who does what next with a whistle, and when: decided from its record alone. Pure."""

from collections.abc import Callable, Mapping
from typing import Final

from feeds.simulation.centre.look import Look
from feeds.simulation.centre.plan import SIMULATED, Body, Centre, Planned
from feeds.simulation.centre.summons import next_of_summons

MINUTE: Final = 60.0
HOUR: Final = 3600.0
SIGNATURES: Final = {
    "ordinary": ("street_leader",),
    "emergency": ("shift_lead",),
    "key": ("party_secretary", "street_director"),
}
SOLVED: Final = 0.82
PARTLY: Final = 0.8
"""Of what was not solved."""


def next_whistle_order(body: Body, centre: Centre) -> Planned | None:
    """The next order of the simulated street or of a department it called; None when there is none, or when
    the whistle is none of theirs.
    """
    if body["provenance"] != SIMULATED or not body["open"]:
        return None
    look = Look(body, body["last"], body["drafted_at_ms"], centre)
    step = _STEPS.get(body["status"])
    own = None if step is None else step(look)
    theirs = [] if body["status"] not in _AT_WORK else list(_summonses(look))
    plans = [plan for plan in (own, *theirs) if plan is not None]
    return min(plans, key=lambda plan: plan.due_at, default=None)


def _draft(look: Look) -> Planned | None:
    signed = {approval["role"] for approval in look.body["approvals"]}
    missing = [role for role in SIGNATURES[look.body["grade"]] if role not in signed]
    if not missing:
        return None
    urgent = look.body["grade"] == "emergency"
    at = look.took(f"approve {missing[0]}", (2 if urgent else 18) * MINUTE, (10 if urgent else 120) * MINUTE)
    return look.plan(at, missing[0], "approve")


def _approved(look: Look) -> Planned:
    return look.plan(look.took("blow", 4 * MINUTE, 30 * MINUTE), "shift_lead", "blow")


def _blown(look: Look) -> Planned | None:
    """They meet once everybody is there, or some hours after the first came."""
    came = [each["check_in"]["at_ms"] / 1000 for each in _active(look.body) if each["check_in"]]
    if not came:
        return None
    everybody = len(came) == len(_active(look.body))
    urgent = look.body["grade"] == "emergency"
    wait = look.between("convene", 10 * MINUTE, 40 * MINUTE) if everybody or urgent else 6 * HOUR
    since = max(came) if everybody else min(came)
    return look.plan(look.after(wait, "daily", since), "shift_lead", "convene")


def _joint(look: Look) -> Planned | None:
    departments = [each for each in _active(look.body) if each["party"] == "department"]
    if any(each["answer"] is None for each in departments):
        return None
    answered = max(each["answer"]["at_ms"] / 1000 for each in departments)
    at = look.after(look.between("resolve", 1 * HOUR, 5 * HOUR), "daily", answered)
    if look.happens("solved", SOLVED):
        return look.plan(at, "street_leader", "resolve", outcome="solved", result="各部门到场，问题彻底解决")
    if look.happens("partly", PARTLY):
        return look.plan(at, "street_leader", "resolve", outcome="partly", result="已采取措施，按计划推进")
    return look.plan(at, "street_leader", "resolve", outcome="unsolved", result="权属不清，报区级协调")


def _resolved(look: Look) -> Planned | None:
    waiting = [e for e in _active(look.body) if e["party"] == "department" and e["score"] is None]
    if not waiting:
        return None
    each = waiting[0]
    check_in = each["check_in"]
    late = check_in is None or check_in["at_ms"] > each["report_due_ms"]
    low, high = (58, 80) if late else (82, 100)
    points = int(look.between(f"points {each['number']}", low, high))
    at = look.after(look.between(f"score {each['number']}", 10 * MINUTE, 60 * MINUTE), "daily")
    return look.plan(at, "evaluator", "score", summons=each["number"], points=points)


def _scored(look: Look) -> Planned:
    at = look.after(look.between("close", 20 * MINUTE, 120 * MINUTE), "daily")
    return look.plan(at, "shift_lead", "close")


def _suspended(look: Look) -> Planned:
    at = max(look.earliest, look.body["holds"][-1]["review_at_ms"] / 1000)
    return look.plan(at, "shift_lead", "resume")


def _summonses(look: Look) -> list[Planned | None]:
    return [next_of_summons(look, each) for each in look.body["summons"]]


def _active(body: Body) -> list[Body]:
    return [each for each in body["summons"] if each["status"] != "DECLINED"]


_AT_WORK: Final = frozenset({"BLOWN", "JOINT", "ESCALATED"})
_STEPS: Final[Mapping[str, Callable[[Look], Planned | None]]] = {
    "DRAFT": _draft,
    "APPROVED": _approved,
    "BLOWN": _blown,
    "JOINT": _joint,
    "RESOLVED": _resolved,
    "SCORED": _scored,
    "SUSPENDED": _suspended,
}
