"""A demo's roster: what differs is written, what is gone is removed, what is real is left alone."""

from typing import Any

from dashboard.incidents.commands import RecordId
from dashboard.web.seeding import Seed
from dashboard.web.site import World
from feeds.model import Utc

ROSTER = [
    {"id": "QH-1", "surname": "李", "provenance": "simulated", "tour": (1, 2)},
    {"id": "QH-2", "provenance": "simulated"},
]


def seed(*bodies: dict[str, Any]) -> Seed:
    """The command that makes these the roster."""
    return Seed({"worker": bodies}, Utc(10.0))


def test_seeding_twice_writes_once(world: World) -> None:
    """In one transaction, and nothing the second time."""
    assert world.store.commit(seed(*ROSTER)).answer == {"written": 2, "removed": 0}
    assert world.store.commit(seed(*ROSTER)).seqs == ()
    assert world.reader.kind("worker")["QH-1"]["tour"] == [1, 2]


def test_only_differences_are_written(world: World) -> None:
    """Going back to an earlier roster is a difference too."""
    world.store.commit(seed(*ROSTER))
    changed = [ROSTER[0] | {"surname": "王"}, ROSTER[1]]
    assert len(world.store.commit(seed(*changed)).seqs) == 1
    assert len(world.store.commit(seed(*ROSTER)).seqs) == 1


def test_real_records_are_never_removed(world: World) -> None:
    """Only what an earlier seeding put there."""
    world.store.commit(seed(*ROSTER, {"id": "QH-3", "provenance": "real"}))
    assert world.store.commit(seed(ROSTER[0])).answer == {"written": 0, "removed": 1}
    assert world.reader.record(RecordId("worker", "QH-3")) is not None
    assert world.reader.record(RecordId("worker", "QH-2")) is None
