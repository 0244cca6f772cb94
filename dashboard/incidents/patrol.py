"""Patrol time against the three-hour duty, and where nobody has been for how long. Pure.

Facts come from positions: when a worker was heard walking, and when a grid last had one in it. A grid that
nobody has visited since the records begin owes most: unknown is not calm.
"""

from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Final, NamedTuple

import msgspec

from dashboard.incidents.assessment import Rate, Spread, spread
from feeds.model import Utc

DUTY_S: Final = 3 * 3600.0
"""网格员每日下网格时长."""
LONGEST_GAP_S: Final = 300.0
"""Between two fixes of one walk; a longer silence counts as no patrol."""


class Band(NamedTuple):
    """Grids whose last visit is less than ``under_s`` ago, and not in an earlier band."""

    name: str
    zh: str
    en: str
    under_s: float


BANDS: Final = (
    Band("fresh", "4 小时内", "within 4 h", 4 * 3600.0),
    Band("day", "4–8 小时", "4 to 8 h", 8 * 3600.0),
    Band("late", "8–24 小时", "8 to 24 h", 24 * 3600.0),
    Band("owed", "超过 24 小时", "over 24 h", float("inf")),
)
NEVER: Final = Band("never", "无巡查记录", "no visit on record", float("nan"))


class Patrol(msgspec.Struct, frozen=True):
    """The workers of a day, against their duty."""

    met: Rate
    """Workers with three hours or more, of all on the roster of the day."""
    seconds: Spread
    share: float | None
    """Mean patrol time over the duty; None without workers."""


class Debt(msgspec.Struct, frozen=True):
    """One grid and how long nobody has been there; None for never."""

    grid: str
    since_s: float | None


class Coverage(msgspec.Struct, frozen=True):
    """Where workers have been."""

    visited: Rate
    """Grids visited today, of all: 巡查覆盖率."""
    bands: dict[str, int]
    """Grids by time since the last visit, under the names of ``BANDS`` and ``NEVER``."""
    debts: tuple[Debt, ...]
    """Every grid, the one that waits longest first."""


def walked_s(stamps: Iterable[Utc]) -> float:
    """Seconds of patrol that a worker's fixes prove: the time between neighbours, silences left out. Fixes
    may come in any order and twice.
    """
    return sum(
        later - earlier for earlier, later in pairwise(sorted(stamps)) if later - earlier <= LONGEST_GAP_S
    )


def patrol(seconds_by_worker: Mapping[str, float]) -> Patrol:
    """The day's patrol time; a worker on the roster who did not walk is there with 0."""
    seconds = spread(seconds_by_worker.values())
    met = sum(walked >= DUTY_S for walked in seconds_by_worker.values())
    share = None if seconds.mean_s is None else seconds.mean_s / DUTY_S
    return Patrol(Rate(met, seconds.n), seconds, share)


def coverage(last_visits: Mapping[str, Utc | None], now: Utc, today: Utc) -> Coverage:
    """Coverage and debt at ``now``; ``today`` is the midnight before it. Every grid must be a key."""
    waits = {grid: None if at is None else max(0.0, now - at) for grid, at in last_visits.items()}
    bands = dict.fromkeys([band.name for band in (*BANDS, NEVER)], 0)
    for wait in waits.values():
        bands[_band(wait).name] += 1
    visited = sum(at is not None and at >= today for at in last_visits.values())
    debts = sorted(waits.items(), key=lambda item: (item[1] is not None, -(item[1] or 0.0), item[0]))
    return Coverage(Rate(visited, len(waits)), bands, tuple(Debt(grid, wait) for grid, wait in debts))


def _band(wait: float | None) -> Band:
    if wait is None:
        return NEVER
    return next(band for band in BANDS if wait < band.under_s)
