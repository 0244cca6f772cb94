"""The summons of one department or leader: how it is called, and until when it must do what. Pure."""

from collections.abc import Iterable
from typing import Final

import msgspec

from dashboard.incidents import sla
from dashboard.incidents.departments import Department
from dashboard.incidents.duty_calendar import OFFICE, DutyCalendar
from dashboard.incidents.sla import Pause, Reading, Term
from dashboard.incidents.whistle import GRADES, LEADER_POSTS, Grade, Party, SummonsState
from dashboard.incidents.whistle_record import Hold, Summons
from feeds.model import Utc

LEADERS_HOURS: Final = OFFICE


def department_called(number: int, department: Department, grade: Grade, at_ms: int) -> Summons:
    """A department, from now on."""
    called = _called(number, Party.DEPARTMENT, department.id, (department.zh, department.en), grade, at_ms)
    return timed(called, department.calendar)


def leaders_called(first: int, at_ms: int) -> tuple[Summons, ...]:
    """双报到: the leaders whom a key whistle calls."""
    return tuple(
        timed(_called(first + n, Party.LEADER, post, names, Grade.KEY, at_ms), LEADERS_HOURS)
        for n, (post, names) in enumerate(LEADER_POSTS.items())
    )


def _called(
    number: int, party: Party, unit: str, names: tuple[str, str], grade: Grade, at_ms: int
) -> Summons:
    return Summons(
        number=number,
        party=party,
        unit=unit,
        unit_zh=names[0],
        unit_en=names[1],
        grade=grade,
        called_at_ms=at_ms,
        sign_due_ms=at_ms,
        report_due_ms=at_ms,
    )


def timed(summons: Summons, calendar: DutyCalendar, holds: Iterable[Hold] = ()) -> Summons:
    """With its due times, what was suspended left out; every hold must have ended."""
    facts, pauses = GRADES[summons.grade], _pauses(holds)
    contact = facts.contact if summons.party is Party.DEPARTMENT else None
    start = Utc(summons.called_at_ms / 1000)

    def due_ms(term: Term) -> int:
        due_at = sla.due(term, start, calendar, pauses)
        if due_at is None:
            raise ValueError("due times are asked for while the whistle is suspended")
        return round(due_at * 1000)

    report_ms = due_ms(facts.report)
    return msgspec.structs.replace(
        summons,
        sign_due_ms=due_ms(facts.sign),
        contact_due_ms=None if contact is None else due_ms(contact),
        report_due_ms=report_ms,
        certain=sla.counted_on(facts.report, calendar).knows(start, Utc(report_ms / 1000)),
    )


def reading(summons: Summons, calendar: DutyCalendar, holds: Iterable[Hold], now: Utc) -> Reading | None:
    """The clock that runs now: until signed, until heard from, until reported in; None once it is there."""
    facts = GRADES[summons.grade]
    match summons.status:
        case SummonsState.CALLED:
            term: Term | None = facts.sign
        case SummonsState.SIGNED:
            talking = summons.contact_due_ms is not None and summons.contacted_at_ms is None
            term = facts.contact if talking else facts.report
        case _:
            term = None
    if term is None:
        return None
    return sla.read(term, Utc(summons.called_at_ms / 1000), now, calendar, _pauses(holds))


def _pauses(holds: Iterable[Hold]) -> list[Pause]:
    return [
        Pause(Utc(hold.begin_ms / 1000), None if hold.end_ms is None else Utc(hold.end_ms / 1000))
        for hold in holds
    ]
