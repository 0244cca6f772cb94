"""What a source is. To add one, copy ``owntracks.py``, register it in ``SOURCES``, record what it receives.

A source turns what it received (``Message``) into what it means (``Report``) and knows nothing else: not the
bus, not the clock, not the picture. ``read`` is pure, so it is tested from recordings. A source that fetches
for itself also has ``stream``, which does I/O and nothing else.
"""

from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Callable, Iterable
from typing import Any, ClassVar, NamedTuple

import msgspec

from feeds.errors import BadInput
from feeds.geo.datum import to_wgs84
from feeds.model import Datum, EntityId, Fix, Message, Provenance, Rejected, Report


class SourceConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What every ``[[source]]`` table may say besides ``kind``; a kind with more keys subclasses this."""

    name: str = ""
    """On the tile, in the log, on the bus; "" means the kind."""
    enabled: bool = True
    datum: Datum = "wgs84"
    """What its coordinates are measured in; the map apps of China report gcj02 or bd09."""
    ttl_s: float | None = None
    """How long one position holds; None means the kind's own."""
    stale_after_s: float | None = None
    """Silence after which the tile says quiet; None means the kind's own."""
    token: str | None = None
    """Who may push here: bearer token, or password of basic auth. Unused by sources that fetch."""
    speaks_of: tuple[str, ...] = ()
    """Shell-style patterns of the entities it may speak of, such as "QH-04*"; none: of anybody."""


class DeviceConfig(SourceConfig, frozen=True, kw_only=True):
    """A source whose senders name a device, not a worker."""

    entities: dict[str, str] = msgspec.field(default_factory=dict)
    """Device as the sender names it -> work number. Who is not listed keeps the device's name."""


class Source(ABC):
    """A parser with a name. Immutable after construction; one instance serves all its senders."""

    kind: str
    """Its key in ``SOURCES``; a push source's door is ``/intake/<kind>``."""
    title_zh: str
    title_en: str
    ttl_default_s: ClassVar[float] = 180.0
    stale_after_default_s: ClassVar[float] = 180.0

    def __init__(self, config: SourceConfig) -> None:
        self.name = config.name or self.kind
        self.enabled = config.enabled
        self.datum: Datum = config.datum
        self.ttl_s = self.ttl_default_s if config.ttl_s is None else config.ttl_s
        self.stale_after_s = (
            self.stale_after_default_s if config.stale_after_s is None else config.stale_after_s
        )
        self.token = config.token
        self.speaks_of = config.speaks_of
        self.provenance = Provenance.REAL

    def normalise(self, message: Message, heard_at: float) -> Report | Rejected:
        """What ``message`` means, in WGS-84 and SI units. Pure; all or nothing; raises nothing we foresaw."""
        try:
            fixes = tuple(self.read(message, heard_at))
        except BadInput as refusal:
            return Rejected(str(refusal))
        if self.datum != "wgs84":
            fixes = tuple(_in_wgs84(fix, self.datum) for fix in fixes)
        return Report(fixes)

    @abstractmethod
    def read(self, message: Message, heard_at: float) -> Iterable[Fix]:
        """The fixes in ``message``, still in the source's datum but in SI units.

        Empty for a message that carries no position. Raises BadInput.
        """


class PullSource(Source):
    """A source that fetches, connects or reads for itself."""

    @abstractmethod
    def stream(self) -> AsyncIterator[Message]:
        """Messages as they come, verbatim, each awaited without blocking the loop.

        Raises OSError or SourceUnavailable when the outside world breaks: the runner retries. To end without
        raising means to have nothing more to say, ever.
        """


class Twin(PullSource):
    """A simulated double of a real source: the same parser and ttl, invented messages, marked simulated."""

    def __init__(self, real: Source, messages: Callable[[], AsyncIterator[Message]]) -> None:
        """``messages`` invents what ``real`` would receive; it is called anew for each stream."""
        super().__init__(
            SourceConfig(
                name=f"sim-{real.name}",
                datum=real.datum,
                ttl_s=real.ttl_s,
                stale_after_s=real.stale_after_s,
            )
        )
        self.kind = real.kind
        self.title_zh = f"{real.title_zh}（模拟）"
        self.title_en = f"{real.title_en} (simulated)"
        self.provenance = Provenance.SIMULATED
        self._real = real
        self._messages = messages

    def read(self, message: Message, heard_at: float) -> Iterable[Fix]:
        """As the original reads it."""
        return self._real.read(message, heard_at)

    def stream(self) -> AsyncIterator[Message]:
        """The invented messages."""
        return self._messages()


class SourceEntry(NamedTuple):
    """One row of ``SOURCES``."""

    source: Callable[[Any], Source]
    """The class; called with its config."""
    config: type[SourceConfig]
    push: bool
    """Whether others push to its door (else it is a PullSource)."""
    sim: str | None = None
    """Name of its simulated twin, if the simulation speaks its language."""


def _in_wgs84(fix: Fix, datum: Datum) -> Fix:
    lat, lon = to_wgs84(fix.lat, fix.lon, datum)
    return msgspec.structs.replace(fix, lat=lat, lon=lon)


def known_as(entity: EntityId, entities: dict[str, str]) -> EntityId:
    """The work number configured for this device, else the device's own name."""
    return EntityId(entities.get(entity, entity))
