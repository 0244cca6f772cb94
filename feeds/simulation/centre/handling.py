"""What a simulated department does with a case in hand, and the shift lead with its requests. Pure."""

from typing import Final

from feeds.simulation.centre import book
from feeds.simulation.centre import sayings as say
from feeds.simulation.centre.look import Look
from feeds.simulation.centre.plan import Body, Planned

MINUTE: Final = 60.0
DAY: Final = 86_400.0
LATE: Final = 0.055
"""Share of cases that are overdue."""
EXTENDS: Final = 0.02
SUSPENDS: Final = 0.012
APPROVED: Final = 0.75
URGED: Final = 0.7
GROUNDS: Final = ("engineering", "no_responsible_unit", "other")


def handling(look: Look, case: Body) -> Planned:
    """The next step of a case that the department works on."""
    if case.get("asked") is not None:
        return _answered(look, case)
    if look.last_do == "start" and not case.get("reworks"):
        for what, share, words in (("suspend", SUSPENDS, say.SUSPENSION), ("extend", EXTENDS, say.EXTENSION)):
            if look.happens(what, share):
                return _asked(look, case, what, look.pick(f"{what} words", words))
    done_at = _done_at(look, case)
    urged_at = _urged_at(look, case)
    if urged_at is not None and urged_at < done_at:
        return look.plan(urged_at, "shift_lead", "urge", reason=look.pick("urge words", say.URGED))
    by = look.officer("department", case["department"])
    return look.plan_by(by, done_at, "give_feedback", result=look.pick("result", say.RESULTS))


def _done_at(look: Look, case: Body) -> float:
    hours = book.hours_of(case["department"])
    soonest = look.after(2 * MINUTE)
    clock = case.get("clock")
    if case.get("reworks") or clock is None:
        return look.after(look.between("again", 12 * MINUTE, 45 * MINUTE), hours)
    start, due = float(clock["started_at_ms"]) / 1000, float(clock["due_at_ms"]) / 1000
    if look.happens("late", LATE):
        return max(
            soonest, look.not_at_night(due + (due - start) * look.between("late by", 0.02, 0.35), hours)
        )
    share = 0.05 + 0.85 * look.between("share", 0.0, 1.0) ** 1.7
    at = look.not_at_night(start + share * (due - start), hours)
    return max(soonest, min(at, due - min(3 * MINUTE, 0.05 * (due - start))))


def _urged_at(look: Look, case: Body) -> float | None:
    """Some who are overdue are pressed, once."""
    clock = case.get("clock")
    if clock is None or case.get("urged") or not look.happens("urged", URGED):
        return None
    at = float(clock["due_at_ms"]) / 1000 + look.between("urge", 4 * MINUTE, 15 * MINUTE) / look.centre.speed
    return max(at, look.earliest)


def _asked(look: Look, case: Body, what: str, words: str) -> Planned:
    by = look.officer("department", case["department"])
    at = look.took("ask", 12 * MINUTE, 60 * MINUTE, book.hours_of(case["department"]))
    return look.plan_by(by, at, "ask", what=what, reason=words)


def _answered(look: Look, case: Body) -> Planned:
    what = case["asked"]["what"]
    at = look.took("answer", 8 * MINUTE, 40 * MINUTE)
    if what == "suspend":
        days = look.between("days", 0.4, 4.0)
        approver = look.officer("street_leader").name
        review_ms = round(1000 * (at + days * DAY / look.centre.speed))
        ground = look.pick("ground", GROUNDS)
        return look.plan(at, "shift_lead", "suspend", ground=ground, reason=say.SUSPENDED, approver=approver,
                         review_at_ms=review_ms)  # fmt: skip
    if what == "extend" and look.happens("approved", APPROVED):
        term = book.term(look.body["category"], look.body["urgency"], look.centre.speed)
        return look.plan(at, "shift_lead", "extend", term=term, reason=say.EXTENDED)
    return look.plan(at, "shift_lead", "decline", reason=look.pick("decline words", say.DECLINED))
