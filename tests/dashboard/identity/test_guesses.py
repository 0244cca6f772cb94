"""Guessing passwords, by a fake clock and with passwords that cost nothing to compare."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.identity.backoff import PAIR
from dashboard.identity.errors import Refused, TooManyTries
from dashboard.identity.guesses import FIRST_PASSWORD_S
from dashboard.identity.identities import Identities, identity_url
from dashboard.identity.passwords import Passwords
from feeds.model import Utc

RIGHT = "lantern over nine roofs"
NOON = Utc(1_000_000.0)


class Free(Passwords):
    """Compares as it is written, and notes for what it was asked."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str | None] = []

    def hashed(self, password: str) -> str:
        return password

    def right(self, password: str, hashed: str | None) -> bool:
        self.asked.append(hashed)
        return password == hashed


@pytest.fixture
def free() -> Free:
    """What was compared."""
    return Free()


@pytest.fixture
def centre(url: str, free: Free, monkeypatch: pytest.MonkeyPatch) -> Iterator[Identities]:
    """One officer, on either database."""
    yield from opened(url, free, monkeypatch)


@pytest.fixture
def centre_in_file(tmp_path: Path, free: Free, monkeypatch: pytest.MonkeyPatch) -> Iterator[Identities]:
    """One officer."""
    yield from opened(identity_url(tmp_path, ""), free, monkeypatch)


def opened(url: str, free: Free, monkeypatch: pytest.MonkeyPatch) -> Iterator[Identities]:
    monkeypatch.setattr("dashboard.identity.identities.Passwords", lambda: free)
    identities = Identities(url)
    identities.add_account("wang", by="test", now=NOON, password=RIGHT, must_change=False)
    yield identities
    identities.close()


def outcome(
    centre: Identities, password: str, now: float, name: str = "wang", address: str = "10.0.0.1"
) -> str:
    """What one try came to."""
    try:
        centre.sign_in(name, password, address, Utc(now))
    except Refused:
        return "refused"
    except TooManyTries as exc:
        assert 0 < exc.retry_after_s <= PAIR.most_s
        return "wait"
    return "in"


def test_a_thousand_guesses_in_a_thousand_seconds(centre_in_file: Identities, free: Free) -> None:
    """Thirteen of them are looked at; the right one, last, is not."""
    told = [outcome(centre_in_file, f"guess {number}", NOON + number) for number in range(999)]
    assert told.count("refused") == len(free.asked) == 13
    assert outcome(centre_in_file, RIGHT, NOON + 999) == "wait"


def test_the_officer_elsewhere_is_not_kept_out(centre: Identities) -> None:
    """Nor at the same address, once the pause is over."""
    for number in range(20):
        outcome(centre, "guess", NOON + number)
    assert outcome(centre, RIGHT, NOON + 20, address="10.0.0.2") == "in"
    assert outcome(centre, RIGHT, NOON + 20) == "wait"
    assert outcome(centre, RIGHT, NOON + 20 + PAIR.most_s) == "in"
    assert outcome(centre, "guess", NOON + 21 + PAIR.most_s) == "refused", "and the count begins anew"


def test_walking_through_names_is_slowed_too(centre_in_file: Identities, free: Free) -> None:
    """One guess for each of 200 names in 200 seconds, from one address."""
    told = [outcome(centre_in_file, "Spring2026", NOON + n, name=f"officer{n}") for n in range(200)]
    assert told.count("refused") == len(free.asked) < 40


def test_a_room_full_of_officers_signs_in_at_once(centre_in_file: Identities) -> None:
    """Forty right ones from one address count for nothing."""
    assert {outcome(centre_in_file, RIGHT, NOON + n / 10) for n in range(40)} == {"in"}


