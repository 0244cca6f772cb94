"""The whistle (街道吹哨、部门报到): its types and states, with the names the field uses.

A street that cannot solve a matter alone blows; every department called has a summons of its own, with its
own clocks, check-in and score. A key whistle (攻坚哨) also summons two leaders (双报到). What is kept of a
whistle is in ``whistle_record``, what may be done in ``whistle_moves``, what comes of it in
``whistle_effects``.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final, NamedTuple

from dashboard.incidents.sla import Term, emergency_hours, emergency_minutes, working_days
from dashboard.incidents.states import Role

KIND: Final = "whistle"


class Grade(StrEnum):
    """哨型. The values are in records and on the wire."""

    ORDINARY = "ordinary"
    EMERGENCY = "emergency"
    KEY = "key"


class GradeFacts(NamedTuple):
    """What a type means."""

    zh: str
    en: str
    issuers: tuple[Role, ...]
    """Who may sign it off."""
    together: bool
    """True when all of ``issuers`` must, False when one is enough."""
    sign: Term
    contact: Term | None
    """Until when the department talks to the street; None where it simply comes."""
    report: Term


_LEADERS: Final = (Role.STREET_LEADER, Role.PARTY_SECRETARY, Role.STREET_DIRECTOR)

GRADES: Final[Mapping[Grade, GradeFacts]] = {
    Grade.ORDINARY: GradeFacts(
        "普通哨", "Ordinary", _LEADERS, False, emergency_hours(1), emergency_hours(24), working_days(3)
    ),
    Grade.EMERGENCY: GradeFacts(
        "应急哨",
        "Emergency",
        (Role.SHIFT_LEAD, *_LEADERS),
        False,
        emergency_minutes(5),
        None,
        emergency_minutes(30),
    ),
    Grade.KEY: GradeFacts(
        "攻坚哨",
        "Key",
        (Role.PARTY_SECRETARY, Role.STREET_DIRECTOR),
        True,
        emergency_hours(1),
        emergency_hours(24),
        working_days(5),
    ),
}
"""Hours of a whistle are hours of the day: a duty telephone signs. Working days are the department's."""

LEADER_POSTS: Final[Mapping[str, tuple[str, str]]] = {
    "patron": ("挂包街道领导", "Leader assigned to the street"),
    "branch": ("分管领导", "Leader in charge of the branch"),
}
"""双报到: whom a key whistle calls besides departments. Posts, no titles or names: those are the centre's."""


class WhistleState(StrEnum):
    """Where a whistle stands. The values are in records and on the wire: never renamed."""

    DRAFT = "DRAFT"
    APPROVED = "APPROVED"
    BLOWN = "BLOWN"
    JOINT = "JOINT"
    RESOLVED = "RESOLVED"
    SCORED = "SCORED"
    CLOSED = "CLOSED"
    ESCALATED = "ESCALATED"
    SUSPENDED = "SUSPENDED"
    WITHDRAWN = "WITHDRAWN"


STATE_NAMES: Final = {
    WhistleState.DRAFT: ("拟哨", "Draft"),
    WhistleState.APPROVED: ("已签发", "Approved"),
    WhistleState.BLOWN: ("已吹哨", "Blown"),
    WhistleState.JOINT: ("会商处置", "Joint handling"),
    WhistleState.RESOLVED: ("已反馈", "Resolved"),
    WhistleState.SCORED: ("已评价", "Scored"),
    WhistleState.CLOSED: ("已销号", "Closed"),
    WhistleState.ESCALATED: ("升级待签发", "Escalation awaiting approval"),
    WhistleState.SUSPENDED: ("挂账", "Suspended"),
    WhistleState.WITHDRAWN: ("已撤哨", "Withdrawn"),
}
"""(zh, en)."""

OVER: Final = frozenset({WhistleState.CLOSED, WhistleState.WITHDRAWN})
"""States in which a whistle is no longer open."""


class SummonsState(StrEnum):
    """Where one department's summons stands. The values are in records: never renamed."""

    CALLED = "CALLED"
    SIGNED = "SIGNED"
    REPORTED_IN = "REPORTED_IN"
    ANSWERED = "ANSWERED"
    SCORED = "SCORED"
    DECLINED = "DECLINED"


SUMMONS_NAMES: Final = {
    SummonsState.CALLED: ("待签收", "Awaiting signature"),
    SummonsState.SIGNED: ("已签收", "Signed"),
    SummonsState.REPORTED_IN: ("已报到", "Reported in"),
    SummonsState.ANSWERED: ("已反馈", "Answered"),
    SummonsState.SCORED: ("已评价", "Scored"),
    SummonsState.DECLINED: ("已退哨", "Declined"),
}
"""(zh, en)."""


class Outcome(StrEnum):
    """解决程度."""

    SOLVED = "solved"
    PARTLY = "partly"
    UNSOLVED = "unsolved"


OUTCOME_NAMES: Final = {
    Outcome.SOLVED: ("彻底解决", "Fully solved"),
    Outcome.PARTLY: ("阶段解决", "Partly solved"),
    Outcome.UNSOLVED: ("未解决", "Unsolved"),
}
"""(zh, en)."""


class Party(StrEnum):
    """Who is summoned."""

    DEPARTMENT = "department"
    LEADER = "leader"
