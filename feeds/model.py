"""The vocabulary every part of Wanglou shares: who was where when, who says so, and how sure we are.

Units are SI, angles are degrees true (0 = north, clockwise), coordinates are WGS-84, times are seconds
since the Unix epoch (UTC) as ``float``. Unknown is ``None``, never 0 or -1: 0 degrees is a place, 0 m/s is
standing still. Foreign units and datums end in ``feeds/sources``; nothing further in ever sees them.
"""

from collections.abc import Mapping
from enum import IntEnum, StrEnum
from typing import Any, Final, Literal, NewType

import msgspec

EntityId = NewType("EntityId", str)
"""Stable name of one thing that moves. A worker's is the work number ("QH-0421"): a phone that reports under
the same id is the same worker, which is how a real phone takes its simulated twin over."""

Utc = NewType("Utc", float)
"""Seconds since the Unix epoch."""

Datum = Literal["wgs84", "gcj02", "bd09"]

SCOPE_DISTRICT_DIGITS: Final = 6
"""A scope is a prefix of a division code: 6 digits a district, 9 digits a street (GB/T 2260 + 3)."""


class Provenance(IntEnum):
    """Where a datum comes from. The numbers are on the wire: fixed by hand, never reused."""

    REAL = 0
    SIMULATED = 1
    REPLAYED = 2
    MANUAL = 3


class Status(IntEnum):
    """What else is known of a position. The numbers are on the wire."""

    NORMAL = 0
    BAD_CLOCK = 1
    """Its source's time was missing or unbelievable; ``at`` is when we first heard it. Never drawn live."""
    SOS = 2
    REMOVED = 3
    """On the wire only: this row is no longer part of the picture."""


class Message(msgspec.Struct, frozen=True):
    """What a source received, verbatim: the only input of a source's ``normalise``."""

    body: bytes = b""
    content_type: str = ""
    query: str = ""
    """The raw query string, without the question mark."""
    headers: Mapping[str, str] = {}
    """Lower-case names."""


class Fix(msgspec.Struct, frozen=True):
    """One position as its source claims it, in WGS-84 and SI units, before anybody judged its clock."""

    entity: EntityId
    lat: float
    lon: float
    stamp: float | None = None
    """The source's own time of the fix; None when it gave none."""
    accuracy_m: float | None = None
    speed_mps: float | None = None
    course_deg: float | None = None
    battery: float | None = None
    """0.0 to 1.0."""
    sos: bool = False
    ttl_s: float | None = None
    """The sender's own word on how long this holds (CoT ``stale``); None means the source's default."""
    on_duty: bool = True
    """False where the sender itself says that the work is over: then it is kept nowhere."""


class Report(msgspec.Struct, frozen=True):
    """What one message meant: any number of fixes; none for one that carries no position (a card, a will)."""

    fixes: tuple[Fix, ...] = ()


class Rejected(msgspec.Struct, frozen=True):
    """Why one message meant nothing: a sentence naming field and value, for the sender and the tile."""

    reason: str


class Forbidden(Rejected, frozen=True):
    """It was understood, and its sender may not say it: it is about somebody who is not the sender's."""


class Position(msgspec.Struct, frozen=True):
    """A judged fix, ready for the bus: ``at`` orders the reports of one (source, entity)."""

    entity: EntityId
    at: Utc
    lat: float
    lon: float
    accuracy_m: float | None
    speed_mps: float | None
    course_deg: float | None
    battery: float | None
    source: str
    provenance: Provenance
    received_at: Utc
    ttl_s: float
    status: Status = Status.NORMAL


class SourceState(StrEnum):
    """What a source's tile says. Quiet and dead look different; a feed never heard is neither."""

    WAITING = "waiting"
    """Never heard since this process started; for a push source that is normal."""
    LIVE = "live"
    LAGGING = "lagging"
    """It speaks, but what it says is older than half its ttl."""
    QUIET = "quiet"
    """Silent longer than ``stale_after``, though its connection, if it has one, stands."""
    FAILING = "failing"
    """Its connection or reader is broken; ``error`` says how."""


class SourceHealth(msgspec.Struct, frozen=True):
    """One source's tile, published every second by the process that runs it."""

    name: str
    kind: str
    """Key in ``SOURCES``."""
    title_zh: str
    title_en: str
    provenance: Provenance
    state: SourceState
    last_heard: Utc | None
    rate_per_s: float
    """Accepted positions a second, over the last 10 s."""
    lag_s: float | None
    """Median age on arrival of what was accepted in the last 10 s."""
    accepted: int
    rejected: int
    ttl_s: float
    error: str | None = None
    """The newest rejection or failure as one sentence; None once it heals."""
    off_duty: int = 0
    """Positions of people off duty: counted, and kept nowhere."""


NOT_STORING: Final = "not_storing_s"
"""Fact of the beat of whoever writes the store: seconds for which nothing could be kept, 0 while it can."""


class Beat(msgspec.Struct, frozen=True):
    """A process saying it is alive. Sent through the bus, so that a frozen bus is noticed too."""

    process: str
    """Slot name: "web", "feeds", "relay", "relay-2"."""
    pid: int
    at: Utc
    started_at: Utc
    restarts: int = 0
    facts: Mapping[str, float] = {}
    """Figures for /metrics, such as loop lag and client count."""


class Change(msgspec.Struct, frozen=True):
    """One row of the change log as screens need it. ``body`` is None when the record was removed."""

    seq: int
    kind: str
    id: str
    at: Utc
    body: dict[str, Any] | None


class Records(msgspec.Struct, frozen=True):
    """All current records, true at ``seq``: kind -> id -> body."""

    seq: int
    by_kind: dict[str, dict[str, dict[str, Any]]]


class Ticket(msgspec.Struct, frozen=True):
    """What a live ticket lets its holder do. Signed by the web process, checked by the relay."""

    scope: str
    nonce: str
    role: str = "wall"
    """"desk" sees what an officer may; every other role what hangs on a wall."""
    bearer: str = ""
    """Who was given it: "session:<id>", "screen:<id>", "demo"; "" where nobody keeps account of it."""
    until: Utc | None = None
    """When what it was given for ends; the connection does not outlast it."""
