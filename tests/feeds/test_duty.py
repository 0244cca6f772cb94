"""Who is off duty is heard by nobody, unless they call for help."""

import pytest

from feeds.duty import Duty
from feeds.model import EntityId, Position, Provenance, Status, Utc


def at(entity: str, status: Status = Status.NORMAL) -> Position:
    """Somebody's position."""
    return Position(
        EntityId(entity), Utc(1.0), 32.0, 118.8, None, None, None, None, "phones", Provenance.REAL, Utc(1.0),
        180.0, status,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("worker", "heard"),
    [({"on_duty": False}, False), ({"on_duty": True}, True), ({"on_duty": None}, True), ({}, True)],
)
def test_the_roster_decides(worker: dict[str, object], heard: bool) -> None:
    """Whoever it says nothing of is heard, and whoever is not on it."""
    duty = Duty()
    duty.learn({"QH-1": worker})
    assert duty.admits(at("QH-1")) is heard
    assert duty.admits(at("stranger"))


def test_a_call_for_help_passes_always() -> None:
    """Off duty, and before the roster was read."""
    duty = Duty()
    assert duty.admits(at("QH-1", Status.SOS)) and not duty.admits(at("QH-1"))
    duty.learn({"QH-1": {"on_duty": False}})
    assert duty.admits(at("QH-1", Status.SOS)) and not duty.admits(at("QH-1"))


def test_back_on_duty() -> None:
    """From the next look at the roster on."""
    duty = Duty()
    duty.learn({"QH-1": {"on_duty": False}})
    duty.learn({"QH-1": {"on_duty": True}})
    assert duty.admits(at("QH-1"))
