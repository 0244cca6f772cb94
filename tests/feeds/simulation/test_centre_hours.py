"""The simulated people go home at night, and bureaus at the weekend."""

import datetime as dt

from feeds.simulation.centre.hours import later, on_duty
from feeds.simulation.matters import LOCAL


def at(day: int, hour: float) -> float:
    """In November 2026, whose 20th is a Friday."""
    return dt.datetime(2026, 11, day, tzinfo=LOCAL).timestamp() + 3600 * hour


def test_an_hour_of_work_begun_at_night_ends_in_the_morning() -> None:
    """Whoever is always there is done an hour later."""
    assert later(at(20, 2), 3600, "daily") == at(20, 8.5)
    assert later(at(20, 2), 3600, "always") == at(20, 3)


def test_work_goes_on_the_next_day() -> None:
    """Half an hour this evening, the rest tomorrow; on Friday evening, on Monday."""
    assert later(at(20, 21), 3600, "daily") == at(21, 8)
    assert later(at(20, 17), 3600, "office") == at(23, 9)


def test_somebody_is_there_or_comes() -> None:
    """In office hours nothing is moved."""
    assert on_duty(at(20, 10), "office") == at(20, 10)
    assert on_duty(at(21, 10), "office") == at(23, 8.5)
    assert on_duty(at(21, 10), "always") == at(21, 10)
