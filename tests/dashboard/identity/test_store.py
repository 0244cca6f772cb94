"""The log of identity: what is altered is named, what is secret is not in it, two processes may write."""

import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
import structlog

from dashboard.identity.errors import Refused
from dashboard.identity.identities import Identities, identity_url
from dashboard.identity.store import IdentityStore
from dashboard.incidents.errors import StoreBusy, StoreUnavailable
from feeds.errors import BadSetting
from feeds.model import Utc
from tests.dashboard.incidents.postgres_server import PostgresServer, database_of

NOON = Utc(1_000_000.0)
RIGHT = "lantern over nine roofs"
TRIGGERS = ("updated", "deleted", "replaced")


def filled(identities: Identities) -> list[str]:
    """A few of everything; returns what is secret of it."""
    identities.add_account("boss", by="test", now=NOON, password=RIGHT, admin=True)
    session = identities.sign_in("boss", RIGHT, "10.0.0.1", NOON)
    _, screen = identities.enrol_screen("大屏一", "", by="boss", now=NOON)
    _, token = identities.issue_token("phones", ["QH-*"], by="boss", now=NOON)
    identities.add_account("wang", by="boss", now=NOON, password="another lantern")
    with pytest.raises(Refused):
        identities.sign_in("wang", "a guess at it", "10.0.0.1", NOON)
    assert repr(session).count(session.secret) == 0
    return [RIGHT, "another lantern", "a guess at it", session.secret, screen, token]


def altered(tmp_path: Path, statement: str) -> str | None:
    """What the proof says after somebody who may drop triggers was at the file."""
    with closing(sqlite3.connect(tmp_path / "identity.sqlite")) as connection, connection:
        for name in TRIGGERS:
            connection.execute(f"DROP TRIGGER identity_audit_never_{name}")
        assert connection.execute(statement).rowcount > 0
    identities = Identities(identity_url(tmp_path, ""))
    problem = identities.verify().problem
    identities.close()
    return problem


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("UPDATE identity_audit SET body = replace(body, 'did', 'dib') WHERE seq >= 1", "change 1 was"),
        ("UPDATE identity_audit SET body = replace(body, 'did', 'dib') WHERE seq >= 5", "change 5 was"),
        ("UPDATE identity_audit SET actor = 'nobody' WHERE seq = 3", "change 3 was altered"),
        ("UPDATE identity_audit SET at_ms = at_ms + 1 WHERE seq = 2", "change 2 was altered"),
        ("UPDATE identity_audit SET body = CAST(x'ffff' AS TEXT) WHERE seq = 2", "change 2 was altered"),
        ("DELETE FROM identity_audit WHERE seq = 2", "change 2 is missing"),
        ("DELETE FROM identity_audit WHERE seq = 5", "its end is missing"),
        ("DELETE FROM identity_audit", "its end is missing"),
        ("UPDATE identity_account SET admin = 1 WHERE id = 'wang'", "account wang is not what"),
        ("UPDATE identity_account SET password = 'x' WHERE id = 'boss'", "account boss is not what"),
        ("UPDATE identity_session SET account = 'wang'", "is not what the log made it"),
        ("UPDATE identity_screen SET secret = 'x'", "is not what the log made it"),
        ("UPDATE identity_token SET entities = '[]'", "is not what the log made it"),
        ("DELETE FROM identity_account WHERE id = 'wang'", "account wang is lost"),
        (
            "INSERT INTO identity_screen SELECT 'x', name, scope, 'y', enrolled_at_ms, NULL, NULL "
            "FROM identity_screen",
            "screen x is not what",
        ),
    ],
)
def test_whatever_is_altered_is_named(
    in_file: Identities, tmp_path: Path, statement: str, named: str
) -> None:
    """In the log itself, or in a table behind its back."""
    filled(in_file)
    in_file.close()
    assert named in (altered(tmp_path, statement) or "")


