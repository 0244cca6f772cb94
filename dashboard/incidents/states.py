"""The states of an incident, with the names the field uses. Which moves are legal comes with the desk."""

from enum import StrEnum
from typing import Final


class State(StrEnum):
    """Where an incident stands. The values are in records and on the wire: never renamed."""

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

OVER: Final = frozenset({State.CLOSED, State.VOID})
"""States in which an incident is no longer open."""


class Urgency(StrEnum):
    """办理紧急度: how fast an everyday case wants handling; no emergency level, no warning level."""

    NORMAL = "normal"
    URGENT = "urgent"
    CRITICAL = "critical"
