"""What may be done with a whistle: one frozen value a command, and the two tables of what is legal.

``TRANSITIONS`` is the whistle's own way; ``SUMMONS`` is the way of each department it called, with the states
of the whistle during which that may be gone. What comes of a command is in ``whistle_effects``.
"""

from typing import Annotated, Final

import msgspec

from dashboard.incidents.moves import Moment, Name, Words
from dashboard.incidents.states import Role
from dashboard.incidents.whistle import Grade, Outcome, SummonsState, WhistleState

Ids = Annotated[tuple[Name, ...], msgspec.Meta(max_length=50)]
"""Incidents or whistles."""
Departments = Annotated[tuple[Name, ...], msgspec.Meta(min_length=1, max_length=20)]
Latitude = Annotated[float, msgspec.Meta(ge=-90, le=90)]
Longitude = Annotated[float, msgspec.Meta(ge=-180, le=180)]
Points = Annotated[int, msgspec.Meta(ge=0, le=100)]


class WhistleCommand(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True, tag_field="do"
):
    """One thing done to one whistle."""


class SummonsCommand(WhistleCommand, frozen=True):
    """One thing done to one of its summonses."""

    summons: int


# The whistle's way


class Draft(WhistleCommand, frozen=True, tag="draft"):
    """拟哨: say what is wanted of whom. The only command that has no whistle yet."""

    grade: Grade
    title: Words
    reason: Words
    street: Name
    departments: Departments
    incidents: Ids = ()
    repeats: Ids = ()
    """Earlier whistles about the same matter."""
    place: Words | None = None
    lat: Latitude | None = None
    lon: Longitude | None = None
    title_en: Words | None = None
    place_en: Words | None = None


class Revise(WhistleCommand, frozen=True, tag="revise"):
    """Change a draft; None keeps what it says. Signatures under the old words are void."""

    grade: Grade | None = None
    title: Words | None = None
    reason: Words | None = None
    departments: Departments | None = None
    place: Words | None = None
    title_en: Words | None = None
    place_en: Words | None = None


class Approve(WhistleCommand, frozen=True, tag="approve"):
    """签发: one signature. A key whistle, and an escalation to one, needs two."""


class Blow(WhistleCommand, frozen=True, tag="blow"):
    """吹哨: call everybody. Their clocks start."""


class Withdraw(WhistleCommand, frozen=True, tag="withdraw"):
    """撤哨, before anybody was called."""

    reason: Words


class Call(WhistleCommand, frozen=True, tag="call"):
    """Call one department more."""

    department: Name


class Convene(WhistleCommand, frozen=True, tag="convene"):
    """会商处置 begins, with whoever has come."""


class Resolve(WhistleCommand, frozen=True, tag="resolve"):
    """What was achieved, in the street's words."""

    outcome: Outcome
    result: Words


class Rework(WhistleCommand, frozen=True, tag="rework"):
    """It was not: back to the departments."""

    reason: Words


class Close(WhistleCommand, frozen=True, tag="close"):
    """销号."""


class Escalate(WhistleCommand, frozen=True, tag="escalate"):
    """升级: ask for a key whistle. The departments work on meanwhile."""

    reason: Words


class RefuseEscalation(WhistleCommand, frozen=True, tag="refuse_escalation"):
    """It goes on as what it is."""

    reason: Words


class Suspend(WhistleCommand, frozen=True, tag="suspend"):
    """挂账: all its clocks stand still until somebody looks again."""

    reason: Words
    approver: Name
    review_at_ms: Moment


class Resume(WhistleCommand, frozen=True, tag="resume"):
    """It goes on, with what was left on the clocks."""


class Link(WhistleCommand, frozen=True, tag="link"):
    """Tie incidents and earlier whistles to it; those there are stay."""

    incidents: Ids = ()
    repeats: Ids = ()


class Annotate(WhistleCommand, frozen=True, tag="annotate"):
    """A remark for the record."""

    text: Words


# A department's way


class Sign(SummonsCommand, frozen=True, tag="sign"):
    """签收: the department has it."""


class Contact(SummonsCommand, frozen=True, tag="contact"):
    """It has talked to the street."""

    spoke_with: Words


class ReportIn(SummonsCommand, frozen=True, tag="report_in"):
    """报到: somebody of it is there."""

    attendee: Words
    place: Words | None = None
    lat: Latitude | None = None
    lon: Longitude | None = None


class Answer(SummonsCommand, frozen=True, tag="answer"):
    """反馈, with what an audit asks for."""

    spoke_with: Words
    measure: Words
    until_ms: Moment | None = None


class Decline(SummonsCommand, frozen=True, tag="decline"):
    """退哨: not ours, because."""

    reason: Words


class Insist(SummonsCommand, frozen=True, tag="insist"):
    """It is theirs after all: called again."""

    reason: Words


class Reroute(SummonsCommand, frozen=True, tag="reroute"):
    """Call another department in place of one that declined."""

    department: Name


class ScoreDepartment(SummonsCommand, frozen=True, tag="score"):
    """街道评价 of one department; the last one scores the whistle."""

    points: Points
    remark: Words | None = None


