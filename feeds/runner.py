"""Runs one source: all it hears goes through ``accept``, whether pushed to a door or pulled by ``run``.

``accept`` normalises, judges the clock, publishes and counts; ``health`` tells the tile. Words go to the log
on a change only: one line when something breaks, one when it heals, counters in between.
"""

import asyncio
import random
import time
from collections import deque
from collections.abc import AsyncGenerator, Callable, Sequence
from fnmatch import fnmatchcase
from statistics import median
from typing import Any, Final

import structlog

from feeds.clock import Clocks
from feeds.errors import BadInput, SourceUnavailable, shown
from feeds.model import (
    EntityId,
    Fix,
    Forbidden,
    Message,
    Position,
    Rejected,
    Report,
    SourceHealth,
    SourceState,
    Status,
    Utc,
)
from feeds.names import Names
from feeds.sources.contract import PullSource, Source

WINDOW_S: Final = 10.0
"""Rate and lag are over this long."""
LAGS_KEPT: Final = 1_000
"""The median lag is of at most so many newest positions of the window."""
COMPLAINT_S: Final = 60.0
"""A rejection stays on the tile, and rejecting counts as one episode, until none came for this long."""
DAY_S: Final = 86_400.0
YEAR_DAYS: Final = 365.25
BACKOFF_FIRST_S: Final = 1.0
BACKOFF_LONGEST_S: Final = 60.0
BREATH_MESSAGES: Final = 100
"""A stream that never waits gives the loop a turn this often."""

Publish = Callable[[Sequence[Position]], None]
"""Hands positions to the bus; must neither block nor raise (they may be lost: only the newest counts)."""
Admit = Callable[[Position, bool], bool]
"""Whether a position may be known at all: False for a worker off duty. The second says that its own time is
too old to be believed, so that ``at`` is when it came and not when it was taken.
"""


