"""How late an event loop wakes a sleeper: the worst stall anybody in that process has to expect. Pure."""

from bisect import bisect_left
from collections import deque
from typing import Final

BOUNDS_S: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
"""Upper ends of the histogram's buckets; what is later still is counted above all of them."""

COUNTED: Final = "loop_lag_le_"
ABOVE_ALL: Final = f"{COUNTED}inf"
SUM: Final = "loop_lag_sum_s"


class LagBook:
    """The newest lags, and how many there ever were of each size."""

    def __init__(self, kept: int) -> None:
        """``kept``: how many the 99th percentile and the largest are of."""
        self._newest: deque[float] = deque(maxlen=kept)
        self._counts = [0] * (len(BOUNDS_S) + 1)
        self._sum = 0.0

    def note(self, late_s: float) -> None:
        """One waking."""
        late_s = max(0.0, late_s)
        self._newest.append(late_s)
        self._counts[bisect_left(BOUNDS_S, late_s)] += 1
        self._sum += late_s

    def p99_s(self) -> float:
        """Of the newest; 0 before the first."""
        ordered = sorted(self._newest) or [0.0]
        return ordered[int(len(ordered) * 0.99)]

    def facts(self) -> dict[str, float]:
        """For a beat: 99th percentile and largest of the newest, and the histogram, cumulated."""
        told = {"loop_lag_p99_s": self.p99_s(), "loop_lag_max_s": max(self._newest, default=0.0)}
        total = 0
        for bound, count in zip((*BOUNDS_S, None), self._counts, strict=True):
            total += count
            told[ABOVE_ALL if bound is None else f"{COUNTED}{bound:g}"] = float(total)
        return told | {SUM: self._sum}
