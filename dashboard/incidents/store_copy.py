"""Taking a copy of a database that is being written, and bringing it to an empty place.

The copy never writes, locks out or checkpoints what it reads: SQLite is read through a connection that
cannot, PostgreSQL in a read-only session. Both copies are true at one moment.
"""

import shutil
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import Final
from urllib.parse import quote

from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from dashboard.incidents import store_tables
from dashboard.incidents.database import database
from dashboard.incidents.database_sqlite import BUSY_S
from dashboard.incidents.errors import StoreBusy, StoreUnavailable
from dashboard.incidents.reader import translated
from feeds.errors import BadSetting

STORE_FILE: Final = "store.sqlite"
PATIENCE_S: Final = 60.0
"""How long somebody else may hold a database before a copy of it is given up."""

_BUSY: Final = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})


def sqlite_file(url: str) -> Path | None:
    """The file of a SQLite url; None for a server's."""
    parsed = make_url(url)
    return Path(parsed.database or "") if parsed.get_backend_name() == "sqlite" else None


def size(url: str) -> int:
    """Bytes of the database as it lies there, its journal included; of a server's, what the server says."""
    file = sqlite_file(url)
    if file is not None:
        journal = file.with_name(file.name + "-wal")
        return sum(one.stat().st_size for one in (file, journal) if one.exists())
    engine = database(url).reader()
    try:
        with engine.begin() as connection:
            return int(connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one())
    except SQLAlchemyError as exc:
        raise translated(exc) from exc
    finally:
        engine.dispose()


def take(url: str, folder: Path) -> None:
    """Write the store at ``url`` into ``folder``: one SQLite file, or the tables of a server.

    Raises StoreUnavailable when it cannot be read.
    """
    file = sqlite_file(url)
    if file is None:
        store_tables.take(url, folder)
    else:
        copy_sqlite(file, folder / STORE_FILE)


def copy_sqlite(source: Path, target: Path) -> None:
    """Copy a SQLite database that others use. The new file has no journal beside it."""
    if not source.is_file():
        raise StoreUnavailable(f"there is no database at {source}")
    address = f"file:{quote(str(source))}?mode=ro"
    waiting_since = time.monotonic()

    def patience(status: int, _remaining: int, _total: int) -> None:
        if status in _BUSY and time.monotonic() - waiting_since > PATIENCE_S:
            raise StoreBusy(f"another process held {source} for {PATIENCE_S:g} s")

    try:
        with (
            closing(sqlite3.connect(address, uri=True, timeout=BUSY_S)) as reading,
            closing(sqlite3.connect(target)) as copy,
        ):
            reading.backup(copy, progress=patience)  # all pages in one step: one snapshot
            copy.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.Error as exc:
        raise StoreUnavailable(f"{source} cannot be copied: {exc}") from exc


def revision_of(folder: Path) -> str:
    """Which form the tables of a taken copy have, as the migrations number it."""
    if not (folder / STORE_FILE).exists():
        return store_tables.revision_of(folder)
    try:
        with closing(sqlite3.connect(f"file:{quote(str(folder / STORE_FILE))}?mode=ro", uri=True)) as copy:
            return str(copy.execute("SELECT version_num FROM alembic_version").fetchone()[0])
    except (sqlite3.Error, TypeError) as exc:
        raise StoreUnavailable(f"the copy is no store of Wanglou: {exc}") from exc


def require_nothing_at(url: str) -> None:
    """Raise BadSetting unless ``url`` is a place for a new store: no file, or a database without tables."""
    file = sqlite_file(url)
    if file is None:
        store_tables.require_empty(url)
    elif file.exists():
        raise BadSetting("database_url", str(file), "there is a store already, and nothing is overwritten")


def place(folder: Path, url: str) -> None:
    """Bring the copy in ``folder`` to ``url``, where nothing is. The two must be of one kind of database."""
    file = sqlite_file(url)
    here = folder / STORE_FILE
    if here.exists() is (file is None):
        kinds = ("PostgreSQL", "SQLite") if file is None else ("SQLite", "PostgreSQL")
        raise BadSetting("database_url", kinds[0], f"the backup was taken from {kinds[1]}; restore it there")
    if file is None:
        store_tables.place(folder, url)
        return
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    shutil.move(here, file)
