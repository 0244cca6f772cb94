"""How long a guesser waits."""

from hypothesis import given
from hypothesis import strategies as st

from dashboard.identity.backoff import ADDRESS, FORGET_S, PAIR, Count, failed, wait_s
from feeds.model import Utc

NOW = Utc(1_000_000.0)


def guesses_within(pace_s: float, pair: bool = True) -> int:
    """How many guesses are looked at in a span of time, by somebody who asks again at once."""
    count, now, looked_at = Count(0, Utc(0)), NOW, 0
    while now < NOW + pace_s:
        wait = wait_s(count, PAIR if pair else ADDRESS, now)
        if wait > 0:
            now = Utc(now + wait)
            continue
        count, looked_at = failed(count, now), looked_at + 1
    return looked_at


def test_a_minute_a_day_and_a_week_of_guessing() -> None:
    """Nine in the first minute, a hundred in a day: a thousand take ten days."""
    assert guesses_within(60) == 9
    assert guesses_within(86_400) <= 110
    assert guesses_within(9 * 86_400) < 1_000


def test_an_address_has_more_tries_and_an_end_to_them() -> None:
    """A command room is behind one address."""
    assert guesses_within(60, pair=False) == ADDRESS.free + 4


@given(st.integers(0, 10_000), st.floats(-1e6, 1e6))
def test_nobody_waits_longer_than_the_longest_pause(failures: int, apart: float) -> None:
    """Whatever was tried, and whatever the clock did: no lock-out for good."""
    wait = wait_s(Count(failures, Utc(NOW + apart)), PAIR, NOW)
    assert 0 <= wait <= PAIR.most_s


def test_a_day_without_a_failure_forgets_all() -> None:
    """The next one is the first."""
    count = Count(40, NOW)
    assert wait_s(count, PAIR, Utc(NOW + FORGET_S)) == 0
    assert failed(count, Utc(NOW + FORGET_S)).failures == 1