class Runner:
    """One source at work. Not thread-safe: everything happens on one event loop."""

    def __init__(
        self, source: Source, publish: Publish, clocks: Clocks | None = None, *, admit: Admit | None = None
    ) -> None:
        """``clocks`` must be this source's own; None makes them."""
        self.source: Final = source
        self.accepted = 0
        """Positions published since the start."""
        self.rejected = 0
        """What meant nothing since the start: see ``refuse``."""
        self.off_duty = 0
        """Positions of people off duty, by their own word or by ``admit``: counted, and kept nowhere."""
        self._publish: Final = publish
        self._clocks: Final = Clocks() if clocks is None else clocks
        self._names: Final = Names()
        self._admit: Final = admit
        self._rate: Final = _Rate()
        self._lags: Final[deque[tuple[float, float]]] = deque(maxlen=LAGS_KEPT)
        """(heard at, age then) of the newest positions whose clock was good."""
        self._last_heard: float | None = None
        self._complaint: str | None = None
        """The newest rejection; None once an episode of rejecting is over."""
        self._complained_at = 0.0
        self._poisoned_at = float("-inf")
        """When a message last made the parser fail in a way nobody foresaw."""
        self._failure: str | None = None
        """How the stream is broken now; None while it stands."""
        self._log: Final[Any] = structlog.get_logger("feeds.runner").bind(source=source.name)

    def accept(self, message: Message, heard_at: float, speaks_of: Sequence[str] = ()) -> Report | Rejected:
        """Take one message in. What it meant, or the sentence for its sender: Forbidden where it is about an
        entity that neither the source nor, by ``speaks_of``, its sender may speak of. Whole or not at all.
        """
        outcome = self._normalise(message, heard_at)
        for patterns in (self.source.speaks_of, speaks_of):
            outcome = _within(outcome, patterns)
        outcome = self._named(outcome, heard_at)
        if isinstance(outcome, Rejected):
            self.refuse(outcome.reason, heard_at)
            return outcome
        self._last_heard = heard_at
        if self._complaint is not None:
            self._forgive(heard_at)
        working = [fix for fix in outcome.fixes if fix.on_duty or fix.sos]
        self.off_duty += len(outcome.fixes) - len(working)
        positions = [position for fix in working if (position := self._admitted(fix, heard_at)) is not None]
        if positions:
            self._count(positions, heard_at)
            self._publish(positions)
        return outcome

    def refuse(self, reason: str, now: float) -> None:
        """Count what means nothing: a message, also one its door turned away unread, for its token or size;
        a position whose clock leaves open whether it was taken on duty.
        """
        self.rejected += 1
        if self._complaint is None:
            self._log.warning("source rejects messages", reason=reason)
        self._complaint = reason
        self._complained_at = now

    async def run(self) -> None:
        """Pull from the source until it has nothing more to say, or for ever; cancel to stop.

        What breaks the stream is drawn as FAILING and retried, with a growing, jittered delay.
        """
        source = self.source
        if not isinstance(source, PullSource):
            raise TypeError(f"{source.name} is pushed to; it has no stream to run")
        failures = 0
        while True:
            heard_before = self._last_heard
            try:
                await self._drain(source)
            except (OSError, SourceUnavailable) as exc:
                self._break(str(exc) or type(exc).__name__)
            except Exception as exc:  # noqa: BLE001 - last resort: one adapter's bug must not end its neighbours
                self._break(f"unexpected {type(exc).__name__}: {exc}", exc_info=exc)
            else:
                self._log.info("source ended", accepted=self.accepted, rejected=self.rejected)
                return
            failures = 1 if self._last_heard != heard_before else failures + 1
            await asyncio.sleep(backoff_s(failures, random.random()))  # noqa: S311 - spreads load, hides nothing

    def health(self, now: float) -> SourceHealth:
        """The tile, as of ``now``."""
        source = self.source
        lag = self._lag(now)
        return SourceHealth(
            name=source.name,
            kind=source.kind,
            title_zh=source.title_zh,
            title_en=source.title_en,
            provenance=source.provenance,
            state=self._state(now, lag),
            last_heard=None if self._last_heard is None else Utc(self._last_heard),
            rate_per_s=self._rate.per_s(now),
            lag_s=lag,
            accepted=self.accepted,
            rejected=self.rejected,
            ttl_s=source.ttl_s,
            error=self._error(now),
            off_duty=self.off_duty,
        )

    def _normalise(self, message: Message, heard_at: float) -> Report | Rejected:
        try:
            return self.source.normalise(message, heard_at)
        except Exception as exc:  # noqa: BLE001 - last resort: a poison message is refused, it kills no feed
            if heard_at - self._poisoned_at >= COMPLAINT_S:  # one traceback an episode, not one a message
                self._log.error(
                    "parser failed", size=len(message.body), exc_info=exc
                )  # no body: it says who was where
                self._poisoned_at = heard_at
            return Rejected(f"The message made the {self.source.kind} parser fail; this has been logged.")

    def _named(self, outcome: Report | Rejected, heard_at: float) -> Report | Rejected:
        if isinstance(outcome, Rejected):
            return outcome
        try:
            self._names.take((fix.entity for fix in outcome.fixes), heard_at)
        except BadInput as refusal:
            return Rejected(str(refusal))
        return outcome

    def _admitted(self, fix: Fix, heard_at: float) -> Position | None:
        position = self._judged(fix, heard_at)
        if self._admit is None:
            return position
        too_old = self._clocks.too_old(fix.entity, fix.stamp, heard_at)
        if self._admit(position, too_old):
            return position
        if too_old and fix.stamp is not None and self._admit(position, False):
            self.refuse(behind(fix.entity, heard_at - fix.stamp), heard_at)  # at work, and yet not seen
        else:
            self.off_duty += 1
        return None

    def _judged(self, fix: Fix, heard_at: float) -> Position:
        at, status = self._clocks.judge(fix.entity, fix.stamp, heard_at)
        source = self.source
        return Position(
            fix.entity,
            at,
            fix.lat,
            fix.lon,
            fix.accuracy_m,
            fix.speed_mps,
            fix.course_deg,
            fix.battery,
            source.name,
            source.provenance,
            Utc(heard_at),
            source.ttl_s if fix.ttl_s is None else fix.ttl_s,
            Status.SOS if fix.sos else status,  # a call for help outranks a bad clock
        )

    def _count(self, positions: Sequence[Position], heard_at: float) -> None:
        self.accepted += len(positions)
        self._rate.add(heard_at, len(positions))
        for position in positions[-LAGS_KEPT:]:
            if position.status is not Status.BAD_CLOCK:
                self._lags.append((heard_at, max(0.0, heard_at - position.at)))

    def _forgive(self, now: float) -> None:
        """Called when a good message comes: the episode is over if the last bad one is long ago."""
        if now - self._complained_at >= COMPLAINT_S:
            self._log.info("source no longer rejects messages", rejected=self.rejected)
            self._complaint = None

    async def _drain(self, source: PullSource) -> None:
        stream = source.stream()
        count = 0
        try:
            async for message in stream:
                self._heal()
                self.accept(message, time.time())
                count += 1
                if count % BREATH_MESSAGES == 0:
                    await asyncio.sleep(0)
        finally:
            if isinstance(stream, AsyncGenerator):  # closes its connection or file now, not when collected
                await stream.aclose()

    def _break(self, failure: str, **more: object) -> None:
        if self._failure is None:
            self._log.error("source broke", failure=failure, **more)
        self._failure = failure

    def _heal(self) -> None:
        if self._failure is not None:
            self._log.info("source recovered", failure=self._failure)
            self._failure = None

    def _error(self, now: float) -> str | None:
        if self._failure is not None:
            return self._failure
        return self._complaint if now - self._complained_at < COMPLAINT_S else None

    def _lag(self, now: float) -> float | None:
        recent = [age for heard_at, age in self._lags if now - heard_at <= WINDOW_S]
        return median(recent) if recent else None

    def _state(self, now: float, lag: float | None) -> SourceState:
        if self._failure is not None:
            return SourceState.FAILING
        if self._last_heard is None:
            return SourceState.WAITING
        if now - self._last_heard > self.source.stale_after_s:
            return SourceState.QUIET
        if lag is not None and lag > self.source.ttl_s / 2:
            return SourceState.LAGGING
        return SourceState.LIVE


