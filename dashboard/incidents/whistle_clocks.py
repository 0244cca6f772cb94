"""The three limits of each summons (签收、联系、报到) at a moment: met, running, late, held. Pure.

A limit that was met late stays late: who signs after an hour and a half has not signed within the hour.
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Final

import msgspec

from dashboard.incidents.whistle import SummonsState, WhistleState
from dashboard.incidents.whistle_record import Summons, Whistle


class Limit(StrEnum):
    """What is limited, in the order it comes."""

    SIGN = "sign"
    CONTACT = "contact"
    REPORT = "report"


class Standing(StrEnum):
    """How one limit stands. The values are on the wire."""

    MET = "met"
    MET_LATE = "met_late"
    RUNNING = "running"
    LATE = "late"
    HELD = "held"
    """The whistle is suspended: what is left is left."""
    OFF = "off"
    """Nobody waits for it any longer: declined, or the whistle went on without."""


PENDING: Final = frozenset({Standing.RUNNING, Standing.LATE})
_CALLING: Final = frozenset({WhistleState.BLOWN, WhistleState.JOINT, WhistleState.ESCALATED})


class Clock(msgspec.Struct, frozen=True):
    """One limit of one summons."""

    summons: int
    unit: str
    limit: Limit
    due_ms: int
    done_ms: int | None
    standing: Standing


def clocks(whistle: Whistle, summons: Summons, now_ms: int) -> tuple[Clock, ...]:
    """Its limits in order; a contact that its type does not ask for is left out."""
    return tuple(
        Clock(summons.number, summons.unit, limit, due, done, _standing(whistle, summons, due, done, now_ms))
        for limit, due, done in _limits(summons)
    )


def next_due(whistle: Whistle, now_ms: int) -> Clock | None:
    """The limit that somebody must meet next, or has missed the longest; None when nothing is waited for."""
    pending = [clock for clock in _all(whistle, now_ms) if clock.standing in PENDING]
    return min(pending, key=lambda clock: clock.due_ms, default=None)


def overdue(whistle: Whistle, now_ms: int) -> tuple[Clock, ...]:
    """The limits that are past due and still not met, the longest first."""
    late = [clock for clock in _all(whistle, now_ms) if clock.standing is Standing.LATE]
    return tuple(sorted(late, key=lambda clock: clock.due_ms))


def _all(whistle: Whistle, now_ms: int) -> Iterator[Clock]:
    for summons in whistle.active():
        yield from clocks(whistle, summons, now_ms)


def _limits(summons: Summons) -> Iterator[tuple[Limit, int, int | None]]:
    came_ms = summons.check_in.at_ms if summons.check_in else None
    yield Limit.SIGN, summons.sign_due_ms, summons.signed_at_ms
    if summons.contact_due_ms is not None:
        yield Limit.CONTACT, summons.contact_due_ms, summons.contacted_at_ms
    yield Limit.REPORT, summons.report_due_ms, came_ms


def _standing(whistle: Whistle, summons: Summons, due: int, done: int | None, now_ms: int) -> Standing:
    if done is not None:
        return Standing.MET if done <= due else Standing.MET_LATE
    if summons.status is SummonsState.DECLINED:
        return Standing.OFF
    if whistle.status is WhistleState.SUSPENDED:
        return Standing.HELD
    if whistle.status not in _CALLING:
        return Standing.OFF
    return Standing.RUNNING if now_ms <= due else Standing.LATE
