"""Which database the store is in. What differs between SQLite and PostgreSQL is behind ``Database``: one file
each, and nobody else asks which it is.
"""

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Connection, Engine
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from dashboard.incidents.database_postgres import Postgres
from dashboard.incidents.database_sqlite import Sqlite
from feeds.errors import BadSetting


class Database(Protocol):
    """One kind of database at one address."""

    @property
    def name(self) -> str:
        """Its address for people, without a password."""

    def claim(self) -> AbstractContextManager[object]:
        """Become the one process that writes, until left. Raises StoreUnavailable when another one is.

        PostgreSQL claims with each writing connection instead, so that the claim cannot outlive it.
        """

    def writer(self) -> Engine:
        """An engine for the one writing connection: each commit waits for the disk."""

    def reader(self) -> Engine:
        """An engine whose connections cannot write; each transaction is one snapshot."""

    def durability(self, connection: Connection) -> dict[str, Any]:
        """What the database says it does, read back rather than believed.

        Raises StoreUnavailable when a commit would not wait for the disk.
        """


def database(url: str) -> Database:
    """The database at a url. Raises BadSetting for one that cannot keep the store."""
    try:
        parsed = make_url(url)
    except ArgumentError as exc:
        raise BadSetting("database_url", url, "expected sqlite:/// and a path, or postgresql://") from exc
    kind = parsed.get_backend_name()
    if kind == "postgresql":
        return Postgres(parsed)
    if kind != "sqlite":
        raise BadSetting("database_url", kind, "the store can be in SQLite or PostgreSQL")
    if not parsed.database or parsed.database == ":memory:":
        raise BadSetting("database_url", url, "names no file, and a store in memory would forget")
    return Sqlite(Path(parsed.database))
