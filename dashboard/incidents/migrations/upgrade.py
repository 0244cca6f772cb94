"""Bringing the store's tables to this version's form, by the steps in ``versions``.

Alembic takes a quarter of a second to import, so it is asked only when there is something to do.
"""

from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine, inspect, text

from dashboard.incidents.transaction_listing import Listing
from feeds.errors import BadSetting

NEWEST: Final = "0004"
"""The last revision in ``versions``; a test holds it to them."""


def migrate(engine: Engine, name: str) -> None:
    """Bring the tables to this version's form, in one transaction. Raises BadSetting for a newer version's
    store, which it calls ``name``.
    """
    with engine.begin() as connection:
        if _revision(connection) != NEWEST:
            _upgrade(connection, name)


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _upgrade(connection: Connection, name: str) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
        Listing(connection).rebuild()  # it follows from the records, whatever the step
    except CommandError as exc:
        why = f"another version of Wanglou made this store ({exc})"
        raise BadSetting("database_url", name, why) from exc
