"""Writes the golden messages beside this file: `python -m tests.wire.make`.

``frame-*.bin`` is a binary message, ``frame-*.json`` what is in it: header fields, one list per column in the
units of the wire, then the same positions as a page should understand them (``decoded``).
``bad-*.bin`` must be refused; ``bad-*.json`` says why. ``text-*.json`` is a text message, byte for byte.
"""

import itertools
import json
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np

from feeds import messages, wire
from feeds.columns import Little, columns_of
from feeds.wire import FrameType

HERE: Final = Path(__file__).parent
EPOCH: Final = 81234
BASE_MS: Final = 1795330000000.0

Golden = tuple[str, bytes]


def goldens() -> Iterator[Golden]:
    """Every golden file as (name, content)."""
    for name, head, positions in FRAMES:
        yield from _frame(name, head, positions)
    for name, reason, data in _bad_frames():
        yield f"bad-{name}.bin", data
        yield f"bad-{name}.json", _pretty({"reason": reason})
    for name, message in TEXTS.items():
        yield f"text-{name}.json", messages.encode(message)


def _position(row: int, **known: Any) -> dict[str, int]:
    plain = {"row": row, "lat": 320217000, "lon": 1187813000, "flags": 0, "age": 20, "course": 0, "speed": 6}
    return plain | known


def _flags(source: int, provenance: int, status: int, ttl: int) -> int:
    return source | provenance << 8 | status << 10 | ttl << 12


def _head(kind: FrameType, tick: int, rows: int) -> dict[str, Any]:
    return {"kind": kind, "epoch": EPOCH, "tick": tick, "base_ms": BASE_MS, "rows": rows}


KEYFRAME, DELTA = FrameType.KEYFRAME, FrameType.DELTA

FRAMES: Final[list[tuple[str, dict[str, Any], list[dict[str, int]]]]] = [
    ("keyframe-empty", _head(KEYFRAME, 0, 0), []),
    ("keyframe-one", _head(KEYFRAME, 1, 1), [_position(0)]),
    ("keyframe-all-rows", _head(KEYFRAME, 7, 5), [_position(row, age=row * 10) for row in range(5)]),
    (
        "keyframe-widths-2",
        _head(KEYFRAME, 8, 1_000),
        [_position(0), _position(257, age=256), _position(999, age=65_535)],
    ),
    (
        "keyframe-widths-4",
        _head(KEYFRAME, 9, 200_000),
        [_position(3), _position(65_540, age=65_536), _position(199_999, age=864_000)],
    ),
    (
        "keyframe-corners",
        _head(KEYFRAME, 10, 8),
        [
            _position(0, lat=-900_000_000, lon=-1_800_000_000, age=0),
            _position(1, lat=900_000_000, lon=1_800_000_000, age=255),
            _position(2, lat=-1, lon=1),
        ],
    ),
    (
        "delta-gaps",
        _head(DELTA, 11, 1_200),
        [_position(row, age=row % 256) for row in (2, 3, 7, 8, 256, 511, 512, 767, 1_023)],
    ),
    ("delta-gap-255", _head(DELTA, 12, 600), [_position(255), _position(511)]),
    ("delta-gap-256", _head(DELTA, 13, 600), [_position(256), _position(512)]),
    (
        "delta-bitmap",
        _head(DELTA, 13, 21),
        [_position(row, age=row) for row in (0, 7, 8, 9, 15, 20)],
    ),
    ("delta-bitmap-of-all", _head(DELTA, 13, 16), [_position(row) for row in range(16)]),
    ("delta-gaps-as-short", _head(DELTA, 13, 16), [_position(row) for row in (3, 12)]),
    (
        "delta-course-speed",
        _head(DELTA, 14, 7),
        [
            _position(0, course=255, speed=255),
            _position(1, course=255, speed=0),
            _position(2, course=0, speed=255),
            _position(3, course=254, speed=254),
            _position(4, course=127, speed=253),
            _position(5, course=64, speed=1),
        ],
    ),
    (
        "delta-removed",
        _head(DELTA, 15, 4),
        [_position(1, flags=_flags(0, 0, 3, 9)), _position(3, flags=_flags(1, 1, 0, 9))],
    ),
    (
        "delta-every-flag",
        _head(DELTA, 16, 2 * 4 * 4 * 16),
        [
            _position(row, flags=_flags(*combination))
            for row, combination in enumerate(itertools.product((0, 255), range(4), range(4), range(16)))
        ],
    ),
]


