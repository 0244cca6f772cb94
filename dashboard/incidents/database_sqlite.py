"""The store in a SQLite file: one connection that writes, any number that only read.

SQLite libraries from 3.7.0 to 3.51.2 can corrupt a WAL database when two connections write and checkpoint at
the same time. So one process holds the writer's lock, has one connection, and is the only one that ever
checkpoints: readers open the file read-only and cannot.
"""

import sqlite3
import sys
from functools import partial
from pathlib import Path
from typing import IO, Any, Final
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import QueuePool

from dashboard.incidents.errors import StoreUnavailable

BUSY_S: Final = 0.9
"""How long SQLite waits for a lock. A command may wait out one foreign batch and its own: twice this stays
below 2 s.
"""

SYNCHRONOUS_FULL: Final = 2
"""What ``PRAGMA synchronous`` reads back when each commit waits for the disk."""

LEGIBLE: Final = partial(str, encoding="utf-8", errors="replace")
"""How readers take text. A bit that a failing disk turned may leave bytes that are no UTF-8: that must be
found as a row that was altered, not make the whole store unreadable.
"""

CACHE_KIB: Final = 32 * 1024
"""Pages each connection keeps: the upper levels of the indexes of a year."""


class Sqlite:
    """``Database`` in a file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.name = str(path)

    def claim(self) -> IO[bytes]:
        """Lock a file beside the store; dying gives it up, too."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        lock = self._path.with_name(self._path.name + ".writer").open("ab")
        try:
            _lock(lock)
        except OSError as exc:
            lock.close()
            raise StoreUnavailable(f"another process is already writing the store {self.name}") from exc
        return lock

    def writer(self) -> Engine:
        """WAL, fsync at each commit, BEGIN IMMEDIATE."""

        def connect() -> sqlite3.Connection:
            connection = self._connect(str(self._path), uri=False)
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=FULL")
            connection.execute("PRAGMA foreign_keys=ON")
            return connection

        engine = create_engine("sqlite://", creator=connect, poolclass=QueuePool, pool_size=1, max_overflow=0)
        # A deferred transaction that upgrades from reading to writing fails at once, whatever the timeout.
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
        return engine

    def reader(self) -> Engine:
        """Connections that can neither write nor checkpoint."""
        address = f"file:{quote(str(self._path))}?mode=ro"

        def connect() -> sqlite3.Connection:
            connection = self._connect(address, uri=True)
            connection.text_factory = LEGIBLE
            return connection

        engine = create_engine(
            "sqlite://",
            creator=connect,
            poolclass=QueuePool,
            pool_size=2,
            max_overflow=2,
        )
        # One snapshot per transaction: sequence and records are true together.
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
        return engine

    def durability(self, connection: Connection) -> dict[str, Any]:
        """Version, journal and synchronous."""
        facts = {
            "sqlite": sqlite3.sqlite_version,
            "journal_mode": connection.exec_driver_sql("PRAGMA journal_mode").scalar(),
            "synchronous": connection.exec_driver_sql("PRAGMA synchronous").scalar(),
        }
        if facts["synchronous"] != SYNCHRONOUS_FULL:
            raise StoreUnavailable(
                f"the store must commit with synchronous=FULL, the database says {facts['synchronous']!r}"
            )
        return facts

    @staticmethod
    def _connect(address: str, *, uri: bool) -> sqlite3.Connection:
        connection = sqlite3.connect(
            address, uri=uri, timeout=BUSY_S, isolation_level=None, check_same_thread=False
        )
        connection.execute(f"PRAGMA cache_size=-{CACHE_KIB}")
        return connection


def _lock(file: IO[bytes]) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
