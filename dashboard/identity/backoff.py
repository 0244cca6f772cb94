"""How long to wait after wrong passwords, as a pure decision. Nobody is ever locked out for good: a permanent
lock would let any stranger lock out the officer on duty.

Two counts: one of (account, address), so that a guesser delays nobody but himself, and one of the address,
so that he does not walk through all accounts with the commonest password.
"""

from dataclasses import dataclass
from typing import Final

from feeds.model import Utc


@dataclass(frozen=True, slots=True)
class Pace:
    """After ``free`` failures the next try waits ``first_s``, each further one twice as long, up to
    ``most_s``.
    """

    free: int
    first_s: float
    most_s: float


PAIR: Final = Pace(free=5, first_s=2, most_s=900)
"""Nine tries in the first minute, four an hour in the end: 1,000 guesses take ten days."""

ADDRESS: Final = Pace(free=30, first_s=2, most_s=300)
"""A command room may sit behind one address: there are more free tries, and those that succeed count for
nothing."""

FORGET_S: Final = 24 * 3600
"""Failures are forgotten when there was none for this long."""


@dataclass(frozen=True, slots=True)
class Count:
    """Failures in a row, and the last of them."""

    failures: int
    last_at: Utc


NONE: Final = Count(0, Utc(0))


def wait_s(count: Count, pace: Pace, now: Utc) -> float:
    """How long until the next try is looked at; 0: now."""
    if forgotten(count, now) or count.failures < pace.free:
        return 0.0
    doublings = min(count.failures - pace.free, 64)
    pause = min(pace.most_s, pace.first_s * 2.0**doublings)
    # A clock that was set back must not make anybody wait longer than the pause itself.
    return max(0.0, pause - max(0.0, now - count.last_at))


def failed(count: Count, now: Utc) -> Count:
    """One more."""
    return Count(1 if forgotten(count, now) else count.failures + 1, now)


def forgotten(count: Count, now: Utc) -> bool:
    """Whether it is as if there had been none."""
    return now - count.last_at >= FORGET_S