NAMES: Final[dict[type[WhistleCommand], tuple[str, str]]] = {
    Draft: ("拟哨", "Draft"),
    Revise: ("修改", "Revise"),
    Approve: ("签发", "Approve"),
    Blow: ("吹哨", "Blow"),
    Withdraw: ("撤哨", "Withdraw"),
    Call: ("加呼部门", "Call another department"),
    Convene: ("会商", "Convene"),
    Resolve: ("反馈结果", "Resolve"),
    Rework: ("返工", "Send back"),
    Close: ("销号", "Close"),
    Escalate: ("申请升级", "Ask for escalation"),
    RefuseEscalation: ("不予升级", "Refuse escalation"),
    Suspend: ("挂账", "Suspend"),
    Resume: ("恢复", "Resume"),
    Link: ("关联", "Link"),
    Annotate: ("备注", "Add a remark"),
    Sign: ("签收", "Sign"),
    Contact: ("联系街道", "Contact the street"),
    ReportIn: ("报到", "Report in"),
    Answer: ("部门反馈", "Answer"),
    Decline: ("退哨", "Decline"),
    Insist: ("驳回退哨", "Insist"),
    Reroute: ("改派", "Reroute"),
    ScoreDepartment: ("评价", "Score"),
}
"""Every command with its (zh, en) name, in the order people meet them."""


class Move(msgspec.Struct, frozen=True):
    """A legal move of a whistle. ``to`` None: it stays, or goes where the effect says (``back_to``, the last
    signature, the last score).
    """

    to: WhistleState | None
    by: tuple[Role, ...]


class SummonsMove(msgspec.Struct, frozen=True):
    """A legal move of one summons while the whistle is in one of ``during``. ``to`` None: it stays."""

    to: SummonsState | None
    by: tuple[Role, ...]
    during: tuple[WhistleState, ...]


_W, _S = WhistleState, SummonsState
_LEADERS = (Role.STREET_LEADER, Role.PARTY_SECRETARY, Role.STREET_DIRECTOR)
_CHIEFS = (Role.PARTY_SECRETARY, Role.STREET_DIRECTOR)
_CENTRE = (Role.SHIFT_LEAD, Role.DISPATCHER)
_STREET = (*_CENTRE, *_LEADERS)
_DRAFTERS = (Role.GRID_LEAD, *_STREET)
_JUDGES = (Role.SHIFT_LEAD, Role.EVALUATOR, *_LEADERS)
_DEPARTMENT = (Role.DEPARTMENT,)
_ATTENDANCE = (Role.DEPARTMENT, *_CENTRE)
"""The department itself, or the street that sees it come; leaders do not work at a desk."""

_OUT = (_W.BLOWN, _W.JOINT)
_AT_WORK = (*_OUT, _W.ESCALATED)
_OPEN = (_W.DRAFT, _W.APPROVED, *_AT_WORK, _W.SUSPENDED, _W.RESOLVED, _W.SCORED)

_WHISTLE_TABLE: Final[tuple[tuple[tuple[WhistleState, ...], type[WhistleCommand], Move], ...]] = (
    ((_W.DRAFT,), Revise, Move(None, _DRAFTERS)),
    ((_W.DRAFT,), Approve, Move(None, (Role.SHIFT_LEAD, *_LEADERS))),
    ((_W.APPROVED,), Blow, Move(_W.BLOWN, _STREET)),
    ((_W.DRAFT, _W.APPROVED), Withdraw, Move(_W.WITHDRAWN, _STREET)),
    (_OUT, Call, Move(None, _STREET)),
    ((_W.BLOWN,), Convene, Move(_W.JOINT, _STREET)),
    ((_W.JOINT,), Resolve, Move(_W.RESOLVED, _STREET)),
    ((_W.RESOLVED,), Rework, Move(_W.JOINT, _JUDGES)),
    ((_W.SCORED,), Close, Move(_W.CLOSED, (Role.SHIFT_LEAD, *_LEADERS))),
    # Beside the way
    (_OUT, Escalate, Move(_W.ESCALATED, (Role.SHIFT_LEAD, *_LEADERS))),
    ((_W.ESCALATED,), Approve, Move(None, _CHIEFS)),
    ((_W.ESCALATED,), RefuseEscalation, Move(None, _CHIEFS)),
    (_OUT, Suspend, Move(_W.SUSPENDED, (Role.SHIFT_LEAD, *_LEADERS))),
    ((_W.SUSPENDED,), Resume, Move(None, _STREET)),
    (_OPEN, Link, Move(None, _DRAFTERS)),
    (tuple(_W), Annotate, Move(None, tuple(Role))),
)

TRANSITIONS: Final = {(state, command): move for states, command, move in _WHISTLE_TABLE for state in states}
"""(state of the whistle, command) -> what it comes to; what is not here is illegal."""

DRAFTED_BY: Final = _DRAFTERS
"""Who may make a whistle: ``Draft`` has no state to start from."""

_SUMMONS_TABLE: Final[tuple[tuple[tuple[SummonsState, ...], type[SummonsCommand], SummonsMove], ...]] = (
    ((_S.CALLED,), Sign, SummonsMove(_S.SIGNED, _ATTENDANCE, _AT_WORK)),
    ((_S.SIGNED,), Contact, SummonsMove(None, _ATTENDANCE, _AT_WORK)),
    ((_S.SIGNED,), ReportIn, SummonsMove(_S.REPORTED_IN, _ATTENDANCE, _AT_WORK)),
    ((_S.REPORTED_IN,), Answer, SummonsMove(_S.ANSWERED, _ATTENDANCE, _AT_WORK)),
    ((_S.CALLED, _S.SIGNED), Decline, SummonsMove(_S.DECLINED, _DEPARTMENT, _AT_WORK)),
    ((_S.DECLINED,), Insist, SummonsMove(_S.CALLED, _STREET, _OUT)),
    ((_S.DECLINED,), Reroute, SummonsMove(None, _STREET, _OUT)),
    (
        (_S.CALLED, _S.SIGNED, _S.REPORTED_IN, _S.ANSWERED),
        ScoreDepartment,
        SummonsMove(_S.SCORED, _JUDGES, (_W.RESOLVED,)),
    ),
)

SUMMONS: Final = {(state, command): move for states, command, move in _SUMMONS_TABLE for state in states}
"""(state of the summons, command) -> what it comes to, while the whistle is in the right state."""
