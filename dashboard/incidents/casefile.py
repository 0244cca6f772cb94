"""What the centre itself has decided and done about an incident: ``case`` of its record.

A record without a case is one that no officer has touched. Every change of a record stores it whole, so a
case holds what screens need now and nothing that grows with its history: the steps before the last one are
read from the change log, where each row carries its own ``last`` (``timeline``). Fields at their default
are left out: absent is null, 0 or none.
"""

from typing import Any, Final

import msgspec

from dashboard.incidents.case_clock import CaseClock
from dashboard.incidents.commands import Body
from dashboard.incidents.move_wire import to_wire
from dashboard.incidents.moves import Asking, Satisfaction, SuspendGround
from dashboard.incidents.scales import EventGrade, WarningLevel
from dashboard.incidents.states import Role


class Step(msgspec.Struct, frozen=True):
    """One command as it was obeyed."""

    by: str
    role: Role
    at_ms: int
    do: str
    said: dict[str, Any]
    """The command's other fields. They may name people: not for a wall."""


def step_of(by: str, role: Role, at_ms: int, command: msgspec.Struct) -> Step:
    """The note of a command that was obeyed."""
    said = to_wire(command)
    return Step(by, role, at_ms, said.pop("do"), said)


class Request(msgspec.Struct, frozen=True):
    """What the department asks for and nobody has answered yet."""

    what: Asking
    reason: str
    by: str
    at_ms: int


class Suspension(msgspec.Struct, frozen=True):
    """挂账: why nothing is done now, and when somebody must look again."""

    ground: SuspendGround
    reason: str
    approver: str
    since_ms: int
    review_at_ms: int


class Case(msgspec.Struct, frozen=True, omit_defaults=True):
    """Everything the desk keeps besides status, category, place and urgency, which every incident has."""

    entered: dict[str, int] = {}
    """State -> when an officer's command last led there, milliseconds. A step back forgets what lay beyond:
    the times are those of the way that led here."""
    department: str | None = None
    """Who has it."""
    worker: str | None = None
    """Who was sent: to verify, to handle or to check."""
    clock: CaseClock | None = None
    """Since the last dispatch; None before the first and after a return."""
    sign: CaseClock | None = None
    """Since the last dispatch until the department has acknowledged it; None while it is suspended."""
    event_grade: EventGrade | None = None
    grade_confirmed_by: str | None = None
    """Who of the district confirmed the grade; without it, grades I and II are the street's proposal."""
    warning_level: WarningLevel | None = None
    verified: bool | None = None
    """Whether the worker found what was reported; None until reported back."""
    checked: bool | None = None
    """Whether the last check agreed with the department; None until reported back."""
    satisfaction: Satisfaction | None = None
    solved: bool | None = None
    """What the caller says."""
    asked: Request | None = None
    suspended: Suspension | None = None
    dispatches: int = 0
    returns: int = 0
    misdispatches: int = 0
    """Returns because it was another department's."""
    reworks: int = 0
    reopenings: int = 0
    extensions: int = 0
    suspensions: int = 0
    urged: int = 0
    merged_into: str | None = None
    """The incident this one is followed under; it is then not open and not counted."""
    merged_from: tuple[str, ...] = ()
    """The incidents followed under this one, in the order they were merged."""
    whistles: tuple[str, ...] = ()
    """The whistles that were blown about it, in the order they were tied to it."""
    last: Step | None = None


UNTOUCHED: Final = Case()


def case_of(body: Body) -> Case:
    """The case in a record."""
    found = body.get("case")
    return UNTOUCHED if found is None else msgspec.convert(found, Case)


def with_case(body: Body, case: Case) -> Body:
    """The record with that case, as it will be read back from JSON."""
    return {**body, "case": msgspec.json.decode(msgspec.json.encode(case), type=dict[str, Any])}
