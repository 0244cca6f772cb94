"""Accounts, sessions, screens and tokens, on both databases."""

import pytest

from dashboard.identity.errors import Refused
from dashboard.identity.identities import Identities
from dashboard.identity.people import SignedIn
from dashboard.identity.sessions import ABSOLUTE_S, IDLE_S, SEEN_EVERY_S, SESSIONS_MOST
from dashboard.incidents.states import Role
from feeds.errors import BadInput
from feeds.model import Utc

NOON = Utc(1_000_000.0)
RIGHT = "lantern over nine roofs"


def later(seconds: float) -> Utc:
    return Utc(NOON + seconds)


def begun(identities: Identities, id: str = "wang", now: Utc = NOON, **about: object) -> SignedIn:
    """An account, and a session of it."""
    if identities.account(id) is None:
        identities.add_account(id, by="test", now=now, **about)  # type: ignore[arg-type] # judged inside
    return identities.begin(id, now, "test")


def test_a_password_opens_a_session(identities: Identities) -> None:
    """Whatever the case of the name; the secret finds it, and nothing else does."""
    made = identities.add_account(
        "Wang.Wei",
        by="test",
        now=NOON,
        name="王伟",
        roles=["dispatcher"],
        unit="health",
        scope="320104",
        password=RIGHT,
    )
    assert made.must_change, "somebody else chose it"
    signed_in = identities.sign_in("WANG.wei", RIGHT, "10.0.0.1", NOON)
    assert signed_in.account == made == identities.account("wang.wei")
    assert made.roles == {Role.DISPATCHER}
    assert identities.session(signed_in.secret, NOON) == (signed_in.session, made)
    for other in ("", "x", signed_in.session.id, signed_in.secret[:-1], "\ud800"):
        assert identities.session(other, NOON) is None


def test_a_session_ends_by_the_clock(identities: Identities) -> None:
    """Twelve hours without use, twenty-four with; and then the relays are told."""
    idle = begun(identities)
    used = begun(identities)
    for hour in range(1, 24):
        assert identities.session(used.secret, later(hour * 3600)) is not None
    assert identities.session(idle.secret, later(IDLE_S)) is None
    assert identities.session(used.secret, later(ABSOLUTE_S)) is None
    assert identities.revocations_after(0)[1] == frozenset()
    assert identities.end_expired(later(ABSOLUTE_S)) == 2
    assert identities.end_expired(later(ABSOLUTE_S)) == 0
    assert len(identities.revocations_after(0)[1]) == 2


def test_a_use_is_written_down_once_a_minute(identities: Identities) -> None:
    """Not a commit for each request."""
    secret = begun(identities).secret
    seen = []
    for seconds in (0, SEEN_EVERY_S - 1, SEEN_EVERY_S, SEEN_EVERY_S + 1):
        found = identities.session(secret, later(seconds))
        assert found is not None
        seen.append(found[0].seen_at - NOON)
    assert seen == [0, 0, SEEN_EVERY_S, SEEN_EVERY_S]


def test_signing_out_and_being_signed_out(identities: Identities) -> None:
    """The cookie opens nothing any more, and the relays hear of it after where they stood."""
    mine, other = begun(identities), begun(identities)
    head, _ = identities.revocations_after(0)
    identities.end(mine.session.id, "wang", NOON)
    assert identities.session(mine.secret, NOON) is None
    head, told = identities.revocations_after(head)
    assert told == {f"session:{mine.session.id}"}
    assert identities.end_sessions_of("wang", "test", NOON) == 1
    assert identities.revocations_after(head)[1] == {f"session:{other.session.id}"}
    with pytest.raises(BadInput, match="is no open session"):
        identities.end(mine.session.id, "wang", NOON)


@pytest.mark.parametrize("change", [{"disabled": True}, {"roles": []}, {"admin": False}, {"scope": "320104"}])
def test_what_takes_a_right_away_ends_the_sessions(identities: Identities, change: dict[str, object]) -> None:
    """At once, in every process."""
    begun(identities, "boss", admin=True)
    signed_in = begun(identities, "wang", roles=["dispatcher"], admin=True)
    identities.change_account("wang", by="boss", now=NOON, **change)  # type: ignore[arg-type] # judged inside
    assert identities.session(signed_in.secret, NOON) is None
    assert f"session:{signed_in.session.id}" in identities.revocations_after(0)[1]


def test_more_rights_are_there_at_once(identities: Identities) -> None:
    """Without signing in again."""
    signed_in = begun(identities)
    identities.change_account("wang", by="test", now=NOON, roles=["evaluator"], name="王", unit="health")
    identities.change_account("wang", by="test", now=NOON, unit="")
    again = begun(identities)
    identities.change_account("wang", by="test", now=NOON, roles=["evaluator", "shift_lead"])
    assert identities.session(signed_in.secret, NOON) is None, "its unit was changed"
    found = identities.session(again.secret, NOON)
    assert found is not None and found[1].roles == {Role.EVALUATOR, Role.SHIFT_LEAD} and found[1].unit is None


