"""The single writer of the store: the only holder of anything that matters.

One thread owns the one writing connection. Commands wait in a short queue, those that wait together share one
transaction and one fsync, and each is answered only after that fsync. What other processes get is
``reader.Reader``.
"""

import asyncio
import queue
import threading
from collections.abc import Sequence
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeout
from contextlib import ExitStack
from typing import Final

import structlog
from sqlalchemy import Engine, select
from sqlalchemy.exc import SQLAlchemyError

from dashboard.incidents.commands import Command, Committed
from dashboard.incidents.database import Database, database
from dashboard.incidents.errors import Refused, StoreBusy, StoreUnavailable
from dashboard.incidents.migrations.upgrade import migrate
from dashboard.incidents.reader import translated
from dashboard.incidents.schema import HEAD
from dashboard.incidents.transaction import Transaction

LOG: Final = structlog.get_logger("store")

DEADLINE_S: Final = 1.8
"""No caller waits longer for an answer: with its own way it stays below 2 s. What is stored after all is
found again under its key (``StoreBusy``).
"""

WAITING_MOST: Final = 1000
"""Commands that may wait for the writer; the next one is told that the store is busy."""

BATCH_MOST: Final = 64
"""Commands that share one transaction, and so one fsync."""


class Pending:
    """A command waiting for its answer."""

    def __init__(self, command: Command) -> None:
        self.command = command
        self.future: Future[Committed] = Future()


class Store:
    """Opens, migrates and writes the store at ``url`` (``sqlite:///path`` or
    ``postgresql://``) until closed.

    Raises BadSetting for a url it cannot use and StoreUnavailable when another process is the writer.
    """

    def __init__(self, url: str) -> None:
        where = database(url)
        self._waiting: queue.Queue[Pending | None] = queue.Queue(WAITING_MOST)
        self._closed = False
        with ExitStack() as undo:
            undo.enter_context(where.claim())
            self._engine = where.writer()
            undo.callback(self._engine.dispose)
            _prepare(self._engine, where)
            self._open = undo.pop_all()
        self._thread = threading.Thread(target=self._run, name="store-writer", daemon=True)
        self._thread.start()

    # Public methods

    def submit(self, command: Command) -> Future[Committed]:
        """Ask for a command; the future is answered after the fsync. Raises StoreBusy when too many are
        waiting.

        The future fails with Refused when the rules forbid the command, StoreBusy when the file stayed
        locked, or StoreUnavailable. A future that was cancelled while still waiting is not executed.
        """
        pending = Pending(command)
        if self._closed:
            raise StoreUnavailable("the store is closed")
        try:
            self._waiting.put_nowait(pending)
        except queue.Full:
            raise StoreBusy(f"{WAITING_MOST} requests are already waiting for the store") from None
        return pending.future

    def commit(self, command: Command) -> Committed:
        """Ask and wait, at most ``DEADLINE_S``. After StoreBusy the command may still happen: repeat it with
        its key.
        """
        future = self.submit(command)
        try:
            return future.result(DEADLINE_S)
        except FutureTimeout:
            future.cancel()
            raise StoreBusy(f"the store did not answer within {DEADLINE_S:g} s") from None

    async def perform(self, command: Command) -> Committed:
        """``commit`` for an event loop, which goes on meanwhile."""
        try:
            async with asyncio.timeout(DEADLINE_S):
                return await asyncio.wrap_future(self.submit(command))
        except TimeoutError:
            raise StoreBusy(f"the store did not answer within {DEADLINE_S:g} s") from None

    def waiting(self) -> int:
        """How many commands wait for the writer, for /metrics."""
        return self._waiting.qsize()

    def close(self) -> None:
        """Answer what is waiting, then give the database up."""
        if not self._closed:
            self._closed = True
            self._waiting.put(None)
            self._thread.join()
            self._open.close()

    # The writer's thread

    def _run(self) -> None:
        while (batch := self._next_batch()) is not None:
            self._settle(batch)

    def _next_batch(self) -> list[Pending] | None:
        """The commands that wait now, at least one; None when the store closes."""
        first = self._waiting.get()
        if first is None:
            return None
        batch = [first]
        while len(batch) < BATCH_MOST:
            try:
                pending = self._waiting.get_nowait()
            except queue.Empty:
                break
            if pending is None:
                self._waiting.put(None)
                break
            batch.append(pending)
        return batch

    def _settle(self, batch: Sequence[Pending]) -> None:
        running = [pending for pending in batch if pending.future.set_running_or_notify_cancel()]
        try:
            outcomes = _execute(self._engine, running)
        except SQLAlchemyError as exc:
            _fail(running, translated(exc))
        except StoreUnavailable as exc:
            _fail(running, exc)
        except Exception as exc:  # noqa: BLE001 - last resort: one broken command must not end the writer
            self._isolate(running, exc)
        else:
            for pending, outcome in zip(running, outcomes, strict=True):
                _answer(pending, outcome)

    def _isolate(self, batch: Sequence[Pending], exc: Exception) -> None:
        """One command of the batch raised what no rule raises: run each alone, so that only the broken one
        fails.
        """
        if len(batch) == 1:
            LOG.error("command failed", command=type(batch[0].command).__name__, error=repr(exc))
            _fail(batch, exc)
            return
        for pending in batch:
            alone = Pending(pending.command)
            self._settle([alone])
            _forward(alone.future, pending.future)


def _prepare(engine: Engine, where: Database) -> None:
    """Migrate, and say in the log what the store is and where its chain stands: the head's copy elsewhere."""
    try:
        migrate(engine, where.name)
        with engine.connect() as connection:
            facts = where.durability(connection)
            head = connection.execute(select(HEAD)).one()
    except SQLAlchemyError as exc:
        raise translated(exc) from exc
    ends = {"head_seq": head.seq, "head_hash": head.hash, "answers": head.answers}
    LOG.info("store opened", store=where.name, **ends, answers_hash=head.answers_hash, **facts)


def _execute(engine: Engine, batch: Sequence[Pending]) -> list[Committed | Refused]:
    """All commands in one transaction. Returns after the commit has reached the disk."""
    outcomes: list[Committed | Refused] = []
    with engine.begin() as connection:
        transaction = Transaction(connection)
        for pending in batch:
            try:
                outcomes.append(transaction.execute(pending.command))
            except Refused as refusal:
                outcomes.append(refusal)
        transaction.finish()
    return outcomes


def _answer(pending: Pending, outcome: Committed | Refused) -> None:
    if isinstance(outcome, Refused):
        pending.future.set_exception(outcome)
    else:
        pending.future.set_result(outcome)


def _fail(batch: Sequence[Pending], exc: Exception) -> None:
    for pending in batch:
        pending.future.set_exception(exc)


def _forward(source: "Future[Committed]", target: "Future[Committed]") -> None:
    exc = source.exception()
    if exc is not None:
        target.set_exception(exc)
    else:
        target.set_result(source.result())
