"""What each row is."""

from typing import Any

import msgspec
import numpy as np
import pytest

from feeds.discretion import Eyes
from feeds.model import EntityId, Utc
from feeds.picture import Picture
from feeds.relay.roster import NOWHERE, Roster
from tests.feeds.relay.conftest import streets_of
from tests.feeds.test_picture import T0, said

WORKER = {"no": "QH-1", "surname": "吴", "role": "grid_worker", "street": "320104005", "home": "secret"}


class Street:
    """A roster that follows a picture; counts look-ups."""

    def __init__(self) -> None:
        self.looked_up = 0
        self.picture = Picture()
        self.roster = Roster(self._streets_of)
        self._clock = 0.0

    def _streets_of(self, lats: Any, lons: Any) -> list[str | None]:
        self.looked_up += len(lats)
        return streets_of(lats, lons)

    def see(self, entity: str, lat: float) -> list[int]:
        """One report; returns the rows whose facts changed."""
        self._clock += 1
        self.picture.merge(said("a", self._clock, entity, lat=lat))
        return self.follow()

    def follow(self) -> list[int]:
        """Settle and follow."""
        rows = self.roster.follow(self.picture, self.picture.settle(Utc(T0 + self._clock)))
        return [int(row) for row in rows]

    def facts(self, entity: str) -> Any:
        """What screens are told."""
        row = self.picture.row(EntityId(entity))
        assert row is not None
        (raw,) = self.roster.facts(np.array([row]))
        return msgspec.json.decode(raw)


def test_a_worker_belongs_to_the_street_of_the_roster() -> None:
    """Wherever he walks; of his record only the facts for screens are told."""
    street = Street()
    street.roster.correct("QH-1", WORKER)
    assert street.see("QH-1", 31.5) == [0]
    told = {"row": 0, "id": "QH-1", "kind": "worker"} | {k: v for k, v in WORKER.items() if k != "home"}
    assert street.facts("QH-1") == told
    assert (street.roster.street[0], street.looked_up) == (320104005, 0)


def test_an_unknown_belongs_to_the_street_it_is_on() -> None:
    """It is looked up when it is new and when it moved, not at every report."""
    street = Street()
    assert street.see("phone", 31.5) == [0]
    assert street.facts("phone") == {"row": 0, "id": "phone", "kind": "unknown", "street": "320104004"}
    assert street.see("phone", 31.5001) == []
    assert street.looked_up == 1
    assert street.see("phone", 32.5) == [0]
    assert street.roster.street[0] == 320104005
    assert street.see("phone", 40.0) == [0]
    assert street.roster.street[0] == NOWHERE


def test_a_roster_that_changes_is_told_again() -> None:
    """Hired, corrected and struck off, also when the picture stands still."""
    street = Street()
    street.see("QH-1", 31.5)
    street.roster.correct("QH-1", WORKER)
    assert street.follow() == [0]
    assert street.facts("QH-1")["kind"] == "worker"
    street.roster.correct("QH-1", WORKER | {"street": "320104004"})
    assert street.follow() == [0]
    assert street.roster.street[0] == 320104004
    street.roster.correct("QH-1", None)
    assert street.follow() == [0]
    assert street.facts("QH-1")["kind"] == "unknown"
    assert street.follow() == []


def test_workers_nobody_heard_of_have_no_row() -> None:
    """Their record waits for them."""
    street = Street()
    street.roster.correct("QH-9", WORKER)
    assert street.follow() == []
    assert street.see("other", 31.5) == [0]


def test_a_wall_is_told_role_and_number_and_no_name() -> None:
    """Unless it was configured; a desk is told who it is, and a corrected record counts for both."""
    street = Street()
    street.roster.correct("w1", WORKER)
    row = np.array(street.see("w1", lat=32.0))

    def told(eyes: Eyes) -> dict[str, Any]:
        facts: dict[str, Any] = msgspec.json.decode(street.roster.facts(row, eyes)[0])
        return facts

    assert told(Eyes.DESK)["surname"] == "吴"
    assert "surname" not in told(Eyes.WALL)
    assert told(Eyes.WALL) == {key: value for key, value in told(Eyes.DESK).items() if key != "surname"}
    street.roster.names_on_walls = True
    assert told(Eyes.WALL) == told(Eyes.DESK)
    street.roster.names_on_walls = False
    street.roster.correct("w1", WORKER | {"surname": "郑"})
    street.follow()
    assert told(Eyes.DESK)["surname"] == "郑" and "surname" not in told(Eyes.WALL)


@pytest.mark.parametrize("named", [{"surname": "吴"}, {}])
@pytest.mark.parametrize("names_on_walls", [False, True])
def test_a_wall_is_told_no_hours_of_an_imported_roster(named: dict[str, str], names_on_walls: bool) -> None:
    """Also of who has no name, and where names are shown; of a simulated worker it is, and a desk always."""
    street = Street()
    street.roster.names_on_walls = names_on_walls
    hours = {"shift_zh": "08:00–17:00", "shift_en": "08:00–17:00"}
    street.roster.correct("w1", {"role": "lead", **named, **hours, "kept_by": "roster"})
    street.roster.correct("w2", {"role": "lead", **named, **hours})
    rows = np.array([*street.see("w1", lat=32.0), *street.see("w2", lat=32.0)])
    shown = named if names_on_walls else {}

    def told(eyes: Eyes) -> list[dict[str, Any]]:
        all_facts = [msgspec.json.decode(raw) for raw in street.roster.facts(rows, eyes)]
        return [{k: v for k, v in one.items() if k not in ("row", "id", "kind", "role")} for one in all_facts]

    assert told(Eyes.WALL) == [shown, shown | hours]
    assert told(Eyes.DESK) == [named | hours, named | hours]
    street.roster.correct("w1", None)
    street.follow()
    assert told(Eyes.WALL)[0].keys() == {"street"}
