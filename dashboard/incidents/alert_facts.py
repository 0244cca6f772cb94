"""Which situations records and calls for help make: what an alert should stand for, and from when. Pure."""

from collections.abc import Iterator
from typing import Any, Final

from dashboard.incidents.alerts import AlertKind, Situation, Subject
from dashboard.incidents.channels import DISTRICT, channel_of
from dashboard.incidents.commands import Body
from dashboard.incidents.matters import KIND as INCIDENT
from dashboard.incidents.states import State, Urgency
from dashboard.incidents.whistle import KIND as WHISTLE
from dashboard.incidents.whistle_clocks import PENDING, clocks
from dashboard.incidents.whistle_record import from_body

WORKER: Final = "worker"
UNSEEN: Final = frozenset({State.REPORTED, State.TO_VERIFY})
"""Nobody has taken such an incident in yet."""
WITH_US: Final = frozenset(State) - {State.FEEDBACK, State.CHECKING, State.CLOSED, State.VOID}
"""While an order of the district is here, its deadline counts against us."""


def situations(kind: str, body: Body | None) -> tuple[Situation, ...]:
    """Those of one record, as it is now; each is true from its ``since_ms`` on, which may lie ahead."""
    if body is None or not body.get("open"):
        return ()
    if kind == INCIDENT:
        return tuple(_of_incident(body))
    return tuple(_of_whistle(body)) if kind == WHISTLE else ()


def call_for_help(
    entity: str, since_ms: int, lat: float, lon: float, source: str, provenance: str, worker: Body | None
) -> Situation:
    """Somebody's; ``worker`` is their record, None for who is not in the roster."""
    number, surname = (worker or {}).get("no") or entity, (worker or {}).get("surname")
    return Situation(
        kind=AlertKind.SOS,
        subject=Subject(WORKER, entity),
        since_ms=since_ms,
        title=f"{number} {surname}" if surname else str(number),
        title_en=str(number),
        street=(worker or {}).get("street"),
        lat=lat,
        lon=lon,
        source=source,
        provenance=provenance,
    )


def _of_incident(body: Body) -> Iterator[Situation]:
    if body["urgency"] == Urgency.CRITICAL and body["status"] in UNSEEN:
        yield _about(AlertKind.CRITICAL, INCIDENT, body, body["received_at_ms"])
    due_ms = _due_ms(body)
    if due_ms is not None:
        yield _about(AlertKind.OVERDUE, INCIDENT, body, due_ms)


def _due_ms(body: Body) -> int | None:
    """The first deadline that runs now: the department's, to acknowledge the case or to handle it, or the
    district's for what it assigned to us.
    """
    case: dict[str, Any] = body.get("case") or {}
    ours = [_running_due_ms(case.get(clock) or {}) for clock in ("sign", "clock")]
    assigned = body["status"] in WITH_US and channel_of(body["source"]).word == DISTRICT
    theirs = body.get("sender_due_ms") if assigned else None
    return min((due for due in (*ours, theirs) if due is not None), default=None)


def _running_due_ms(clock: dict[str, Any]) -> int | None:
    return clock.get("due_at_ms") if clock.get("stopped_at_ms") is None else None


def _of_whistle(body: Body) -> Iterator[Situation]:
    """One for every limit that is not kept yet: the latest that passed is the one to know of."""
    whistle = from_body(body)
    pending = {
        clock.due_ms
        for summons in whistle.active()
        for clock in clocks(whistle, summons, now_ms=0)
        if clock.standing in PENDING
    }
    for due_ms in sorted(pending):
        yield _about(AlertKind.WHISTLE_OVERDUE, WHISTLE, body, due_ms)


def _about(kind: AlertKind, subject: str, body: Body, since_ms: int) -> Situation:
    return Situation(
        kind=kind,
        subject=Subject(subject, body["id"]),
        since_ms=since_ms,
        title=body["title"],
        title_en=body.get("title_en") or body.get("category_en"),
        street=body.get("street"),
        lat=body.get("lat"),
        lon=body.get("lon"),
        provenance=body["provenance"],
    )
