"""What officers may do with an incident: one frozen value a command, as it comes in, is decided on and kept.

On the wire a command is an object whose ``do`` says which (``{"do": "return", "ground": "misdispatch",
"reason": "..."}``, ``move_wire``). Who may do what in which state is ``TRANSITIONS`` in ``states``, what
comes of it is in ``effects``.
"""

from enum import StrEnum
from typing import Annotated, Final

import msgspec

from dashboard.incidents.case_clock import require_bounded
from dashboard.incidents.scales import EventGrade, Urgency, WarningLevel
from dashboard.incidents.sla import Term
from feeds.limits import ENTITY_CHARACTERS, TEXT_CHARACTERS

Words = Annotated[str, msgspec.Meta(min_length=1, max_length=TEXT_CHARACTERS)]
"""A reason, a remark: one line of visible text, never blank."""
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=ENTITY_CHARACTERS)]
"""The id of a worker, a department, an incident, or a person's name."""
Evidence = Annotated[tuple[Words, ...], msgspec.Meta(max_length=20)]
"""References of pictures and papers."""
Moment = Annotated[int, msgspec.Meta(gt=0, lt=100_000_000_000_000)]
"""Milliseconds since the epoch."""


class ReturnGround(StrEnum):
    """退单理由. Only a mis-dispatch is granted on the spot."""

    MISDISPATCH = "misdispatch"
    OTHER = "other"


class SuspendGround(StrEnum):
    """挂账理由: why it cannot be done now."""

    SEASONAL = "seasonal"
    ENGINEERING = "engineering"
    NO_RESPONSIBLE_UNIT = "no_responsible_unit"
    OTHER = "other"


class Asking(StrEnum):
    """What a department may ask the shift lead for."""

    RETURN = "return"
    EXTEND = "extend"
    SUSPEND = "suspend"


class Satisfaction(StrEnum):
    """回访结果."""

    SATISFIED = "satisfied"
    UNSATISFIED = "unsatisfied"
    UNREACHED = "unreached"


class DeskCommand(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True, tag_field="do"
):
    """One thing an officer does to one incident."""


# The way through


class AskVerification(DeskCommand, frozen=True, tag="ask_verification"):
    """Send a worker to see whether it is true."""

    worker: Name | None = None
    """None: whoever of the grid is on duty."""


class ReportVerification(DeskCommand, frozen=True, tag="report_verification"):
    """What the worker found on the spot."""

    found: bool
    remark: Words | None = None
    evidence: Evidence = ()


class Accept(DeskCommand, frozen=True, tag="accept"):
    """Take it in as a matter of this centre."""

    unverified_reason: Words | None = None
    """Why a report from outside cannot wait for verification; the shift lead's word."""


class File(DeskCommand, frozen=True, tag="file"):
    """Fix category, place and urgency: from here on the sender's later word on these is only noted."""

    category: Name | None = None
    """A code of the dictionary; None keeps the one it has."""
    urgency: Urgency | None = None


class Dispatch(DeskCommand, frozen=True, tag="dispatch"):
    """Give it to a department with a deadline: its clock starts."""

    department: Name
    term: Term
    worker: Name | None = None
    remark: Words | None = None

    def __post_init__(self) -> None:
        """Raises ValueError for a term nobody means."""
        require_bounded(self.term)


class Sign(DeskCommand, frozen=True, tag="sign"):
    """The department has it."""


class Start(DeskCommand, frozen=True, tag="start"):
    """The department is at work."""


class GiveFeedback(DeskCommand, frozen=True, tag="give_feedback"):
    """The department says that it is solved: its clock stops."""

    result: Words
    evidence: Evidence = ()


class AskCheck(DeskCommand, frozen=True, tag="ask_check"):
    """Send a worker back to the spot."""

    worker: Name | None = None


class ReportCheck(DeskCommand, frozen=True, tag="report_check"):
    """Whether the spot agrees with the department's feedback."""

    agrees: bool
    remark: Words | None = None
    evidence: Evidence = ()


class Rework(DeskCommand, frozen=True, tag="rework"):
    """Back to the department: the check disagreed. Its clock runs on."""

    reason: Words


class Close(DeskCommand, frozen=True, tag="close"):
    """It was solved, and somebody saw that."""

    remark: Words | None = None


class CallBack(DeskCommand, frozen=True, tag="call_back"):
    """What the person who reported it says afterwards."""

    outcome: Satisfaction
    solved: bool | None = None
    """Whether they say it was solved; None when they did not say."""
    remark: Words | None = None


class Void(DeskCommand, frozen=True, tag="void"):
    """No matter of ours, or none at all: out of every denominator."""

    reason: Words


class Reopen(DeskCommand, frozen=True, tag="reopen"):
    """It was closed or voided wrongly."""

    reason: Words


