"""An old store opened by this version: every earlier form, filled as that version filled it; and one of a
later version, which is refused.
"""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, Table, text

from dashboard.incidents.chain import GENESIS, Link, digest
from dashboard.incidents.commands import Key, RecordId
from dashboard.incidents.database import database
from dashboard.incidents.migrations import upgrade
from dashboard.incidents.reader import Reader
from dashboard.incidents.reader_incidents import Wanted
from dashboard.incidents.store import Store
from dashboard.incidents.transaction_listing import Listing
from feeds.errors import BadSetting
from tests.dashboard.incidents.asking import Add, url_in
from tests.dashboard.incidents.test_reader_incidents import body

INCIDENTS = 30


def config() -> Config:
    """Alembic's, for our steps."""
    made = Config()
    made.set_main_option("script_location", str(Path(upgrade.__file__).parent))
    made.set_main_option("path_separator", "os")
    return made


FORMS = sorted(step.revision for step in ScriptDirectory.from_config(config()).walk_revisions())
"""All there ever were, this version's among them."""


def old_store(folder: Path, form: str) -> str:
    """A store of that form: incidents that changed once, an answered request, a sound chain."""
    folder.mkdir(exist_ok=True)
    url = url_in(folder)
    engine = database(url).writer()
    with engine.begin() as connection:
        settings = config()
        settings.attributes["connection"] = connection
        command.upgrade(settings, form)
        tables = {
            name: Table(name, MetaData(), autoload_with=connection)
            for name in ("change", "record", "idempotency", "head")
        }
        prev_hash, seq = GENESIS, 0
        for number in range(1, INCIDENTS + 1):
            for revision in (1, 2):
                seq += 1
                told = msgspec.json.encode(body(number) | {"revision": revision}).decode()
                link = Link(seq, "incident", f"I-{number:03}", seq * 1000, "tester", told)
                row = msgspec.structs.asdict(link) | {"prev_hash": prev_hash, "hash": digest(link, prev_hash)}
                connection.execute(tables["change"].insert(), row)
                prev_hash = row["hash"]
            record = {"kind": "incident", "id": link.id, "revision": 2, "body": told, "seq": seq}
            connection.execute(tables["record"].insert(), record)
        answered = {"source": "a", "external_id": "x", "revision": 0, "answer": '{"count":7}', "seq": seq}
        if form < "0004":
            connection.execute(tables["idempotency"].insert(), answered)
        connection.execute(tables["head"].update().values(seq=seq, hash=prev_hash))
        if form == upgrade.NEWEST:
            Listing(connection).rebuild()
    engine.dispose()
    return url


@pytest.fixture(params=FORMS)
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, Store, Reader]]:
    """The form, and this version at work on such a store."""
    url = old_store(tmp_path / "old", request.param)
    store, reader = Store(url), Reader(url)
    yield request.param, store, reader
    reader.close()
    store.close()


def test_every_row_is_there_and_the_chain_is_sound(opened: tuple[str, Store, Reader]) -> None:
    """And stays so when this version writes on."""
    _, store, reader = opened
    verdict = reader.verify()
    assert (verdict.problem, verdict.rows) == (None, 2 * INCIDENTS)
    store.commit(Add(RecordId("counter", "1")))
    assert reader.verify().problem is None
    assert len(reader.kind("incident")) == INCIDENTS
    assert len(reader.history("I-001")) == 2


def test_incidents_are_listed_and_found(opened: tuple[str, Store, Reader]) -> None:
    """The listing follows from the records, whatever the form had."""
    _, _, reader = opened
    assert len(reader.incidents(Wanted(limit=100)).bodies) == INCIDENTS


def test_an_answered_request_keeps_its_answer(opened: tuple[str, Store, Reader]) -> None:
    """A sender who repeats it after the upgrade makes no second incident."""
    form, store, _ = opened
    done = store.commit(Add(RecordId("counter", "2"), Key("a", "x")))
    assert done.repeated is (form < "0004")  # the newest form was given no answer here


def test_a_store_of_a_later_version_is_refused_with_a_sentence(tmp_path: Path) -> None:
    """Going back would lose what the later version wrote: its own sentence, and nothing is changed."""
    url = old_store(tmp_path / "late", upgrade.NEWEST)
    with sqlite3.connect(tmp_path / "late" / "wanglou.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    with pytest.raises(BadSetting, match="another version of Wanglou made this store"):
        Store(url)
    engine = database(url).writer()
    with engine.begin() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one() == "9999"
    engine.dispose()
