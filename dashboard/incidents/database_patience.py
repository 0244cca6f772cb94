"""Asking a PostgreSQL that may stand still. Its driver waits for an answer without end, and who asks holds
a thread meanwhile; there are a few of them, and then nobody is answered anything any more.

So a question ends when nothing has come for a while, its connection with it, and so does connecting, which
the driver itself would not give less than 2 s. While the server takes no connections one asks it, and all
others are told at once. Imported only where PostgreSQL is used: psycopg is an extra.
"""

import threading
import time
from collections.abc import Callable, Generator
from typing import Any, Final, Self, TypeVar

import psycopg
from psycopg.abc import PQGen, PQGenConn
from sqlalchemy import Engine, event

from dashboard.incidents.deadline import left_s

PATIENCE_S: Final = 2.5
"""Without a byte for so long the server does not answer; sooner where a request has less time left
(``deadline``). Its own word on a lock, after 2 s, comes first where nobody's request waits.
"""

CONNECT_S: Final = 2.0
"""The same of connecting."""

VANISHED: Final = {
    "keepalives_idle": 5,
    "keepalives_interval": 5,
    "keepalives_count": 2,
    "tcp_user_timeout": 10_000,
}
"""For every connection: a server whose machine is gone is noticed by the system in 15 s, not in hours."""

Told = TypeVar("Told")
Wanted = TypeVar("Wanted")


class Impatient(psycopg.Connection[Any]):
    """A connection that is given up when its server stands still."""

    patience_s: float | None = None
    """None: ``PATIENCE_S``."""

    def wait(self, gen: PQGen[Told], *arguments: Any, **options: Any) -> Told:
        """Until the answer is there. Raises psycopg.OperationalError after ``patience_s`` without a byte."""
        patience_s = left_s(PATIENCE_S) if self.patience_s is None else self.patience_s
        try:
            return super().wait(_bounded(gen, patience_s), *arguments, **options)
        except StoodStill:
            self.pgconn.finish()
            raise

    @classmethod
    def _connect_gen(cls, conninfo: str = "") -> PQGenConn[Self]:
        """The driver's own, bounded. Not public; were it renamed, its test would wait for 2 s and say so."""
        return _bounded(super()._connect_gen(conninfo), left_s(CONNECT_S))


class StoodStill(psycopg.OperationalError):
    """Nothing came."""


def _bounded(gen: Generator[Wanted, Any, Told], patience_s: float) -> Generator[Wanted, Any, Told]:
    """The same, until it is woken without news for too long."""
    last = time.monotonic()
    try:
        wanted = next(gen)
        while True:
            ready = yield wanted
            if ready:
                last = time.monotonic()
            elif time.monotonic() - last > patience_s:
                raise StoodStill(f"the server did not answer within {patience_s:g} s")
            wanted = gen.send(ready)
    except StopIteration as end:
        told: Told = end.value
        return told


def be_impatient(engine: Engine, patience_s: float | None = None) -> None:
    """Make all connections of an engine so; ``patience_s`` None: ``PATIENCE_S``."""
    gate = Gate()

    def connect(_dialect: object, _record: object, _arguments: object, options: dict[str, Any]) -> Any:
        made = gate.through(lambda: Impatient.connect(**options))
        made.patience_s = patience_s
        return made

    event.listen(engine, "do_connect", connect)


class Gate:
    """Once somebody failed to connect, one at a time tries again; the others fail at once."""

    def __init__(self) -> None:
        self._failed = False
        self._trying = threading.Lock()

    def through(self, connect: Callable[[], Told]) -> Told:
        """Connect. Raises psycopg.OperationalError, also for whoever would only wait behind another."""
        if not self._failed:
            return self._tried(connect)
        if not self._trying.acquire(blocking=False):
            raise psycopg.OperationalError("the server does not answer; somebody is asking it again")
        try:
            return self._tried(connect)
        finally:
            self._trying.release()

    def _tried(self, connect: Callable[[], Told]) -> Told:
        try:
            connection = connect()
        except psycopg.Error:
            self._failed = True
            raise
        self._failed = False
        return connection
