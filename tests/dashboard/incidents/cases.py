"""Incidents and orders for tests of the desk."""

from typing import Any
from uuid import UUID

import msgspec

from dashboard.incidents import moves as do
from dashboard.incidents.casefile import Case, Request, Suspension, with_case
from dashboard.incidents.commands import Body
from dashboard.incidents.desk import decide
from dashboard.incidents.duty_calendar import EVERY_DAY, OFFICE, DutyCalendar
from dashboard.incidents.errors import Refused
from dashboard.incidents.matters import Spot, Telling, completed, fold
from dashboard.incidents.moves import DeskCommand
from dashboard.incidents.orders import Order, Rules
from dashboard.incidents.scales import EventGrade, Urgency, WarningLevel
from dashboard.incidents.sla import working_hours
from dashboard.incidents.states import TRANSITIONS, Role, State
from feeds.model import Utc

TUESDAY_NINE = Utc(1_795_482_000.0)
"""2026-11-24 09:00 in China, a working day."""
NOW_MS = round(TUESDAY_NINE * 1000)
BRIDGE = Spot(32.0205, 118.7745, "320104004", "320104004001", "320104004001007")
SQUAD = "street-320104004"
CALENDARS = {"greening": OFFICE, SQUAD: EVERY_DAY}


def calendar_of(department: str | None) -> DutyCalendar:
    """Two departments with different hours; no others."""
    if department not in CALENDARS:
        raise Refused(f"there is no department {department}")
    return CALENDARS[department]


RULES = Rules(calendar_of=calendar_of, locate=lambda lat, lon: BRIDGE if lat < 32.1 else Spot(lat, lon))

SAMPLES: dict[type[DeskCommand], DeskCommand] = {
    do.AskVerification: do.AskVerification(worker="QH-0421"),
    do.ReportVerification: do.ReportVerification(found=True, remark="属实", evidence=("照片 1",)),
    do.Accept: do.Accept(),
    do.File: do.File(category="06010", urgency=Urgency.URGENT),
    do.Dispatch: do.Dispatch(department="greening", term=working_hours(4), worker="QH-0421"),
    do.Sign: do.Sign(),
    do.Start: do.Start(),
    do.GiveFeedback: do.GiveFeedback(result="已清理", evidence=("前", "后")),
    do.AskCheck: do.AskCheck(worker="QH-0007"),
    do.ReportCheck: do.ReportCheck(agrees=True),
    do.Rework: do.Rework(reason="仍有垃圾"),
    do.Close: do.Close(),
    do.CallBack: do.CallBack(outcome=do.Satisfaction.SATISFIED, solved=True),
    do.Void: do.Void(reason="重复误报"),
    do.Reopen: do.Reopen(reason="误结"),
    do.Ask: do.Ask(what=do.Asking.EXTEND, reason="下雨"),
    do.Decline: do.Decline(reason="理由不足"),
    do.Return: do.Return(ground=do.ReturnGround.MISDISPATCH, reason="不属本单位"),
    do.Extend: do.Extend(term=working_hours(2), reason="下雨"),
    do.Suspend: do.Suspend(
        ground=do.SuspendGround.SEASONAL, reason="冬季不宜", approver="张", review_at_ms=NOW_MS + 10**9
    ),
    do.Resume: do.Resume(),
    do.Urge: do.Urge(reason="居民催办"),
    do.Merge: do.Merge(into="I-OTHER"),
    do.Unmerge: do.Unmerge(out_of="I-OTHER", reason="并错"),
    do.Assign: do.Assign(worker="QH-0007"),
    do.SetCategory: do.SetCategory(category="06012"),
    do.SetPlace: do.SetPlace(lat=32.02, lon=118.77, place="桥西"),
    do.SetUrgency: do.SetUrgency(urgency=Urgency.CRITICAL),
    do.SetGrade: do.SetGrade(grade=EventGrade.III),
    do.SetWarning: do.SetWarning(level=WarningLevel.BLUE),
    do.Annotate: do.Annotate(text="已电话联系"),
}
"""One of each command, such that in a record ``ready`` for it only the table can object."""


def reported(source: str = "events|district", external_id: str = "A-17", **said: Any) -> Body:
    """An incident nobody has touched."""
    known: dict[str, Any] = {
        "revision": 1,
        "provenance": "real",
        "title": "桥下垃圾",
        "category": "06010",
        "spot": BRIDGE,
    }
    return fold(
        None,
        Telling(source=source, external_id=external_id, received_at=TUESDAY_NINE, **(known | said)),
    )


def another(id: str = "I-OTHER", **said: Any) -> Body:
    """A second incident with that id."""
    return {**reported(external_id=id, **said), "id": id}


def ready(state: State, command: type[DeskCommand]) -> Body:
    """A record in ``state`` that has everything ``command`` could ask for."""
    case = Case(verified=True, checked=command is not do.Rework, department=None)
    if command is do.Extend:
        case = case_after_dispatch()
    if command is do.Decline:
        case = Case(asked=Request(do.Asking.RETURN, "不属", "greening", NOW_MS))
    if command is do.Resume:
        case = Case(suspended=Suspension(do.SuspendGround.OTHER, "等", "张", NOW_MS, NOW_MS + 1))
    if command is do.Unmerge:
        case = Case(merged_into="I-OTHER")
    return completed(with_case({**reported(), "status": state.value}, case))


def case_after_dispatch() -> Case:
    """The case of an incident that has just been dispatched to greening with four working hours."""
    filed = {**reported(), "status": State.FILED.value}
    (body,) = decide(filed, order(filed, SAMPLES[do.Dispatch]), RULES)
    return msgspec.convert(body["case"], Case)


def order(record: Body, command: DeskCommand, role: Role | None = None, **envelope: Any) -> Order:
    """An order on ``record`` as it is, by a role that may give it (or the one given)."""
    move = TRANSITIONS.get((State(record["status"]), type(command)))
    held = role or (move.by[0] if move else Role.SHIFT_LEAD)
    envelope = {
        "id": UUID(int=1),
        "actor": f"officer:{held}",
        "unit": "greening" if held is Role.DEPARTMENT else None,
        "at": TUESDAY_NINE,
        "expected_revision": record["revision"],
    } | envelope
    return Order(incident=record["id"], role=held, command=command, **envelope)


def after(record: Body, *commands: DeskCommand, at: float = TUESDAY_NINE) -> Body:
    """The record once these were obeyed, each by a role that may."""
    for command in commands:
        record = decide(record, order(record, command, at=Utc(at)), RULES)[0]
    return record


def handled() -> Body:
    """An incident the department is at work on."""
    way = (do.Accept, do.File, do.Dispatch, do.Sign, do.Start)
    return after(reported(), *(SAMPLES[kind] for kind in way))
