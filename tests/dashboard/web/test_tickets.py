"""Tickets: ours are believed for thirty seconds, everything else never."""

import time

import pytest

from dashboard.web import tickets as module
from dashboard.web.tickets import Tickets

TICKETS = Tickets("secret-for-tests-0123456789", "demo")


def test_a_fresh_ticket_says_what_it_was_issued_for() -> None:
    """Scope and role come back; two tickets differ by their nonce."""
    first, second = (
        TICKETS.check(TICKETS.issue("320104004")),
        TICKETS.check(TICKETS.issue("320104004", "officer")),
    )
    assert first and second and (first.scope, first.role) == ("320104004", "wall")
    assert second.role == "officer" and first.nonce != second.nonce


def test_a_ticket_of_another_deployment_or_secret_is_none() -> None:
    """An exercise's ticket opens no live wall."""
    assert TICKETS.check(Tickets("secret-for-tests-0123456789", "live").issue("320104")) is None
    assert TICKETS.check(Tickets("another-secret-0123456789", "demo").issue("320104")) is None


def test_an_old_ticket_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """Thirty seconds and no longer."""
    text = TICKETS.issue("320104")
    now = time.time()
    monkeypatch.setattr("itsdangerous.timed.time.time", lambda: now + module.LIFE_S + 2)
    assert TICKETS.check(text) is None


@pytest.mark.parametrize("cut", [slice(0, -1), slice(1, None), slice(0, 0), slice(0, 20)])
def test_a_changed_ticket_is_none(cut: slice) -> None:
    """However little was changed."""
    assert TICKETS.check(TICKETS.issue("320104")[cut]) is None


@pytest.mark.parametrize("text", ["", ".", "a.b.c", "票", "\ud800", "x" * 5000, "eyJhbGciOiJub25lIn0.e30."])
def test_what_is_no_ticket_is_none(text: str) -> None:
    """Without an exception."""
    assert TICKETS.check(text) is None
