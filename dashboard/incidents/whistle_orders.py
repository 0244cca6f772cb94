"""An officer's command about a whistle with its envelope, and how it is read off a request."""

from base64 import b32encode
from hashlib import sha256
from typing import Final
from uuid import UUID

import msgspec

from dashboard.incidents import whistle_moves as do
from dashboard.incidents.commands import Key
from dashboard.incidents.move_wire import by_tag, read_tagged, to_wire
from dashboard.incidents.orders import Officer, read_envelope
from dashboard.incidents.states import Role
from feeds.errors import BadInput
from feeds.model import Utc

REAL: Final = "real"

BY_TAG: Final[dict[str, type[do.WhistleCommand]]] = by_tag(do.NAMES)


class WhistleOrder(msgspec.Struct, frozen=True, kw_only=True):
    """One click of an officer about a whistle."""

    id: UUID
    """Made at the click: the same order sent again is answered, not obeyed, again."""
    whistle: str
    actor: str
    role: Role
    unit: str | None = None
    """The department of somebody who acts as one."""
    at: Utc
    expected_revision: int
    """The record's ``revision`` that the officer saw; 0 for a draft."""
    command: do.WhistleCommand
    provenance: str = REAL
    """Of a draft; a simulated officer's is simulated."""

    @property
    def key(self) -> Key:
        """Nobody's click can be mistaken for another's."""
        return Key(f"desk|{self.actor}", f"{self.whistle}|{self.id}")


def new_whistle_id(actor: str, click: UUID) -> str:
    """The id of the whistle that a draft makes: the same for the same click."""
    return "W-" + b32encode(sha256(msgspec.json.encode([actor, click])).digest())[:16].decode()


def read_draft(value: object, officer: Officer, at: Utc, provenance: str = REAL) -> WhistleOrder:
    """The order of a new whistle in a decoded body, whose command must be a draft. Raises BadInput and
    Illegal like ``orders.read_order``.
    """
    order = read_whistle_order(value, "", officer, at)
    if not isinstance(order.command, do.Draft):
        raise BadInput("command.do", to_wire(order.command)["do"], 'must be "draft" for a new whistle')
    whistle = new_whistle_id(officer.name, order.id)
    return msgspec.structs.replace(order, whistle=whistle, provenance=provenance)


def read_whistle_order(value: object, whistle: str, officer: Officer, at: Utc) -> WhistleOrder:
    """The order about ``whistle`` in a decoded body. Raises like ``orders.read_order``."""
    envelope = read_envelope(value, officer)
    return WhistleOrder(
        id=envelope.id,
        whistle=whistle,
        actor=officer.name,
        role=envelope.role,
        unit=officer.unit,
        at=at,
        expected_revision=envelope.expected_revision,
        command=read_tagged(envelope.command, BY_TAG),
    )
