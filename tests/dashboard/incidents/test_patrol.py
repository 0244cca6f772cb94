"""Three hours a day in the grid, and the grids nobody has been to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.incidents.assessment import Rate
from dashboard.incidents.patrol import BANDS, LONGEST_GAP_S, NEVER, Debt, coverage, patrol, walked_s
from feeds.model import Utc
from tests.dashboard.incidents.local_time import at

NOW = at("2026-11-23 15:00")
TODAY = at("2026-11-23 00:00")


def test_silence_is_no_patrol() -> None:
    """Ten minutes of fixes, an hour of nothing, one more fix."""
    stamps = [Utc(NOW + 10 * n) for n in range(61)]
    assert walked_s([*stamps, Utc(NOW + 4200)]) == 600
    assert walked_s([]) == 0 and walked_s(stamps[:1]) == 0


@given(st.lists(st.integers(0, 10_000), max_size=40), st.randoms())
def test_the_order_of_fixes_does_not_matter_nor_repetition(stamps: list[int], dice: object) -> None:
    """Late and repeated reports prove no more walking than there was."""
    times = [Utc(float(stamp)) for stamp in stamps]
    shuffled = [*times, *times[:5]]
    dice.shuffle(shuffled)  # type: ignore[attr-defined]
    assert walked_s(shuffled) == walked_s(times) <= (max(stamps) - min(stamps) if stamps else 0)


def test_the_longest_gap_still_counts() -> None:
    """A phone that reports every five minutes proves its walk."""
    assert walked_s([NOW, Utc(NOW + LONGEST_GAP_S)]) == LONGEST_GAP_S
    assert walked_s([NOW, Utc(NOW + LONGEST_GAP_S + 1)]) == 0


def test_the_day_against_the_duty() -> None:
    """Who did not walk counts too."""
    found = patrol({"QH-0001": 3 * 3600, "QH-0002": 4 * 3600, "QH-0003": 3600, "QH-0004": 0})
    assert found.met == Rate(2, 4)
    assert found.share == pytest.approx(2 / 3) and found.seconds.n == 4
    assert patrol({}).share is None


def test_coverage_and_debt() -> None:
    """Never visited owes most, then the longest wait; a day's visits begin at midnight."""
    found = coverage(
        {
            "now": NOW,
            "morning": at("2026-11-23 08:00"),
            "midnight": TODAY,
            "yesterday": at("2026-11-22 23:59"),
            "last week": at("2026-11-16 10:00"),
            "never": None,
        },
        NOW,
        TODAY,
    )
    assert found.visited == Rate(3, 6)
    assert found.bands == {"fresh": 1, "day": 1, "late": 2, "owed": 1, "never": 1}
    order = ["never", "last week", "yesterday", "midnight", "morning", "now"]
    assert [debt.grid for debt in found.debts] == order
    assert found.debts[0] == Debt("never", None) and found.debts[2].since_s == 15 * 3600 + 60


def test_a_visit_from_the_future_is_one_of_now() -> None:
    """A clock that runs ahead must not make a negative wait."""
    assert coverage({"g": Utc(NOW + 60)}, NOW, TODAY).debts == (Debt("g", 0.0),)


@given(st.dictionaries(st.text(min_size=1, max_size=3), st.none() | st.floats(0, 10**6)))
def test_every_grid_is_in_exactly_one_band(ago: dict[str, float | None]) -> None:
    """None is forgotten, none counted twice."""
    visits = {grid: None if wait is None else Utc(NOW - wait) for grid, wait in ago.items()}
    found = coverage(visits, NOW, TODAY)
    assert sum(found.bands.values()) == len(visits) == len(found.debts)
    assert set(found.bands) == {band.name for band in (*BANDS, NEVER)}
