"""Where everybody is, as the web process hears it: the same merge as a relay's, for questions by HTTP.

Batches are merged as they come, in columns; the picture is settled when somebody asks and once a second.
Nothing here looks at rows one by one but the few that are asked for and those that call for help.
"""

import asyncio
import os
import time
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from typing import Any, Final, Protocol

import msgspec
import numpy as np
import structlog
from numpy.typing import NDArray

from feeds.batch import Batch
from feeds.bus import BeatHeard, Heard, Kind, PositionsHeard
from feeds.errors import BadInput
from feeds.geo.plane import METRES_PER_LAT, METRES_PER_LON
from feeds.model import EntityId, Provenance, Status, Utc
from feeds.picture import FORGET_S, NOBODY, Known, Picture
from feeds.wire import E7

Column = NDArray[Any]
Follow = Callable[[Picture, Column, Utc], None]
"""Is told after each settle: the picture, the rows that changed, and when."""

SETTLE_S: Final = 1.0
PROCESS: Final = "web"

_log: Final = structlog.get_logger("whereabouts")


class Ear(Protocol):
    """The part of the bus that is used here."""

    def listen(self, kinds: Iterable[Kind | str]) -> AsyncIterator[Heard]:
        """Everything of these kinds, for ever."""


class Seen(msgspec.Struct, frozen=True):
    """The newest believed report of one entity."""

    entity: EntityId
    at: Utc
    lat: float
    lon: float
    speed_mps: float | None
    ttl_s: float
    status: Status
    source: str
    provenance: Provenance
    distance_m: float = 0.0
    """From the place that was asked about."""


class Call(msgspec.Struct, frozen=True):
    """Somebody who calls for help. It stands until its own source takes it back: silence is no all-clear."""

    entity: EntityId
    since: Utc
    """Time of the first report of this call that was heard here."""
    lat: float
    lon: float
    source: str
    provenance: Provenance


class Whereabouts:
    """The picture of the web process. Call everything in the thread of its event loop."""

    def __init__(self, bus: Ear, scope: str, follow: Follow | None = None) -> None:
        self.listens = False  # heard its own process's beat: what is published from now on arrives here
        self.refused = 0  # batches that made no sense
        self._bus = bus
        self._scope = scope
        self._follow = follow
        self._picture = Picture()
        self._settled_at = Utc(0.0)
        self._calling: dict[int, Utc] = {}  # row -> since

    # Asking

    def near(self, lat: float, lon: float, now: Utc, limit: int) -> list[Seen]:
        """The ``limit`` entities nearest to a place, nearest first, however old their reports."""
        self._settle(now)
        rows = np.flatnonzero(self._picture.winner[: len(self._picture)] != NOBODY)
        reports = self._picture.reports
        north = (reports["lat"][rows] / E7 - lat) * METRES_PER_LAT
        east = (reports["lon"][rows] / E7 - lon) * METRES_PER_LON
        metres = np.hypot(north, east)
        nearest = np.argsort(metres, kind="stable")[:limit]
        return [self._seen(int(rows[i]), float(metres[i])) for i in nearest.tolist()]

    def seen(self, now: Utc) -> dict[EntityId, Seen]:
        """Everybody there is a report of. A row at a time: not for what is asked every second."""
        self._settle(now)
        held = np.flatnonzero(self._picture.winner[: len(self._picture)] != NOBODY)
        return {self._picture.names[row]: self._seen(row) for row in held.tolist()}

    def look(self, entity: EntityId, now: Utc) -> Known | None:
        """Everything known of one entity."""
        return self._picture.look(entity, now)

    def calls(self, now: Utc) -> dict[EntityId, Call]:
        """Who calls for help now, the longest first."""
        self._settle(now)
        calls = [_call(self._seen(row), since) for row, since in self._calling.items()]
        return {call.entity: call for call in sorted(calls, key=lambda call: (call.since, call.entity))}

    def facts(self) -> Mapping[str, float]:
        """For the beat and /metrics. ``listens`` makes every publisher tell this process what still
        counts.
        """
        return {
            "listens": float(self.listens),
            "entities": len(self._picture),
            "batches_refused": self.refused,
        }

    # Hearing

    async def run(self) -> None:
        """Listen for ever; cancel to stop."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._listen())
            tasks.create_task(self._tick())

    def hear(self, heard: Heard) -> None:
        """Take what the bus says."""
        if isinstance(heard, PositionsHeard) and heard.scope == self._scope:
            self._merge(heard.body)
        elif isinstance(heard, BeatHeard):
            self.listens |= heard.beat.process == PROCESS and heard.beat.pid == os.getpid()

    async def _listen(self) -> None:
        async for heard in self._bus.listen((Kind.POSITIONS, Kind.BEATS)):
            self.hear(heard)

    async def _tick(self) -> None:
        while True:
            now = Utc(time.time())
            self._settle(now)
            self._picture.forget_before(Utc(now - FORGET_S))
            await asyncio.sleep(SETTLE_S)

    def _merge(self, body: bytes) -> None:
        try:
            self._picture.merge(Batch.decode(body))
        except BadInput as exc:
            self.refused += 1
            if self.refused == 1:
                _log.error("a batch of positions was refused; further ones are only counted", error=str(exc))

    def _settle(self, now: Utc) -> None:
        self._settled_at = now = max(self._settled_at, now)  # the clock of the machine may be set back
        rows = self._picture.settle(now)
        if len(rows):
            self._note_calls(rows)
            if self._follow is not None:
                self._follow(self._picture, rows, now)

    def _note_calls(self, rows: Column) -> None:
        picture = self._picture
        calls = (picture.reports["status"][rows] == Status.SOS) & (picture.winner[rows] != NOBODY)
        for row in self._calling.keys() & set(rows[~calls].tolist()) if self._calling else ():
            del self._calling[row]
        for row in rows[calls].tolist():
            self._calling.setdefault(row, Utc(float(picture.reports["at"][row])))

    def _seen(self, row: int, distance_m: float = 0.0) -> Seen:
        report = {
            name: self._picture.reports[name][row] for name in ("at", "lat", "lon", "speed", "ttl", "status")
        }
        slot = self._picture.slots[int(self._picture.winner[row])]
        return Seen(
            entity=self._picture.names[row],
            at=Utc(float(report["at"])),
            lat=int(report["lat"]) / E7,
            lon=int(report["lon"]) / E7,
            speed_mps=None if np.isnan(report["speed"]) else round(float(report["speed"]), 2),
            ttl_s=float(report["ttl"]),
            status=Status(int(report["status"])),
            source=slot.source,
            provenance=slot.provenance,
            distance_m=distance_m,
        )


def _call(seen: Seen, since: Utc) -> Call:
    return Call(seen.entity, since, seen.lat, seen.lon, seen.source, seen.provenance)
