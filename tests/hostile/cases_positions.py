"""Positions that cannot be: geometry, times, names and figures that no phone means."""

import json
from collections.abc import Callable, Iterator
from typing import Any, Final

from tests.hostile.cases_json import DOORS, JSON, TOKEN, Case

Value = Any

COORDINATES: Final[dict[str, tuple[Value, Value]]] = {
    "latitude-91": (91, 118.78),
    "latitude-minus-91": (-91, 118.78),
    "longitude-181": (32.0, 181),
    "longitude-minus-181": (32.0, -181),
    "swapped": (118.78, 32.02),
    "metres": (3_541_234.5, 668_123.4),
    "millionths": (32_020_000, 118_780_000),
    "huge": (1e308, 1e308),
    "null": (None, None),
    "half": (32.02, None),
    "words": ("north", "east"),
    "list": ([32.02], [118.78]),
    "object": ({"lat": 1}, {"lon": 1}),
    "true": (True, True),
    "empty-text": ("", ""),
    "nan-text": ("NaN", "NaN"),
    "infinity-text": ("Infinity", "-Infinity"),
    "arabic-digits": ("٣٢", "١١٨"),
    "degrees": ("32°1'N", "118°46'E"),
    "sql": ("1' OR '1'='1", "1"),
}
TIMES: Final[dict[str, Value]] = {
    "words": "yesterday",
    "list": [1],
    "object": {},
    "true": True,
    "nan-text": "NaN",
    "long-text": "2026" * 500,
    "year-99999": "99999-01-01T00:00:00Z",
    "thirteenth-month": "2026-13-01T00:00:00Z",
    "zone-of-99-hours": "2026-11-22T06:05:00+99:00",
}
"""What is a time but no believable one (1e300) is taken: it counts from when it was heard, as a bad clock."""
NAMES: Final[dict[str, Value]] = {
    "empty": "",
    "blank": "   ",
    "invisible": "\u200b\u200d\ufeff",
    "of-65": "x" * 65,
    "of-16000": "x" * 16_000,
    "list": ["QH-0421"],
    "object": {"id": 1},
    "true": True,
    "null": None,
    "only-controls": "\u0001\u0002\u0007",
}

Body = Callable[[Value, Value, Value, Value], Value]


def _owntracks(name: Value, lat: Value, lon: Value, at: Value) -> Value:
    return {"_type": "location", "topic": f"owntracks/{name}/p", "lat": lat, "lon": lon, "tst": at}


def _osmand(name: Value, lat: Value, lon: Value, at: Value) -> Value:
    coords = {"latitude": lat, "longitude": lon}
    return {"device_id": name, "location": {"timestamp": at, "coords": coords}}


def _traccar(name: Value, lat: Value, lon: Value, at: Value) -> Value:
    return {"device": {"uniqueId": name}, "position": {"latitude": lat, "longitude": lon, "fixTime": at}}


def _positions(name: Value, lat: Value, lon: Value, at: Value) -> Value:
    return {"entity": name, "lat": lat, "lon": lon, "at": at}


def _feature(name: Value, lat: Value, lon: Value, at: Value) -> Value:
    point = {"type": "Point", "coordinates": [lon, lat]}
    return {"type": "Feature", "id": name, "geometry": point, "properties": {"at": at}}


BODIES: Final[dict[str, tuple[str, Body]]] = {
    "owntracks": ("owntracks", _owntracks),
    "osmand": ("osmand", _osmand),
    "traccar": ("traccar", _traccar),
    "positions": ("positions", _positions),
    "geojson": ("positions", _feature),
}
GEOMETRIES: Final[dict[str, Value]] = {
    "polygon": {"type": "Polygon", "coordinates": [[[118, 32], [119, 32], [118, 32]]]},
    "line": {"type": "LineString", "coordinates": [[118, 32], [119, 33]]},
    "collection": {"type": "GeometryCollection", "geometries": []},
    "point-of-one": {"type": "Point", "coordinates": [118.0]},
    "point-of-four": {"type": "Point", "coordinates": [118.0, 32.0, 1, 2]},
    "point-of-nothing": {"type": "Point", "coordinates": []},
    "point-nested": {"type": "Point", "coordinates": [[118.0, 32.0]]},
    "point-of-text": {"type": "Point", "coordinates": "118,32"},
    "point-without": {"type": "Point"},
    "lower-case": {"type": "point", "coordinates": [118.0, 32.0]},
    "null": None,
    "list": [118.0, 32.0],
    "text": "POINT(118 32)",
}
FIELDS: Final[dict[str, Value]] = {
    "speed_mps": [-1, 1e9, "fast", [], True],
    "course_deg": [-1, 361, "north", {}, True],
    "accuracy_m": [-1, 1e12, "good", []],
    "battery": [-0.1, 1.1, 100, "full"],
    "sos": [1, "yes", [], None],
    "ttl_s": [0, 4, 7201, 1e9, "long"],
    "speeed": [1],
    "__proto__": [{}],
}
"""Fields of our own form with values that they cannot have; ``sos`` null is as good as none."""


def cases() -> Iterator[Case]:
    """At each door in its own language."""
    now = 1_795_330_000
    for kind, (door, body) in BODIES.items():
        for name, (lat, lon) in COORDINATES.items():
            yield _case(f"{kind}/place/{name}", door, body("QH-0421", lat, lon, now))
        for name, at in TIMES.items():
            yield _case(f"{kind}/time/{name}", door, body("QH-0421", 32.02, 118.78, at))
        for name, entity in NAMES.items():
            if kind != "owntracks":
                yield _case(f"{kind}/name/{name}", door, body(entity, 32.02, 118.78, now))
    yield from _own_form()


def _own_form() -> Iterator[Case]:
    good = {"entity": "QH-0421", "lat": 32.02, "lon": 118.78}
    for field, values in FIELDS.items():
        for number, value in enumerate(values):
            if (field, value) != ("sos", None):
                yield _case(f"positions/field/{field}-{number}", "positions", good | {field: value})
    for name, geometry in GEOMETRIES.items():
        feature = {"type": "Feature", "id": "QH-0421", "geometry": geometry, "properties": {}}
        yield _case(f"positions/geometry/{name}", "positions", feature)
    many = [good] * 1001
    yield _case("positions/batch/1001", "positions", many)
    yield _case("positions/batch/one-bad-of-many", "positions", [*many[:500], {"entity": "x"}])
    lines = "\n".join([json.dumps(good)] * 3 + ["{"])
    ndjson = ["Content-Type", "application/x-ndjson"]
    yield {"id": "positions/lines/cut", "ask": DOORS["positions"], "headers": [TOKEN, ndjson], "body": lines,
           "expect": [400]}  # fmt: skip


def _case(id: str, door: str, body: Value) -> Case:
    text = json.dumps(body, ensure_ascii=False)
    return {"id": id, "ask": DOORS[door], "headers": [JSON, TOKEN], "body": text, "expect": [400]}
