"""Keeping a demo small for months: simulated incidents leave the records in time; the log keeps them.

Looked for by the order of opening, in portions, and never further back than needed: what real incidents an
exercise has beside them is not read over and over.
"""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Final, Protocol

import msgspec

from dashboard.incidents.commands import Body, Decision, RecordId, Write
from dashboard.incidents.matters import KIND
from dashboard.incidents.reader_incidents import Page, Wanted
from dashboard.incidents.search import first_number
from dashboard.web.seeding import SIMULATED
from feeds.model import Utc

CLOSED_KEPT_S: Final = 48 * 3600.0
"""A simulated incident that is over leaves the records this long after it was opened."""
OPEN_KEPT_S: Final = 10 * 24 * 3600.0
"""One that is still open, such as a suspended one, leaves them after so long."""
PORTION: Final = 200
"""Incidents read, and forgotten, at once."""


class Reads(Protocol):
    """The part of the store's reader that is used here; it blocks and is called in a thread."""

    def incidents(self, wanted: Wanted) -> Page:
        """One page."""


class Tidy(msgspec.Struct, frozen=True):
    """Forget those of these incidents that are simulated and old at ``at``."""

    ids: tuple[str, ...]
    at: Utc
    actor: str = "tidy"
    key: None = None

    @property
    def reads(self) -> tuple[RecordId, ...]:
        """The incidents."""
        return tuple(RecordId(KIND, id) for id in self.ids)

    def apply(self, seen: Mapping[RecordId, Body]) -> Decision:
        """Remove the old ones."""
        old = [Write(record, None) for record, body in seen.items() if is_old(body, self.at)]
        return Decision(tuple(old), {"removed": len(old)})


class Tidier:
    """Finds what may be forgotten."""

    def __init__(self, reader: Reads) -> None:
        self._reader = reader
        self._done_before = 0.0
        """Of what was opened earlier, nothing simulated is left."""

    async def portions(self, now: Utc) -> list[Tidy]:
        """The commands that forget it. Raises StoreUnavailable."""
        return await asyncio.to_thread(self._portions, now)

    def done(self, now: Utc) -> None:
        """All portions of ``now`` were committed: what is older than any kept incident is not read again."""
        self._done_before = now - OPEN_KEPT_S

    def _portions(self, now: Utc) -> list[Tidy]:
        found: list[Tidy] = []
        after: int | None = first_number(round((now - CLOSED_KEPT_S) * 1000))
        while after is not None:
            page = self._reader.incidents(Wanted(after=after, limit=PORTION))
            old = tuple(str(body["id"]) for body in page.bodies if is_old(body, now))
            found += [Tidy(old, now)] if old else []
            after = page.after if self._goes_on(page.bodies) else None
        return found

    def _goes_on(self, bodies: Sequence[Body]) -> bool:
        return bool(bodies) and bool(bodies[-1]["opened_at_ms"] >= self._done_before * 1000)


def is_old(body: Body, now: Utc) -> bool:
    """Whether a demo does without this incident from now on."""
    kept_s = OPEN_KEPT_S if body["open"] else CLOSED_KEPT_S
    return body["provenance"] == SIMULATED and float(body["opened_at_ms"]) < (now - kept_s) * 1000