def behind(entity: EntityId, seconds: float) -> str:
    """Why somebody at work is not seen."""
    days = seconds / DAY_S
    long = f"{days:.0f} days" if days < 2 * YEAR_DAYS else f"{days / YEAR_DAYS:.1f} years"
    return (
        f"the clock of {shown(entity)} is behind by {long}, or it kept this position for so long:"
        " of whoever has shifts it is not kept; set the phone's clock"
    )


def _within(outcome: Report | Rejected, patterns: Sequence[str]) -> Report | Rejected:
    """What it meant, if all of it is about entities of these patterns; without any, all entities are."""
    if isinstance(outcome, Rejected) or not patterns:
        return outcome
    for fix in outcome.fixes:
        if not any(fnmatchcase(fix.entity, pattern) for pattern in patterns):
            return Forbidden(f"entity is {shown(fix.entity)}: this token may not speak of it")
    return outcome


class _Rate:
    """Positions a second over the window, in one bucket a second."""

    def __init__(self) -> None:
        self._buckets: Final[deque[list[int]]] = deque(maxlen=int(WINDOW_S))
        """[second, count], newest last."""

    def add(self, at: float, count: int) -> None:
        second = int(at)
        if not self._buckets or self._buckets[-1][0] != second:
            self._buckets.append([second, 0])
        self._buckets[-1][1] += count

    def per_s(self, now: float) -> float:
        """Counts the second under way, so it is a tenth too low at worst when each second is alike."""
        return sum(count for second, count in self._buckets if 0 <= now - second <= WINDOW_S) / WINDOW_S


def backoff_s(failures: int, chance: float) -> float:
    """How long to wait after so many failures in a row: doubling to a cap, ``chance`` (0 to 1) of it.

    At least a tenth of a second: a stream that breaks at once must not spin.
    """
    longest = min(BACKOFF_LONGEST_S, BACKOFF_FIRST_S * 2.0 ** min(failures - 1, 30))
    return max(0.1, longest * chance)
