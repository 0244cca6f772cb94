"""Which database identity is in: engines that write and that only read, and its tables made.

Several processes write here, the web process and the command line beside it. So the SQLite file has a
rollback journal: libraries up to 3.51.2 can corrupt a WAL that two processes write and checkpoint at once.
"""

import sqlite3
from pathlib import Path
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, Engine, create_engine, event, insert, inspect, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.pool import QueuePool

from dashboard.identity.store_tables import FORM, HEAD, METADATA, triggers
from dashboard.incidents.chain import GENESIS
from dashboard.incidents.database_sqlite import LEGIBLE, SYNCHRONOUS_FULL
from dashboard.incidents.errors import StoreUnavailable
from feeds.errors import BadSetting, wants_extra

BUSY_S: Final = 2.0
"""How long to wait for a lock, and for a connection of this process."""
MAKING: Final = 0x77616E676964656E
"""PostgreSQL's advisory lock of whoever makes the tables."""

PURGE_S: Final = 10.0
"""How long a purge of months may go without a word of the server; nobody waits for it at a screen."""
_SESSION: Final = (
    "-c client_min_messages=warning -c synchronous_commit=on -c lock_timeout=2s -c statement_timeout=10s"
)
_ONE_SNAPSHOT: Final[dict[str, Any]] = {"isolation_level": "REPEATABLE READ"}


class Engines(NamedTuple):
    """One to write by, one to read by, and one for what may take long to write."""

    writer: Engine
    reader: Engine
    purger: Engine

    def dispose(self) -> None:
        """Give the connections back."""
        self.writer.dispose()
        self.reader.dispose()
        self.purger.dispose()


def engines(url: str) -> Engines:
    """Both, and the tables as this version has them. Raises BadSetting for another version's, and for a
    PostgreSQL without its driver; SQLAlchemyError for what the database says.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "postgresql":
        made = _postgres(url)
    else:
        made = _sqlite(Path(parsed.database or ""))
    with made.writer.begin() as connection:
        _make_tables(connection, parsed.render_as_string(hide_password=True))
    return made


def _sqlite(path: Path) -> Engines:
    def connect(reading: bool) -> sqlite3.Connection:
        connection = sqlite3.connect(path, timeout=BUSY_S, isolation_level=None, check_same_thread=False)
        connection.execute("PRAGMA journal_mode=DELETE")
        connection.execute("PRAGMA synchronous=FULL")
        connection.text_factory = LEGIBLE if reading else str
        connection.execute(f"PRAGMA query_only={'ON' if reading else 'OFF'}")
        if connection.execute("PRAGMA synchronous").fetchone()[0] != SYNCHRONOUS_FULL:
            raise StoreUnavailable(f"{path} must commit with synchronous=FULL")
        return connection

    def engine(begin: str, size: int, *, reading: bool) -> Engine:
        made = create_engine(
            "sqlite://",
            creator=lambda: connect(reading),
            poolclass=QueuePool,
            pool_size=size,
            max_overflow=0,
            pool_timeout=BUSY_S,
        )
        event.listen(made, "begin", lambda connection: connection.exec_driver_sql(begin))
        return made

    # A deferred transaction that upgrades from reading to writing fails at once, whatever the timeout.
    writer = engine("BEGIN IMMEDIATE", 1, reading=False)
    return Engines(writer, engine("BEGIN", 4, reading=True), writer)


def _postgres(url: str) -> Engines:
    try:  # psycopg is an extra: said here, not by a trace later
        from dashboard.incidents.database_patience import VANISHED, be_impatient
        from dashboard.incidents.database_postgres import CONNECT_S, POOL_S
    except ImportError as exc:
        raise BadSetting("database_url", "postgresql", wants_extra("postgres")) from exc
    address = make_url(url).set(drivername="postgresql+psycopg")

    def engine(size: int, options: str, patience_s: float | None = None, **more: Any) -> Engine:
        made = create_engine(
            address,
            connect_args={"connect_timeout": CONNECT_S, "options": options, **VANISHED},
            pool_pre_ping=True,
            pool_size=size,
            max_overflow=0,
            pool_timeout=POOL_S,
            **more,
        )
        be_impatient(made, patience_s)
        return made

    reading = f"{_SESSION} -c default_transaction_read_only=on"
    return Engines(engine(2, _SESSION), engine(2, reading, **_ONE_SNAPSHOT), engine(1, _SESSION, PURGE_S))


def _make_tables(connection: Connection, name: str) -> None:
    dialect = connection.dialect.name
    if dialect == "postgresql":  # SQLite's BEGIN IMMEDIATE is such a lock already
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MAKING})
    if inspect(connection).has_table(HEAD.name):
        form = connection.execute(select(HEAD.c.form)).scalar_one()
        if form != FORM:
            why = f"another version of Wanglou made its accounts (form {form}, this one knows {FORM})"
            raise BadSetting("database_url", name, why)
        return
    METADATA.create_all(connection)
    for statement in triggers(dialect):
        connection.exec_driver_sql(statement)
    connection.execute(insert(HEAD).values(id=1, form=FORM, seq=0, hash=GENESIS))
