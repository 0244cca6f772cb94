"""What to do about one child process, decided from times. Alive means "its beat came", not "it has a pid".

Times are seconds of one monotonic clock, handed in. The supervisor tells a ``Watch`` what happened
(``started``, ``beat``, ``exited``) and asks ``decide`` what to do.
"""

from enum import StrEnum
from typing import Final, NamedTuple


class Limits(NamedTuple):
    """How patient the supervisor is, in seconds."""

    silence: float
    """Without a beat for this long a running child is killed."""
    grace: float
    """How long a child may take from its start to its first beat; doubled after each start without one."""
    backoff_first: float
    backoff_max: float
    healthy_after: float
    """After this long in health the next restart waits ``backoff_first`` again."""


GRACE_DOUBLINGS: Final = 3
"""A machine too busy for a start within the grace would else be kept busy by starts alone, for ever."""


class Action(StrEnum):
    """What the supervisor should do now."""

    NOTHING = "nothing"
    START = "start"
    KILL = "kill"


class Watch:
    """Everything known about one child."""

    def __init__(self, limits: Limits, now: float) -> None:
        self._limits = limits
        self.restarts = 0
        self.running = False
        self.due_at = now
        """When a child that does not run shall be started."""
        self._backoff = limits.backoff_first
        self._started_at = now
        self._last_beat: float | None = None
        self._mute_starts = 0
        """In a row, that ended without a beat."""

    def started(self, now: float) -> None:
        """The child was spawned."""
        self.running = True
        self._started_at = now
        self._last_beat = None

    def beat(self, now: float) -> None:
        """The child was heard."""
        self._last_beat = now
        self._mute_starts = 0
        if now - self._started_at >= self._limits.healthy_after:
            self._backoff = self._limits.backoff_first

    def exited(self, now: float) -> None:
        """The child is gone, for whatever reason."""
        self.running = False
        self.restarts += 1
        self._mute_starts += not self.beaten
        self.due_at = now + self._backoff
        self._backoff = min(self._backoff * 2, self._limits.backoff_max)

    def decide(self, now: float, hearing_since: float | None) -> Action:
        """Start it, kill it, or leave it alone.

        ``hearing_since`` is when the bus began to carry beats, None while it does not: a silence that the bus
        explains is not held against a child, and when the bus heals every child gets its full time again.
        """
        if not self.running:
            return Action.START if now >= self.due_at else Action.NOTHING
        if hearing_since is None:
            return Action.NOTHING
        return Action.KILL if now > self._deadline(hearing_since) else Action.NOTHING

    def _deadline(self, hearing_since: float) -> float:
        if self._last_beat is None:
            doublings = min(self._mute_starts, GRACE_DOUBLINGS)
            return max(self._started_at, hearing_since) + self._limits.grace * (1 << doublings)
        return max(self._last_beat, hearing_since) + self._limits.silence

    @property
    def beaten(self) -> bool:
        """Whether it was heard at all since it was started."""
        return self._last_beat is not None

    def beating(self, now: float) -> bool:
        """Whether it was heard within the limit of silence."""
        return self.running and self._last_beat is not None and now - self._last_beat <= self._limits.silence