# Beside the way


class Ask(DeskCommand, frozen=True, tag="ask"):
    """A department's written request to the shift lead."""

    what: Asking
    reason: Words


class Decline(DeskCommand, frozen=True, tag="decline"):
    """The shift lead says no to a request."""

    reason: Words


class Return(DeskCommand, frozen=True, tag="return"):
    """Take it back from the department for another dispatch."""

    ground: ReturnGround
    reason: Words
    approver: Name | None = None
    """Who approved it in writing; needed unless it was a mis-dispatch."""


class Extend(DeskCommand, frozen=True, tag="extend"):
    """Move the deadline on by ``term``."""

    term: Term
    reason: Words
    engineering: bool = False
    """It needs engineering works."""
    approver: Name | None = None
    """The higher approval; needed from the second extension on, and for engineering."""

    def __post_init__(self) -> None:
        """Raises ValueError for a term nobody means."""
        require_bounded(self.term)


class Suspend(DeskCommand, frozen=True, tag="suspend"):
    """It cannot be done now: the clock stands still until somebody looks again."""

    ground: SuspendGround
    reason: Words
    approver: Name
    review_at_ms: Moment


class Resume(DeskCommand, frozen=True, tag="resume"):
    """It can be done after all."""

    remark: Words | None = None


class Urge(DeskCommand, frozen=True, tag="urge"):
    """Press whoever has it."""

    reason: Words


class Merge(DeskCommand, frozen=True, tag="merge"):
    """The same matter as ``into``: follow that one, count this one no more."""

    into: Name


class Unmerge(DeskCommand, frozen=True, tag="unmerge"):
    """Not the same matter as ``out_of`` after all."""

    out_of: Name
    reason: Words


class Assign(DeskCommand, frozen=True, tag="assign"):
    """Say which worker goes there; None: nobody any more."""

    worker: Name | None


class SetCategory(DeskCommand, frozen=True, tag="set_category"):
    """What kind of matter it is."""

    category: Name


class SetPlace(DeskCommand, frozen=True, tag="set_place"):
    """Where it is, in WGS-84."""

    lat: Annotated[float, msgspec.Meta(ge=-90, le=90)]
    lon: Annotated[float, msgspec.Meta(ge=-180, le=180)]
    place: Words | None = None
    """The place in words; None keeps those there are."""


class SetUrgency(DeskCommand, frozen=True, tag="set_urgency"):
    """办理紧急度."""

    urgency: Urgency


class SetGrade(DeskCommand, frozen=True, tag="set_grade"):
    """突发事件等级. Grades I and II are proposals until the district has confirmed them."""

    grade: EventGrade | None
    """None: no emergency."""
    confirmed_by: Name | None = None
    """Who of the district confirmed it."""


class SetWarning(DeskCommand, frozen=True, tag="set_warning"):
    """预警级别."""

    level: WarningLevel | None
    """None lifts it."""


class Annotate(DeskCommand, frozen=True, tag="annotate"):
    """A remark for the record; nothing else changes."""

    text: Words


NAMES: Final[dict[type[DeskCommand], tuple[str, str]]] = {
    AskVerification: ("要求核实", "Ask for verification"),
    ReportVerification: ("核实回报", "Report verification"),
    Accept: ("受理", "Register"),
    File: ("立案", "File"),
    Dispatch: ("派遣", "Dispatch"),
    Sign: ("签收", "Acknowledge"),
    Start: ("开始处置", "Start handling"),
    GiveFeedback: ("反馈", "Give feedback"),
    AskCheck: ("要求核查", "Ask for a check"),
    ReportCheck: ("核查回报", "Report the check"),
    Rework: ("返工", "Send back for rework"),
    Close: ("结案", "Close"),
    CallBack: ("回访", "Record the call-back"),
    Void: ("不予立案", "Void"),
    Reopen: ("重办", "Reopen"),
    Ask: ("申请", "Ask the shift lead"),
    Decline: ("驳回申请", "Decline the request"),
    Return: ("退单", "Return"),
    Extend: ("延期", "Extend"),
    Suspend: ("挂账", "Suspend"),
    Resume: ("恢复办理", "Resume"),
    Urge: ("督办", "Urge"),
    Merge: ("并案", "Merge"),
    Unmerge: ("撤销并案", "Undo the merge"),
    Assign: ("指派人员", "Assign a worker"),
    SetCategory: ("改类别", "Set the category"),
    SetPlace: ("改位置", "Set the place"),
    SetUrgency: ("改紧急度", "Set the urgency"),
    SetGrade: ("定事件等级", "Set the event grade"),
    SetWarning: ("定预警级别", "Set the warning level"),
    Annotate: ("备注", "Add a remark"),
}
"""Every command, with its (zh, en) name, in the order people meet them."""
