"""Which situations records and calls for help make: what an alert should stand for, and from when. Pure."""

from collections.abc import Iterator
from typing import Any, Final

from dashboard.incidents.alerts import AlertKind, Situation, Subject
from dashboard.incidents.channels import DISTRICT, channel_of
from dashboard.incidents.commands import Body
from dashboard.incidents.matters import KIND as INCIDENT
from dashboard.incidents.states import State, Urgency
from dashboard.incidents.whistle import KIND as WHISTLE
from dashboard.incidents.whistle import SummonsState, WhistleState

WORKER: Final = "worker"
UNSEEN: Final = frozenset({State.REPORTED, State.TO_VERIFY})
"""Nobody has taken such an incident in yet."""
WITH_US: Final = frozenset(State) - {State.FEEDBACK, State.CHECKING, State.CLOSED, State.VOID}
"""While an order of the district is here, its deadline counts against us."""
CALLING: Final = frozenset({WhistleState.BLOWN, WhistleState.JOINT})
"""States of a whistle in which its summonses' clocks run."""


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
    """The deadline that runs now: the department's, or the district's for what it assigned to us."""
    clock: dict[str, Any] = (body.get("case") or {}).get("clock") or {}
    ours = clock.get("due_at_ms") if clock.get("stopped_at_ms") is None else None
    assigned = body["status"] in WITH_US and channel_of(body["source"]).word == DISTRICT
    theirs = body.get("sender_due_ms") if assigned else None
    return min((due for due in (ours, theirs) if due is not None), default=None)


def _of_whistle(body: Body) -> Iterator[Situation]:
    """One for every limit that a summons has not kept yet: the latest that passed is the one to know of."""
    if body["status"] not in CALLING:
        return
    limits = {due_ms for summons in body["summons"] for due_ms in _limits(summons)}
    for due_ms in sorted(limits):
        yield _about(AlertKind.WHISTLE_OVERDUE, WHISTLE, body, due_ms)


def _limits(summons: Body) -> Iterator[int]:
    """What it still has to do, and until when."""
    if summons["status"] == SummonsState.CALLED:
        yield summons["sign_due_ms"]
    if summons["status"] in (SummonsState.CALLED, SummonsState.SIGNED):
        if summons.get("contact_due_ms") is not None and summons.get("contacted_at_ms") is None:
            yield summons["contact_due_ms"]
        yield summons["report_due_ms"]


def _about(kind: AlertKind, subject: str, body: Body, since_ms: int) -> Situation:
    return Situation(
        kind=kind,
        subject=Subject(subject, body["id"]),
        since_ms=since_ms,
        title=body["title"],
        title_en=body.get("title_en"),
        street=body.get("street"),
        lat=body.get("lat"),
        lon=body.get("lon"),
        provenance=body["provenance"],
    )
