"""Migrations: the shortcut past Alembic knows the newest step."""

from pathlib import Path

from alembic.config import Config
from alembic.script import ScriptDirectory

from dashboard.incidents.migrations import upgrade


def test_the_newest_revision_is_alembics_head() -> None:
    """A step that is added without moving NEWEST would never run on an existing store."""
    config = Config()
    config.set_main_option("script_location", str(Path(upgrade.__file__).parent))
    config.set_main_option("path_separator", "os")
    assert ScriptDirectory.from_config(config).get_current_head() == upgrade.NEWEST
