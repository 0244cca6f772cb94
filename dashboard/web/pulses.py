"""Who is alive, from the beats this process hears. Pure: time is handed in.

/healthz answers 200 only when the web, the feeds, a relay and the bus all gave a sign of life within five
seconds.
"""

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from feeds.model import NOT_STORING, Beat, SourceHealth, Utc

ALIVE_S: Final = 5.0
FORGOTTEN_S: Final = 600.0
"""A slot that has been silent this long (a relay that was taken away) is no longer listed, unless it is
needed.
"""

NEEDED: Final = ("web", "feeds", "relay")
"""Roles that must beat; "relay-2" fills the role of "relay"."""

BUS: Final = "redis"
SUPERVISOR: Final = "supervisor"


class Vital(msgspec.Struct, frozen=True):
    """One process, as /healthz shows it. ``age_s`` None: never heard since this process started."""

    state: str
    age_s: float | None
    pid: int | None = None
    restarts: int | None = None
    started_at: float | None = None


class Pulses:
    """The newest beat of every process and the newest tiles of every source."""

    def __init__(self) -> None:
        self._beats: dict[str, tuple[float, Beat]] = {}
        """Slot -> (when heard, by the monotonic clock; the beat)."""
        self._sources: dict[str, tuple[float, list[SourceHealth]]] = {}
        """Process -> (when heard, its tiles)."""

    def hear(self, beat: Beat, now: float) -> None:
        """Take a beat; ``now`` is monotonic."""
        self._beats[beat.process] = (now, beat)

    def hear_sources(self, process: str, sources: list[SourceHealth], now: float) -> None:
        """Take the tiles of one process."""
        self._sources[process] = (now, sources)

    def vitals(self, now: float, bus_age_s: float) -> dict[str, Vital]:
        """Every process by slot; ``bus_age_s`` is how long ago our own canary came back."""
        vitals = {slot: Vital("dead", None) for slot in NEEDED}
        for slot, (heard, beat) in self._beats.items():
            if slot in NEEDED or now - heard < FORGOTTEN_S:
                vitals[slot] = Vital(
                    _state(now - heard), round(now - heard, 2), beat.pid, beat.restarts, beat.started_at
                )
        return vitals | {BUS: self._bus_vital(bus_age_s)}

    def facts(self) -> dict[str, Mapping[str, float]]:
        """The figures that came with each process's newest beat."""
        return {slot: beat.facts for slot, (_, beat) in self._beats.items()}

    def storing(self) -> bool:
        """Whether nobody who writes the store says that it takes nothing."""
        return not any(beat.facts.get(NOT_STORING) for _, beat in self._beats.values())

    def sources(self) -> list[SourceHealth]:
        """The newest tile of every source of every process."""
        return [tile for _, tiles in self._sources.values() for tile in tiles]

    def _bus_vital(self, age_s: float) -> Vital:
        """The embedded server cannot beat; the supervisor that started it knows its pid and restarts."""
        _, beat = self._beats.get(SUPERVISOR, (0.0, None))
        facts = beat.facts if beat else {}
        pid, restarts = facts.get("pid_bus"), facts.get("restarts_bus")
        return Vital(
            _state(age_s),
            round(age_s, 2),
            None if pid is None else int(pid),
            None if restarts is None else int(restarts),
        )


def missing(vitals: Mapping[str, Vital]) -> list[str]:
    """The roles nobody alive fills now, the bus among them."""
    alive = {slot.partition("-")[0] for slot, vital in vitals.items() if vital.state == "live"}
    return [role for role in (*NEEDED, BUS) if role not in alive]


def report(vitals: Mapping[str, Vital], now: Utc, **more: object) -> dict[str, Any]:
    """The body of /healthz."""
    lacking = missing(vitals)
    sentence = None if not lacking else f"no sign of life within {ALIVE_S:g} s from: {', '.join(lacking)}"
    return {
        "ok": not lacking,
        "error": sentence,
        "missing": lacking,
        "now": now,
        **more,
        "processes": {slot: msgspec.structs.asdict(vital) for slot, vital in sorted(vitals.items())},
    }


def _state(age_s: float) -> str:
    return "live" if age_s <= ALIVE_S else "dead"
