"""Whether the store takes what must be kept. Asked by a write of its own, so that the wall says "not storing"
before anybody's report is refused, and until reports are taken again.
"""

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Final

import msgspec
import structlog

from dashboard.incidents.commands import Body, Decision, RecordId
from dashboard.incidents.errors import StoreUnavailable
from dashboard.web.events import Writes
from feeds.model import NOT_STORING, Utc

ASK_S: Final = 2.0
AGAIN_S: Final = 1.0
"""One refusal may be another program's moment with the file: it is asked again, and a second one is said."""

LOG: Final = structlog.get_logger("web")


class Prove(msgspec.Struct, frozen=True):
    """Write, wait for the disk, and leave everything as it was."""

    at: Utc
    actor: str = "web"
    key: None = None
    reads: Sequence[RecordId] = ()

    def apply(self, seen: Mapping[RecordId, Body]) -> Decision:
        """Nothing but the proof."""
        return Decision(proves=True)


class Storing:
    """``run`` beside the web process. Call in the thread of the event loop."""

    def __init__(self, store: Writes, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._store = store
        self._monotonic = monotonic
        self._refused_since: float | None = None
        self._refusals = 0

    async def run(self) -> None:
        """Ask for ever; cancel to stop."""
        while True:
            taken = await self.ask()
            await asyncio.sleep(ASK_S if taken else AGAIN_S)

    async def ask(self) -> bool:
        """Whether it was written."""
        asked = self._monotonic()
        try:
            await self._store.perform(Prove(Utc(time.time())))
        except StoreUnavailable as exc:
            self._refused(asked, exc)
            return False
        if self._refusals > 1:
            LOG.info("the store takes writes again", after_s=round(self.not_storing_s(), 1))
        self._refused_since, self._refusals = None, 0
        return True

    def not_storing_s(self) -> float:
        """Seconds since it began to refuse; 0 while it takes writes."""
        if self._refused_since is None or self._refusals < 2:
            return 0.0
        return max(0.1, self._monotonic() - self._refused_since)

    def facts(self) -> dict[str, float]:
        """For the beat, from where relays tell the walls, and for /metrics."""
        return {NOT_STORING: self.not_storing_s()}

    def _refused(self, asked: float, exc: StoreUnavailable) -> None:
        self._refusals += 1
        if self._refused_since is None:
            self._refused_since = asked
        if self._refusals == 2:
            LOG.error("the store takes no writes; walls say so", why=str(exc))
