"""What all tests of what is kept in a database share."""

from collections.abc import Iterator

import pytest

from tests.dashboard.incidents import postgres_server
from tests.dashboard.incidents.postgres_server import PostgresServer


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A real server for the whole session, started by the first test that wants it."""
    programs = postgres_server.programs()
    if programs is None:
        pytest.skip(postgres_server.WHY_NOT)
    with postgres_server.running(programs) as server:
        yield server


@pytest.fixture(autouse=True)
def patient_callers(monkeypatch: pytest.MonkeyPatch) -> None:
    """However busy the machine is, a commit in this process is waited for; who tests the deadline sets it."""
    monkeypatch.setattr("dashboard.incidents.store.DEADLINE_S", 60.0)
