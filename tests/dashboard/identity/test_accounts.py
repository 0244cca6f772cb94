"""What an account may be."""

from dataclasses import replace

import pytest

from dashboard.identity import accounts
from dashboard.identity.people import Account
from dashboard.incidents.states import Role
from feeds.errors import BadInput
from feeds.model import Utc

WANG = Account("wang", "王", frozenset({Role.DISPATCHER}), None, "320104", False, False, False, Utc(0))


@pytest.mark.parametrize("id", ["", "a", "王伟", "a b", ".wang", "x" * 33, "tidy", "a:b", None, 7, "wa\nng"])
def test_what_no_id_can_be(id: object) -> None:
    """Also the names by which machines sign."""
    with pytest.raises(BadInput, match=r"^id is"):
        accounts.account_id(id)


def test_an_id_is_folded() -> None:
    """Wang and WANG are one."""
    assert accounts.account_id(" Wang.Wei ") == "wang.wei"


@pytest.mark.parametrize(
    ("check", "bad"),
    [
        (accounts.person_name, "source:demo"),
        (accounts.person_name, "\u202e"),
        (accounts.roles, "dispatcher"),
        (accounts.roles, ["boss"]),
        (accounts.roles, [None]),
        (accounts.roles, 5),
        (accounts.unit, "no-such-office"),
        (accounts.unit, 5),
        (accounts.scope, "32"),
        (accounts.scope, "３２０１０４"),
        (accounts.scope, None),
        (accounts.source_name, " "),
        (accounts.patterns, "QH-*"),
        (accounts.patterns, [""]),
        (accounts.patterns, ["x"] * 101),
    ],
)
def test_what_is_refused_by_name(check: object, bad: object) -> None:
    """A sentence with the field and the value."""
    assert callable(check)
    with pytest.raises(BadInput):
        check(bad)


@pytest.mark.parametrize(
    ("after", "takes"),
    [
        (replace(WANG, roles=frozenset(Role)), False),
        (replace(WANG, roles=frozenset()), True),
        (replace(WANG, scope=""), False),
        (replace(WANG, scope="320104001"), True),
        (replace(WANG, scope="320105"), True),
        (replace(WANG, disabled=True), True),
        (replace(WANG, admin=True, name="王伟"), False),
        (replace(WANG, unit="health"), True),
    ],
)
def test_what_takes_a_right_away(after: Account, takes: bool) -> None:
    """Sessions that had it must end; what only gives more leaves them."""
    assert accounts.takes_away(WANG, after) is takes
