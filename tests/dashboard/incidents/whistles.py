"""Whistles and orders about them, for tests."""

from functools import cache
from typing import Any
from uuid import UUID

import msgspec

from dashboard.incidents import whistle_moves as do
from dashboard.incidents.commands import Body, RecordId
from dashboard.incidents.departments import department
from dashboard.incidents.states import Role
from dashboard.incidents.whistle import KIND, Grade, Outcome, SummonsState, WhistleState
from dashboard.incidents.whistle_desk import decide
from dashboard.incidents.whistle_orders import WhistleOrder, new_whistle_id
from dashboard.incidents.whistle_record import Hold, Summons, Whistle, to_body
from feeds.model import Utc
from tests.dashboard.incidents.local_time import at

MONDAY = at("2026-11-23 10:00")
CLICK = UUID(int=7)
WHISTLE = new_whistle_id("li", CLICK)
INCIDENT: dict[RecordId, Body] = {RecordId("incident", "I-1"): {"id": "I-1", "provenance": "real"}}
REVIEW_MS = round(MONDAY * 1000) + 30 * 86_400_000

SAMPLES: dict[type[do.WhistleCommand], do.WhistleCommand] = {
    do.Draft: do.Draft(
        grade=Grade.ORDINARY,
        title="夜市油烟",
        reason="多次处置未果",
        street="320104004",
        departments=("ecology-environment", "market-supervision"),
        lat=32.0205,
        lon=118.7745,
    ),
    do.Revise: do.Revise(title="夜市油烟扰民"),
    do.Approve: do.Approve(),
    do.Blow: do.Blow(),
    do.Withdraw: do.Withdraw(reason="已自行解决"),
    do.Call: do.Call(department="police"),
    do.Convene: do.Convene(),
    do.Resolve: do.Resolve(outcome=Outcome.SOLVED, result="已整改"),
    do.Rework: do.Rework(reason="仍有油烟"),
    do.Close: do.Close(),
    do.Escalate: do.Escalate(reason="部门意见不一"),
    do.RefuseEscalation: do.RefuseEscalation(reason="再议"),
    do.Suspend: do.Suspend(reason="待改造", approver="王", review_at_ms=REVIEW_MS),
    do.Resume: do.Resume(),
    do.Link: do.Link(incidents=("I-1",)),
    do.Annotate: do.Annotate(text="已电话沟通"),
    do.Sign: do.Sign(summons=1),
    do.Contact: do.Contact(summons=1, spoke_with="李"),
    do.ReportIn: do.ReportIn(summons=1, attendee="赵", place="夜市口", lat=32.0205, lon=118.7755),
    do.Answer: do.Answer(summons=1, spoke_with="店主", measure="加装净化器"),
    do.Decline: do.Decline(summons=1, reason="不属职责"),
    do.Insist: do.Insist(summons=1, reason="属职责"),
    do.Reroute: do.Reroute(summons=1, department="urban-management"),
    do.ScoreDepartment: do.ScoreDepartment(summons=1, points=90),
}
"""One of each command, such that for a whistle made ``ready`` for it only the tables can object."""


def order(command: do.WhistleCommand, role: Role, revision: int = 0, **envelope: Any) -> WhistleOrder:
    """An order of officer li in that role, at ten on Monday unless said otherwise."""
    facts: dict[str, Any] = {"id": CLICK, "whistle": WHISTLE, "actor": "li", "at": MONDAY} | envelope
    return WhistleOrder(role=role, expected_revision=revision, command=command, **facts)


def obeyed(
    whistle: Whistle | None, command: do.WhistleCommand, role: Role, seen: Any = INCIDENT, **envelope: Any
) -> Whistle:
    """The whistle after one order on it as it is; through JSON, as the store would."""
    records = dict(seen) if whistle is None else {**seen, RecordId(KIND, whistle.id): to_body(whistle)}
    revision = 0 if whistle is None else whistle.revision
    return decide(records, order(command, role, revision, **envelope), department)


def drafted(grade: Grade = Grade.ORDINARY, at: Utc = MONDAY, **said: Any) -> Whistle:
    """A draft by the shift lead."""
    draft = msgspec.structs.replace(SAMPLES[do.Draft], grade=grade, **said)
    return obeyed(None, draft, Role.SHIFT_LEAD, at=at)


def approved(grade: Grade = Grade.ORDINARY, at: Utc = MONDAY, **said: Any) -> Whistle:
    """Signed by everybody who must."""
    whistle = obeyed(drafted(grade, at, **said), do.Approve(), Role.PARTY_SECRETARY, actor="chen", at=at)
    if grade is Grade.KEY:
        whistle = obeyed(whistle, do.Approve(), Role.STREET_DIRECTOR, actor="zhou", at=at)
    return whistle


def blown(grade: Grade = Grade.ORDINARY, at: Utc = MONDAY, **said: Any) -> Whistle:
    """Called at ``at``: the environment office as summons 1, the market office as summons 2."""
    return obeyed(approved(grade, at, **said), do.Blow(), Role.SHIFT_LEAD, at=at)


@cache
def _made_once() -> tuple[Whistle, Summons]:
    """A blown whistle, and its first summons once the department has come."""
    whistle = blown()
    signed = obeyed(whistle, do.Sign(summons=1), Role.SHIFT_LEAD)
    return whistle, obeyed(signed, SAMPLES[do.ReportIn], Role.SHIFT_LEAD).summons[0]


def ready(
    command: type[do.WhistleCommand], state: WhistleState, summons: SummonsState | None = None
) -> Whistle:
    """A whistle in ``state`` (its first summons in ``summons``) that has what ``command`` asks for."""
    whistle, there = _made_once()
    first, second = whistle.summons
    wanted = SummonsState.ANSWERED if summons is None else summons
    first = msgspec.structs.replace(there if command is do.Convene else first, status=wanted)
    holds = (Hold(first.called_at_ms, "待改造", "王", REVIEW_MS),) if state is WhistleState.SUSPENDED else ()
    back = WhistleState.JOINT if state in (WhistleState.SUSPENDED, WhistleState.ESCALATED) else None
    return msgspec.structs.replace(
        whistle, status=state, summons=(first, second), holds=holds, back_to=back, approvals=()
    )
