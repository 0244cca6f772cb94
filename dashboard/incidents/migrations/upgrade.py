"""Bringing the store's tables to this version's form, by the steps in ``versions``.

Apart from ``database``, because only the writer migrates and Alembic takes long to import.
"""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Engine

from feeds.errors import BadSetting


def migrate(engine: Engine, path: Path) -> None:
    """Bring the tables to this version's form, in one transaction. Raises BadSetting for a newer version's
    store.
    """
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("path_separator", "os")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except CommandError as exc:
            why = f"another version of Wanglou made this store ({exc})"
            raise BadSetting("database_url", str(path), why) from exc
