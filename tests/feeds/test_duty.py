"""Who is off duty is heard by nobody, unless they call for help."""

import pytest

from feeds.duty import Duty, shift_of
from feeds.errors import BadInput
from feeds.model import EntityId, Position, Provenance, Status, Utc

MIDNIGHT = Utc(1_795_392_000.0 - 8 * 3600)
"""Of Monday 2026-11-23 in China."""
HOUR = 3600.0


def at(entity: str, status: Status = Status.NORMAL, when: float = 1.0) -> Position:
    """Somebody's position."""
    return Position(
        EntityId(entity), Utc(when), 32.0, 118.8, None, None, None, None, "phones", Provenance.REAL, Utc(1.0),
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


DAY = ["08:00", "17:00"]
NIGHT = ["22:00", "06:00"]
THAT_DAY = ["2026-11-23 08:00", "2026-11-23 17:00"]


@pytest.mark.parametrize(
    ("shifts", "heard"),
    [
        ([DAY], {8.0, 16.99, 32.0}),
        ([NIGHT], {0.0, 5.99, 22.0, 23.5, 24.5}),
        ([THAT_DAY], {8.0, 16.99}),
        ([DAY, NIGHT], {0.0, 5.99, 8.0, 16.99, 22.0, 23.5, 24.5, 32.0}),
    ],
)
def test_outside_the_shift_nobody_is_heard(shifts: list[list[str]], heard: set[float]) -> None:
    """By the time of the position: the beginning counts, the end does not, and a night goes over midnight."""
    duty = Duty()
    duty.learn({"QH-1": {"shifts": shifts}})
    hours = (0.0, 5.99, 6.0, 7.99, 8.0, 16.99, 17.0, 21.99, 22.0, 23.5, 24.5, 32.0)
    assert {hour for hour in hours if duty.admits(at("QH-1", when=MIDNIGHT + hour * HOUR))} == heard
    assert duty.admits(at("QH-1", Status.SOS, MIDNIGHT + 18 * HOUR))


def test_what_is_too_old_to_be_dated_is_known_of_nobody_with_shifts() -> None:
    """Not by the hour it came at; a call for help passes, and so does whoever has no hours."""
    duty, nine = Duty(), MIDNIGHT + 9 * HOUR
    duty.learn({"QH-1": {"shifts": [DAY]}, "QH-2": {}})
    assert not duty.admits(at("QH-1", Status.BAD_CLOCK, nine), too_old=True)
    assert duty.admits(at("QH-1", Status.BAD_CLOCK, nine))
    assert duty.admits(at("QH-1", Status.SOS, nine), too_old=True)
    assert duty.admits(at("QH-2", Status.BAD_CLOCK, nine), too_old=True)


def test_off_duty_counts_before_the_hours() -> None:
    """Whoever is taken off duty in the middle of a shift is off duty."""
    duty = Duty()
    duty.learn({"QH-1": {"shifts": [DAY], "on_duty": False}})
    assert not duty.admits(at("QH-1", when=MIDNIGHT + 9 * HOUR))


def test_who_is_on_no_roster_can_be_left_out() -> None:
    """Where the installation says so; a call for help passes all the same."""
    duty = Duty(roster_only=True)
    duty.learn({"QH-1": {}})
    assert duty.admits(at("QH-1")) and not duty.admits(at("stranger"))
    assert duty.admits(at("stranger", Status.SOS))


@pytest.mark.parametrize(
    ("begins", "ends", "field"),
    [
        ("8:00", "17:00", "shift_start"),
        ("24:00", "17:00", "shift_start"),
        ("2026-02-30 08:00", "2026-02-30 17:00", "shift_start"),
        ("08:00", "noon", "shift_end"),
        ("08:00", "2026-11-23 17:00", "shift_end"),
        ("08:00", "08:00", "shift_end"),
        ("2026-11-23 17:00", "2026-11-23 08:00", "shift_end"),
    ],
)
def test_hours_that_are_none(begins: str, ends: str, field: str) -> None:
    """Named, and what was known before stays."""
    with pytest.raises(BadInput, match=field):
        shift_of(begins, ends)
    duty = Duty()
    duty.learn({"QH-1": {"shifts": [DAY]}})
    with pytest.raises(BadInput):
        duty.learn({"QH-1": {"shifts": [[begins, ends]]}})
    assert not duty.admits(at("QH-1", when=MIDNIGHT))
