"""Binary frames of the wire `wanglou.v1` to bytes and back. docs/wire.md section 4 is the reference.

Pure: nothing here knows sockets, clocks or who asks. Numbers on the wire are fixed by hand and never reused.
Text messages live in ``feeds/messages.py``.
"""

import struct
from collections.abc import Iterable
from enum import IntEnum
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from feeds.errors import BadInput
from feeds.model import Provenance, Status

SUBPROTOCOL: Final = "wanglou.v1"
MAGIC: Final = b"WL"
VERSION: Final = 2

HEADER: Final = struct.Struct("<2sBBIIIdBBHI")
"""magic, version, type, epoch, tick, count, base, width of age, width of gap, reserved, rows."""

TTL_CLASSES_S: Final = (5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 300, 600, 900, 1800, 3600, 7200)
"""Seconds. The four bits of a ttl class count in this table; a ttl is rounded down to the next entry."""

UNKNOWN_U8: Final = 255
"""In the course and speed columns."""

COURSE_STEPS: Final = 254
"""Steps of a full turn in the course column."""

SPEED_STEP_MPS: Final = 0.2
SPEED_TOP: Final = 254
"""This step means "254 or more"."""

E7: Final = 10_000_000
"""Steps of a degree."""

MAX_SOURCES: Final = 256
"""What the source index of the flags can count."""

BITMAP: Final = 0
"""In place of the width of the gap column: a bit for each row of the table tells which are there."""

_WIDTHS: Final[dict[int, str]] = {1: "<u1", 2: "<u2", 4: "<u4"}

Column = NDArray[Any]


class FrameType(IntEnum):
    """What a frame is. On the wire."""

    KEYFRAME = 1
    DELTA = 2


class Columns(NamedTuple):
    """Positions of a frame in the units of the wire, rows strictly ascending, all of one length."""

    row: Column
    """u32."""
    lat: Column
    """i32, 1e-7 degree."""
    lon: Column
    """i32, 1e-7 degree."""
    flags: Column
    """u16, made by ``pack_flags``."""
    age: Column
    """u32, tenths of a second before base."""
    course: Column
    """u8, 360/254 degree."""
    speed: Column
    """u8, 0.2 m/s."""


class Frame(NamedTuple):
    """One decoded binary message."""

    type: FrameType
    epoch: int
    tick: int
    base_ms: float
    rows: int
    """Size of the row table: the highest row number + 1."""
    columns: Columns


# Units of the wire


def quantise_course(course_deg: Column) -> Column:
    """Degrees true (NaN = unknown) to u8 steps."""
    steps = np.rint(np.mod(course_deg, 360.0) * (COURSE_STEPS / 360.0))
    return np.where(np.isnan(steps), UNKNOWN_U8, steps).astype(np.uint8)


def quantise_speed(speed_mps: Column) -> Column:
    """Metres a second (NaN = unknown) to u8 steps; everything past the top is the top."""
    steps = np.minimum(np.rint(speed_mps / SPEED_STEP_MPS), SPEED_TOP)
    return np.where(np.isnan(steps), UNKNOWN_U8, steps).astype(np.uint8)


def quantise_age(base_ms: float, at_s: Column) -> Column:
    """Tenths of a second, rounded up, so that nothing looks fresher than it is; the future counts as now."""
    tenths = np.ceil((base_ms - at_s * 1000.0) / 100.0)
    return np.clip(tenths, 0, 0xFFFFFFFF).astype(np.uint32)


def ttl_class(ttl_s: Column) -> Column:
    """Index in ``TTL_CLASSES_S`` of the next lower entry; under 5 s there is none lower, 5 s is used."""
    return np.maximum(np.searchsorted(TTL_CLASSES_S, ttl_s, side="right") - 1, 0).astype(np.uint16)


def pack_flags(source: Column, provenance: Column, status: Column, ttl: Column) -> Column:
    """One u16 from source index, provenance, status and ttl class."""
    return (
        source.astype(np.uint16)
        | (provenance.astype(np.uint16) << 8)
        | (status.astype(np.uint16) << 10)
        | (ttl.astype(np.uint16) << 12)
    )


def unpack_flags(flags: int) -> tuple[int, Provenance, Status, int]:
    """Source index, provenance, status and ttl in seconds of one flags number."""
    return flags & 0xFF, Provenance(flags >> 8 & 3), Status(flags >> 10 & 3), TTL_CLASSES_S[flags >> 12]


def course_of(step: int) -> float | None:
    """Degrees true of a step of the course column."""
    return None if step == UNKNOWN_U8 else step * 360.0 / COURSE_STEPS


def speed_of(step: int) -> float | None:
    """Metres a second of a step of the speed column."""
    return None if step == UNKNOWN_U8 else step * SPEED_STEP_MPS


# Bytes


