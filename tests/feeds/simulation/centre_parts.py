"""Small records, as the centre would show them, and a centre whose workers are always there."""

from typing import Any

from feeds.simulation.centre.people import Found
from feeds.simulation.centre.plan import Centre

RECEIVED_MS = 1_763_600_400_000
"""Thursday morning at nine in Nanjing."""


class Somebody:
    """A crew of one."""

    def near(self, lat: float, lon: float, at: float) -> Found | None:
        return Found("QH-0001", "王")


CENTRE = Centre(7, 1.0, Somebody())


def incident(status: str = "REPORTED", source: str = "demo|urn:wanglou:sim:grid-worker", **more: Any) -> Any:
    """One record; ``case`` as given."""
    return {
        "id": "I-A",
        "revision": 1,
        "provenance": "simulated",
        "source": source,
        "status": status,
        "open": status not in ("CLOSED", "VOID"),
        "category": "06012",
        "urgency": "normal",
        "title": "道路不洁",
        "place": "网格一",
        "lat": 32.02,
        "lon": 118.78,
        "street": "320104004",
        "grid": "320104004001001",
        "received_at_ms": RECEIVED_MS,
        "opened_at_ms": RECEIVED_MS,
        "closed_at_ms": RECEIVED_MS if status == "CLOSED" else None,
        **more,
    }


def last(do: str, by: str = "李演示", after_s: float = 60.0) -> dict[str, Any]:
    """The step before."""
    return {"by": by, "role": "shift_lead", "at_ms": RECEIVED_MS + round(1000 * after_s), "do": do}
