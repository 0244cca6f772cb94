"""Who does what next with an incident, and when: decided from its record alone. Pure.

The states and commands are the words of the wire; what is legal is for the centre to say. Chances are those
of well-run districts: most steps are in time, few cases come back.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from feeds.simulation.centre import book, people
from feeds.simulation.centre import sayings as say
from feeds.simulation.centre.duplicates import first_report
from feeds.simulation.centre.handling import handling
from feeds.simulation.centre.look import Look
from feeds.simulation.centre.plan import SIMULATED, Body, Centre, Planned

MINUTE: Final = 60.0
VOUCHED: Final = ("grid-worker", "district")
"""Channels whose reports are taken in without being looked at first."""
UNTRUE: Final = 0.05
VOIDED: Final = 0.012
MISDISPATCHED: Final = 0.025
DISAGREES: Final = 0.03
UNREACHED: Final = 0.1
UNSATISFIED: Final = 0.05
CALL_BACK_S: Final = 24 * 3600.0
"""Who was not called by then is not called any more."""

_NEW: Final = ("REPORTED", "TO_VERIFY", "ACCEPTED", "FILED")


def next_order(body: Body, centre: Centre, among: Iterable[Body] = ()) -> Planned | None:
    """The next order of the simulated centre for this incident; None when it has nothing more to do with it,
    or when the incident is none of its. ``among`` are the open ones, to see which is a second report.
    """
    case = body.get("case") or {}
    if body["provenance"] != SIMULATED or case.get("merged_into") is not None:
        return None
    look = Look(body, case.get("last"), body["received_at_ms"], centre, body.get("revision", 0))
    if case.get("suspended") is not None:
        return _resume(look, case)
    if body["status"] in _NEW and not case.get("merged_from"):
        first = first_report(body, among)
        if first is not None:
            return look.plan(look.after(100), "intake_agent", "merge", into=first)
    step = _STEPS.get(body["status"])
    return None if step is None else step(look, case)


def _reported(look: Look, _case: Body) -> Planned:
    critical = look.body["urgency"] == "critical"
    at = look.took("accept", 45 if critical else 75, 5 * MINUTE)
    if any(word in VOUCHED for word in _words(look.body["source"])):
        return look.plan(at, "intake_agent", "accept")
    if critical:
        return look.plan(at, "shift_lead", "accept", unverified_reason=say.URGENT)
    found = look.worker(at)
    return look.plan(at, "intake_agent", "ask_verification", worker=found.id if found else None)


def _to_verify(look: Look, case: Body) -> Planned:
    if case.get("verified") is None:
        found = not look.happens("untrue", UNTRUE)
        at = look.took("verify", 28 * MINUTE, 120 * MINUTE, "daily")
        remark = None if found else look.pick("untrue words", say.NOT_FOUND)
        return _in_the_field(look, at, "grid_officer", "report_verification", found=found, remark=remark)
    at = look.took("take in", 60, 5 * MINUTE)
    if case["verified"]:
        return look.plan(at, "intake_agent", "accept")
    return look.plan(at, "shift_lead", "void", reason=say.NOT_FOUND[0])


def _accepted(look: Look, _case: Body) -> Planned:
    at = look.took("file", 90, 8 * MINUTE)
    if look.body["grid"] is None:
        return look.plan(at, "shift_lead", "void", reason=say.OUTSIDE)
    if look.happens("void", VOIDED):
        return look.plan(at, "shift_lead", "void", reason=look.pick("void words", say.VOIDED))
    category = None if look.body["category"] else "06012"
    return look.plan(at, "shift_lead", "file", category=category)


def _filed(look: Look, case: Body) -> Planned:
    body = look.body
    at = look.took("dispatch", 110, 7 * MINUTE)
    first, second = book.departments(body["category"], str(body["street"]))
    wrongly = _is_misdispatched(look) and not case.get("dispatches")
    worker = look.worker(at) if body["urgency"] != "normal" else None
    return look.plan(
        at,
        "dispatcher",
        "dispatch",
        department=second if wrongly else first,
        term=book.term(body["category"], body["urgency"], look.centre.speed),
        worker=worker.id if worker else None,
    )


def _dispatched(look: Look, case: Body) -> Planned:
    unit = case["department"]
    hours = book.hours_of(unit)
    if case.get("asked") is not None and case["asked"]["what"] != "return":
        return handling(look, case)
    if case.get("asked") is not None:
        at = look.took("return", 6 * MINUTE, 20 * MINUTE)
        return look.plan(at, "shift_lead", "return", ground="misdispatch", reason=say.MISDISPATCHED)
    if look.body["urgency"] == "normal":
        at = look.took("sign", 9 * MINUTE, 30 * MINUTE, hours)
    else:  # somebody is always there for what is urgent
        at = look.took("sign", 2 * MINUTE, 5 * MINUTE)
    mine = look.officer("department", unit)
    if look.last_do == "dispatch" and case.get("dispatches") == 1 and _is_misdispatched(look):
        words = look.pick("not ours", say.NOT_OURS)
        return look.plan_by(mine, at, "ask", what="return", reason=words)
    return look.plan_by(mine, at, "sign")


def _signed(look: Look, case: Body) -> Planned:
    unit = case["department"]
    at = look.took("start", 8 * MINUTE, 30 * MINUTE, book.hours_of(unit))
    return look.plan_by(look.officer("department", unit), at, "start")


def _feedback(look: Look, _case: Body) -> Planned:
    at = look.took("ask check", 4 * MINUTE, 30 * MINUTE)
    found = look.worker(at)
    return look.plan(at, "intake_agent", "ask_check", worker=found.id if found else None)


def _checking(look: Look, case: Body) -> Planned:
    if case.get("checked") is None:
        agrees = bool(case.get("reworks")) or not look.happens("disagrees", DISAGREES)
        at = look.took("check", 35 * MINUTE, 220 * MINUTE, "daily")
        remark = None if agrees else look.pick("disagrees words", say.DISAGREES)
        return _in_the_field(look, at, "verifier", "report_check", agrees=agrees, remark=remark)
    at = look.took("close", 3 * MINUTE, 30 * MINUTE)
    if case["checked"]:
        return look.plan(at, "intake_agent", "close")
    return look.plan(at, "intake_agent", "rework", reason=say.REWORK)


def _closed(look: Look, case: Body) -> Planned | None:
    """Whoever told us is asked afterwards; a worker of ours is not."""
    if any(word in VOUCHED for word in _words(look.body["source"])):
        return None
    if case.get("satisfaction") is None:
        at = look.took("call back", 25 * MINUTE, 240 * MINUTE, "daily")
        stale = at - look.body["closed_at_ms"] / 1000 > CALL_BACK_S
        return None if stale else _called_back(look, at)
    if case["satisfaction"] == "unsatisfied" and case.get("solved") is False and not case.get("reopenings"):
        return look.plan(look.after(5 * MINUTE), "shift_lead", "reopen", reason=say.REOPENED)
    return None


def _called_back(look: Look, at: float) -> Planned:
    if look.happens("unreached", UNREACHED):
        return look.plan(at, "intake_agent", "call_back", outcome="unreached")
    if look.happens("unsatisfied", UNSATISFIED):
        solved = look.happens("solved all the same", 0.5)
        return look.plan(at, "intake_agent", "call_back", outcome="unsatisfied", solved=solved)
    return look.plan(at, "intake_agent", "call_back", outcome="satisfied", solved=True)


def _resume(look: Look, case: Body) -> Planned:
    """On the day that was set for looking again."""
    at = max(look.earliest, case["suspended"]["review_at_ms"] / 1000)
    return look.plan(at, "shift_lead", "resume", remark=say.RESUMED)


def _in_the_field(look: Look, at: float, role: str, do: str, **said: Any) -> Planned:
    """A report of whoever is nearest, in their own name."""
    found = look.worker(at)
    by = look.officer(role) if found is None else people.field_officer(found.surname, role)
    return look.plan_by(by, at, do, **said)


def _is_misdispatched(look: Look) -> bool:
    return look.happens("misdispatch", MISDISPATCHED)


def _words(source: str) -> list[str]:
    return source.replace("|", ":").split(":")


_STEPS: Final[Mapping[str, Callable[[Look, Body], Planned | None]]] = {
    "REPORTED": _reported,
    "TO_VERIFY": _to_verify,
    "ACCEPTED": _accepted,
    "FILED": _filed,
    "DISPATCHED": _dispatched,
    "SIGNED": _signed,
    "HANDLING": handling,
    "FEEDBACK": _feedback,
    "CHECKING": _checking,
    "CLOSED": _closed,
}
