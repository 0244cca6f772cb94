"""Answers that are computed once for everybody who asks."""

import asyncio
from collections.abc import Callable

import pytest

from dashboard.web.renewing import Renewing
from feeds.model import Utc

FRESH_S = 10.0
KEPT_S = 60.0


class Clock:
    """A clock that stands until it is set, and an answer that says of when it is."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.made = 0
        self.broken = False

    def __call__(self) -> float:
        return self.now

    def compute(self, key: str, now: Utc) -> bytes:
        """The key and the time."""
        if self.broken:
            raise ValueError("broken")
        self.made += 1
        return f"{key}@{now:.0f}".encode()


def renewing(clock: Clock, holds: Callable[[Utc, Utc], bool] = lambda _made, _now: True) -> Renewing:
    return Renewing(clock.compute, clock, fresh_s=FRESH_S, kept_s=KEPT_S, holds=holds)


async def test_all_who_ask_at_once_share_one_computation() -> None:
    """However many; another key is another answer."""
    clock = Clock()
    answers = renewing(clock)
    said = await asyncio.gather(*(answers.answer("a") for _ in range(20)), answers.answer("b"))
    assert set(said) == {b"a@1000", b"b@1000"} and clock.made == 2


async def test_an_older_answer_is_given_while_its_successor_is_made() -> None:
    """Once: who asks after that has the new one; beyond its keeping nobody gets it."""
    clock = Clock()
    answers = renewing(clock)
    await answers.answer("a")
    clock.now += FRESH_S
    assert await answers.answer("a") == b"a@1000"
    while clock.made < 2:
        await asyncio.sleep(0.001)
    assert await answers.answer("a") == b"a@1010"
    clock.now += KEPT_S
    assert await answers.answer("a") == b"a@1070"


async def test_an_answer_of_another_day_is_nobodys() -> None:
    """What no longer holds is waited for, though it is young."""
    clock = Clock()
    answers = renewing(clock, lambda made, now: made // 1005 == now // 1005)
    await answers.answer("a")
    clock.now += FRESH_S
    assert await answers.answer("a") == b"a@1010"


async def test_who_waited_is_told_why_there_is_none_and_the_next_asks_again() -> None:
    """A failure is not kept."""
    clock = Clock()
    clock.broken = True
    answers = renewing(clock)
    with pytest.raises(ValueError, match="broken"):
        await answers.answer("a")
    clock.broken = False
    assert await answers.answer("a") == b"a@1000"
