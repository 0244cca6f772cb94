"""What an officer does about an alert: acknowledge it, or clear it by hand. Pure.

An order names no revision: both bits only ever go one way, so two officers cannot overwrite each other. Who
comes second is told who came first.
"""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

import msgspec

from dashboard.incidents import alerts
from dashboard.incidents.alerts import KIND, Alert, AlertKind, from_body, to_body
from dashboard.incidents.commands import Body, Decision, Key, RecordId, Write
from dashboard.incidents.move_wire import by_tag, read_tagged
from dashboard.incidents.moves import Words
from dashboard.incidents.orders import Officer, read_envelope
from dashboard.incidents.refusals import Illegal, NotYours
from dashboard.incidents.states import ROLE_NAMES, Role
from feeds.errors import BadInput, shown
from feeds.model import Utc

AT_THE_DESK: Final = (
    Role.INTAKE_AGENT,
    Role.SHIFT_LEAD,
    Role.DISPATCHER,
    Role.EVALUATOR,
    Role.STREET_LEADER,
    Role.PARTY_SECRETARY,
    Role.STREET_DIRECTOR,
)
"""Who sits where alerts sound; people in the field and in departments do not answer for them."""


class AlertCommand(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True, tag_field="do"
):
    """One thing done to one alert."""


class Acknowledge(AlertCommand, frozen=True, tag="acknowledge"):
    """确认: I have seen it."""


class Clear(AlertCommand, frozen=True, tag="clear"):
    """解除: it needs nobody any more, though its source has not said so."""

    reason: Words | None = None
    """Must be given for a call for help."""


ANSWERED: Final = (
    *("id", "revision", "active", "cleared_at_ms", "cleared_by"),
    *("acknowledged_at_ms", "acknowledged_by"),
)
BY_TAG: Final[dict[str, type[AlertCommand]]] = by_tag((Acknowledge, Clear))


class NoSuchAlert(Illegal):
    """There is none, or it is over and was seen, and so has left the records."""

    def __init__(self, alert: str) -> None:
        name = shown(alert)
        super().__init__(f"没有警报 {name}，或已处理完毕", f"there is no alert {name}, or it is over")


class AlertOrder(msgspec.Struct, frozen=True, kw_only=True):
    """One click of an officer about an alert, as a command of the store."""

    id: UUID
    """Made at the click: the same order sent again is answered, not obeyed, again."""
    alert: str
    actor: str
    role: Role
    at: Utc
    command: AlertCommand

    @property
    def key(self) -> Key:
        """Nobody's click can be mistaken for another's."""
        return Key(f"desk|{self.actor}", f"alert|{self.alert}|{self.id}")

    @property
    def reads(self) -> tuple[RecordId, ...]:
        """The alert."""
        return (RecordId(KIND, self.alert),)

    def apply(self, seen: Mapping[RecordId, Body]) -> Decision:
        """Raises NoSuchAlert, NotYours and Illegal."""
        body = seen.get(RecordId(KIND, self.alert))
        if body is None:
            raise NoSuchAlert(self.alert)
        before = from_body(body)
        self._require_allowed(before)
        after = self._obeyed(before)
        answer = _answer(before, after, self.actor, round(self.at * 1000))
        if after == before:
            return Decision((), answer)
        record = RecordId(KIND, self.alert)
        return Decision((Write(record, None if after is None else to_body(after)),), answer)

    def _require_allowed(self, alert: Alert) -> None:
        if self.role not in AT_THE_DESK:
            zh, en = ROLE_NAMES[self.role]
            raise NotYours(f"{zh}不处理警报，应由值守席位办理", f"{en} does not act on alerts: the desk does")
        if isinstance(self.command, Clear) and alert.kind is AlertKind.SOS and not self.command.reason:
            raise Illegal("解除求助须写明原因", "clearing a call for help needs a reason")

    def _obeyed(self, before: Alert) -> Alert | None:
        at_ms = round(self.at * 1000)
        if isinstance(self.command, Clear):
            return alerts.cleared(before, self.actor, self.command.reason, at_ms)
        return alerts.acknowledged(before, self.actor, at_ms)


def read_alert_order(value: object, alert: str, officer: Officer, at: Utc) -> AlertOrder:
    """The order in a decoded request body: ``{"id": uuid, "role": ..., "command": {"do": ...}}``. Raises
    BadInput naming the field, and NotYours when the officer does not hold the role.
    """
    if isinstance(value, dict) and "expected_revision" in value:
        raise BadInput(
            "expected_revision", value["expected_revision"], "is no field of an order about alerts"
        )
    said = {**value, "expected_revision": 0} if isinstance(value, dict) else value
    envelope = read_envelope(said, officer)
    return AlertOrder(
        id=envelope.id,
        alert=alert,
        actor=officer.name,
        role=envelope.role,
        at=at,
        command=read_tagged(envelope.command, BY_TAG),
    )


def _answer(before: Alert, after: Alert | None, actor: str, at_ms: int) -> dict[str, Any]:
    """Both bits as they are now; ``outcome`` is "already" when somebody else, or the source, came first."""
    now = after or msgspec.structs.replace(before, acknowledged_by=actor, acknowledged_at_ms=at_ms)
    return {name: getattr(now, name) for name in ANSWERED} | {
        "outcome": "already" if after == before else "done",
        "in_records": after is not None,
    }
