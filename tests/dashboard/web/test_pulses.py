"""Who is alive, decided from beats and time."""

import pytest

from dashboard.web.pulses import Pulses, missing, report
from feeds.model import Beat, Utc


def beaten(*slots: str, at: float = 100.0) -> Pulses:
    """Processes that beat at ``at``."""
    pulses = Pulses()
    for slot in slots:
        pulses.hear(Beat(slot, 7, Utc(0.0), Utc(0.0), restarts=2), at)
    return pulses


def test_all_beating_is_healthy() -> None:
    """The bus by its canary, the others by their beats."""
    vitals = beaten("web", "feeds", "relay").vitals(101.0, 0.5)
    body = report(vitals, Utc(5.0), mode="demo")
    assert body["ok"] and body["error"] is None and body["mode"] == "demo"
    assert body["processes"]["relay"]["pid"] == 7 and body["processes"]["redis"]["age_s"] == 0.5


@pytest.mark.parametrize("absent", ["web", "feeds", "relay"])
def test_who_never_beat_is_named(absent: str) -> None:
    """And listed, with no age."""
    vitals = beaten(*({"web", "feeds", "relay"} - {absent})).vitals(101.0, 0.5)
    assert missing(vitals) == [absent] and absent in str(report(vitals, Utc(0.0))["error"])
    assert vitals[absent].age_s is None


def test_silence_and_a_deaf_bus_are_named() -> None:
    """Five seconds are the limit."""
    pulses = beaten("web", "feeds", "relay")
    assert missing(pulses.vitals(105.0, 5.0)) == []
    assert missing(pulses.vitals(105.1, 0.1)) == ["web", "feeds", "relay"]
    assert missing(pulses.vitals(101.0, 5.1)) == ["redis"]


def test_a_second_relay_stands_in_for_the_first() -> None:
    """One alive is enough; the dead one is still shown, until it is long gone."""
    pulses = beaten("web", "feeds", "relay-2")
    pulses.hear(Beat("relay", 8, Utc(0.0), Utc(0.0)), 50.0)
    vitals = pulses.vitals(101.0, 0.1)
    assert missing(vitals) == [] and vitals["relay"].state == "dead"
    assert "relay-2" not in pulses.vitals(2000.0, 0.1)
