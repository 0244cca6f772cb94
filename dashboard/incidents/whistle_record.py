"""What is kept of a whistle and of each summons it sent, and the record's form in JSON. Pure.

Times are milliseconds. Names that follow from values are added on the way out and ignored on the way in.
"""

from typing import Any

import msgspec

from dashboard.incidents.casefile import Step
from dashboard.incidents.categories import Sensitivity
from dashboard.incidents.commands import Body
from dashboard.incidents.states import Role
from dashboard.incidents.whistle import (
    GRADES,
    OUTCOME_NAMES,
    OVER,
    STATE_NAMES,
    SUMMONS_NAMES,
    Grade,
    Outcome,
    Party,
    SummonsState,
    WhistleState,
)


class CheckIn(msgspec.Struct, frozen=True):
    """报到: who came, where to and, if the place of both is known, how far from the whistle's own."""

    at_ms: int
    attendee: str
    place: str | None = None
    lat: float | None = None
    lon: float | None = None
    distance_m: int | None = None


class Answer(msgspec.Struct, frozen=True):
    """A department's feedback, with what an audit asks of one: whom they spoke with, what is done, when."""

    at_ms: int
    spoke_with: str
    measure: str
    until_ms: int | None = None


class Score(msgspec.Struct, frozen=True):
    """The street's judgement of one department."""

    at_ms: int
    by: str
    points: int
    """0 to 100."""
    remark: str | None = None


class Summons(msgspec.Struct, frozen=True, kw_only=True):
    """One department, or one leader, called by one whistle. Due times leave out what was suspended."""

    number: int
    """Counted from 1 within the whistle."""
    party: Party
    unit: str
    """Department id, or post of ``LEADER_POSTS``."""
    unit_zh: str
    unit_en: str
    grade: Grade
    """The whistle's when it was called: its limits stay when the whistle is escalated."""
    status: SummonsState = SummonsState.CALLED
    called_at_ms: int
    sign_due_ms: int
    contact_due_ms: int | None = None
    report_due_ms: int
    certain: bool = True
    """False when the report is due in a year whose holidays nobody has decreed."""
    signed_at_ms: int | None = None
    signed_by: str | None = None
    contacted_at_ms: int | None = None
    check_in: CheckIn | None = None
    answer: Answer | None = None
    score: Score | None = None
    declined_reason: str | None = None
    rerouted_from: int | None = None
    """The declined summons in whose place this one came."""


class Approval(msgspec.Struct, frozen=True):
    """One signature under a draft or an escalation."""

    role: Role
    by: str
    at_ms: int


class Hold(msgspec.Struct, frozen=True):
    """One suspension (挂账); ``end_ms`` None while it lasts."""

    begin_ms: int
    reason: str
    approver: str
    review_at_ms: int
    end_ms: int | None = None


class Whistle(msgspec.Struct, frozen=True, kw_only=True):
    """The record of one whistle."""

    id: str
    revision: int
    grade: Grade
    status: WhistleState
    title: str
    title_en: str | None = None
    reason: str
    street: str
    incidents: tuple[str, ...] = ()
    repeats: tuple[str, ...] = ()
    """Earlier whistles about the same matter."""
    departments: tuple[str, ...] = ()
    """To be called when it is blown; afterwards ``summons`` says who was."""
    place: str | None = None
    """Where to report in."""
    place_en: str | None = None
    lat: float | None = None
    lon: float | None = None
    provenance: str
    sensitivity: Sensitivity = Sensitivity.OPEN
    """The strictest of what it was tied to: its words repeat those of the incident."""
    drafted_by: str
    drafted_at_ms: int
    approvals: tuple[Approval, ...] = ()
    """Since the draft, its last revision or the wish to escalate."""
    blown_at_ms: int | None = None
    escalated_at_ms: int | None = None
    """When it became a key whistle after having been blown as another."""
    back_to: WhistleState | None = None
    """Where a suspended or escalated whistle goes on."""
    holds: tuple[Hold, ...] = ()
    summons: tuple[Summons, ...] = ()
    outcome: Outcome | None = None
    result: str | None = None
    resolved_at_ms: int | None = None
    reworks: int = 0
    closed_at_ms: int | None = None
    last: Step

    def summoned(self, number: int) -> Summons | None:
        """The summons of that number."""
        return next((summons for summons in self.summons if summons.number == number), None)

    def active(self) -> tuple[Summons, ...]:
        """Summons that somebody still answers for."""
        return tuple(summons for summons in self.summons if summons.status is not SummonsState.DECLINED)


def from_body(body: Body) -> Whistle:
    """The whistle in a record."""
    return msgspec.convert(body, Whistle)


def to_body(whistle: Whistle) -> Body:
    """The record, with the names that follow from its values."""
    body: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(whistle))
    facts = GRADES[whistle.grade]
    body |= {"grade_zh": facts.zh, "grade_en": facts.en, "open": whistle.status not in OVER}
    body |= _named("status", STATE_NAMES[whistle.status])
    body |= _named("outcome", OUTCOME_NAMES[whistle.outcome] if whistle.outcome else (None, None))
    for summons in body["summons"]:
        summons |= _named("status", SUMMONS_NAMES[SummonsState(summons["status"])])
    return body


def _named(field: str, names: tuple[str | None, str | None]) -> dict[str, str | None]:
    return {f"{field}_zh": names[0], f"{field}_en": names[1]}
