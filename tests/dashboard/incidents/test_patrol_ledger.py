"""Patrol seconds and visits from positions: what counts, what does not, and what a restart keeps."""

from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.incidents.patrol import LONGEST_GAP_S, walked_s
from dashboard.incidents.patrol_ledger import MADE_UP, REAL, Kept, Ledger, kinds_for
from feeds.batch import Batch
from feeds.model import EntityId, Position, Provenance, Utc
from feeds.picture import Picture

NOON = 1_795_320_000.0
"""12:00 in China on 2026-11-22."""
MIDNIGHT = NOON - 12 * 3600
GRIDS = ("320104004001001", "320104004001002")


def grids_of(lats: Any, _lons: Any) -> Any:
    """South of 32.0 the first grid, up to 32.1 the second, then none."""
    return np.select([lats < 32.0, lats < 32.1], [0, 1], -1)


class Day:
    """A ledger that follows a picture, told one fix at a time."""

    def __init__(
        self, now: float = NOON, kept: Kept | None = None, roster: tuple[str, ...] = ("a", "b")
    ) -> None:
        self.picture = Picture()
        self.ledger = Ledger(GRIDS, grids_of, Utc(now), kept)
        self.ledger.employ(roster)

    def told(
        self, at: float, who: str = "a", lat: float = 32.05, speed: float | None = 1.2, *, sim: bool = False
    ) -> None:
        """One fix, heard as it was made."""
        position = Position(
            EntityId(who), Utc(at), lat, 118.78, None, speed, None, None, "sim" if sim else "phone",
            Provenance.SIMULATED if sim else Provenance.REAL, Utc(at), 60.0,
        )  # fmt: skip
        self.picture.merge(Batch.from_positions([position], 0))
        self.ledger.follow(self.picture, self.picture.settle(Utc(at)), Utc(at))

    def seconds(self, *kinds: int) -> dict[str, float]:
        """Patrol seconds; real ones unless said otherwise."""
        return self.ledger.seconds(kinds or (REAL,))


@given(st.lists(st.floats(1, 900), min_size=1, max_size=20))
def test_whoever_walks_is_credited_what_the_fixes_prove(gaps: list[float]) -> None:
    """The same as the pure figure says of the stamps, silences left out."""
    day, stamps = Day(NOON), [NOON]
    for gap in gaps:
        stamps.append(stamps[-1] + gap)
    for stamp in stamps:
        day.told(stamp)
    assert day.seconds().get("a", 0.0) == pytest.approx(walked_s(map(Utc, stamps)))


def test_standing_about_is_no_patrol_but_a_stop_to_look_is() -> None:
    """A minute; a receiver that tells no speed is judged by the way."""
    day = Day()
    for second in range(0, 660, 30):
        day.told(NOON + second, speed=1.2 if second <= 60 else 0.0)
    assert day.seconds() == {"a": 120.0}
    for second in range(0, 90, 30):
        day.told(NOON + second, "b", lat=32.05 + second * 1.2 / 111_000, speed=None)
        day.told(NOON + second, "c", lat=32.05 + second * 1.2 / 111_000, speed=None)
    assert day.seconds() == {"a": 120.0, "b": 60.0}, "c is not on the roster"


def test_real_and_simulated_are_counted_apart() -> None:
    """A twin's walk is not its worker's; mode live never sees it."""
    day = Day()
    for second in (0, 60):
        day.told(NOON + second, "a", lat=31.9, sim=True)
        day.told(NOON + second, "b")
    assert (day.seconds(REAL), day.seconds(MADE_UP)) == ({"b": 60.0}, {"a": 60.0})
    assert day.ledger.visits((REAL,)) == {GRIDS[0]: None, GRIDS[1]: NOON + 60}
    assert day.ledger.visits((REAL, MADE_UP))[GRIDS[0]] == NOON + 60
    assert (kinds_for("live"), kinds_for("demo")) == ((REAL,), (REAL, MADE_UP))
    day.told(NOON + 90, "a")
    assert day.seconds(REAL) == {"b": 60.0}, "no walk leads from a simulated fix to a real one"


def test_a_grid_keeps_its_last_visit() -> None:
    """By whoever works there; outside the district there is none."""
    day = Day()
    day.told(NOON, lat=31.9)
    day.told(NOON + 60, lat=32.05)
    day.told(NOON + 120, lat=32.5)
    day.told(NOON + 120, "stranger", lat=31.9)
    assert day.ledger.visits((REAL,)) == {GRIDS[0]: NOON, GRIDS[1]: NOON + 60}


def test_midnight_begins_a_new_day_and_keeps_the_visits() -> None:
    """A walk over midnight counts from midnight on."""
    day = Day(MIDNIGHT - 3600)
    day.told(MIDNIGHT - 60)
    day.told(MIDNIGHT - 30)
    assert day.seconds() == {"a": 30.0}
    day.told(MIDNIGHT + 10)
    assert day.seconds() == {"a": 10.0} and day.ledger.day == MIDNIGHT
    day.ledger.turn(Utc(MIDNIGHT + 86_400))
    assert day.seconds() == {} and day.ledger.visits((REAL,))[GRIDS[1]] == MIDNIGHT + 10


def test_late_and_repeated_fixes_add_nothing() -> None:
    """Only what is newer than what was known."""
    day = Day()
    for at in (0, 60, 60, 30, 60):
        day.told(NOON + at)
    assert day.seconds() == {"a": 60.0}


def test_a_restart_goes_on_where_it_stopped() -> None:
    """Seconds of the same day and all visits; both also of whoever is not heard again."""
    day = Day()
    for who in ("a", "b"):
        day.told(NOON, who)
        day.told(NOON + 100, who)
    kept = msgspec.json.decode(msgspec.json.encode(day.ledger.kept()), type=Kept)
    again = Day(NOON + 200, kept)
    again.told(NOON + 200)
    again.told(NOON + 250)
    assert again.seconds() == {"a": 150.0, "b": 100.0} and again.ledger.since == NOON
    assert again.ledger.kept().seconds == {"a": (150.0, 0.0), "b": (100.0, 0.0)}
    tomorrow = Day(NOON + 86_400, kept)
    assert tomorrow.seconds() == {} and tomorrow.ledger.visits((REAL,))[GRIDS[1]] == NOON + 100


def test_whoever_is_hired_later_counts_from_then_on() -> None:
    """And whoever is struck off no longer."""
    day = Day(roster=())
    day.told(NOON)
    day.ledger.employ({"a"})
    day.told(NOON + 30)
    day.told(NOON + 60)
    day.ledger.employ(())
    day.told(NOON + 90)
    assert day.seconds() == {"a": 30.0}
    assert LONGEST_GAP_S > 90
