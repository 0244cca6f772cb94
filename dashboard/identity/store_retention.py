"""Forgetting what is past its time: tries to sign in, sessions that are over, counts, revocations."""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Table, delete, func, select

from dashboard.identity.backoff import FORGET_S
from dashboard.identity.store import ms
from dashboard.identity.store_tables import COUNT, REVOCATION, SESSION, SIGN_IN
from feeds.model import Utc

REVOCATIONS_S: Final = 30 * 86_400
"""A relay that was away for longer asks nobody's old ticket: those hold for half a minute."""

Past = Mapping[str, tuple[Table, ColumnElement[bool]]]


def past(now: Utc, sessions_s: float, sign_ins_s: float) -> Past:
    """Table and condition of each kind."""
    over = func.coalesce(SESSION.c.ended_at_ms, SESSION.c.ends_at_ms)
    conditions: dict[str, tuple[Table, Any]] = {
        "sign_ins": (SIGN_IN, SIGN_IN.c.at_ms < ms(now) - sign_ins_s * 1000),
        "sessions": (SESSION, over < ms(now) - sessions_s * 1000),
        "counts": (COUNT, COUNT.c.last_at_ms < ms(now) - FORGET_S * 1000),
        "revocations": (REVOCATION, REVOCATION.c.at_ms < ms(now) - REVOCATIONS_S * 1000),
    }
    return conditions


def counted(connection: Connection, these: Past) -> dict[str, int]:
    """How many there are."""
    return {
        name: int(connection.execute(select(func.count()).select_from(table).where(old)).scalar_one())
        for name, (table, old) in these.items()
    }


def removed(connection: Connection, these: Past) -> dict[str, int]:
    """How many there were."""
    return {
        name: connection.execute(delete(table).where(old)).rowcount for name, (table, old) in these.items()
    }
