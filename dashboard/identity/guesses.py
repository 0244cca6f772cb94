"""Proving a password. Each try counts as failed before it is looked at, in the store that all processes
share: whoever sends a thousand at once still gets the few that are due.
"""

from math import ceil
from typing import Final, NamedTuple

from dashboard.identity import store_accounts as rows
from dashboard.identity.accounts import folded
from dashboard.identity.backoff import ADDRESS, PAIR, Count, failed, wait_s
from dashboard.identity.errors import Refused, TooManyTries
from dashboard.identity.passwords import Passwords
from dashboard.identity.people import Account
from dashboard.identity.store import IdentityStore, Writing
from feeds.addresses import network_of
from feeds.model import Utc

FIRST_PASSWORD_S: Final = 7 * 86_400.0
"""So long a one-time password opens anything; then an administrator gives another."""
ID_KEPT: Final = 64
"""Characters of a name that count tries; nobody has a longer one."""


class Try(NamedTuple):
    """One try that is being looked at, and the counts before it."""

    number: int
    account: str
    hashed: str | None
    pair: str
    from_address: str
    pair_before: Count
    address_before: Count


def prove(
    store: IdentityStore, passwords: Passwords, name: object, password: object, address: str, now: Utc
) -> Try:
    """Whose password it is; ``succeeded`` must follow. Raises Refused, with one sentence for every cause, and
    TooManyTries. An unknown name and a disabled account cost what a wrong password costs.
    """
    if not isinstance(password, str):
        raise Refused
    with store.writing() as writing:
        tried = _counted(writing, folded(name)[:ID_KEPT], address, now)
    try:
        right = passwords.right(password, tried.hashed)
    except TooManyTries:
        with store.writing() as writing:
            _undone(writing, tried)
            rows.drop_try(writing.connection, tried.number)
        raise
    if not right:
        raise Refused
    return tried


def succeeded(writing: Writing, tried: Try) -> None:
    """It was right: it counts for nothing, and those of this pair before it neither. Raises Refused where the
    account was disabled or given another password meanwhile.
    """
    found = rows.account(writing.connection, tried.account)
    if found is None or found[0].disabled or found[1] != tried.hashed:
        raise Refused
    _undone(writing, tried._replace(pair_before=Count(0, Utc(0))))
    rows.try_succeeded(writing.connection, tried.number)


def _counted(writing: Writing, id: str, address: str, now: Utc) -> Try:
    connection, from_address = writing.connection, network_of(address)
    pair = f"{id} {from_address}"
    before = rows.count(connection, pair), rows.count(connection, from_address)
    wait = max(wait_s(before[0], PAIR, now), wait_s(before[1], ADDRESS, now))
    if wait > 0:
        raise TooManyTries(ceil(wait))
    rows.put_count(connection, pair, failed(before[0], now))
    rows.put_count(connection, from_address, failed(before[1], now))
    found = rows.account(connection, id)
    number = rows.insert_try(connection, None if found is None else id, address, now)
    hashed = None if found is None or found[0].disabled or _too_late(writing, found[0], now) else found[1]
    return Try(number, id, hashed, pair, from_address, *before)


def _too_late(writing: Writing, account: Account, now: Utc) -> bool:
    """Whether a password of somebody else's making was never used in its time."""
    if not account.must_change:
        return False
    given = rows.password_given_at(writing.connection, account.id)
    return given is not None and now - given > FIRST_PASSWORD_S


def _undone(writing: Writing, tried: Try) -> None:
    """As before this try, but for those that were made beside it."""
    rows.put_count(writing.connection, tried.pair, tried.pair_before)
    others = rows.count(writing.connection, tried.from_address).failures - 1
    before = tried.address_before
    rows.put_count(writing.connection, tried.from_address, Count(max(0, others), before.last_at))
