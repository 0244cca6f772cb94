"""What each command does to a whistle, once the tables have allowed it. Pure.

An effect returns the new whistle or raises ``Illegal`` when something it needs is not there yet. The state
a table names, the revision and the note of who did it are ``whistle_desk``'s.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, NamedTuple, TypeVar

import msgspec

from dashboard.incidents import whistle_moves as do
from dashboard.incidents.departments import Department
from dashboard.incidents.duplicates import distance_m
from dashboard.incidents.duty_calendar import DutyCalendar
from dashboard.incidents.refusals import Illegal, NotYours
from dashboard.incidents.states import ROLE_NAMES, Role
from dashboard.incidents.whistle import GRADES, Grade, GradeFacts, Party, SummonsState, WhistleState
from dashboard.incidents.whistle_record import Answer, Approval, CheckIn, Hold, Score, Summons, Whistle
from dashboard.incidents.whistle_summons import LEADERS_HOURS, department_called, leaders_called, timed

S = TypeVar("S", bound=msgspec.Struct)


class Hand(NamedTuple):
    """Who does it, when, and whom they can call."""

    actor: str
    role: Role
    at_ms: int
    department: Callable[[str], Department]
    """By id. Raises Refused for one that does not exist."""


Effect = Callable[[Whistle, Any, Hand], Whistle]
SummonsEffect = Callable[[Whistle, Summons, Any, Hand], Whistle]


def _revise(whistle: Whistle, command: do.Revise, hand: Hand) -> Whistle:
    said = {name: getattr(command, name) for name in command.__struct_fields__}
    for id in command.departments or ():
        hand.department(id)
    new = {name: value for name, value in said.items() if value is not None}
    return _with(whistle, approvals=(), **{**_outdated(whistle, new), **new})


def _outdated(whistle: Whistle, new: Mapping[str, Any]) -> dict[str, None]:
    """The English of words that have changed is no translation any more."""
    return {
        f"{name}_en": None
        for name in ("title", "place")
        if new.get(name, "") not in ("", getattr(whistle, name))
    }


def to_be_approved(whistle: Whistle) -> GradeFacts:
    """The type that a signature is for: its own, or what it is to be escalated to."""
    return GRADES[Grade.KEY if whistle.status is WhistleState.ESCALATED else whistle.grade]


def _approve(whistle: Whistle, _command: do.Approve, hand: Hand) -> Whistle:
    escalating, facts = whistle.status is WhistleState.ESCALATED, to_be_approved(whistle)
    if hand.role not in facts.issuers:
        zh, en = _joined(facts.issuers)
        raise NotYours(f"{facts.zh}应由{zh}签发", f"a whistle of type {facts.en!r} is approved by {en}")
    if any(hand.role is approval.role or hand.actor == approval.by for approval in whistle.approvals):
        raise Illegal(
            "您已签发，须由另一位领导会签", "this signature is there already: another leader's is missing"
        )
    signed = _with(whistle, approvals=(*whistle.approvals, Approval(hand.role, hand.actor, hand.at_ms)))
    if facts.together and len(signed.approvals) < len(facts.issuers):
        return signed
    return _escalated(signed, hand) if escalating else _with(signed, status=WhistleState.APPROVED)


def _escalated(whistle: Whistle, hand: Hand) -> Whistle:
    leaders = leaders_called(len(whistle.summons) + 1, hand.at_ms)
    key = _with(whistle, grade=Grade.KEY, escalated_at_ms=hand.at_ms, summons=(*whistle.summons, *leaders))
    return _back(key)


def _blow(whistle: Whistle, _command: do.Blow, hand: Hand) -> Whistle:
    called = tuple(
        department_called(number, hand.department(id), whistle.grade, hand.at_ms)
        for number, id in enumerate(dict.fromkeys(whistle.departments), start=1)
    )
    leaders = leaders_called(len(called) + 1, hand.at_ms) if whistle.grade is Grade.KEY else ()
    return _with(whistle, blown_at_ms=hand.at_ms, summons=(*called, *leaders))


def _call(whistle: Whistle, command: do.Call, hand: Hand) -> Whistle:
    return _calling(whistle, command.department, hand, None)


def _convene(whistle: Whistle, _command: do.Convene, _hand: Hand) -> Whistle:
    if not any(each.check_in for each in whistle.active()):
        raise Illegal("尚无部门报到，不能会商", "nobody has reported in yet")
    return whistle


def _resolve(whistle: Whistle, command: do.Resolve, hand: Hand) -> Whistle:
    owing = [each for each in whistle.active() if each.status is SummonsState.REPORTED_IN]
    owing = [each for each in owing if each.party is Party.DEPARTMENT]
    if owing:
        raise Illegal(
            f"{'、'.join(each.unit_zh for each in owing)}尚未反馈",
            f"not answered yet by {', '.join(each.unit_en for each in owing)}",
        )
    return _with(whistle, outcome=command.outcome, result=command.result, resolved_at_ms=hand.at_ms)


def _rework(whistle: Whistle, _command: do.Rework, _hand: Hand) -> Whistle:
    """Who answered answers again; scores given so far are void."""
    reset = [
        _with(each, status=SummonsState.REPORTED_IN if each.check_in else _before_coming(each), score=None)
        if each.status in (SummonsState.ANSWERED, SummonsState.SCORED)
        else each
        for each in whistle.summons
    ]
    cleared = _with(whistle, outcome=None, result=None, resolved_at_ms=None)
    return _with(cleared, reworks=whistle.reworks + 1, summons=tuple(reset))


def _close(whistle: Whistle, _command: do.Close, hand: Hand) -> Whistle:
    return _with(whistle, closed_at_ms=hand.at_ms)


def _escalate(whistle: Whistle, _command: do.Escalate, _hand: Hand) -> Whistle:
    if whistle.grade is Grade.KEY:
        raise Illegal("已是攻坚哨，不能再升级", "it is a key whistle already")
    return _with(whistle, back_to=whistle.status, approvals=())


def _refuse_escalation(whistle: Whistle, _command: do.RefuseEscalation, _hand: Hand) -> Whistle:
    return _back(whistle)


def _suspend(whistle: Whistle, command: do.Suspend, hand: Hand) -> Whistle:
    if command.review_at_ms <= hand.at_ms:
        raise Illegal("复核日期须在将来", "the day to look again must lie in the future")
    hold = Hold(hand.at_ms, command.reason, command.approver, command.review_at_ms)
    return _with(whistle, back_to=whistle.status, holds=(*whistle.holds, hold))


def _resume(whistle: Whistle, _command: do.Resume, hand: Hand) -> Whistle:
    holds = (*whistle.holds[:-1], _with(whistle.holds[-1], end_ms=hand.at_ms))
    summons = tuple(timed(each, _hours(each, hand), holds) for each in whistle.summons)
    return _back(_with(whistle, holds=holds, summons=summons))


def _link(whistle: Whistle, command: do.Link, _hand: Hand) -> Whistle:
    if whistle.id in command.repeats:
        raise Illegal("不能关联自身", "a whistle does not repeat itself")
    return _with(
        whistle,
        incidents=tuple(dict.fromkeys((*whistle.incidents, *command.incidents))),
        repeats=tuple(dict.fromkeys((*whistle.repeats, *command.repeats))),
    )


def _annotate(whistle: Whistle, _command: do.Annotate, _hand: Hand) -> Whistle:
    return whistle


EFFECTS: Final[Mapping[type[do.WhistleCommand], Effect]] = {
    do.Revise: _revise,
    do.Approve: _approve,
    do.Blow: _blow,
    do.Withdraw: _close,
    do.Call: _call,
    do.Convene: _convene,
    do.Resolve: _resolve,
    do.Rework: _rework,
    do.Close: _close,
    do.Escalate: _escalate,
    do.RefuseEscalation: _refuse_escalation,
    do.Suspend: _suspend,
    do.Resume: _resume,
    do.Link: _link,
    do.Annotate: _annotate,
}


def _sign(whistle: Whistle, summons: Summons, _command: do.Sign, hand: Hand) -> Whistle:
    return _put(whistle, _with(summons, signed_at_ms=hand.at_ms, signed_by=hand.actor))


def _contact(whistle: Whistle, summons: Summons, _command: do.Contact, hand: Hand) -> Whistle:
    return _put(whistle, _with(summons, contacted_at_ms=summons.contacted_at_ms or hand.at_ms))


def _report_in(whistle: Whistle, summons: Summons, command: do.ReportIn, hand: Hand) -> Whistle:
    """Whoever comes has also been in contact."""
    metres = None
    if not (command.lat is None or command.lon is None or whistle.lat is None or whistle.lon is None):
        metres = round(distance_m((command.lat, command.lon), (whistle.lat, whistle.lon)))
    check_in = CheckIn(hand.at_ms, command.attendee, command.place, command.lat, command.lon, metres)
    contacted = summons.contacted_at_ms or hand.at_ms
    return _put(whistle, _with(summons, check_in=check_in, contacted_at_ms=contacted))


def _answer(whistle: Whistle, summons: Summons, command: do.Answer, hand: Hand) -> Whistle:
    answer = Answer(hand.at_ms, command.spoke_with, command.measure, command.until_ms)
    return _put(whistle, _with(summons, answer=answer))


def _decline(whistle: Whistle, summons: Summons, command: do.Decline, _hand: Hand) -> Whistle:
    return _put(whistle, _with(summons, declined_reason=command.reason))


def _insist(whistle: Whistle, summons: Summons, _command: do.Insist, hand: Hand) -> Whistle:
    """Its clocks begin anew: it was not idle, it was of another opinion."""
    _require_not_replaced(whistle, summons)
    _require_absent(whistle, hand.department(summons.unit))
    again = _with(summons, called_at_ms=hand.at_ms, signed_at_ms=None, signed_by=None, contacted_at_ms=None)
    return _put(whistle, timed(_with(again, declined_reason=None), _hours(summons, hand)))


def _reroute(whistle: Whistle, summons: Summons, command: do.Reroute, hand: Hand) -> Whistle:
    _require_not_replaced(whistle, summons)
    return _calling(whistle, command.department, hand, summons.number)


def _score(whistle: Whistle, summons: Summons, command: do.ScoreDepartment, hand: Hand) -> Whistle:
    if summons.party is Party.LEADER:
        raise Illegal("领导不参加部门评价", "leaders are not scored")
    score = Score(hand.at_ms, hand.actor, command.points, command.remark)
    scored = _put(whistle, _with(summons, score=score))
    waiting = [each for each in scored.active() if each.party is Party.DEPARTMENT and each.score is None]
    return scored if waiting else _with(scored, status=WhistleState.SCORED)


SUMMONS_EFFECTS: Final[Mapping[type[do.SummonsCommand], SummonsEffect]] = {
    do.Sign: _sign,
    do.Contact: _contact,
    do.ReportIn: _report_in,
    do.Answer: _answer,
    do.Decline: _decline,
    do.Insist: _insist,
    do.Reroute: _reroute,
    do.ScoreDepartment: _score,
}


def _calling(whistle: Whistle, id: str, hand: Hand, in_place_of: int | None) -> Whistle:
    department = hand.department(id)
    _require_absent(whistle, department)
    called = department_called(len(whistle.summons) + 1, department, whistle.grade, hand.at_ms)
    return _with(whistle, summons=(*whistle.summons, _with(called, rerouted_from=in_place_of)))


def _require_absent(whistle: Whistle, department: Department) -> None:
    if any(each.unit == department.id for each in whistle.active()):
        raise Illegal(f"{department.zh}已在本哨中", f"{department.en} is called by this whistle already")


def _require_not_replaced(whistle: Whistle, summons: Summons) -> None:
    if any(each.rerouted_from == summons.number for each in whistle.summons):
        raise Illegal("已改派过", "another department was already called in its place")


def _hours(summons: Summons, hand: Hand) -> DutyCalendar:
    return LEADERS_HOURS if summons.party is Party.LEADER else hand.department(summons.unit).calendar


def _before_coming(summons: Summons) -> SummonsState:
    return SummonsState.SIGNED if summons.signed_at_ms else SummonsState.CALLED


def _back(whistle: Whistle) -> Whistle:
    return _with(whistle, status=whistle.back_to or WhistleState.BLOWN, back_to=None, approvals=())


def _put(whistle: Whistle, summons: Summons) -> Whistle:
    return _with(
        whistle, summons=tuple(summons if s.number == summons.number else s for s in whistle.summons)
    )


def _with(value: S, **fields: Any) -> S:
    return msgspec.structs.replace(value, **fields)


def _joined(roles: Iterable[Role]) -> tuple[str, str]:
    names = [ROLE_NAMES[role] for role in roles]
    return "、".join(zh for zh, _ in names), " or ".join(en for _, en in names)
