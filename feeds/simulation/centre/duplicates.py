"""How a simulated intake agent sees that a report is the second one of a matter. Pure."""

import math
from collections.abc import Iterable
from typing import Final

from feeds.simulation.centre.plan import SIMULATED, Body

WITHIN_M: Final = 30.0
WITHIN_S: Final = 20 * 60.0
METRES_PER_DEGREE: Final = 111_195.0


def first_report(body: Body, among: Iterable[Body]) -> str | None:
    """The id of the earlier report of the same kind at the same place; None when there is none."""
    if body["lat"] is None:
        return None
    like = [other for other in among if _is_first(other, body)]
    return min(like, key=lambda other: (other["opened_at_ms"], other["id"]))["id"] if like else None


def _is_first(other: Body, body: Body) -> bool:
    if other["category"] != body["category"] or other["lat"] is None or other["provenance"] != SIMULATED:
        return False
    if (other.get("case") or {}).get("merged_into") is not None or not other["open"]:
        return False
    apart_s = (body["opened_at_ms"] - other["opened_at_ms"]) / 1000
    if not 0 <= apart_s <= WITHIN_S or (apart_s == 0 and other["id"] >= body["id"]):
        return False
    return _metres(body, other) <= WITHIN_M


def _metres(here: Body, there: Body) -> float:
    east = math.cos(math.radians(here["lat"])) * (here["lon"] - there["lon"])
    return METRES_PER_DEGREE * math.hypot(here["lat"] - there["lat"], east)
