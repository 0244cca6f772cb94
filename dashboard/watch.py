"""What to do about one child process, decided from times. Alive means "its beat came", not "it has a pid".

Times are seconds of one monotonic clock, handed in. The supervisor tells a ``Watch`` what happened
(``started``, ``beat``, ``exited``) and asks ``decide`` what to do.
"""

from enum import StrEnum
from typing import Final, NamedTuple


class Limits(NamedTuple):
    """How patient the supervisor is, in seconds."""

    silence: float
    """Without a beat for this long a running child is killed; doubled after each that fell silent
    before ``healthy_after``: on a starved machine it would else be started for ever and never get through.
    """
    grace: float
    """How long a child may take from its start to its first beat; doubled after each start without one. Where
    the system tells how much it computed, this counts its own time, not that of a machine that is busy.
    """
    backoff_first: float
    backoff_max: float
    healthy_after: float
    """After this long in health the next restart waits ``backoff_first`` again."""


DOUBLINGS: Final = 3
"""A machine too busy for a start within the grace would else be kept busy by starts alone, for ever."""


PROGRESS_S: Final = 0.2
"""A start gets on when it has computed so much more."""

LONGEST: Final = 8
"""Graces after which even a start that gets on has come to nothing."""


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
        self._computed_s: float | None = None  # since its start, as last told
        self._progress = (now, 0.0)  # when it was last seen to have got on, and what it had computed then
        self._mute_starts = 0
        """In a row, that ended without a beat."""
        self._short_lives = 0
        """In a row, that fell silent before they were healthy."""

    def started(self, now: float) -> None:
        """The child was spawned."""
        self.running = True
        self._started_at = now
        self._last_beat = None
        self._computed_s, self._progress = None, (now, 0.0)

    def computed(self, seconds: float, now: float) -> None:
        """What the child has computed since its start, by the system's count; wanted while it starts."""
        self._computed_s = seconds
        if seconds - self._progress[1] >= PROGRESS_S:
            self._progress = (now, seconds)

    def beat(self, now: float) -> None:
        """The child was heard."""
        self._last_beat = now
        self._mute_starts = 0
        if now - self._started_at >= self._limits.healthy_after:
            self._backoff, self._short_lives = self._limits.backoff_first, 0

    def exited(self, now: float) -> None:
        """The child is gone, for whatever reason."""
        self.running = False
        self.restarts += 1
        self._mute_starts += not self.beaten
        self._short_lives += self._last_beat is not None and now - self._last_beat > self._silence
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
            return self._start_deadline(max(self._started_at, hearing_since))
        return max(self._last_beat, hearing_since) + self._silence

    @property
    def _silence(self) -> float:
        return self._limits.silence * (1 << min(self._short_lives, DOUBLINGS))

    def _start_deadline(self, begun: float) -> float:
        """A start that stands still has its grace from when it last got on; one that only spins, in all."""
        grace = self._limits.grace * (1 << min(self._mute_starts, DOUBLINGS))
        if self._computed_s is None or self._computed_s > grace:
            return begun + grace
        return min(max(begun, self._progress[0]) + grace, begun + LONGEST * grace)

    @property
    def beaten(self) -> bool:
        """Whether it was heard at all since it was started."""
        return self._last_beat is not None

    def beating(self, now: float) -> bool:
        """Whether it was heard within the limit of silence."""
        return self.running and self._last_beat is not None and now - self._last_beat <= self._limits.silence
