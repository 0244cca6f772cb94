"""The table that Python and the browser read the same clocks by: `python -m tests.clock.make` writes it.

A row is a record as screens get it, a moment, and what the clock says then. Records are made by the same
functions that write them.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from dashboard.incidents import case_clock, sla, terms
from dashboard.incidents.case_clock import CaseClock
from dashboard.incidents.duty_calendar import EVERY_DAY, OFFICE, ROUND_THE_CLOCK, DutyCalendar
from dashboard.incidents.sla import Term, emergency_minutes, working_days, working_hours
from dashboard.incidents.states import State
from feeds.model import Utc
from tests.dashboard.incidents.local_time import at

GOLDEN = Path(__file__).parent / "golden.json"
HOUR_MS = 3_600_000


class Case(NamedTuple):
    """One clock, the calendar it runs on, and what it stands in."""

    name: str
    clock: CaseClock
    calendar: DutyCalendar
    status: State = State.HANDLING
    suspended: bool = False


def cases() -> Iterator[Case]:
    """Every kind of term, over nights, weekends, pauses and extensions; running, paused and stopped."""
    monday, friday = (round(at(day) * 1000) for day in ("2026-11-23 09:00", "2026-11-20 16:30"))
    starts: tuple[tuple[str, Term, int, DutyCalendar], ...] = (
        ("four working hours within a day", working_hours(4), monday, OFFICE),
        ("two working hours over a weekend", working_hours(2), friday, OFFICE),
        ("two working hours of a squad", working_hours(2), friday, EVERY_DAY),
        ("three working days", working_days(3), friday, OFFICE),
        ("half an hour around the clock", emergency_minutes(30), friday, OFFICE),
    )
    for name, term, started_ms, calendar in starts:
        clock = case_clock.started(term, started_ms, calendar)
        paused = case_clock.stopped(clock, started_ms + HOUR_MS // 4)
        yield Case(name, clock, calendar)
        yield Case(f"{name}, suspended", paused, calendar, suspended=True)
        resumed = case_clock.resumed(paused, started_ms + 30 * HOUR_MS, calendar)
        yield Case(f"{name}, resumed", resumed, calendar)
        yield Case(f"{name}, extended", case_clock.extended(clock, term, calendar), calendar)
        late = case_clock.stopped(clock, clock.due_at_ms + HOUR_MS)
        yield Case(f"{name}, answered late", late, calendar, State.FEEDBACK)


def rows() -> list[dict[str, Any]]:
    """The whole table."""
    found = [row for case in cases() for row in _of_case(case)]
    return [*found, *_of_limits(), *_of_acknowledgements()]


def _of_case(case: Case) -> Iterator[dict[str, Any]]:
    body: dict[str, Any] = {"status": case.status.value, "open": True}
    body["case"] = {"clock": msgspec.to_builtins(case.clock)}
    if case.suspended:
        body["case"]["suspended"] = {"ground": "other"}
    going = "running" if case.clock.stopped_at_ms is None else "paused" if case.suspended else "stopped"
    for now_ms in _moments(case.clock):
        light = case_clock.read(case.clock, Utc(now_ms / 1000), case.calendar).light
        yield _row(f"{case.name} at {now_ms}", body, now_ms, light.value, going, case.clock.due_at_ms)


def _of_acknowledgements() -> Iterator[dict[str, Any]]:
    """A department's half hour of duty, over its noon, its night and its weekend."""
    for name, day in (
        ("in duty", "2026-11-24 09:00"),
        ("at noon", "2026-11-24 11:45"),
        ("on Friday", "2026-11-20 17:20"),
    ):
        since = round(at(day) * 1000)
        handling, sign = (case_clock.started(term, since, OFFICE) for term in (working_days(2), terms.SIGN))
        case = {"clock": msgspec.to_builtins(handling), "sign": msgspec.to_builtins(sign)}
        body = {"status": State.DISPATCHED.value, "open": True, "urgency": "normal", "case": case}
        for now_ms in _moments(sign):
            light = case_clock.read(sign, Utc(now_ms / 1000), OFFICE).light.value
            yield _row(f"dispatched {name} at {now_ms}", body, now_ms, light, "running", sign.due_at_ms)


def _of_limits() -> Iterator[dict[str, Any]]:
    """The centre's own limits before a dispatch, and a department's to acknowledge what is urgent."""
    since = round(at("2026-11-22 23:50") * 1000)
    handling = case_clock.started(working_days(2), since, ROUND_THE_CLOCK)
    sent = {"entered": {"DISPATCHED": since}, "clock": msgspec.to_builtins(handling)}
    for status, term, body in (
        (State.REPORTED, terms.ACCEPT, {"received_at_ms": since}),
        (State.ACCEPTED, terms.DISPATCH, {"case": {"entered": {"ACCEPTED": since}}}),
        (State.FILED, terms.DISPATCH, {"case": {"entered": {"ACCEPTED": since, "FILED": since + 60_000}}}),
        (State.DISPATCHED, terms.SIGN_URGENT, {"urgency": "urgent", "case": sent}),
    ):
        clock = case_clock.started(term, since, ROUND_THE_CLOCK)
        for now_ms in _moments(clock):
            light = sla.read(term, Utc(since / 1000), Utc(now_ms / 1000), ROUND_THE_CLOCK).light.value
            told = {"status": status.value, "open": True, **body}
            yield _row(f"{status} at {now_ms}", told, now_ms, light, "running", clock.due_at_ms)


def _moments(clock: CaseClock) -> list[int]:
    """Before, at and after every turn."""
    turns = (clock.started_at_ms, clock.amber_at_ms, clock.due_at_ms, clock.twice_at_ms)
    return [turn + off for turn in turns if turn is not None for off in (-1000, 1, 1000)]


def _row(name: str, body: dict[str, Any], now_ms: int, light: str, going: str, due_ms: int) -> dict[str, Any]:
    return {"name": name, "body": body, "now_ms": now_ms, "light": light, "going": going, "due_ms": due_ms}


if __name__ == "__main__":
    lines = [json.dumps(row, ensure_ascii=False) for row in rows()]
    GOLDEN.write_text("[\n" + ",\n".join(lines) + "\n]\n", encoding="utf-8")
