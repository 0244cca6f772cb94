"""Keeps the workers' records as the imported roster says, hour by hour: a shift that ends takes its people
off duty, and relays then drop where they last were.
"""

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, Protocol

import msgspec
import structlog

from dashboard.incidents.commands import EVERY, Body, Decision, RecordId, Write
from dashboard.incidents.errors import StoreUnavailable
from dashboard.roster import FILE, load, on_duty
from dashboard.web.events import Writes
from feeds.duty import KEPT_BY, ROSTER
from feeds.errors import BadInput
from feeds.model import Provenance, SourceHealth, SourceState, Utc

EVERY_S: Final = 5.0
WORKER: Final = "worker"
GONE: Final = (
    f"{FILE} is missing, the roster before it goes on: import it again, or say that there is none:"
    " wanglou roster clear"
)
TITLE_ZH: Final = "值班名册"
TITLE_EN: Final = "Duty roster"
LOG: Final = structlog.get_logger("web")


class Hints(Protocol):
    """The part of the bus that is used here."""

    async def hint(self, seq: int) -> bool:
        """Must not raise."""


class Rostered(msgspec.Struct, frozen=True):
    """Make the records that the roster keeps what it says: add, change, remove; leave others alone.
    Idempotent by content. ``workers`` None: there is no roster that can be read, and nobody who says that
    there is none; so the records hold, and their hours go on.
    """

    workers: Sequence[Mapping[str, Any]] | None
    at: Utc
    actor: str = ROSTER
    key: None = None

    @property
    def reads(self) -> tuple[RecordId, ...]:
        """All workers."""
        return (RecordId(WORKER, EVERY),)

    def apply(self, seen: Mapping[RecordId, Body]) -> Decision:
        """The differences, in a stable order. Raises BadInput for hours that are none."""
        kept = {record: body for record, body in seen.items() if body.get(KEPT_BY) == ROSTER}
        if self.workers is None:
            wanted = {record: on_duty(body, self.at) for record, body in kept.items()}
        else:
            wanted = {RecordId(WORKER, str(worker["id"])): dict(worker) for worker in self.workers}
        changed = [Write(record, body) for record, body in wanted.items() if seen.get(record) != body]
        gone = [Write(record, None) for record in sorted(kept) if record not in wanted]
        return Decision(
            (*changed, *gone), {"written": len(changed), "removed": len(gone), "kept": len(wanted)}
        )


class RosterKeeper:
    """``run`` beside the web process. Call in the thread of the event loop."""

    def __init__(
        self, store: Writes, bus: Hints, folder: Path, clock: Callable[[], float] = time.time
    ) -> None:
        self._store = store
        self._bus = bus
        self._path = folder / FILE
        self._clock = clock
        self._kept: list[dict[str, Any]] | None = None
        self._read_at: Utc | None = None
        self._unread = ""  # why it could not be read last time

    async def run(self) -> None:
        """Look again and again; cancel to stop."""
        while True:
            await self.keep()
            await asyncio.sleep(EVERY_S)

    async def keep(self) -> None:
        """Once. A file that cannot be read is said once, and the roster before it goes on; so is one that is
        gone while the store has workers of it. A store that cannot be written is tried again.
        """
        now = Utc(self._clock())
        workers, why = await self._read(now)
        if why:
            self._say(why)
            self._kept = None
        if (workers or []) == self._kept:
            self._say("")
            return
        try:
            done = await self._store.perform(Rostered(workers, now))
        except StoreUnavailable as exc:
            LOG.warning("the roster is not in the store yet", why=str(exc))
            return
        except BadInput as exc:
            self._say(str(exc))
            return
        if done.seqs:
            await self._bus.hint(done.head)
        if workers is None and not why and done.answer["kept"]:
            why = GONE
        self._say(why)
        self._kept = None if why else workers or []

    def health(self, now: Utc) -> list[SourceHealth]:
        """A tile for as long as the roster cannot be read."""
        if not self._unread:
            return []
        tile = SourceHealth(
            name=ROSTER,
            kind=ROSTER,
            title_zh=TITLE_ZH,
            title_en=TITLE_EN,
            provenance=Provenance.REAL,
            state=SourceState.FAILING,
            last_heard=self._read_at,
            rate_per_s=0.0,
            lag_s=None,
            accepted=0,
            rejected=0,
            ttl_s=EVERY_S,
            error=self._unread,
        )
        return [tile]

    async def _read(self, now: Utc) -> tuple[list[dict[str, Any]] | None, str]:
        """The file's workers as they stand now, None where there is no file that says any; and what is wrong
        with it.
        """
        try:
            loaded = await asyncio.to_thread(load, self._path)
            if loaded is None:
                return None, ""
            workers = [on_duty(worker, now) for worker in loaded]
        except (OSError, ValueError, TypeError, BadInput) as exc:
            return None, f"{FILE} cannot be read: {exc}; the roster before it goes on: import it again"
        self._read_at = now
        return workers, ""

    def _say(self, why: str) -> None:
        if why and why != self._unread:
            LOG.error("the roster cannot be read", file=str(self._path), why=why)
        elif self._unread and not why:
            LOG.info("the roster is read again", file=str(self._path))
        self._unread = why