def test_a_disabled_account_opens_nothing(identities: Identities) -> None:
    """Nor by somebody else's sign-on; enabled again it does."""
    begun(identities)
    identities.change_account("wang", by="test", now=NOON, disabled=True)
    for name in ("wang", "nobody"):
        with pytest.raises(Refused):
            identities.begin(name, NOON, "oidc")
    identities.change_account("wang", by="test", now=NOON, disabled=False)
    assert identities.begin("wang", NOON, "oidc").account.id == "wang"


def test_the_last_admin_stays(identities: Identities) -> None:
    """Somebody must be able to let people in."""
    for name in ("boss", "second"):
        identities.add_account(name, by="test", now=NOON, admin=True)
    identities.change_account("second", by="boss", now=NOON, admin=False)
    for change in ({"admin": False}, {"disabled": True}):
        with pytest.raises(BadInput, match="the last who manages accounts"):
            identities.change_account("boss", by="boss", now=NOON, **change)  # type: ignore[arg-type]


def test_another_password(identities: Identities) -> None:
    """The old one opens nothing; all are signed out but the one who changed it."""
    identities.add_account("wang", by="test", now=NOON, password=RIGHT)
    here, there = (identities.sign_in("wang", RIGHT, "10.0.0.1", NOON) for _ in range(2))
    identities.confirm("wang", RIGHT, "10.0.0.1", NOON)
    identities.set_password("wang", "another lantern", by="wang", now=NOON, keep=here.session.id)
    found = identities.session(here.secret, NOON)
    assert found is not None and not found[1].must_change
    assert identities.session(there.secret, NOON) is None
    with pytest.raises(Refused):
        identities.confirm("wang", RIGHT, "10.0.0.1", NOON)
    with pytest.raises(BadInput, match="is the id of no account"):
        identities.set_password("nobody", "another lantern", by="test", now=NOON)


def test_no_account_twice_and_none_of_nobody(identities: Identities) -> None:
    """Named by the field."""
    begun(identities)
    with pytest.raises(BadInput, match="is taken"):
        identities.add_account("WANG", by="test", now=NOON)
    with pytest.raises(BadInput, match="is the id of no account"):
        identities.change_account("nobody", by="test", now=NOON, name="x")
    assert [each.id for each in identities.accounts()] == ["wang"]


def test_the_oldest_session_makes_room(identities: Identities) -> None:
    """An account is not open in ever more browsers."""
    signed_in = [begun(identities, now=later(number)) for number in range(SESSIONS_MOST + 1)]
    assert identities.session(signed_in[0].secret, NOON) is None
    assert len(identities.sessions(NOON)) == SESSIONS_MOST


def test_a_screen_is_enrolled_seen_and_revoked(identities: Identities) -> None:
    """Its secret is shown once; revoked it opens nothing."""
    screen, secret = identities.enrol_screen("大屏一", "320104", by="boss", now=NOON)
    assert identities.screen(secret) == screen and screen.seen_at is None
    seen = identities.screen(secret, later(5))
    assert seen is not None and seen.seen_at == later(5) and identities.screens() == [seen]
    identities.revoke_screen(screen.id, by="boss", now=later(6))
    assert identities.screen(secret) is None and identities.screens()[0].revoked_at == later(6)
    assert identities.revocations_after(0)[1] == {f"screen:{screen.id}"}
    with pytest.raises(BadInput, match="no enrolled screen"):
        identities.revoke_screen(screen.id, by="boss", now=NOON)


def test_a_token_is_issued_and_revoked(identities: Identities) -> None:
    """With whom it may speak of."""
    token, secret = identities.issue_token("phones", ["QH-04*"], by="boss", now=NOON)
    assert identities.intake_token(secret) == token and token.entities == ("QH-04*",)
    identities.revoke_token(token.id, by="boss", now=NOON)
    assert identities.intake_token(secret) is None and identities.tokens()[0].revoked_at == NOON
    assert identities.revocations_after(0)[1] == {f"token:{token.id}"}
    with pytest.raises(BadInput, match="no token that counts"):
        identities.revoke_token(token.id, by="boss", now=NOON)


def test_every_change_has_its_row(identities: Identities) -> None:
    """Who did what to whom, newest first, in pages."""
    signed_in = begun(identities, "boss", admin=True)
    identities.enrol_screen("大屏一", "", by="boss", now=later(1))
    identities.note("track", "QH-0421", "looked", by="boss", now=later(2), facts={"reason": "走失老人"})
    identities.end(signed_in.session.id, "boss", later(3))
    rows = identities.audit()
    assert [(row.kind, row.facts["did"], row.by) for row in rows] == [
        ("session", "ended", "boss"),
        ("track", "looked", "boss"),
        ("screen", "enrolled", "boss"),
        ("session", "begun", "test"),
        ("account", "added", "test"),
    ]
    assert identities.audit(before=3, most=1) == [rows[3]]
    assert identities.verify().problem is None and identities.verify().rows == 5