@pytest.mark.parametrize("statement", ["UPDATE identity_audit SET actor = 'x'", "DELETE FROM identity_audit"])
def test_the_log_is_append_only(
    identities: Identities, url: str, tmp_path: Path, request: pytest.FixtureRequest, statement: str
) -> None:
    """The database itself refuses, on both."""
    identities.add_account("wang", by="test", now=NOON)
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(tmp_path / "identity.sqlite")) as connection:
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                connection.execute(statement)
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                connection.execute("INSERT OR REPLACE INTO identity_audit SELECT * FROM identity_audit")
        return
    import psycopg

    server: PostgresServer = request.getfixturevalue("postgres")
    for each in (statement, "TRUNCATE identity_audit"):
        with server.connect(database_of(url)) as behind, pytest.raises(psycopg.Error, match="append-only"):
            behind.execute(each)


def test_no_secret_is_kept_or_logged(in_file: Identities, tmp_path: Path) -> None:
    """Not in the file, not in the log of identity, not in a log line, not in a picture of a value."""
    with structlog.testing.capture_logs() as lines:
        secret = filled(in_file)
        rows = json.dumps([[row.kind, row.subject, row.facts] for row in in_file.audit()])
    kept = (tmp_path / "identity.sqlite").read_bytes()
    for each in secret:
        assert each.encode() not in kept
        assert each not in rows and each not in repr(lines)


def test_the_file_waits_for_the_disk_and_has_no_wal(in_file: Identities, tmp_path: Path) -> None:
    """A rollback journal, for two processes write; and readers cannot write."""
    filled(in_file)
    with closing(sqlite3.connect(tmp_path / "identity.sqlite")) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    store = IdentityStore(identity_url(tmp_path, ""))
    with pytest.raises(StoreUnavailable, match="readonly"), store.reading() as connection:
        connection.exec_driver_sql("DELETE FROM identity_account")
    with store.writing() as writing:
        assert writing.connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
    store.close()


def test_a_file_that_stays_locked_is_busy(
    in_file: Identities, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Told as such, so that the asker tries again."""
    monkeypatch.setattr("dashboard.identity.store_engines.BUSY_S", 0.05)
    other = Identities(identity_url(tmp_path, ""))
    with closing(sqlite3.connect(tmp_path / "identity.sqlite", isolation_level=None)) as holder:
        holder.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreBusy):
            other.add_account("wang", by="test", now=NOON)
    other.close()


def test_another_versions_accounts_stop_the_start(in_file: Identities, tmp_path: Path) -> None:
    """With a sentence, and untouched."""
    with closing(sqlite3.connect(tmp_path / "identity.sqlite")) as connection, connection:
        connection.execute("UPDATE identity_head SET form = 99")
    with pytest.raises(BadSetting, match="form 99"):
        Identities(identity_url(tmp_path, ""))


ADD = """
import sys
from dashboard.identity.identities import Identities
identities = Identities(sys.argv[1])
for number in range(8):
    identities.add_account(f"{sys.argv[2]}{number}", by=sys.argv[2], now=1000.0)
    identities.enrol_screen("wall", "", by=sys.argv[2], now=1000.0)
identities.close()
"""


def test_two_processes_write_at_once(url: str, start: Callable[..., None]) -> None:
    """Both make the tables, both write: none is lost, the log has one order and is sound."""
    start(ADD, url, "first", "second")
    identities = Identities(url)
    assert len(identities.accounts()) == len(identities.screens()) == 16
    verdict = identities.verify()
    identities.close()
    assert verdict.problem is None and verdict.rows == 32


@pytest.fixture
def start() -> Callable[..., None]:
    """Runs a program twice at the same time."""

    def both(program: str, url: str, *names: str) -> None:
        running = [subprocess.Popen([sys.executable, "-c", program, url, name]) for name in names]
        assert [process.wait(60) for process in running] == [0, 0]

    return both
