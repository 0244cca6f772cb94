"""The watch: makes the alerts in the records those of what stands, once a second, in the web process.

It reads all that is open once, then only what changed, and hears the calls for help. What it holds in memory
can be lost at any moment: alerts are records, and after a restart the steps that are missing are found again.
A call stands until a report of its own source, newer than the call, says that all is well.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import Any, Final, Protocol

import msgspec
import structlog

from dashboard.incidents.alert_facts import WORKER, call_for_help, situations
from dashboard.incidents.alerts import KIND, Alert, AlertKind, Settle, Situation, Step, from_body, plan
from dashboard.incidents.commands import Body, RecordId
from dashboard.incidents.errors import StoreUnavailable
from dashboard.incidents.matters import KIND as INCIDENT
from dashboard.incidents.whistle import KIND as WHISTLE
from dashboard.web.events import Hints, Writes
from dashboard.web.whereabouts import Call
from feeds.model import Change, EntityId, Records, Status, Utc
from feeds.picture import Known, Sighting

WATCH_S: Final = 1.0
STEPS_MOST: Final = 200
"""Steps in one transaction, so that a demo's first second does not keep officers waiting; the rest follow."""
WATCHED: Final = (INCIDENT, WHISTLE)

LOG: Final = structlog.get_logger("alarms")

Others = Callable[[Iterable[Alert], Utc], Awaitable[list[Situation]]]
"""Situations that are in no record: given the alerts there are, what stands now."""


async def no_others(_alerts: Iterable[Alert], _now: Utc) -> list[Situation]:
    """None."""
    return []


class Reads(Protocol):
    """The part of the store's reader that is used here; its calls block and are made in a thread."""

    def records(self, closed_since: Utc | None = None) -> Records:
        """All current records but incidents closed before."""

    def changes_after(self, seq: int) -> list[Change]:
        """The next changes."""

    def record(self, wanted: RecordId) -> Body | None:
        """One record."""


class Hears(Protocol):
    """The part of the whereabouts that is used here."""

    def calls(self, now: Utc) -> Mapping[EntityId, Call]:
        """Who calls for help now."""

    def look(self, entity: EntityId, now: Utc) -> Known | None:
        """Everything known of one entity."""


class AlarmWatch:
    """``step`` once a second. Call everything in the thread of the event loop."""

    def __init__(
        self,
        store: Writes,
        reader: Reads,
        bus: Hints,
        whereabouts: Hears,
        clock: Callable[[], float] = time.time,
        others: Others = no_others,
    ) -> None:
        self._store = store
        self._reader = reader
        self._bus = bus
        self._whereabouts = whereabouts
        self._clock = clock
        self._others = others
        self._seq: int | None = None  # everything up to here is known; None before the first reading
        self._alerts: dict[str, Alert] = {}
        self._situations: dict[RecordId, tuple[Situation, ...]] = {}
        self._callers: dict[EntityId, Body | None] = {}  # records of those who call
        self._first: dict[str, Utc] = {}  # alert -> since when its call stands, as first heard here

    async def run(self) -> None:
        """Watch for ever; cancel to stop. A store that cannot be used is asked again."""
        failing = False
        while True:
            try:
                await self.step()
            except StoreUnavailable as exc:
                if not failing:
                    LOG.warning("alarms cannot be kept now", why=str(exc))
                failing = True
            else:
                failing = False
            await asyncio.sleep(WATCH_S)

    async def step(self) -> None:
        """Read what is new, and do what is missing. Raises StoreUnavailable."""
        await self._read()
        now = Utc(self._clock())
        calls = self._whereabouts.calls(now)
        others = await self._others(self._alerts.values(), now)
        recorded = (situation for each in self._situations.values() for situation in each)
        standing = [*await self._calling(calls), *others, *recorded]
        steps = plan(self._alerts.values(), standing, self._taken_back(calls, now), round(now * 1000))
        for start in range(0, len(steps), STEPS_MOST):
            await self._settle(steps[start : start + STEPS_MOST], now)

    async def _settle(self, steps: Sequence[Step], now: Utc) -> None:
        done = await self._store.perform(Settle(steps, now))
        if done.seqs:
            LOG.info("alerts", changed=len(done.seqs))
            await self._bus.hint(done.head)

    # What is open

    async def _read(self) -> None:
        if self._seq is None:
            known = await asyncio.to_thread(self._reader.records, Utc(self._clock()))
            for kind in (*WATCHED, KIND):
                for id, body in known.by_kind.get(kind, {}).items():
                    self._note(kind, id, body)
            self._seq = known.seq
        while changes := await asyncio.to_thread(self._reader.changes_after, self._seq):
            for change in changes:
                self._note(change.kind, change.id, change.body)
            self._seq = changes[-1].seq

    def _note(self, kind: str, id: str, body: dict[str, Any] | None) -> None:
        if kind == KIND:
            if body is None:
                self._alerts.pop(id, None)
                self._first.pop(id, None)
            else:
                self._alerts[id] = from_body(body)
        elif kind in WATCHED:
            found = _situations(kind, id, body)
            if found:
                self._situations[RecordId(kind, id)] = found
            else:
                self._situations.pop(RecordId(kind, id), None)

    # Who calls for help

    async def _calling(self, calls: Mapping[EntityId, Call]) -> list[Situation]:
        for entity in self._callers.keys() - calls.keys():
            del self._callers[entity]
        for entity in calls.keys() - self._callers.keys():
            wanted = RecordId(WORKER, entity)
            self._callers[entity] = await asyncio.to_thread(self._reader.record, wanted)
        return [_situation(call, self._callers[call.entity]) for call in calls.values()]

    def _taken_back(self, calls: Mapping[EntityId, Call], now: Utc) -> set[str]:
        """Whose call ended, as its own source says: by a report, or by having called anew since."""
        ended = set()
        for alert in self._alerts.values():
            if alert.kind is not AlertKind.SOS or not alert.stands:
                continue
            entity = EntityId(alert.subject.id)
            call = calls.get(entity)
            if call is not None:
                over = self._first.setdefault(alert.id, call.since) != call.since
            else:
                over = _says_all_is_well(alert, self._whereabouts.look(entity, now))
            if over:
                ended.add(alert.subject.id)
        return ended


def _situations(kind: str, id: str, body: Body | None) -> tuple[Situation, ...]:
    """Those of a record; one that is not as it should be must not silence all the others."""
    try:
        return situations(kind, body)
    except (msgspec.ValidationError, KeyError) as exc:
        LOG.warning("a record is not watched", kind=kind, id=id, error=repr(exc))
        return ()


def _situation(call: Call, worker: Body | None) -> Situation:
    provenance = call.provenance.name.lower()
    since_ms = round(call.since * 1000)
    return call_for_help(call.entity, since_ms, call.lat, call.lon, call.source, provenance, worker)


def _says_all_is_well(alert: Alert, known: Known | None) -> bool:
    """Whether the source that called has reported since, and called no more."""
    reports: tuple[Sighting, ...] = () if known is None else (known.best, *known.others)
    return any(
        report.source == alert.source
        and report.provenance.name.lower() == alert.provenance
        and report.status is not Status.SOS
        and report.at * 1000 > alert.since_ms
        for report in reports
    )
