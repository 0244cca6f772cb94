"""`wanglou audit verify`, as somebody types it."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from dashboard import cli
from dashboard.identity.identities import Identities, identity_url
from dashboard.incidents.commands import RecordId
from dashboard.incidents.store import Store
from feeds.model import Utc
from tests.dashboard.incidents.asking import Put, url_in


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder of its own, and this process's umask left alone."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("os.umask", lambda _: 0)
    monkeypatch.setenv("DATABASE_URL", url_in(tmp_path))


def fill(folder: Path) -> None:
    """Three changes."""
    store = Store(url_in(folder))
    for number in range(3):
        store.commit(Put(RecordId("incident", f"I-{number}"), {"n": number}))
    store.close()


def test_a_sound_log_is_said_with_its_head(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 0, progress on stderr, the head's hash to be kept elsewhere."""
    fill(tmp_path)
    capsys.readouterr()
    assert cli.main(["audit", "verify"]) == 0
    told = capsys.readouterr()
    changes, accounts = told.out.splitlines()
    assert changes.startswith("sound: 3 changes, head 3 ") and len(changes.split()[-1]) == 64
    assert accounts == "accounts: none are kept here"
    assert "verified 3 of 3 changes (100 %)" in told.err


def test_the_first_bad_row_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 1 and the row's number."""
    fill(tmp_path)
    connection = sqlite3.connect(tmp_path / "wanglou.db")
    connection.execute("DROP TRIGGER change_never_updated")
    connection.execute("UPDATE change SET actor = 'nobody' WHERE seq >= 2")
    connection.commit()
    connection.close()
    capsys.readouterr()
    assert cli.main(["audit", "verify"]) == 1
    assert capsys.readouterr().out.startswith("BAD: the first bad row is change 2: change 2 was altered")


def test_no_store_is_neither_sound_nor_bad(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A code of its own: nothing was proven; and where it was looked for."""
    assert cli.main(["audit", "verify"]) == 3
    said = capsys.readouterr().err
    assert "not verified" in said and f"no store at {tmp_path / 'wanglou.db'}" in said


def test_the_log_of_accounts_is_proven_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Sound with its head; an account that was made an admin behind the log's back is named."""
    fill(tmp_path)
    folder = tmp_path / ".wanglou" / "live"
    folder.mkdir(parents=True)
    identities = Identities(identity_url(folder, ""))
    identities.add_account("wang", by="test", now=Utc(1000.0))
    identities.close()
    assert cli.main(["audit", "verify"]) == 0
    assert "accounts: sound: 1 rows, head 1 " in capsys.readouterr().out
    with closing(sqlite3.connect(folder / "identity.sqlite")) as connection, connection:
        connection.execute("UPDATE identity_account SET admin = 1")
    assert cli.main(["audit", "verify"]) == 1
    assert "accounts: BAD: account wang is not what the log made it" in capsys.readouterr().out


def test_a_wrong_folder_stays_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Looking for a store makes no data folder where there was none."""
    monkeypatch.delenv("DATABASE_URL")
    assert cli.main(["audit", "verify", "--data", str(tmp_path / "wrong")]) == 3
    assert not (tmp_path / "wrong").exists()