def _frame(name: str, head: dict[str, Any], positions: list[dict[str, int]]) -> Iterator[Golden]:
    listed = {field: [position[field] for position in positions] for field in wire.Columns._fields}
    columns = wire.Columns(**{field: np.array(values, np.int64) for field, values in listed.items()})
    kind = head["kind"]
    data = wire.encode_frame(
        kind, columns=columns, **{key: value for key, value in head.items() if key != "kind"}
    )
    content = {
        "type": kind.name.lower(),
        "version": wire.VERSION,
        **{key: value for key, value in head.items() if key != "kind"},
        "count": len(positions),
        "age_width": data[24],
        "gap_width": data[25],
        "columns": listed,
        "decoded": [_understood(position) for position in positions],
    }
    yield f"frame-{name}.bin", data
    yield f"frame-{name}.json", _pretty(content)


def _understood(position: dict[str, int]) -> dict[str, Any]:
    """One position as a page should read it."""
    source, provenance, status, ttl_s = wire.unpack_flags(position["flags"])
    return {
        "row": position["row"],
        "lat": position["lat"] / 1e7,
        "lon": position["lon"] / 1e7,
        "age_s": position["age"] / 10,
        "source": source,
        "provenance": provenance.name.lower(),
        "status": status.name.lower(),
        "ttl_s": ttl_s,
        "course_deg": wire.course_of(position["course"]),
        "speed_mps": wire.speed_of(position["speed"]),
    }


def _bad_frames() -> Iterator[tuple[str, str, bytes]]:
    positions = [_position(0), _position(1)]
    good = dict(_frame("x", _head(DELTA, 3, 2), positions))["frame-x.bin"]
    yield "empty", "no header", b""
    yield "short-header", "31 bytes are no header", good[:31]
    yield "magic", "magic is not WL", b"XX" + good[2:]
    yield "version", "version 1", good[:2] + b"\x01" + good[3:]
    yield "type", "type 3", good[:3] + b"\x03" + good[4:]
    yield "age-width", "age width 3", good[:24] + b"\x03" + good[25:]
    yield "gap-width", "gap width 3", good[:25] + b"\x03" + good[26:]
    yield "cut", "one byte is missing", good[:-1]
    yield "trailing", "four bytes too many", good + bytes(4)
    yield "count", "count says 3, there are 2", good[:12] + struct.pack("<I", 3) + good[16:]
    yield "huge-count", "count says 4294967295", good[:12] + struct.pack("<I", 0xFFFFFFFF) + good[16:]
    yield "row-outside", "row 1 of a table of 1", good[:28] + struct.pack("<I", 1) + good[32:]
    yield from _bad_rows(good)


def _bad_rows(good: bytes) -> Iterator[tuple[str, str, bytes]]:
    far = dict(_frame("x", _head(DELTA, 3, 600), [_position(255), _position(511)]))["frame-x.bin"]
    yield "gap-outside", "row 511 of a table of 511", far[:28] + struct.pack("<I", 511) + far[32:]
    bitmap = wire.HEADER.size + 2 * (4 + 4) + 4 + 4  # lat and lon, then flags and age, of two rows
    yield "bitmap-short", "one row of two in the bitmap", good[:bitmap] + b"\x01" + good[bitmap + 1 :]
    yield "bitmap-long", "three rows of two in the bitmap", good[:bitmap] + b"\x07" + good[bitmap + 1 :]
    yield "bitmap-cut", "a bitmap of 8 bytes in 4", good[:28] + struct.pack("<I", 64) + good[32:]


def _incident(**known: Any) -> dict[str, Any]:
    return {
        "id": "I-20261122-0007",
        "title": "占道经营",
        "category": "street-vending",
        "category_zh": "占道经营",
        "category_en": "Street vending",
        "urgency": "urgent",
        "status": "filed",
        "lat": 32.0217,
        "lon": 118.7813,
        "street": "320104004",
        "community": "320104004003",
        "grid": "320104004003012",
        "opened_at_ms": 1795329940000.0,
        "closed_at_ms": None,
        "source": "demo-incidents",
        "provenance": "simulated",
        "place": "贡院街 夫子庙",
    } | known


CAMERA: Final = {
    "id": "C-0113",
    "name_zh": "贡院街东口",
    "name_en": "Gongyuan Street east",
    "lat": 32.0209,
    "lon": 118.789,
    "heading": 135.0,
    "fov": 60.0,
    "street": "320104004",
    "grid": "320104004003012",
    "hls": None,
    "provenance": "simulated",
    "state": "alive",
}

