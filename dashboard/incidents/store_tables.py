"""The tables of a server as files, one row a line, and back: what a backup of PostgreSQL is made of.

Our own form, and not ``pg_dump``'s, because that program must be there and must not be older than the
server.
"""

import base64
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, Final

import msgspec
from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection, MetaData, Table, func, inspect, select, text
from sqlalchemy.exc import SQLAlchemyError

from dashboard.incidents import migrations
from dashboard.incidents.database import database
from dashboard.incidents.errors import StoreUnavailable
from dashboard.incidents.migrations.upgrade import migrate
from dashboard.incidents.reader import translated
from dashboard.incidents.transaction_listing import Listing
from feeds.errors import BadSetting

FOLDER: Final = "tables"
REVISION: Final = "revision"
STORE: Final = ("record", "change", "idempotency", "head")
"""What cannot be made again from other tables, in the order of filling."""

AT_ONCE: Final = 1000


def take(url: str, folder: Path, tables: Sequence[str] = STORE) -> None:
    """Write these tables into ``folder``, as they are at one moment."""
    (folder / FOLDER).mkdir(exist_ok=True)
    engine = database(url).reader()
    try:
        with engine.begin() as connection:
            for name in tables:
                _write(connection, _reflected(connection, name), folder / FOLDER / f"{name}.jsonl")
            if tables is STORE:
                (folder / FOLDER / REVISION).write_text(_revision(connection), encoding="ascii")
    except SQLAlchemyError as exc:
        raise translated(exc) from exc
    finally:
        engine.dispose()


def revision_of(folder: Path) -> str:
    """Which form the tables in ``folder`` have."""
    try:
        return (folder / FOLDER / REVISION).read_text(encoding="ascii")
    except OSError as exc:
        raise StoreUnavailable("the backup does not say which form its tables have") from exc


def head_of(folder: Path) -> dict[str, Any]:
    """Where the chains of the tables in ``folder`` end: one row, by column."""
    names, row = (folder / FOLDER / "head.jsonl").read_bytes().splitlines()
    return dict(zip(msgspec.json.decode(names), msgspec.json.decode(row), strict=True))


def require_empty(url: str) -> None:
    """Raise BadSetting for a database in which tables are."""
    where = database(url)
    engine = where.reader()
    try:
        with engine.begin() as connection:
            names = inspect(connection).get_table_names()
    except SQLAlchemyError as exc:
        raise translated(exc) from exc
    finally:
        engine.dispose()
    if names:
        why = f"there are tables already ({', '.join(sorted(names)[:4])}), and nothing is overwritten"
        raise BadSetting("database_url", where.name, why)


def place(folder: Path, url: str) -> None:
    """Make the tables in an empty database in the form they had, fill them, and bring them to ours."""
    where = database(url)
    engine = where.writer()
    try:
        with engine.begin() as connection:
            _make(connection, revision_of(folder), where.name)
            for name in STORE:
                fill(connection, name, folder)
        migrate(engine, where.name)
        with engine.begin() as connection:
            Listing(connection).rebuild()
    except SQLAlchemyError as exc:
        raise translated(exc) from exc
    finally:
        engine.dispose()


def place_more(folder: Path, url: str, tables: Sequence[str]) -> None:
    """Fill tables that somebody else has made, in place of what was put there when they were made."""
    engine = database(url).writer()
    try:
        with engine.begin() as connection:
            for name in tables:
                fill(connection, name, folder)
                _count_on(connection, name)
    except SQLAlchemyError as exc:
        raise translated(exc) from exc
    finally:
        engine.dispose()


def _count_on(connection: Connection, name: str) -> None:
    """The next number that the server gives must follow those that were filled in."""
    for column in _reflected(connection, name).primary_key.columns:
        if column.autoincrement is True:
            named = {"table": name, "column": column.name}
            counter = "pg_get_serial_sequence(:table, :column)"
            highest = select(func.coalesce(func.max(column), 0) + 1).scalar_subquery()
            connection.execute(select(func.setval(text(counter).bindparams(**named), highest, False)))


def named(url: str, prefix: str) -> list[str]:
    """The tables whose names begin so, those that others refer to first."""
    engine = database(url).reader()
    try:
        with engine.begin() as connection:
            metadata = MetaData()
            metadata.reflect(connection, only=lambda name, _: name.startswith(prefix))
            return [table.name for table in metadata.sorted_tables]
    except SQLAlchemyError as exc:
        raise translated(exc) from exc
    finally:
        engine.dispose()


def fill(connection: Connection, name: str, folder: Path) -> None:
    """Put the rows of one file into its table, which keeps none of its own."""
    table = _reflected(connection, name)
    connection.execute(table.delete())
    rows = _read(table, folder / FOLDER / f"{name}.jsonl")
    while batch := list(islice(rows, AT_ONCE)):
        connection.execute(table.insert(), batch)


def _make(connection: Connection, revision: str, name: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, revision)
    except CommandError as exc:
        why = f"a newer version of Wanglou made this backup ({exc})"
        raise BadSetting("database_url", name, why) from exc


def _revision(connection: Connection) -> str:
    return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one())


def _reflected(connection: Connection, name: str) -> Table:
    return Table(name, MetaData(), autoload_with=connection)


def _write(connection: Connection, table: Table, file: Path) -> None:
    """The first line names the columns."""
    rows = connection.execute(select(table), execution_options={"yield_per": AT_ONCE})
    with file.open("wb") as out:
        out.write(msgspec.json.encode([str(column.name) for column in table.columns]) + b"\n")
        for row in rows:
            out.write(msgspec.json.encode(list(row)) + b"\n")  # bytes become base64


def _read(table: Table, file: Path) -> Iterator[dict[str, Any]]:
    with file.open("rb") as lines:
        try:
            names = msgspec.json.decode(next(lines), type=list[str])
            packed = {name for name in names if table.columns[name].type.python_type is bytes}
            for line in lines:
                row = dict(zip(names, msgspec.json.decode(line, type=list[Any]), strict=True))
                yield row | {name: base64.b64decode(row[name]) for name in packed if row[name] is not None}
        except (msgspec.DecodeError, KeyError, ValueError, StopIteration) as exc:
            raise StoreUnavailable(f"{file.name} of the backup cannot be read: {exc}") from exc
