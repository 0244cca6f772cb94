"""How fast memory grows, once a process has what it keeps anyway. Pure."""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

WARM_UP_PART: Final = 0.25
WARM_UP_MOST_S: Final = 1200.0


class Growth(NamedTuple):
    """Of one process, megabytes."""

    per_hour: float
    first: float
    last: float
    fitted_s: float
    """What the slope is of."""


def fit_from(watched_s: float) -> float:
    """When the line begins: the first part of a watch still fills what is kept, twenty minutes at most."""
    return min(WARM_UP_MOST_S, watched_s * WARM_UP_PART)


def growth(samples: Sequence[tuple[float, int]]) -> Growth:
    """Least squares through (seconds, bytes) after the warm-up. At least two of them must be after it."""
    begin = fit_from(samples[-1][0])
    told = [(at / 3600, size / 1e6) for at, size in samples if at >= begin]
    hours, megabytes = [at for at, _ in told], [size for _, size in told]
    slope = float(np.polyfit(hours, megabytes, 1)[0])
    return Growth(
        round(slope, 2),
        round(megabytes[0], 1),
        round(megabytes[-1], 1),
        round((hours[-1] - hours[0]) * 3600, 1),
    )
