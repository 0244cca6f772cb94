"""Accounts, and the tries to sign in to them, in the tables."""

from typing import Any, Final

import msgspec
from sqlalchemy import Connection, Row, delete, insert, select, update

from dashboard.identity.backoff import NONE, Count
from dashboard.identity.people import Account, SignInTry
from dashboard.identity.store import ms, utc
from dashboard.identity.store_tables import ACCOUNT, AUDIT, COUNT, SIGN_IN
from dashboard.incidents.states import Role
from feeds.model import Utc

GIVEN: Final = frozenset({"added", "password set"})
"""What the log calls the deeds that give an account its password."""


def account(connection: Connection, id: str) -> tuple[Account, str | None] | None:
    """One account and its password's hash; None where there is none of that id."""
    row = connection.execute(select(ACCOUNT).where(ACCOUNT.c.id == id)).first()
    return None if row is None else (_account(row), row.password)


def accounts(connection: Connection) -> list[Account]:
    """All, by id."""
    return [_account(row) for row in connection.execute(select(ACCOUNT).order_by(ACCOUNT.c.id))]


def insert_account(connection: Connection, made: Account, password: str | None) -> None:
    """A new one."""
    connection.execute(insert(ACCOUNT), _values(made) | {"password": password})


def update_account(connection: Connection, changed: Account) -> None:
    """As it is from now on; its password stays."""
    connection.execute(update(ACCOUNT).where(ACCOUNT.c.id == changed.id).values(_values(changed)))


def update_password(connection: Connection, id: str, password: str, *, must_change: bool) -> None:
    """Another one."""
    values = {"password": password, "must_change": int(must_change)}
    connection.execute(update(ACCOUNT).where(ACCOUNT.c.id == id).values(values))


def password_given_at(connection: Connection, id: str) -> Utc | None:
    """When the account got the password it has, as the log says; None where it says nothing."""
    of_it = (AUDIT.c.kind == "account") & (AUDIT.c.id == id) & AUDIT.c.body.is_not(None)
    rows = connection.execute(select(AUDIT.c.at_ms, AUDIT.c.body).where(of_it).order_by(AUDIT.c.seq.desc()))
    given = (row.at_ms for row in rows if msgspec.json.decode(row.body).get("did") in GIVEN)
    at_ms = next(given, None)
    return None if at_ms is None else utc(at_ms)


def count(connection: Connection, subject: str) -> Count:
    """Failures in a row."""
    row = connection.execute(select(COUNT).where(COUNT.c.subject == subject)).first()
    return NONE if row is None else Count(row.failures, utc(row.last_at_ms))


def put_count(connection: Connection, subject: str, now: Count) -> None:
    """Remember it; none at all is forgotten."""
    connection.execute(delete(COUNT).where(COUNT.c.subject == subject))
    if now.failures > 0:
        values = {"subject": subject, "failures": now.failures, "last_at_ms": ms(now.last_at)}
        connection.execute(insert(COUNT), values)


def insert_try(connection: Connection, account_id: str | None, address: str, now: Utc) -> int:
    """One try, not successful so far; returns its number."""
    values = {"at_ms": ms(now), "account": account_id, "address": address, "succeeded": 0}
    inserted = connection.execute(insert(SIGN_IN).values(values))
    return int((inserted.inserted_primary_key or (0,))[0])


def try_succeeded(connection: Connection, number: int) -> None:
    """It did, after all."""
    connection.execute(update(SIGN_IN).where(SIGN_IN.c.number == number).values(succeeded=1))


def drop_try(connection: Connection, number: int) -> None:
    """It was never looked at."""
    connection.execute(delete(SIGN_IN).where(SIGN_IN.c.number == number))


def tries(connection: Connection, most: int) -> list[SignInTry]:
    """The newest first."""
    rows = connection.execute(select(SIGN_IN).order_by(SIGN_IN.c.number.desc()).limit(most))
    return [SignInTry(utc(row.at_ms), row.account, row.address, bool(row.succeeded)) for row in rows]


def _account(row: Row[Any]) -> Account:
    return Account(
        id=row.id,
        name=row.name,
        roles=frozenset(Role(role) for role in msgspec.json.decode(row.roles)),
        unit=row.unit,
        scope=row.scope,
        disabled=bool(row.disabled),
        admin=bool(row.admin),
        must_change=bool(row.must_change),
        created_at=utc(row.created_at_ms),
    )


def _values(account: Account) -> dict[str, Any]:
    return {
        "id": account.id,
        "name": account.name,
        "roles": msgspec.json.encode(sorted(account.roles)).decode(),
        "unit": account.unit,
        "scope": account.scope,
        "disabled": int(account.disabled),
        "admin": int(account.admin),
        "must_change": int(account.must_change),
        "created_at_ms": ms(account.created_at),
    }
