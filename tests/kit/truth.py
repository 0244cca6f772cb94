"""A feed of which everything is known: from where a mark is drawn follows which report it shows. Pure.

The longitude of an object is its number, its latitude the number of its report. So whoever sees a mark knows
which report it shows and how old that is, whatever anybody on the way said of its age.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

TICK_S: Final = 0.1
SOUTH_E7, WEST_E7 = 320_100_000, 1_187_700_000
"""Where the first object begins, in ten-millionths of a degree: within Qinhuai."""
LANES: Final = 37
LANE_E7: Final = 8_000
"""Objects lie in lanes 90 m apart, so that they do not hide each other."""
STEP_E7: Final = 1
"""One report further north: a centimetre, so that nothing glides."""
EAST_E7: Final = 300
"""One object further east: three metres."""


class Datum(NamedTuple):
    """One report of one object."""

    number: int
    report: int


@dataclass(frozen=True)
class Feed:
    """Who reports when: object after object, each once a period. Times are seconds since the Unix epoch."""

    objects: int
    period_s: float
    ttl_s: float
    began_at: float

    @property
    def ticks(self) -> int:
        """In one period."""
        return round(self.period_s / TICK_S)

    def tick_at(self, now: float) -> int:
        """The newest tick that has begun."""
        return int((now - self.began_at) / TICK_S)

    def reports(self, tick: int) -> Iterator[Datum]:
        """Who reports in this tick."""
        report, turn = divmod(tick, self.ticks)
        return (Datum(number, report) for number in range(turn, self.objects, self.ticks))

    def tick_of(self, datum: Datum) -> int:
        """When this was reported."""
        return datum.report * self.ticks + datum.number % self.ticks

    def at(self, datum: Datum) -> float:
        """The same as a time."""
        return self.began_at + self.tick_of(datum) * TICK_S


def place_of(datum: Datum) -> tuple[int, int]:
    """Latitude and longitude in ten-millionths of a degree."""
    lane = datum.number % LANES
    return SOUTH_E7 + lane * LANE_E7 + datum.report * STEP_E7, WEST_E7 + datum.number * EAST_E7


def datum_at(lat_e7: int, lon_e7: int) -> Datum | None:
    """Which report stands there; None for a place where none of this feed can."""
    number, rest = divmod(lon_e7 - WEST_E7, EAST_E7)
    report = lat_e7 - SOUTH_E7 - number % LANES * LANE_E7
    return Datum(number, report) if rest == 0 and number >= 0 and 0 <= report < LANE_E7 else None