def encode_frame(
    kind: FrameType, *, epoch: int, tick: int, base_ms: float, rows: int, columns: Columns
) -> bytes:
    """The bytes of one frame. ``columns.row`` must ascend strictly and stay below ``rows``."""
    age_width = _width(columns.age)
    gap_width, told_rows = _encode_rows(columns.row, rows)
    head = HEADER.pack(
        MAGIC, VERSION, kind, epoch, tick, len(columns.row), base_ms, age_width, gap_width, 0, rows
    )
    parts = [head]
    for column, dtype in (
        (columns.lat, "<i4"),
        (columns.lon, "<i4"),
        (columns.flags, "<u2"),
        (columns.age, _WIDTHS[age_width]),
        (told_rows, told_rows.dtype),
        (columns.course, "<u1"),
        (columns.speed, "<u1"),
    ):
        data = column.astype(dtype, copy=False).tobytes()
        parts += (data, bytes(-len(data) % 4))
    return b"".join(parts)


def decode_frame(data: bytes) -> Frame:
    """The frame in ``data``; raises BadInput naming what is wrong."""
    if len(data) < HEADER.size:
        raise BadInput("frame", data, f"must have at least the {HEADER.size} bytes of its header")
    magic, version, kind, epoch, tick, count, base_ms, *widths, _, rows = HEADER.unpack_from(data)
    age_width, gap_width = widths
    _check_header(magic, version, kind, age_width, gap_width)
    bitmap = gap_width == BITMAP
    told_rows = ("<u1", -(-rows // 8)) if bitmap else (_WIDTHS[gap_width], count)
    each = (("<i4", count), ("<i4", count), ("<u2", count), (_WIDTHS[age_width], count))
    lat, lon, flags, age, told, course, speed = _columns(
        data, count, (*each, told_rows, ("<u1", count), ("<u1", count))
    )
    row = _rows_of_bitmap(told, count, rows) if bitmap else _rows_of_gaps(told, rows)
    columns = Columns(row.astype(np.uint32), lat, lon, flags, age.astype(np.uint32), course, speed)
    return Frame(FrameType(kind), epoch, tick, base_ms, rows, columns)


def _check_header(magic: bytes, version: int, kind: int, age_width: int, gap_width: int) -> None:
    if magic != MAGIC:
        raise BadInput("magic", magic.hex(), f"must be {MAGIC.hex()}")
    if version != VERSION:
        raise BadInput("version", version, f"must be {VERSION}")
    if kind not in (FrameType.KEYFRAME, FrameType.DELTA):
        raise BadInput("type", kind, "must be 1, a keyframe, or 2, a delta")
    if age_width not in _WIDTHS:
        raise BadInput("width of the age column", age_width, "must be 1, 2 or 4")
    if gap_width not in _WIDTHS and gap_width != BITMAP:
        raise BadInput("width of the gap column", gap_width, "must be 0, a bitmap, or 1, 2 or 4")


def _columns(data: bytes, count: int, shapes: Iterable[tuple[str, int]]) -> list[Column]:
    """Each column is so many numbers of a type, from a multiple of 4 bytes."""
    sized = [(dtype, length, np.dtype(dtype).itemsize * length) for dtype, length in shapes]
    expected = HEADER.size + sum(size + -size % 4 for _, _, size in sized)
    if len(data) != expected:
        raise BadInput("frame", data, f"must have {expected} bytes to hold {count} positions")
    columns, offset = [], HEADER.size
    for dtype, length, size in sized:
        columns.append(np.frombuffer(data, dtype, length, offset))
        offset += size + -size % 4
    return columns


def _encode_rows(row: Column, rows: int) -> tuple[int, Column]:
    """Which rows are there, in whichever way is shorter: (gap width, column)."""
    gap = np.diff(row.astype(np.int64), prepend=-1) - 1  # the first gap is the first row number itself
    width = _width(gap)
    if -(-rows // 8) >= width * len(row):
        return width, gap.astype(_WIDTHS[width])
    there = np.zeros(rows, np.bool_)
    there[row] = True
    return BITMAP, np.packbits(there, bitorder="little")


def _rows_of_gaps(gap: Column, rows: int) -> Column:
    row: Column = np.cumsum(gap.astype(np.int64) + 1) - 1
    if len(row) and int(row[-1]) >= rows:
        raise BadInput("row", int(row[-1]), f"must lie inside the table of {rows} rows")
    return row


def _rows_of_bitmap(bitmap: Column, count: int, rows: int) -> Column:
    row = np.flatnonzero(np.unpackbits(bitmap, bitorder="little"))
    if len(row) and int(row[-1]) >= rows:
        raise BadInput("row", int(row[-1]), f"must lie inside the table of {rows} rows")
    if len(row) != count:
        raise BadInput("count", count, f"must be the {len(row)} rows of the bitmap")
    return row


def _width(column: Column) -> int:
    top = int(column.max()) if len(column) else 0
    return 1 if top < 1 << 8 else 2 if top < 1 << 16 else 4
