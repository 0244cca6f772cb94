"""How long each stage of an incident may take, as data: per category where practice differs, else per major.

The figures follow published examples of other cities where there are any; the rest is our choice, and a
centre changes it here. The clocks themselves are in ``sla``.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final, NamedTuple

from dashboard.incidents.categories import Category
from dashboard.incidents.duty_calendar import EVERY_DAY, ROUND_THE_CLOCK, DutyCalendar
from dashboard.incidents.sla import (
    Clock,
    Term,
    emergency_hours,
    emergency_minutes,
    working_days,
    working_hours,
    working_minutes,
)
from dashboard.incidents.states import State, Urgency


class Stage(StrEnum):
    """A stretch of an incident's life with a clock of its own. The values are in records."""

    ACCEPT = "accept"
    VERIFY = "verify"
    DISPATCH = "dispatch"
    SIGN = "sign"
    HANDLE = "handle"
    CHECK = "check"


class StageFacts(NamedTuple):
    """What a stage is called and in which states its clock runs."""

    zh: str
    en: str
    states: tuple[State, ...]


STAGES: Final[Mapping[Stage, StageFacts]] = {
    Stage.ACCEPT: StageFacts("受理", "Register", (State.REPORTED,)),
    Stage.VERIFY: StageFacts("核实", "Verify", (State.TO_VERIFY,)),
    Stage.DISPATCH: StageFacts("派遣", "Dispatch", (State.ACCEPTED, State.FILED)),
    Stage.SIGN: StageFacts("签收", "Acknowledge", (State.DISPATCHED,)),
    Stage.HANDLE: StageFacts("处置", "Handle", (State.DISPATCHED, State.SIGNED, State.HANDLING)),
    Stage.CHECK: StageFacts("核查", "Check", (State.FEEDBACK, State.CHECKING)),
}


class Step(NamedTuple):
    """One of several deadlines that a handling has; all count from the dispatch."""

    name: str
    zh: str
    en: str
    term: Term


ACCEPT: Final = emergency_minutes(5)
"""问题响应五分钟."""
VERIFY: Final = working_hours(2)
DISPATCH: Final = emergency_minutes(15)
SIGN: Final = working_minutes(30)
SIGN_URGENT: Final = emergency_minutes(5)
CHECK: Final = working_hours(4)
"""After the department's feedback."""

_MADE_SAFE: Final = (
    Step("guard", "现场看护", "Somebody guards the spot", emergency_minutes(30)),
    Step("safe", "消除险情", "Made safe", emergency_hours(24)),
)
_OPEN_GROUND: Final = ("01001", "01002", "01003", "01005", "01006", "01007", "01011", "10001")
_BURST_OR_TORN: Final = ("10002", "10003", "10005", "10008")

STEPS: Final[Mapping[str, tuple[Step, ...]]] = {
    "06001": (
        Step("stop", "责令停工", "Building stopped", working_hours(4)),
        Step("penalty", "立案处罚", "Penalty imposed", working_days(7)),
        Step("demolish", "拆除", "Demolished", working_days(20)),
    ),
} | dict.fromkeys((*_OPEN_GROUND, *_BURST_OR_TORN), _MADE_SAFE)
"""Categories that are handled in steps; the last one is the case's deadline."""

HANDLING: Final[Mapping[str, Term]] = {
    "06010": working_hours(4),
    "06011": working_days(2),
    "06012": working_hours(4),
    "06017": working_hours(4),
    "06045": working_days(5),
    "08011": working_hours(2),
    "09001": working_hours(2),
    "09005": working_hours(2),
    "09006": working_hours(2),
    "09009": working_hours(2),
    "09010": working_hours(2),
    "10006": emergency_hours(2),
    "10007": emergency_hours(4),
    "22001": working_hours(4),
    "22002": working_hours(2),
    "26002": working_days(5),
}

BY_MAJOR: Final[Mapping[str, Term]] = {
    "01": working_days(2),
    "02": working_days(2),
    "03": working_days(1),
    "04": working_days(5),
    "05": working_days(5),
    "06": working_hours(4),
    "07": working_days(1),
    "08": working_days(1),
    "09": working_hours(2),
    "10": emergency_hours(24),
    "21": working_days(5),
    "22": working_days(1),
    "23": working_hours(4),
    "24": working_hours(4),
    "25": working_days(5),
    "26": working_days(5),
}

WITHOUT_CATEGORY: Final = working_days(1)
"""Nobody knows yet what it is: soon enough to find out."""


class HotlineClass(NamedTuple):
    """A class of 12345 work orders, whose terms the hotline sets."""

    zh: str
    en: str
    term: Term


HOTLINE: Final[Mapping[str, HotlineClass]] = {
    "emergency": HotlineClass("突发紧急", "Emergency", emergency_hours(2)),
    "utilities": HotlineClass("水电气热", "Water, power, gas, heating", emergency_hours(24)),
    "ordinary": HotlineClass("一般诉求", "Ordinary", working_days(5)),
    "complex": HotlineClass("疑难诉求", "Complex", working_days(15)),
}


def steps(category: Category | None, urgency: Urgency = Urgency.NORMAL) -> tuple[Step, ...]:
    """The deadlines of a handling, the last one its end; a single step for most categories.

    What is urgent is counted in hours around the clock where it would be in working hours.
    """
    several = STEPS.get(category.code) if category else None
    found = several or (Step("handle", *STAGES[Stage.HANDLE][:2], _single(category)),)
    if urgency is Urgency.NORMAL:
        return found
    return tuple(step._replace(term=_hurried(step.term)) for step in found)


def term(stage: Stage, category: Category | None = None, urgency: Urgency = Urgency.NORMAL) -> Term:
    """How long ``stage`` may take."""
    if stage is Stage.HANDLE:
        return steps(category, urgency)[-1].term
    if stage is Stage.SIGN:
        return SIGN if urgency is Urgency.NORMAL else SIGN_URGENT
    return {Stage.ACCEPT: ACCEPT, Stage.VERIFY: VERIFY, Stage.DISPATCH: DISPATCH, Stage.CHECK: CHECK}[stage]


def hours(stage: Stage, department: DutyCalendar) -> DutyCalendar:
    """On whose duty hours a stage is counted: the department's, the grid workers' or the centre's, which
    never closes.
    """
    if stage in (Stage.SIGN, Stage.HANDLE):
        return department
    return EVERY_DAY if stage in (Stage.VERIFY, Stage.CHECK) else ROUND_THE_CLOCK


def _single(category: Category | None) -> Term:
    if category is None:
        return WITHOUT_CATEGORY
    return HANDLING.get(category.code) or BY_MAJOR[category.code[:2]]


def _hurried(usual: Term) -> Term:
    if usual.clock is Clock.WORKING_HOUR:
        return Term(Clock.EMERGENCY_HOUR, usual.count)
    return usual
