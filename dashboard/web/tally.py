"""The figures of a door's tile. Pure: time is handed in."""

from collections import deque
from statistics import median
from typing import Final

from feeds.model import Provenance, SourceHealth, SourceState, Utc

WINDOW_S: Final = 10.0
LAGS_KEPT: Final = 500
COMPLAINT_S: Final = 60.0
"""A rejection stays on the tile for this long."""
EXPECTED_S: Final = 3600.0
"""Incidents come when they come: an hour without one is quiet."""


class Tally:
    """Counts what a door accepted and rejected."""

    def __init__(self, name: str, kind: str, title: tuple[str, str], provenance: Provenance) -> None:
        self.name = name
        self.accepted = 0
        self.rejected = 0
        self._kind = kind
        self._title_zh, self._title_en = title
        self._provenance = provenance
        self._heard: deque[tuple[float, float]] = deque(maxlen=LAGS_KEPT)
        """(when, how old it was then)."""
        self._last_heard: Utc | None = None
        self._complaint: tuple[float, str] | None = None

    def accept(self, now: Utc, lag_s: float) -> None:
        """One good message."""
        self.accepted += 1
        self._last_heard = now
        self._heard.append((now, max(0.0, lag_s)))

    def reject(self, now: Utc, reason: str) -> None:
        """One refused message, with the sentence its sender got."""
        self.rejected += 1
        self._complaint = (now, reason)

    def health(self, now: Utc) -> SourceHealth:
        """The tile as of ``now``."""
        recent = [lag for at, lag in self._heard if now - at <= WINDOW_S]
        return SourceHealth(
            name=self.name,
            kind=self._kind,
            title_zh=self._title_zh,
            title_en=self._title_en,
            provenance=self._provenance,
            state=self._state(now),
            last_heard=self._last_heard,
            rate_per_s=len(recent) / WINDOW_S,
            lag_s=median(recent) if recent else None,
            accepted=self.accepted,
            rejected=self.rejected,
            ttl_s=EXPECTED_S,
            error=self._error(now),
        )

    def _state(self, now: Utc) -> SourceState:
        if self._last_heard is None:
            return SourceState.WAITING
        return SourceState.LIVE if now - self._last_heard <= EXPECTED_S else SourceState.QUIET

    def _error(self, now: Utc) -> str | None:
        if self._complaint is None or now - self._complaint[0] > COMPLAINT_S:
            return None
        return self._complaint[1]
