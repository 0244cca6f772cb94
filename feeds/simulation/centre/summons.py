"""What a department, or a leader, that was called by a whistle does next. Pure."""

from typing import Any, Final

from feeds.simulation.centre import book
from feeds.simulation.centre.hours import Hours
from feeds.simulation.centre.look import Look
from feeds.simulation.centre.people import Officer
from feeds.simulation.centre.plan import Body, Planned

MINUTE: Final = 60.0
HOUR: Final = 3600.0
LATE: Final = 0.1
"""Share of departments that report in too late."""
DECLINES: Final = 0.05


def next_of_summons(look: Look, each: Body) -> Planned | None:
    """Its next order while the whistle is at work; None when it waits for others."""
    step = {"CALLED": _sign, "SIGNED": _come, "REPORTED_IN": _answer, "DECLINED": _insist}.get(each["status"])
    return None if step is None else step(look, each)


def _sign(look: Look, each: Body) -> Planned:
    number, urgent = each["number"], each["grade"] == "emergency"
    usual, limit = (2 * MINUTE, 5 * MINUTE) if urgent else (18 * MINUTE, HOUR)
    at = look.took(f"sign {number} {each['called_at_ms']}", usual, limit, since=each["called_at_ms"] / 1000)
    first_call = each["called_at_ms"] == look.body["blown_at_ms"]
    declines = look.happens(f"decline {number}", DECLINES)
    if first_call and not urgent and each["party"] == "department" and declines:
        return _by_unit(look, each, at, "decline", reason="该事项不属本单位职责")
    return _by_unit(look, each, at, "sign")


def _come(look: Look, each: Body) -> Planned:
    number, called, due = each["number"], each["called_at_ms"] / 1000, each["report_due_ms"] / 1000
    if each["contact_due_ms"] is not None and each["contacted_at_ms"] is None:
        at = look.took(f"contact {number}", 2.5 * HOUR, 23 * HOUR, since=each["signed_at_ms"] / 1000)
        return _by_unit(look, each, at, "contact", spoke_with="街道联系人（演示）")
    late = look.happens(f"late {number}", LATE)
    share = look.between(f"come {number}", 1.02, 1.25) if late else look.between(f"come {number}", 0.15, 0.85)
    at = look.not_at_night(called + share * (due - called) / look.centre.speed, _hours(each))
    at = at if late else max(look.earliest, min(at, due - 5 * MINUTE))
    spot = {"lat": look.body["lat"], "lon": look.body["lon"], "place": look.body["place"]}
    return _by_unit(look, each, at, "report_in", attendee=f"{_name(look, each)}（带队）", **spot)


def _answer(look: Look, each: Body) -> Planned | None:
    if each["party"] != "department":
        return None
    hours = look.between(f"answer {each['number']}", 1.0, 8.0)
    if each["grade"] == "emergency":
        hours /= 4
    at = look.after(hours * HOUR, "daily", each["check_in"]["at_ms"] / 1000)
    measure = "已现场处置并明确长效管理责任"
    return _by_unit(look, each, at, "answer", spoke_with="街道联系人（演示）", measure=measure)


def _insist(look: Look, each: Body) -> Planned | None:
    if look.body["status"] == "ESCALATED":
        return None
    if any(other["rerouted_from"] == each["number"] for other in look.body["summons"]):
        return None
    at = look.after(look.between(f"insist {each['number']}", 10 * MINUTE, 60 * MINUTE))
    return look.plan(at, "shift_lead", "insist", summons=each["number"], reason="职责清单明确属该单位")


def _by_unit(look: Look, each: Body, at: float, do: str, **said: Any) -> Planned:
    """A department speaks for itself; for leaders the centre does."""
    number = each["number"]
    if each["party"] == "department":
        by: Officer = look.officer("department", each["unit"])
        return look.plan_by(by, at, do, summons=number, **said)
    return look.plan(at, "shift_lead", do, summons=number, **said)


def _name(look: Look, each: Body) -> str:
    return look.officer("department", each["unit"]).name


def _hours(each: Body) -> Hours:
    return book.hours_of(each["unit"]) if each["party"] == "department" else "office"
