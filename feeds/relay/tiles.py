"""What the wall says of sources and processes: the health of all processes merged, and who fell silent.

Pure; ages are by a monotonic clock that is passed in, so that a jumping wall clock makes nobody dead.
"""

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from feeds.messages import ProcessTile, Tile
from feeds.model import NOT_STORING, Beat, Provenance, SourceHealth
from feeds.wire import MAX_SOURCES

LATE_AFTER_S: Final = 2.5
"""Two beats lost."""

DEAD_AFTER_S: Final = 5.0
"""Silent so long, a process counts as dead, and so does every source it runs."""

STORING: Final = "storing"
"""Stands among the processes only while nothing can be kept; its age is since when."""

MAX_PROCESSES: Final = 64
"""Further ones are not shown; a deployment has a handful."""


class _Told(NamedTuple):
    """The newest health message of one process."""

    heard_at: float
    sources: list[SourceHealth]


class Tiles:
    """Numbers the sources for the wire, in the order of first hearing, and knows how each is."""

    def __init__(self) -> None:
        self._index: dict[str, int] = {}
        self._provenance: dict[str, Provenance] = {}
        self._spoke: set[str] = set()  # sources whose positions came
        self._told: dict[str, _Told] = {}  # by process
        self._beat_at: dict[str, float] = {}  # by process
        self._not_storing_s: dict[str, float] = {}  # by process, as its newest beat says

    def index(self, source: str, provenance: Provenance) -> int | None:
        """The number on the wire of a source whose positions came; None when all numbers are taken."""
        number = self._numbered(source, provenance)
        if number is not None:
            self._spoke.add(source)
        return number

    def hear_health(self, process: str, sources: list[SourceHealth], at: float) -> None:
        """One process told how its sources are."""
        if self._room_for(process):
            self._told[process] = _Told(at, sources)
            for health in sources:
                self._numbered(health.name, health.provenance)

    def hear_beat(self, beat: Beat, at: float) -> None:
        """One process is alive."""
        if self._room_for(beat.process):
            self._beat_at[beat.process] = at
            self._not_storing_s[beat.process] = beat.facts.get(NOT_STORING, 0.0)

    def sources(self, now: float) -> list[Tile]:
        """Every source, by number. One that sent no position and that its process, alive, tells of no more
        is none any more.
        """
        best: dict[str, Tile] = {}
        for process, told in sorted(self._told.items()):
            dead = now - self._heard_at(process) > DEAD_AFTER_S
            for health in told.sources:
                tile = self._tile(health, process if dead else None)
                if tile is not None and _better(tile, best.get(tile.name)):
                    best[tile.name] = tile
        known = [name for name in self._index if name in best or name in self._spoke]
        return [best.get(name) or self._silent(name) for name in known]

    def processes(self, now: float, also: Mapping[str, float | None]) -> list[ProcessTile]:
        """Every process by name, then what the relay itself reads from (``also``: name -> age in seconds)."""
        heard = sorted(self._told.keys() | self._beat_at.keys())
        ages: Iterable[tuple[str, float | None]] = [(name, now - self._heard_at(name)) for name in heard]
        tiles = [ProcessTile(name, _rounded(age), _state(age)) for name, age in [*ages, *also.items()]]
        unkept = max((self._unkept(name, now) for name in self._not_storing_s), default=0.0)
        return [*tiles, ProcessTile(STORING, _rounded(unkept), "dead")] if unkept else tiles

    # Inside

    def _numbered(self, source: str, provenance: Provenance) -> int | None:
        if source not in self._index:
            if len(self._index) == MAX_SOURCES:
                return None
            self._index[source] = len(self._index)
            self._provenance[source] = provenance
        return self._index[source]

    def _room_for(self, process: str) -> bool:
        known = self._told.keys() | self._beat_at.keys()
        return process in known or len(known) < MAX_PROCESSES

    def _heard_at(self, process: str) -> float:
        told = self._told.get(process)
        return max(self._beat_at.get(process, float("-inf")), told.heard_at if told else float("-inf"))

    def _unkept(self, name: str, now: float) -> float:
        """How long it could keep nothing; of one that is dead nobody knows, and it is told of itself."""
        age = now - self._heard_at(name)
        said = self._not_storing_s[name]
        return said + age if said and age <= DEAD_AFTER_S else 0.0

    def _tile(self, health: SourceHealth, dead_process: str | None) -> Tile | None:
        index = self._index.get(health.name)
        if index is None:
            return None
        return Tile(
            index=index,
            name=health.name,
            kind=health.kind,
            title_zh=health.title_zh,
            title_en=health.title_en,
            provenance=health.provenance.name.lower(),
            state="dead" if dead_process else health.state,
            last_heard_ms=None if health.last_heard is None else health.last_heard * 1000.0,
            rate_per_s=0.0 if dead_process else health.rate_per_s,
            lag_s=None if dead_process else health.lag_s,
            accepted=health.accepted,
            rejected=health.rejected,
            ttl_s=health.ttl_s,
            error=f"process {dead_process} stopped beating" if dead_process else health.error,
            off_duty=health.off_duty,
        )

    def _silent(self, name: str) -> Tile:
        """A source whose positions came, but of which no process tells anything."""
        provenance = self._provenance[name].name.lower()
        error = "no process tells of this source"
        return Tile(
            self._index[name], name, "", name, name, provenance, "dead", None, 0.0, None, 0, 0, 0.0, error
        )


def _better(tile: Tile, other: Tile | None) -> bool:
    """Of two processes that run the same source the living one is shown, then the one that heard last."""
    if other is None:
        return True
    return (tile.state != "dead", tile.last_heard_ms or 0.0) > (
        other.state != "dead",
        other.last_heard_ms or 0.0,
    )


def _state(age: float | None) -> str:
    if age is None or age > DEAD_AFTER_S:
        return "dead"
    return "late" if age > LATE_AFTER_S else "live"


def _rounded(age: float | None) -> float | None:
    return None if age is None else round(max(0.0, age), 1)
