"""A PostgreSQL that stands still keeps nobody waiting."""

import psycopg
import pytest
from sqlalchemy.exc import DBAPIError

from dashboard.identity.identities import Identities
from dashboard.identity.store_engines import engines
from dashboard.incidents import database_patience, deadline
from dashboard.incidents.commands import Key, RecordId
from dashboard.incidents.database_patience import Gate
from dashboard.incidents.errors import StoreUnavailable
from dashboard.incidents.reader import Reader
from dashboard.incidents.store import Store
from tests.dashboard.incidents.asking import Add
from tests.dashboard.incidents.postgres_server import PostgresServer

MATTER = RecordId("incident", "I-1")


@pytest.fixture
def url(empty_on_server: str, postgres: PostgresServer) -> str:
    """Always on the server, here."""
    return postgres.database(empty_on_server)


def test_readers_are_told_and_come_back(
    store: Store, reader: Reader, url: str, postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a connection that was good, and on those that cannot be had; of records and of accounts."""
    monkeypatch.setattr(database_patience, "PATIENCE_S", 0.3)
    identities = Identities(url)
    store.commit(Add(MATTER, Key("a", "1")))
    assert reader.record(MATTER) == {"count": 1} and identities.accounts() == []
    with postgres.paused():
        for ask in (lambda: reader.record(MATTER), reader.head, identities.accounts):
            with pytest.raises(StoreUnavailable):
                ask()
    assert reader.record(MATTER) == {"count": 1} and identities.accounts() == []
    assert store.commit(Add(MATTER, Key("a", "2"))).answer == {"count": 2}
    identities.close()


def test_a_request_waits_once_for_all_its_questions(
    reader: Reader, url: str, postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On the connection it had and on the one it then asks for: with their own patience it would be hours."""
    monkeypatch.setattr(database_patience, "PATIENCE_S", 7200.0)
    monkeypatch.setattr(database_patience, "CONNECT_S", 7200.0)
    monkeypatch.setattr(deadline, "REQUEST_S", 0.2)
    monkeypatch.setattr(deadline, "MOMENT_S", 0.1)
    fresh = Reader(url)
    assert reader.head() == 0
    with postgres.paused(), deadline.answering():
        for ask in (reader.head, fresh.head, reader.head):
            with pytest.raises(StoreUnavailable, match=r"did not answer within 0\.[12] s"):
                ask()
    fresh.close()


def test_the_server_ends_what_nobody_waits_for(reader: Reader, url: str) -> None:
    """Who gave up cannot tell it; and a purge is waited for longer than anybody's question."""
    made = engines(url)
    for engine in (reader._engine, made.reader, made.writer, made.purger):
        with engine.connect() as connection:
            assert connection.exec_driver_sql("SHOW statement_timeout").scalar() == "10s"
    with made.purger.connect() as connection, pytest.raises(DBAPIError, match="statement timeout"):
        connection.exec_driver_sql("SET statement_timeout = '700ms'")
        connection.exec_driver_sql("SELECT pg_sleep(5)")
    made.dispose()


def test_a_purge_outlasts_an_impatient_question(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same sleep ends the one and not the other."""
    made = engines(url)
    with made.writer.connect() as connection, pytest.raises(DBAPIError, match="did not answer"):
        monkeypatch.setattr(database_patience, "PATIENCE_S", 0.3)  # connecting may take its time
        connection.exec_driver_sql("SELECT pg_sleep(1)")
    with made.purger.connect() as connection:
        connection.exec_driver_sql("SELECT pg_sleep(1)")
    made.dispose()


def test_only_one_asks_a_server_that_did_not_answer() -> None:
    """Who comes meanwhile is told at once; when it answers all may come again."""
    gate = Gate()

    def fails() -> None:
        raise psycopg.OperationalError("no answer")

    def fails_while_another_comes() -> None:
        with pytest.raises(psycopg.OperationalError, match="somebody is asking"):
            gate.through(lambda: pytest.fail("nobody else may ask"))
        fails()

    for connect in (fails, fails_while_another_comes):
        with pytest.raises(psycopg.OperationalError, match="no answer"):
            gate.through(connect)
    assert gate.through(lambda: 1) == 1
    assert gate.through(lambda: gate.through(lambda: 2)) == 2
