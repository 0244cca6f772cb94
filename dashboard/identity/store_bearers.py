"""What is shown at a door, in the tables: sessions, screens, tokens of sources. Looked up by the SHA-256 of
what was shown.
"""

from typing import Any

import msgspec
from sqlalchemy import Connection, Row, insert, select, update

from dashboard.identity.people import IntakeToken, Screen, Session
from dashboard.identity.sessions import digest
from dashboard.identity.store import ms, utc
from dashboard.identity.store_tables import SCREEN, SESSION, TOKEN
from feeds.model import Utc


def session_by_secret(connection: Connection, secret: str) -> Session | None:
    """One that was not ended; whether it still counts is for the asker."""
    found = SESSION.c.secret == digest(secret)
    row = connection.execute(select(SESSION).where(found, SESSION.c.ended_at_ms.is_(None))).first()
    return None if row is None else _session(row)


def open_sessions(connection: Connection, account: str | None = None) -> list[Session]:
    """Those that were not ended, used last first; of one account or of all."""
    query = select(SESSION).where(SESSION.c.ended_at_ms.is_(None)).order_by(SESSION.c.seen_at_ms.desc())
    if account is not None:
        query = query.where(SESSION.c.account == account)
    return [_session(row) for row in connection.execute(query)]


def open_session(connection: Connection, id: str) -> Session | None:
    """One that was not ended, by its handle."""
    query = select(SESSION).where(SESSION.c.id == id, SESSION.c.ended_at_ms.is_(None))
    row = connection.execute(query).first()
    return None if row is None else _session(row)


def insert_session(connection: Connection, made: Session, secret: str) -> None:
    """A new one."""
    values = {
        "id": made.id,
        "account": made.account,
        "secret": digest(secret),
        "begun_at_ms": ms(made.begun_at),
        "seen_at_ms": ms(made.seen_at),
        "ends_at_ms": ms(made.ends_at),
    }
    connection.execute(insert(SESSION), values)


def session_seen(connection: Connection, id: str, now: Utc) -> None:
    """It was used."""
    connection.execute(update(SESSION).where(SESSION.c.id == id).values(seen_at_ms=ms(now)))


def end_session(connection: Connection, id: str, now: Utc) -> None:
    """It is over."""
    connection.execute(update(SESSION).where(SESSION.c.id == id).values(ended_at_ms=ms(now)))


def screen_by_secret(connection: Connection, secret: str) -> Screen | None:
    """One that was not revoked."""
    found = SCREEN.c.secret == digest(secret)
    row = connection.execute(select(SCREEN).where(found, SCREEN.c.revoked_at_ms.is_(None))).first()
    return None if row is None else _screen(row)


def screens(connection: Connection) -> list[Screen]:
    """All, newest first, revoked ones too."""
    query = select(SCREEN).order_by(SCREEN.c.enrolled_at_ms.desc())
    return [_screen(row) for row in connection.execute(query)]


def insert_screen(connection: Connection, made: Screen, secret: str) -> None:
    """A new one."""
    values = {"id": made.id, "name": made.name, "scope": made.scope, "secret": digest(secret)}
    connection.execute(insert(SCREEN), values | {"enrolled_at_ms": ms(made.enrolled_at)})


def screen_seen(connection: Connection, id: str, now: Utc) -> None:
    """It was used."""
    connection.execute(update(SCREEN).where(SCREEN.c.id == id).values(seen_at_ms=ms(now)))


def revoke_screen(connection: Connection, id: str, now: Utc) -> None:
    """It opens nothing any more."""
    connection.execute(update(SCREEN).where(SCREEN.c.id == id).values(revoked_at_ms=ms(now)))


def token_by_secret(connection: Connection, secret: str) -> IntakeToken | None:
    """One that was not revoked."""
    found = TOKEN.c.secret == digest(secret)
    row = connection.execute(select(TOKEN).where(found, TOKEN.c.revoked_at_ms.is_(None))).first()
    return None if row is None else _token(row)


def tokens(connection: Connection) -> list[IntakeToken]:
    """All, newest first, revoked ones too."""
    return [_token(row) for row in connection.execute(select(TOKEN).order_by(TOKEN.c.issued_at_ms.desc()))]


def insert_token(connection: Connection, made: IntakeToken, secret: str) -> None:
    """A new one."""
    entities = msgspec.json.encode(made.entities).decode()
    values = {"id": made.id, "source": made.source, "entities": entities, "secret": digest(secret)}
    connection.execute(insert(TOKEN), values | {"issued_at_ms": ms(made.issued_at)})


def revoke_token(connection: Connection, id: str, now: Utc) -> None:
    """It opens nothing any more."""
    connection.execute(update(TOKEN).where(TOKEN.c.id == id).values(revoked_at_ms=ms(now)))


def _session(row: Row[Any]) -> Session:
    return Session(row.id, row.account, utc(row.begun_at_ms), utc(row.seen_at_ms), utc(row.ends_at_ms))


def _screen(row: Row[Any]) -> Screen:
    seen, revoked = _maybe(row.seen_at_ms), _maybe(row.revoked_at_ms)
    return Screen(row.id, row.name, row.scope, utc(row.enrolled_at_ms), seen, revoked)


def _token(row: Row[Any]) -> IntakeToken:
    entities = tuple(msgspec.json.decode(row.entities, type=list[str]))
    return IntakeToken(row.id, row.source, entities, utc(row.issued_at_ms), _maybe(row.revoked_at_ms))


def _maybe(at_ms: int | None) -> Utc | None:
    return None if at_ms is None else utc(at_ms)
