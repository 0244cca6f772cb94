"""The life of an incident: its states, who may move it, and the one table of what is legal.

The names are those the field uses. To add a state or a move: the member or the command's class in ``moves``,
its rows here, what comes of it in ``effects``.
"""

from enum import StrEnum
from typing import Final

import msgspec

from dashboard.incidents import moves as do
from dashboard.incidents.scales import Urgency as Urgency


class State(StrEnum):
    """Where an incident stands, in the order of the way through it. The values are in records and on the
    wire: never renamed.
    """

    REPORTED = "REPORTED"
    TO_VERIFY = "TO_VERIFY"
    ACCEPTED = "ACCEPTED"
    FILED = "FILED"
    DISPATCHED = "DISPATCHED"
    SIGNED = "SIGNED"
    HANDLING = "HANDLING"
    FEEDBACK = "FEEDBACK"
    CHECKING = "CHECKING"
    CLOSED = "CLOSED"
    VOID = "VOID"


NAMES: Final = {
    State.REPORTED: ("已上报", "Reported"),
    State.TO_VERIFY: ("待核实", "Verifying report"),
    State.ACCEPTED: ("已受理", "Registered"),
    State.FILED: ("已立案", "Filed"),
    State.DISPATCHED: ("已派遣", "Dispatched"),
    State.SIGNED: ("已签收", "Acknowledged"),
    State.HANDLING: ("处置中", "In progress"),
    State.FEEDBACK: ("已反馈", "Resolved, awaiting check"),
    State.CHECKING: ("核查中", "On-site verification"),
    State.CLOSED: ("已结案", "Closed"),
    State.VOID: ("不予立案", "Not filed"),
}
"""(zh, en)."""


class Role(StrEnum):
    """What an officer acts as. One person may hold several; each command is given in one."""

    GRID_OFFICER = "grid_officer"
    GRID_LEAD = "grid_lead"
    INTAKE_AGENT = "intake_agent"
    SHIFT_LEAD = "shift_lead"
    DISPATCHER = "dispatcher"
    DEPARTMENT = "department"
    VERIFIER = "verifier"
    EVALUATOR = "evaluator"
    STREET_LEADER = "street_leader"
    PARTY_SECRETARY = "party_secretary"
    STREET_DIRECTOR = "street_director"


ROLE_NAMES: Final = {
    Role.GRID_OFFICER: ("网格员", "Grid officer"),
    Role.GRID_LEAD: ("网格长", "Grid lead"),
    Role.INTAKE_AGENT: ("受理员", "Intake agent"),
    Role.SHIFT_LEAD: ("值班长", "Shift lead"),
    Role.DISPATCHER: ("派遣员", "Dispatcher"),
    Role.DEPARTMENT: ("处置部门", "Handling department"),
    Role.VERIFIER: ("核查员", "Verifier"),
    Role.EVALUATOR: ("考评员", "Evaluator"),
    Role.STREET_LEADER: ("街道班子成员", "Street leader"),
    Role.PARTY_SECRETARY: ("党工委书记", "Party secretary"),
    Role.STREET_DIRECTOR: ("街道办主任", "Street director"),
}
"""(zh, en)."""

OVER: Final = frozenset({State.CLOSED, State.VOID})
"""States in which an incident is no longer open."""


class Move(msgspec.Struct, frozen=True):
    """One legal move: the state it leads to (None: it stays), who may make it, and which fields of the
    record it may change. That somebody did it, who and when, is recorded of every move.
    """

    to: State | None
    by: tuple[Role, ...]
    records: tuple[str, ...] = ()


_S = State
_FIELD = (Role.GRID_OFFICER, Role.GRID_LEAD, Role.VERIFIER)
_DESK = (Role.INTAKE_AGENT, Role.SHIFT_LEAD)
_LEAD = (Role.SHIFT_LEAD,)
_DISPATCH = (Role.DISPATCHER, Role.SHIFT_LEAD)
_DEPARTMENT = (Role.DEPARTMENT,)
_JUDGES = (Role.SHIFT_LEAD, Role.EVALUATOR)
_ANYBODY = tuple(Role)

