"""An order's envelope."""

from typing import Any
from uuid import UUID

import pytest

from dashboard.incidents import moves as do
from dashboard.incidents.orders import Officer, read_order
from dashboard.incidents.refusals import Illegal
from dashboard.incidents.states import Role
from feeds.errors import BadInput
from tests.dashboard.incidents.cases import TUESDAY_NINE

CLICK = "6f2c3c1e-5d5b-4c2a-9a2e-0d8f6f0c9b11"
LEAD = Officer("D-07", frozenset({Role.SHIFT_LEAD, Role.DEPARTMENT}), unit="greening")


def body(**changes: Any) -> dict[str, Any]:
    """A request body, good unless told otherwise."""
    return {
        "id": CLICK,
        "role": "shift_lead",
        "expected_revision": 3,
        "command": {"do": "void", "reason": "误"},
    } | changes


def test_an_order_is_what_was_sent_and_who_sent_it() -> None:
    """Officer, unit and time are the server's; the rest is the request's."""
    order = read_order(body(), "I-A", LEAD, TUESDAY_NINE)
    assert (order.id, order.incident, order.actor, order.unit) == (UUID(CLICK), "I-A", "D-07", "greening")
    assert (order.role, order.expected_revision, order.at) == (Role.SHIFT_LEAD, 3, TUESDAY_NINE)
    assert order.command == do.Void(reason="误")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"id": None}, "id is null"),
        ({"id": 7}, "id is 7"),
        ({"id": "7"}, "id is '7'"),
        ({"role": "king"}, "role is 'king'"),
        ({"role": ["shift_lead"]}, "role is a list"),
        ({"expected_revision": -1}, "expected_revision is -1"),
        ({"expected_revision": True}, "expected_revision is true"),
        ({"expected_revision": "3"}, "expected_revision is '3'"),
        ({"command": None}, "command is null"),
        ({"actor": "D-01"}, "actor is 'D-01': is no field of an order"),
        ({"at": 0}, "at is 0: is no field of an order"),
    ],
)
def test_what_is_no_order_is_refused_by_name(changes: dict[str, Any], sentence: str) -> None:
    """Nobody says who they are or what time it is in the body."""
    with pytest.raises(BadInput) as refusal:
        read_order(body(**changes), "I-A", LEAD, TUESDAY_NINE)
    assert sentence in str(refusal.value)


def test_nothing_is_optional() -> None:
    """An order without a revision would overwrite what its sender never saw."""
    for name in body():
        short = {key: value for key, value in body().items() if key != name}
        with pytest.raises(BadInput, match="missing"):
            read_order(short, "I-A", LEAD, TUESDAY_NINE)
    with pytest.raises(BadInput, match="must be an object"):
        read_order([], "I-A", LEAD, TUESDAY_NINE)


def test_a_role_one_does_not_hold_is_refused() -> None:
    """In both languages."""
    with pytest.raises(Illegal) as refusal:
        read_order(body(role="evaluator"), "I-A", LEAD, TUESDAY_NINE)
    assert "Evaluator" in str(refusal.value) and "考评员" in refusal.value.zh
