"""Where every worker is at any moment: one pure function of time, vectorised over the whole roster."""

from collections.abc import Sequence
from typing import Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from feeds.simulation.chance import unit
from feeds.simulation.roster import DUTY_DAY_S, SHIFT_S, SPELL_S, Worker
from feeds.simulation.tours import Floats, Ints, Tours

WALK_S: Final = 276
PAUSE_S: Final = 24
"""After so long a walk somebody stops to look: eight per cent of a spell."""
IDLE_EVERY_S: Final = 60
"""Between fixes on duty but not on patrol."""
SILENCE_SLOT_S: Final = 1200
SILENCE_S: Final = 720
SILENT_SHARE: Final = 0.03
"""In each slot of 20 minutes so many phones fall silent for the slot's first 12."""
BATTERY_PER_HOUR: Final = 0.09
NOISE_M: Final = 2.2
"""Standard deviation of the slow part of the GPS error, on each axis."""

Bools = NDArray[np.bool_]


class Moment(msgspec.Struct, frozen=True):
    """All workers at one time, one element each."""

    lat: Floats
    lon: Floats
    course: Floats
    speed_mps: Floats
    """What the phone reports; 0 while standing."""
    accuracy_m: Floats
    battery: Floats
    on_duty: Bools
    silent: Bools


class Patrol:
    """The movement of a roster over its grids' tours. ``speed`` runs the world that many times faster
    than the clock.
    """

    def __init__(self, workers: Sequence[Worker], tours: Tours, seed: int, speed: float = 1.0) -> None:
        self._tours, self._seed, self._rate = tours, seed, speed
        self.number: Ints = np.array([w.number for w in workers])
        self.grid: Ints = np.array([w.grid for w in workers])
        self.every: Ints = np.array([w.every_s for w in workers])
        self._shift = np.array([w.shift_start for w in workers], dtype=float)
        self._spells = np.array([w.spells for w in workers], dtype=float).reshape(-1, 2)
        self._pace = np.array([w.speed_mps for w in workers])
        self._first = np.array([w.first_metre for w in workers])
        self._charge = np.array([w.battery for w in workers])

    def at(self, now: float | Floats) -> Moment:
        """Everybody at ``now`` (Unix seconds; one number, or one a worker)."""
        clock = np.broadcast_to(np.asarray(now, dtype=float), self._shift.shape)
        into_shift = np.mod(clock * self._rate - self._shift, DUTY_DAY_S)
        walked_s, walking = self._walked(into_shift)
        lat, lon, course = self._tours.at(self.grid, self._first + walked_s * self._pace)
        d_lat, d_lon = self._error(clock)
        return Moment(
            lat=lat + d_lat,
            lon=lon + d_lon,
            course=course,
            speed_mps=np.where(walking, self._pace * self._rate, 0.0),
            accuracy_m=4.0 + 12.0 * unit(self._seed, self.number, (clock // 45).astype(np.int64)) ** 2,
            battery=np.clip(self._charge - BATTERY_PER_HOUR * into_shift / 3600, 0.06, 1.0),
            on_duty=into_shift < SHIFT_S,
            silent=self._silent(clock),
        )

    def due(self, second: int, moment: Moment) -> Ints:
        """Indices of the workers whose phone sends a fix in this second of the clock."""
        every = np.where(moment.speed_mps > 0, self.every, IDLE_EVERY_S)
        turn = (second + self.number * 7) % every == 0
        return np.flatnonzero(turn & moment.on_duty & ~moment.silent)

    def _walked(self, into_shift: Floats) -> tuple[Floats, Bools]:
        """Seconds of walking since the shift began (pauses left out), and who walks right now."""
        walked = np.zeros_like(into_shift)
        walking = np.zeros(into_shift.shape, dtype=bool)
        cycle = WALK_S + PAUSE_S
        for spell in range(2):
            elapsed = np.clip(into_shift - self._spells[:, spell], 0.0, SPELL_S)
            rest = np.mod(elapsed, cycle)
            walked += np.floor(elapsed / cycle) * WALK_S + np.minimum(rest, WALK_S)
            walking |= (elapsed > 0) & (elapsed < SPELL_S) & (rest < WALK_S)
        return walked, walking

    def _silent(self, clock: Floats) -> Bools:
        slot = (clock // SILENCE_SLOT_S).astype(np.int64)
        chosen = unit(self._seed + 1, self.number, slot) < SILENT_SHARE
        quiet: Bools = chosen & (np.mod(clock, SILENCE_SLOT_S) < SILENCE_S)
        return quiet

    def _error(self, clock: Floats) -> tuple[Floats, Floats]:
        """A GPS error that wanders: two slow waves a worker and axis, periods of one to four minutes."""
        axes = []
        for axis in range(2):
            total = np.zeros_like(clock)
            for wave in range(2):
                phase = unit(self._seed + 2, self.number, axis, wave) * 2 * np.pi
                period = 60 + 180 * unit(self._seed + 3, self.number, axis, wave)
                total += NOISE_M * np.sin(2 * np.pi * clock / period + phase)
            axes.append(total)
        return self._tours.metres_to_degrees(axes[0], axes[1])
