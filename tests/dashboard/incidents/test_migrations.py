"""Migrations: the shortcut past Alembic knows the newest step, and an older store is brought to it."""

from pathlib import Path

import msgspec
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import text

from dashboard.incidents.commands import Key, RecordId
from dashboard.incidents.database import database
from dashboard.incidents.migrations import upgrade
from dashboard.incidents.reader import Reader
from dashboard.incidents.reader_incidents import Wanted
from dashboard.incidents.store import Store
from tests.dashboard.incidents.asking import Add
from tests.dashboard.incidents.test_reader_incidents import body


def config() -> Config:
    """Alembic's, for our steps."""
    made = Config()
    made.set_main_option("script_location", str(Path(upgrade.__file__).parent))
    made.set_main_option("path_separator", "os")
    return made


def test_the_newest_revision_is_alembics_head() -> None:
    """A step that is added without moving NEWEST would never run on an existing store."""
    assert ScriptDirectory.from_config(config()).get_current_head() == upgrade.NEWEST


def test_the_incidents_of_a_store_without_a_listing_are_listed(url: str) -> None:
    """Back to the first step, an incident written as that version did, and opened by this one."""
    engine = database(url).writer()
    with engine.begin() as connection:
        settings = config()
        settings.attributes["connection"] = connection
        command.downgrade(settings, "0001")
        row = {"body": msgspec.json.encode(body(1)).decode()}
        connection.execute(text("INSERT INTO record VALUES ('incident', 'I-001', 1, :body, 1)"), row)
    engine.dispose()
    Store(url).close()
    reader = Reader(url)
    assert [one["id"] for one in reader.incidents(Wanted(q="积水")).bodies] == ["I-001"]
    reader.close()


def test_answers_from_before_their_chain_stay_and_stand_outside_it(url: str) -> None:
    """The repeat of an old request still gets its answer; the chain begins with the next one."""
    old = Add(RecordId("counter", "1"), Key("a", "old"))
    store = Store(url)
    store.commit(old)
    store.close()
    engine = database(url).writer()
    with engine.begin() as connection:
        settings = config()
        settings.attributes["connection"] = connection
        command.downgrade(settings, "0003")
    engine.dispose()
    store, reader = Store(url), Reader(url)
    assert store.commit(old).repeated
    store.commit(Add(RecordId("counter", "1"), Key("a", "new")))
    verdict = reader.verify()
    assert (verdict.problem, verdict.rows, verdict.answers) == (None, 2, 1)
    reader.close()
    store.close()
