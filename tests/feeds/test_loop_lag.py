"""The lag of an event loop, counted."""

import pytest

from feeds.loop_lag import ABOVE_ALL, COUNTED, SUM, LagBook


def test_each_waking_is_in_its_bucket_and_in_all_above() -> None:
    """As Prometheus counts: cumulated, the bound itself included."""
    book = LagBook(100)
    for late in (-0.001, 0.005, 0.03, 0.3, 7.0):
        book.note(late)
    facts = book.facts()
    counted = [facts[f"{COUNTED}{bound}"] for bound in ("0.005", "0.01", "0.05", "0.25", "0.5", "5")]
    assert counted == [2, 2, 3, 3, 4, 4]
    assert facts[ABOVE_ALL] == 5 and facts[SUM] == pytest.approx(7.335)
    assert (facts["loop_lag_p99_s"], facts["loop_lag_max_s"]) == (7.0, 7.0)


def test_the_largest_is_of_the_newest_and_the_count_of_all() -> None:
    """A stall of yesterday is in the histogram, and not in today's figure."""
    book = LagBook(3)
    for late in (9.0, 0.1, 0.1, 0.1):
        book.note(late)
    assert book.facts()["loop_lag_max_s"] == 0.1 and book.facts()[ABOVE_ALL] == 4


def test_before_the_first_there_is_no_lag() -> None:
    """A beat may come first."""
    assert LagBook(3).facts()["loop_lag_p99_s"] == 0.0
