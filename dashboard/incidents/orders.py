"""An officer's command with its envelope: who gives it in which role, when, and on which revision."""

from collections.abc import Callable
from typing import Any, Final, NamedTuple
from uuid import UUID

import msgspec

from dashboard.incidents.commands import Key
from dashboard.incidents.duty_calendar import DutyCalendar
from dashboard.incidents.matters import Spot
from dashboard.incidents.move_wire import read_command
from dashboard.incidents.moves import DeskCommand
from dashboard.incidents.refusals import NotYours
from dashboard.incidents.states import ROLE_NAMES, Role
from feeds.errors import MISSING, BadInput
from feeds.model import Utc

FIELDS: Final = ("id", "role", "expected_revision", "command")


class Officer(msgspec.Struct, frozen=True):
    """Who is logged in. ``unit`` is the department of somebody who may act as one."""

    name: str
    """As the audit trail names them."""
    roles: frozenset[Role]
    unit: str | None = None


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """One click of an officer."""

    id: UUID
    """Made at the click: the same order sent again is answered, not obeyed, again."""
    incident: str
    actor: str
    role: Role
    unit: str | None = None
    at: Utc
    """When it was received."""
    expected_revision: int
    """The record's ``revision`` that the officer saw."""
    command: DeskCommand

    @property
    def key(self) -> Key:
        """Nobody's click can be mistaken for another's, or for the same on another incident."""
        return Key(f"desk|{self.actor}", f"{self.incident}|{self.id}")


class Rules(msgspec.Struct, frozen=True):
    """What a decision needs to know of the world besides the record."""

    calendar_of: Callable[[str | None], DutyCalendar]
    """A department's duty hours by its id. Raises Refused for a department that does not exist."""
    locate: Callable[[float, float], Spot]
    """Whose ground a WGS-84 point is."""


def read_order(value: object, incident: str, officer: Officer, at: Utc) -> Order:
    """The order in a decoded request body: ``{"id": uuid, "role": ..., "expected_revision": n, "command":
    {"do": ...}}``.

    Raises BadInput naming the field, and NotYours when the officer does not hold the role.
    """
    envelope = read_envelope(value, officer)
    return Order(
        id=envelope.id,
        incident=incident,
        actor=officer.name,
        role=envelope.role,
        unit=officer.unit,
        at=at,
        expected_revision=envelope.expected_revision,
        command=read_command(envelope.command),
    )


class Envelope(NamedTuple):
    """What every order says besides its command, which is still as it came."""

    id: UUID
    role: Role
    expected_revision: int
    command: object


def read_envelope(value: object, officer: Officer) -> Envelope:
    """The envelope of any order, an incident's or a whistle's. Raises like ``read_order``."""
    if not isinstance(value, dict):
        raise BadInput("body", value, "must be an object")
    for name in value:
        if name not in FIELDS:
            raise BadInput(name, value[name], f"is no field of an order: there are {', '.join(FIELDS)}")
    return Envelope(
        _uuid(value.get("id", MISSING)),
        _held_role(value.get("role", MISSING), officer),
        _revision(value.get("expected_revision", MISSING)),
        value.get("command", MISSING),
    )


def _uuid(value: Any) -> UUID:
    try:
        return UUID(value)
    except (TypeError, ValueError, AttributeError) as exc:
        raise BadInput("id", value, "must be a UUID made for this one click") from exc


def _held_role(value: object, officer: Officer) -> Role:
    if not isinstance(value, str) or value not in Role.__members__.values():
        raise BadInput("role", value, f"must be one of {', '.join(Role)}")
    role = Role(value)
    if role not in officer.roles:
        zh, en = ROLE_NAMES[role]
        raise NotYours(f"您没有{zh}的岗位权限", f"you do not hold the role {en}")
    return role


def _revision(value: object) -> int:
    if type(value) is not int or value < 0:
        raise BadInput("expected_revision", value, "must be a whole number, 0 or more")
    return value
