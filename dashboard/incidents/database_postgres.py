"""The store in PostgreSQL, by psycopg. One process writes: whoever holds the advisory lock.

The lock belongs to the writing connection itself. When the server restarts, connection and lock are gone
together, and the next connection writes only if it gets the lock again.
"""

from contextlib import AbstractContextManager, nullcontext
from typing import Any, Final

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.pool import ConnectionPoolEntry

from dashboard.incidents.errors import StoreUnavailable
from feeds.errors import BadSetting, wants_extra

LOCK: Final = 0x77616E676C6F75
"""The advisory lock of a database's writer."""

CONNECT_S: Final = 2
POOL_S: Final = 1.5
"""How long to wait for a connection of this process: those before have told by then that nobody answers."""

_EVERY_SESSION: Final = {
    "client_min_messages": "warning",
    # A peer that vanished without a word must not hold a lock, or a thread, for two hours.
    "tcp_keepalives_idle": "5",
    "tcp_keepalives_interval": "5",
    "tcp_keepalives_count": "2",
}
_WRITING: Final = _EVERY_SESSION | {
    "synchronous_commit": "on",
    "lock_timeout": "900ms",  # twice this stays below the 2 s that a caller waits
    "idle_in_transaction_session_timeout": "30s",
}
STATEMENT_TIMEOUT: Final = "10s"
"""The server ends what takes longer: who asked gave up before (``database_patience``), and cannot say so."""
_READING: Final = _EVERY_SESSION | {
    "default_transaction_read_only": "on",
    "statement_timeout": STATEMENT_TIMEOUT,
}


class Postgres:
    """``Database`` on a server."""

    def __init__(self, url: URL) -> None:
        try:
            import psycopg  # noqa: F401 - an extra: said here, not by a trace later
        except ImportError as exc:
            raise BadSetting("database_url", url.get_backend_name(), wants_extra("postgres")) from exc
        self._url = url.set(drivername="postgresql+psycopg")
        self.name = url.render_as_string(hide_password=True)

    def claim(self) -> AbstractContextManager[object]:
        """Nothing here: ``writer`` claims with each connection."""
        return nullcontext()

    def writer(self) -> Engine:
        """One connection, which holds the writer's lock."""
        engine = self._engine(_WRITING, pool_size=1, max_overflow=0)
        event.listen(engine, "connect", self._claim)
        return engine

    def reader(self) -> Engine:
        """Read-only sessions; a transaction is one snapshot. Who reads holds a thread, so none waits long."""
        from dashboard.incidents.database_patience import be_impatient

        engine = self._engine(_READING, pool_size=2, max_overflow=2, isolation_level="REPEATABLE READ")
        be_impatient(engine)
        return engine

    def durability(self, connection: Connection) -> dict[str, Any]:
        """Version, fsync and synchronous_commit."""
        shown = ("server_version", "fsync", "full_page_writes", "synchronous_commit")
        facts = {name: connection.exec_driver_sql(f"SHOW {name}").scalar() for name in shown}
        for name in shown[1:]:
            if facts[name] == "off":
                raise StoreUnavailable(f"the store must reach the disk, and PostgreSQL says {name} is off")
        return facts

    def _engine(self, session: dict[str, str], **options: Any) -> Engine:
        from dashboard.incidents.database_patience import VANISHED

        words = " ".join(f"-c {name}={value}" for name, value in session.items())
        return create_engine(
            self._url,
            connect_args={"connect_timeout": CONNECT_S, "options": words, **VANISHED},
            pool_timeout=POOL_S,
            pool_pre_ping=True,  # a connection that a restart of the server killed is replaced unseen
            **options,
        )

    def _claim(self, connection: Any, _entry: ConnectionPoolEntry) -> None:
        from psycopg.errors import LockNotAvailable

        try:
            connection.execute("SELECT pg_advisory_lock(%s)", (LOCK,))
            connection.commit()
        except LockNotAvailable as exc:
            connection.close()
            raise StoreUnavailable(f"another process is already writing the store {self.name}") from exc
