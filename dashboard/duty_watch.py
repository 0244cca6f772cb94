"""Keeps ``Duty`` as the roster in the store has it, for the processes that hear positions."""

import asyncio
from collections.abc import Mapping
from typing import Any, Final, Protocol

import structlog

from dashboard.incidents.errors import StoreUnavailable
from feeds.duty import Duty
from feeds.errors import BadInput

EVERY_S: Final = 5.0
"""So long somebody who went off duty may still be heard."""
AGAIN_S: Final = 0.5

_log: Final = structlog.get_logger("duty")


class Roster(Protocol):
    """The part of the store's reader that is used here; its calls block and are made in a thread."""

    def kind(self, kind: str) -> Mapping[str, Mapping[str, Any]]:
        """All current records of one kind."""


class DutyWatch:
    """One process's. What the store cannot say now leaves everything as it was."""

    def __init__(self, reader: Roster, *, roster_only: bool = False) -> None:
        self.duty: Final = Duty(roster_only=roster_only)
        self.learnt: Final = asyncio.Event()
        self._reader = reader

    async def run(self) -> None:
        """Look again and again; cancel to stop."""
        while True:
            await self.look()
            await asyncio.sleep(EVERY_S if self.duty.known else AGAIN_S)

    async def look(self) -> None:
        """Once."""
        await asyncio.to_thread(self.look_now)
        if self.duty.known:
            self.learnt.set()

    def look_now(self) -> None:
        """The same where nothing else waits: before the first position can come."""
        try:
            self.duty.learn(self._reader.kind("worker"))
        except StoreUnavailable:
            return
        except BadInput as exc:
            _log.error("the roster has hours that cannot be read; the one before holds", why=str(exc))
