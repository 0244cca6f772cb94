"""When the simulated people work. Pure.

Coarser than the centre's own calendars on purpose: holidays are not known here, and nobody goes to lunch.
"""

import datetime as dt
from typing import Final, Literal

from feeds.simulation.matters import LOCAL

Hours = Literal["always", "daily", "office"]

_SPELL: Final[dict[Hours, tuple[float, float]]] = {"daily": (7.5, 21.5), "office": (8.5, 17.5)}
"""From and to, in hours of the local day; office hours from Monday to Friday only."""


def later(at: float, seconds: float, hours: Hours) -> float:
    """The moment when somebody who begins at ``at`` has worked for so long."""
    if hours == "always":
        return at + seconds
    while True:
        begin, end = _next_spell(at, hours)
        at = max(at, begin)
        if at + seconds <= end:
            return at + seconds
        seconds -= end - at
        at = end


def on_duty(at: float, hours: Hours) -> float:
    """``at``, or the next moment when somebody is there."""
    return at if hours == "always" else max(at, _next_spell(at, hours)[0])


def _next_spell(at: float, hours: Hours) -> tuple[float, float]:
    """The spell of duty that ends after ``at``."""
    date = dt.datetime.fromtimestamp(at, LOCAL).date()
    first, last = _SPELL[hours]
    while True:
        midnight = dt.datetime.combine(date, dt.time(), LOCAL).timestamp()
        works = hours == "daily" or date.weekday() < 5
        if works and midnight + 3600 * last > at:
            return midnight + 3600 * first, midnight + 3600 * last
        date += dt.timedelta(days=1)
