"""Who is off duty, so that where they are is known to nobody. Pure.

The roster says it: ``on_duty`` false in a worker's record. Whoever the roster says nothing of may be heard: a
centre without a roster must not go blind. A call for help always passes.
"""

from collections.abc import Mapping
from typing import Any, Final

from feeds.model import Position, Status

SWITCH: Final = "on_duty"
"""The field of a worker's record; absent or null: unknown."""


class Duty:
    """What the roster said last. Until it said anything only calls for help pass."""

    def __init__(self) -> None:
        self.known = False
        self._off: frozenset[str] = frozenset()

    def learn(self, roster: Mapping[str, Mapping[str, Any]]) -> None:
        """All workers' records, by id."""
        self._off = frozenset(id for id, worker in roster.items() if worker.get(SWITCH) is False)
        self.known = True

    def admits(self, position: Position) -> bool:
        """Whether a position may be known at all."""
        return position.status is Status.SOS or (self.known and position.entity not in self._off)
