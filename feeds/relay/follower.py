"""Reads the change log for the hub: by sequence, upon each hint and anyway every second."""

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

import structlog

from feeds.errors import WanglouError
from feeds.model import Change, Records
from feeds.relay.hub import Hub

POLL_S: Final = 1.0
"""The change log is read so often, hint or no hint."""

_log: Final = structlog.get_logger("relay")

ChangesAfter = Callable[[int], Awaitable[Sequence[Change]]]
"""The changes after a sequence, in order; may return only the first so many. Raises WanglouError."""
ReadRecords = Callable[[], Awaitable[Records]]
"""All current records. Raises WanglouError."""


class Follower:
    """Redis can only slow it down to the second; a store that breaks is read again once it heals."""

    def __init__(
        self, hub: Hub, records: ReadRecords, changes_after: ChangesAfter, tell: Callable[[], None]
    ) -> None:
        """``tell`` is called after each step, when sessions were offered something."""
        self._hub = hub
        self._records = records
        self._changes_after = changes_after
        self._tell = tell
        self._hinted = asyncio.Event()
        self._read_at: float | None = None  # monotonic
        self._failing = False

    def hint(self) -> None:
        """Somebody committed: look now."""
        self._hinted.set()

    def age(self, now: float) -> float | None:
        """Seconds since the store was last read to its end, None before; ``now`` is monotonic."""
        return None if self._read_at is None else now - self._read_at

    async def run(self) -> None:
        """Follow for ever; cancel to stop."""
        while True:
            self._hinted.clear()
            try:
                await self._catch_up()
            except WanglouError as exc:
                self._broken(exc)
                await asyncio.sleep(POLL_S)  # hints do not hurry a store that does not answer
                continue
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(POLL_S):
                    await self._hinted.wait()

    async def _catch_up(self) -> None:
        if self._hub.seq is None:
            self._hub.load(await self._records())
            self._tell()
        while changes := await self._changes_after(self._hub.seq or 0):
            before = self._hub.seq
            self._hub.apply(changes)
            self._tell()
            if self._hub.seq == before:
                break
        self._read_at = time.monotonic()
        if self._failing:
            self._failing = False
            _log.info("the store is read again", seq=self._hub.seq)

    def _broken(self, error: WanglouError) -> None:
        if not self._failing:
            self._failing = True
            # at a first start the store is made while the relay waits for it: nothing is wrong then
            told = _log.info if self._read_at is None else _log.error
            told("the store cannot be read; screens are told so", error=str(error))
