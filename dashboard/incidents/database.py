"""Opening the store's database: one connection that writes, any number that only read.

SQLite libraries from 3.7.0 to 3.51.2 can corrupt a WAL database when two connections write and checkpoint at
the same time. So one process holds the writer's lock, has one connection, and is the only one that ever
checkpoints: readers open the file read-only and cannot.
"""

import sqlite3
import sys
from pathlib import Path
from typing import IO, Any, Final
from urllib.parse import quote

import structlog
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import QueuePool

from dashboard.incidents.errors import StoreUnavailable
from feeds.errors import BadSetting

LOG: Final = structlog.get_logger("store")

BUSY_S: Final = 0.9
"""How long SQLite waits for a lock. A command may wait out one foreign batch and its own: twice this stays
below 2 s.
"""

SYNCHRONOUS_FULL: Final = 2
"""What ``PRAGMA synchronous`` reads back when each commit waits for the disk."""


def sqlite_path(url: str) -> Path:
    """The file behind a ``sqlite:///`` url. Raises BadSetting for any other database and for one in
    memory.
    """
    try:
        parsed = make_url(url)
    except ArgumentError as exc:
        raise BadSetting("database_url", url, "expected sqlite:/// and a path") from exc
    if parsed.get_backend_name() != "sqlite":
        raise BadSetting("database_url", parsed.get_backend_name(), "this version can only use SQLite")
    if not parsed.database or parsed.database == ":memory:":
        raise BadSetting("database_url", url, "names no file, and a store in memory would forget")
    return Path(parsed.database)


def open_writer(path: Path) -> Engine:
    """An engine for the one writing connection: WAL, fsync at each commit, BEGIN IMMEDIATE."""

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(path, timeout=BUSY_S, isolation_level=None, check_same_thread=False)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA foreign_keys=ON")
        return connection

    engine = create_engine("sqlite://", creator=connect, poolclass=QueuePool, pool_size=1, max_overflow=0)
    # A deferred transaction that upgrades from reading to writing fails at once, whatever the timeout.
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


def open_reader(path: Path) -> Engine:
    """An engine whose connections can neither write nor checkpoint."""
    address = f"file:{quote(str(path))}?mode=ro"

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(
            address, uri=True, timeout=BUSY_S, isolation_level=None, check_same_thread=False
        )

    engine = create_engine("sqlite://", creator=connect, poolclass=QueuePool, pool_size=2, max_overflow=2)
    # One snapshot per transaction: sequence and records are true together.
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    return engine


def inspect(connection: Connection) -> dict[str, Any]:
    """What the library and the file really do, read back rather than believed."""
    return {
        "sqlite": sqlite3.sqlite_version,
        "journal_mode": connection.exec_driver_sql("PRAGMA journal_mode").scalar(),
        "synchronous": connection.exec_driver_sql("PRAGMA synchronous").scalar(),
    }


def require_durable(facts: dict[str, Any]) -> None:
    """Raise StoreUnavailable unless a commit waits for the disk."""
    if facts["synchronous"] != SYNCHRONOUS_FULL:
        raise StoreUnavailable(
            f"the store must commit with synchronous=FULL, the database says {facts['synchronous']!r}"
        )
    LOG.info("store opened", **facts)


def claim_writer(path: Path) -> IO[bytes]:
    """Become the one process that writes this store; closing the returned file gives it up, and so does
    dying.

    Raises StoreUnavailable when another process has it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = path.with_name(path.name + ".writer").open("ab")
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(lock.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as exc:
        lock.close()
        raise StoreUnavailable(f"another process is already writing the store {path}") from exc
    return lock