def test_every_cause_has_the_same_sentence_and_the_same_cost(centre: Identities, free: Free) -> None:
    """Unknown, wrong, disabled, without a password: one comparison each, one sentence."""
    centre.add_account("li", by="test", now=NOON)
    centre.add_account("zhao", by="test", now=NOON, password=RIGHT)
    centre.change_account("zhao", by="test", now=NOON, disabled=True)
    told = set()
    for name, password in (("nobody", RIGHT), ("wang", "wrong"), ("li", ""), ("zhao", RIGHT), ("王", "x")):
        with pytest.raises(Refused) as refused:
            centre.sign_in(name, password, "10.0.0.1", NOON)
        told.add(str(refused.value))
    assert len(told) == 1 and len(free.asked) == 5
    assert free.asked == [None, RIGHT, None, None, None]


def test_a_first_password_that_nobody_used_is_over_after_a_week(centre: Identities, free: Free) -> None:
    """With the sentence and the cost of a wrong one; another begins anew, and one's own does not end."""
    week = FIRST_PASSWORD_S
    centre.add_account("li", by="root", now=NOON, password=RIGHT)
    assert outcome(centre, RIGHT, NOON + week, name="li") == "in"
    assert outcome(centre, RIGHT, NOON + week + 1, name="li") == "refused"
    assert free.asked[-1] is None
    centre.set_password("li", RIGHT, by="root", now=Utc(NOON + week + 10), must_change=True)
    assert outcome(centre, RIGHT, NOON + 2 * week, name="li") == "in"
    centre.set_password("li", RIGHT, by="li", now=Utc(NOON + 2 * week))
    centre.change_account("li", by="root", now=Utc(NOON + 2 * week), name="李")
    assert outcome(centre, RIGHT, NOON + 9 * week, name="li") == "in"


def test_what_is_no_text_is_refused_unlooked_at(centre_in_file: Identities) -> None:
    """From a body of JSON anything may come."""
    for name, password in ((None, "x"), (7, "x"), ({}, "x"), ("wang", None), ("wang", 7), ("\x00", "\ud800")):
        with pytest.raises(Refused):
            centre_in_file.sign_in(name, password, "10.0.0.1", NOON)


def test_many_at_once_are_counted_before_they_are_looked_at(centre_in_file: Identities, free: Free) -> None:
    """Forty threads at the same moment get the five that are free."""
    told: list[str] = []
    threads = [
        threading.Thread(target=lambda: told.append(outcome(centre_in_file, "guess", NOON)))
        for _ in range(40)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["refused"] * PAIR.free + ["wait"] * (40 - PAIR.free)


def test_a_try_that_found_no_slot_does_not_count(
    centre_in_file: Identities, free: Free, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody looked at it."""

    def busy(password: str, hashed: str | None) -> bool:
        raise TooManyTries(3)

    with monkeypatch.context() as patch:
        patch.setattr(free, "right", busy)
        assert {outcome(centre_in_file, RIGHT, NOON) for _ in range(PAIR.free + 1)} == {"wait"}
    assert centre_in_file.sign_ins() == []
    assert outcome(centre_in_file, RIGHT, NOON) == "in"


def test_the_tries_are_kept_without_what_was_typed(centre: Identities) -> None:
    """A password typed into the wrong field is in no list."""
    outcome(centre, "wrong", NOON, name="my secret password")
    outcome(centre, RIGHT, NOON + 1)
    assert [(each.account, each.address, each.succeeded) for each in centre.sign_ins()] == [
        ("wang", "10.0.0.1", True),
        (None, "10.0.0.1", False),
    ]


def test_a_password_changed_meanwhile_lets_nobody_in(
    centre_in_file: Identities, free: Free, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The old one was right when it was compared."""

    def changed_meanwhile(password: str, hashed: str | None) -> bool:
        centre_in_file.set_password("wang", "another lantern", by="test", now=NOON)
        return True

    monkeypatch.setattr(free, "right", changed_meanwhile)
    assert outcome(centre_in_file, RIGHT, NOON) == "refused"