TEXTS: Final[dict[str, messages.Message]] = {
    "welcome": messages.Welcome(EPOCH, BASE_MS, "demo", "320104004", 1000, "0.1.0"),
    "snapshot": messages.Snapshot(
        EPOCH, 5120, {"incident": {"I-20261122-0007": _incident()}, "camera": {"C-0113": CAMERA}}
    ),
    "snapshot-columns": messages.Snapshot(
        EPOCH,
        5120,
        {"incident": {}, "camera": {"32010404001320000002": None, "32010404001320000009": CAMERA}},
        {
            "camera": columns_of(
                {
                    "32010404001320000001": Little(32.0209, 118.789, "alive", "simulated"),
                    "32010404001320000002": Little(32.020901, 118.788999, "dead", "simulated"),
                    "32010404001320000010": Little(-33.5, -70.25, "alive", "real"),
                }
            )
        },
    ),
    "bodies": messages.Bodies(EPOCH, "camera", {"C-0113": CAMERA}),
    "snapshot-empty": messages.Snapshot(EPOCH, 0, {"incident": {}, "camera": {}}),
    "changes": messages.Changes(
        EPOCH,
        5120,
        5124,
        [
            messages.ChangeRow(
                5121, "incident", "I-20261122-0007", BASE_MS, _incident(status="closed", closed_at_ms=BASE_MS)
            ),
            messages.ChangeRow(5123, "camera", "C-0113", BASE_MS + 5, None),
        ],
    ),
    "changes-resume-nothing-new": messages.Changes(EPOCH, 5124, 5124, []),
    "rows": messages.Rows(
        EPOCH,
        [
            {
                "row": 0,
                "id": "QH-0421",
                "kind": "worker",
                "no": "QH-0421",
                "surname": "吴",
                "role": "网格员",
                "street": "320104004",
                "grid": "320104004003012",
            },
            {"row": 17, "id": "phone/<b>7</b>", "kind": "unknown", "street": "320104004"},
            {"row": 18, "id": "far-away", "kind": "unknown", "street": None},
        ],
    ),
    "beat": messages.Beat(
        EPOCH,
        5124,
        BASE_MS + 1000,
        16,
        [
            messages.Tile(
                0, "owntracks", "owntracks", "OwnTracks 手机", "OwnTracks phones", "real", "live",
                BASE_MS, 1.5, 0.8, 412, 3, 180.0, None,
            ),
            messages.Tile(
                1, "sim-owntracks", "simulation", "模拟网格员", "Simulated workers", "simulated", "dead",
                None, 0.0, None, 0, 0, 60.0, "the process that runs this source stopped beating",
            ),
        ],
        [
            messages.ProcessTile("feeds", 0.4, "live"),
            messages.ProcessTile("web", 4.0, "late"),
            messages.ProcessTile("store", 12.5, "dead"),
            messages.ProcessTile("bus", None, "dead"),
        ],
    ),
    "entity": messages.Entity(
        "QH-0421",
        True,
        {
            "id": "QH-0421",
            "row": 17,
            "lat": 32.02,
            "lon": 118.78,
            "at_ms": 1795329998000.0,
            "age_s": 2.0,
            "freshness": "live",
            "source": "owntracks",
            "provenance": "real",
            "status": "normal",
            "ttl_s": 180.0,
            "accuracy_m": 12.0,
            "speed_mps": 1.2,
            "course_deg": 88.0,
            "battery": 0.71,
            "others": [{"source": "sim-owntracks", "provenance": "simulated", "age_s": 4.1}],
        },
    ),
    "entity-unknown": messages.Entity("QH-9999", False, None),
    "bye": messages.Bye("no hello within 5 s"),
    "hello": messages.Hello("ticket.of.words", "320104004", messages.Resume(EPOCH, 5120)),
    "hello-new": messages.Hello("ticket.of.words", "320104"),
    "ack": messages.Ack(EPOCH, 5124, 16, 40.0, False),
    "look": messages.Look("QH-0421"),
    "look-nothing": messages.Look(None),
    "whole": messages.Whole("camera", ["C-0113", "C-0114"]),
    "ask-keyframe": messages.Keyframe(),
}  # fmt: skip


def _pretty(content: dict[str, Any]) -> bytes:
    return (json.dumps(content, ensure_ascii=False) + "\n").encode()


def main() -> None:
    """Write every golden file."""
    for name, content in goldens():
        (HERE / name).write_bytes(content)


if __name__ == "__main__":
    main()
