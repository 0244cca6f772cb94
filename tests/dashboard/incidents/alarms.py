"""Situations and alerts for tests."""

from collections.abc import Mapping
from uuid import UUID

from dashboard.incidents.alert_orders import AlertOrder, read_alert_order
from dashboard.incidents.alerts import KIND, Alert, AlertKind, Settle, Situation, Subject, from_body
from dashboard.incidents.commands import Body, Command, Decision, RecordId
from dashboard.incidents.orders import Officer
from dashboard.incidents.states import Role
from feeds.model import Utc

WANG = Officer("王", frozenset(Role))
LI = Officer("李", frozenset(Role))
Records = dict[RecordId, Body]


def situation(
    kind: AlertKind = AlertKind.SOS, id: str = "QH-0421", since_ms: int = 1_000, provenance: str = "real"
) -> Situation:
    """One of a worker, an incident or a whistle."""
    of = {AlertKind.SOS: "worker", AlertKind.WHISTLE_OVERDUE: "whistle"}.get(kind, "incident")
    return Situation(
        kind=kind,
        subject=Subject(of, id),
        since_ms=since_ms,
        title=id,
        source="osmand" if kind is AlertKind.SOS else None,
        provenance=provenance,
    )


def obeyed(records: Mapping[RecordId, Body], command: Command) -> tuple[Records, Decision]:
    """The records after a command, as the store would have it."""
    decision = command.apply({id: records[id] for id in command.reads if id in records})
    after = dict(records)
    for write in decision.writes:
        if write.body is None:
            after.pop(write.record, None)
        else:
            after[write.record] = write.body
    return after, decision


def held(records: Mapping[RecordId, Body]) -> list[Alert]:
    """The alerts in the records."""
    return [from_body(body) for id, body in records.items() if id.kind == KIND]


def order(
    alert: str, do: str, officer: Officer = WANG, reason: str | None = None, click: int = 1,
    role: Role = Role.SHIFT_LEAD, at: float = 100.0,
) -> AlertOrder:  # fmt: skip
    """An officer's click."""
    said = {"do": do} | ({} if reason is None else {"reason": reason})
    body = {"id": str(UUID(int=click)), "role": role.value, "command": said}
    return read_alert_order(body, alert, officer, Utc(at))


def settled(records: Mapping[RecordId, Body], steps: list, at: float = 50.0) -> Records:
    """The records after the steps."""
    return obeyed(records, Settle(steps, Utc(at)))[0]
