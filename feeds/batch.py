"""One source's positions as columns, and their MessagePack form on the bus.

Columns are numpy arrays of one length; unknown numbers are NaN. Coordinates are 1e-7 degree integers, about
one centimetre, so that every later step compares and sends exactly what was said.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from feeds import limits
from feeds.errors import BadInput
from feeds.model import Position, Provenance, Status
from feeds.wire import E7

VERSION: Final = 1
"""Of the MessagePack form; a batch of another version is refused."""

Column = NDArray[Any]

COLUMNS: Final[tuple[tuple[str, str], ...]] = (
    ("at", "<f8"),
    ("lat", "<i4"),
    ("lon", "<i4"),
    ("course", "<f4"),
    ("speed", "<f4"),
    ("accuracy", "<f4"),
    ("battery", "<f4"),
    ("ttl", "<f4"),
    ("received_at", "<f8"),
    ("status", "<u1"),
)
"""Name and type of each column, in their order on the bus."""

_RANGES: Final[tuple[tuple[str, float, float], ...]] = (
    ("at", 0.0, 1e11),
    ("lat", -90 * E7, 90 * E7),
    ("lon", -180 * E7, 180 * E7),
    ("course", 0.0, 360.0),
    ("speed", 0.0, limits.SPEED_MPS),
    ("accuracy", 0.0, limits.ACCURACY_M),
    ("battery", 0.0, 1.0),
    ("ttl", *limits.TTL_S),
    ("received_at", 0.0, 1e11),
    ("status", Status.NORMAL, Status.SOS),
)
_MAY_BE_UNKNOWN: Final = frozenset(("course", "speed", "accuracy", "battery"))


@dataclass(frozen=True, eq=False, slots=True)
class Batch:
    """Positions of one source. Order means nothing: ``Picture.merge`` decides by ``at``."""

    source: str
    provenance: Provenance
    rank: int
    """Of the source among its fellows: 0 is believed first."""
    entities: Sequence[str]
    at: Column
    """Seconds since the Unix epoch."""
    lat: Column
    """1e-7 degree."""
    lon: Column
    """1e-7 degree."""
    course: Column
    """Degrees true, NaN unknown."""
    speed: Column
    """m/s, NaN unknown."""
    accuracy: Column
    """m, NaN unknown."""
    battery: Column
    """0.0 to 1.0, NaN unknown."""
    ttl: Column
    """Seconds."""
    received_at: Column
    """Seconds since the Unix epoch."""
    status: Column
    """``Status``."""

    def __len__(self) -> int:
        return len(self.entities)

    @classmethod
    def from_positions(cls, positions: Sequence[Position], rank: int) -> "Batch":
        """Positions, all of one source and provenance (else ValueError), as columns."""
        source, provenance = positions[0].source, positions[0].provenance
        if any(position.source != source or position.provenance != provenance for position in positions):
            raise ValueError(f"the positions of one batch must all be {provenance.name} ones of {source!r}")
        rows = [_numbers(position) for position in positions]
        columns = {
            name: np.array(values, dtype)
            for (name, dtype), values in zip(COLUMNS, zip(*rows, strict=True), strict=True)
        }
        return cls(source, provenance, rank, [position.entity for position in positions], **columns)

    def encode(self) -> bytes:
        """MessagePack."""
        columns = [getattr(self, name).astype(dtype, copy=False).tobytes() for name, dtype in COLUMNS]
        return _ENCODER.encode(
            _Packed(VERSION, self.source, self.provenance, self.rank, list(self.entities), columns)
        )

    @classmethod
    def decode(cls, data: bytes) -> "Batch":
        """The batch in ``data``; raises BadInput naming what is wrong."""
        try:
            packed = _DECODER.decode(data)
        except (msgspec.DecodeError, UnicodeError) as exc:
            raise BadInput("batch", data, f"must be MessagePack of {len(COLUMNS)} columns ({exc})") from exc
        if packed.version != VERSION:
            raise BadInput("batch.version", packed.version, f"must be {VERSION}")
        if len(packed.columns) != len(COLUMNS):
            raise BadInput("batch.columns", packed.columns, f"must be {len(COLUMNS)}")
        columns = {
            name: _unpack(name, dtype, column, len(packed.entities))
            for (name, dtype), column in zip(COLUMNS, packed.columns, strict=True)
        }
        _check_ranges(columns)
        return cls(packed.source, packed.provenance, packed.rank, packed.entities, **columns)


class _Packed(msgspec.Struct, array_like=True, frozen=True):
    """A batch on the bus: an array, fields in this order."""

    version: int
    source: str
    provenance: Provenance
    rank: int
    entities: list[Annotated[str, msgspec.Meta(min_length=1, max_length=limits.ENTITY_CHARACTERS)]]
    columns: list[bytes]


_ENCODER: Final = msgspec.msgpack.Encoder()
_DECODER: Final = msgspec.msgpack.Decoder(_Packed)


def _numbers(position: Position) -> tuple[float, ...]:
    """One position in the order of COLUMNS, unknown as NaN."""
    nan = float("nan")
    return (
        position.at,
        round(position.lat * E7),
        round(position.lon * E7),
        nan if position.course_deg is None else position.course_deg,
        nan if position.speed_mps is None else position.speed_mps,
        nan if position.accuracy_m is None else position.accuracy_m,
        nan if position.battery is None else position.battery,
        position.ttl_s,
        position.received_at,
        position.status,
    )


def _unpack(name: str, dtype: str, data: bytes, count: int) -> Column:
    size = np.dtype(dtype).itemsize * count
    if len(data) != size:
        raise BadInput(f"batch.{name}", data, f"must have {size} bytes for {count} positions")
    return np.frombuffer(data, dtype)


def _check_ranges(columns: dict[str, Column]) -> None:
    for name, low, high in _RANGES:
        column = columns[name]
        unknown_may_pass = name in _MAY_BE_UNKNOWN
        lowest, highest = (np.fmin, np.fmax) if unknown_may_pass else (np.minimum, np.maximum)
        if len(column) and low <= lowest.reduce(column) and highest.reduce(column) <= high:
            continue  # the usual case; NaN fails it
        good = (column >= low) & (column <= high) | (unknown_may_pass & np.isnan(column))
        if not good.all():
            raise BadInput(f"batch.{name}", column[~good][0].item(), f"must lie between {low:g} and {high:g}")