_NEW = (_S.REPORTED, _S.TO_VERIFY, _S.ACCEPTED, _S.FILED)
_OUT = (_S.DISPATCHED, _S.SIGNED, _S.HANDLING)
_WITH = ("department", "worker", "clock")
_AGAIN = ("reopenings", "checked", "satisfaction", "solved")
_OPEN = (*_NEW, *_OUT, _S.FEEDBACK, _S.CHECKING)

_TABLE: Final[tuple[tuple[tuple[State, ...], type[do.DeskCommand], Move], ...]] = (
    # The way through
    ((_S.REPORTED,), do.AskVerification, Move(_S.TO_VERIFY, _DESK, ("worker", "verified"))),
    ((_S.TO_VERIFY,), do.ReportVerification, Move(None, _FIELD, ("verified",))),
    ((_S.REPORTED, _S.TO_VERIFY), do.Accept, Move(_S.ACCEPTED, _DESK)),
    ((_S.ACCEPTED,), do.File, Move(_S.FILED, _LEAD, ("category", "urgency", "spot"))),
    ((_S.FILED,), do.Dispatch, Move(_S.DISPATCHED, _DISPATCH, (*_WITH, "dispatches"))),
    ((_S.DISPATCHED,), do.Sign, Move(_S.SIGNED, _DEPARTMENT)),
    ((_S.SIGNED,), do.Start, Move(_S.HANDLING, _DEPARTMENT)),
    ((_S.HANDLING,), do.GiveFeedback, Move(_S.FEEDBACK, _DEPARTMENT, ("clock", "asked"))),
    ((_S.FEEDBACK,), do.AskCheck, Move(_S.CHECKING, _DESK, ("worker", "checked"))),
    ((_S.CHECKING,), do.ReportCheck, Move(None, _FIELD, ("checked",))),
    ((_S.CHECKING,), do.Rework, Move(_S.HANDLING, _DESK, ("clock", "reworks"))),
    ((_S.CHECKING,), do.Close, Move(_S.CLOSED, _DESK)),
    ((_S.CLOSED,), do.CallBack, Move(None, (*_DESK, Role.EVALUATOR), ("satisfaction", "solved"))),
    (_NEW, do.Void, Move(_S.VOID, _LEAD)),
    ((_S.CLOSED,), do.Reopen, Move(_S.FILED, _LEAD, (*_AGAIN, *_WITH))),
    ((_S.VOID,), do.Reopen, Move(_S.ACCEPTED, _LEAD, (*_AGAIN, "worker"))),
    # Beside the way
    (_OUT, do.Ask, Move(None, _DEPARTMENT, ("asked",))),
    (_OUT, do.Decline, Move(None, _LEAD, ("asked",))),
    (_OUT, do.Return, Move(_S.FILED, _LEAD, (*_WITH, "asked", "returns", "misdispatches"))),
    (_OUT, do.Extend, Move(None, _LEAD, ("clock", "asked", "extensions"))),
    ((_S.FILED, *_OUT), do.Suspend, Move(None, _LEAD, ("clock", "asked", "suspended", "suspensions"))),
    ((_S.FILED, *_OUT), do.Resume, Move(None, _DISPATCH, ("clock", "suspended"))),
    (_OPEN[2:], do.Urge, Move(None, _JUDGES, ("urged",))),
    (_NEW, do.Merge, Move(None, _DESK, ("merged_into",))),
    (_NEW, do.Unmerge, Move(None, _DESK, ("merged_into",))),
    # What is said of it
    (_OPEN, do.Assign, Move(None, (*_DESK, Role.DISPATCHER, Role.GRID_LEAD), ("worker",))),
    (_NEW, do.SetCategory, Move(None, _DESK, ("category",))),
    ((*_NEW, *_OUT), do.SetPlace, Move(None, (*_DESK, *_FIELD), ("spot", "place"))),
    (_OPEN, do.SetUrgency, Move(None, (*_DESK, Role.DISPATCHER), ("urgency",))),
    (_OPEN, do.SetGrade, Move(None, _LEAD, ("event_grade", "grade_confirmed_by"))),
    (_OPEN, do.SetWarning, Move(None, _LEAD, ("warning_level",))),
    (tuple(State), do.Annotate, Move(None, _ANYBODY)),
)

TRANSITIONS: Final = {(state, command): move for states, command, move in _TABLE for state in states}
"""(state, command) -> what it comes to; what is not here is illegal."""
