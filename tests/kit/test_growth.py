"""The slope of memory is of what comes after the warm-up."""

import pytest

from tests.kit.growth import fit_from, growth

HOURS_2 = range(0, 7201, 60)


def test_what_is_filled_at_the_start_is_no_growth() -> None:
    """50 MB in the first twenty minutes, nothing later."""
    samples = [(float(at), int(1e8 + 5e7 * min(1.0, at / 1200))) for at in HOURS_2]
    assert growth(samples) == (0.0, 150.0, 150.0, 6000.0)


def test_a_leak_is_seen() -> None:
    """Five megabytes an hour."""
    told = growth([(float(at), int(1e8 + 5e6 * at / 3600)) for at in HOURS_2])
    assert told.per_hour == pytest.approx(5.0) and told.last > told.first


def test_a_short_watch_has_a_short_warm_up() -> None:
    """And a long one no longer one than twenty minutes."""
    assert (fit_from(240), fit_from(7200)) == (60, 1200)
