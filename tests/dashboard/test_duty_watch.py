"""Keeping up with the roster."""

import pytest

from dashboard.duty_watch import DutyWatch
from dashboard.incidents.errors import StoreUnavailable
from tests.feeds.test_duty import at

OFF = {"QH-1": {"on_duty": False}}


class Roster:
    """Says what it is told to say."""

    def __init__(self, *says: dict[str, dict[str, object]] | None) -> None:
        self.says = list(says)

    def kind(self, kind: str) -> dict[str, dict[str, object]]:
        assert kind == "worker"
        said = self.says.pop(0)
        if said is None:
            raise StoreUnavailable("no such file")
        return said


async def test_until_the_store_said_something_nobody_is_known() -> None:
    """And a store that cannot be read later changes nothing."""
    watch = DutyWatch(Roster(None, OFF, None))
    await watch.look()
    assert not watch.duty.known and not watch.learnt.is_set()
    await watch.look()
    await watch.look()
    assert watch.duty.known and watch.learnt.is_set()


async def test_it_goes_on_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look after look, until there is nothing more to say."""
    monkeypatch.setattr("dashboard.duty_watch.EVERY_S", 0)
    monkeypatch.setattr("dashboard.duty_watch.AGAIN_S", 0)
    roster = Roster(None, OFF, OFF)
    with pytest.raises(IndexError):
        await DutyWatch(roster).run()
    assert roster.says == []


async def test_hours_that_cannot_be_read_leave_the_roster_as_it_was() -> None:
    """Nobody becomes known because of them."""
    watch = DutyWatch(Roster(OFF, {"QH-1": {"shifts": [["soon", "later"]]}}))
    await watch.look()
    await watch.look()
    assert watch.duty.known and not watch.duty.admits(at("QH-1"))
