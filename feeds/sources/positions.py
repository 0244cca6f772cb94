"""Any other system's positions, in a form of our own: JSON, GeoJSON or NDJSON.

A position is an object with ``entity``, ``lat``, ``lon`` and optionally ``at`` (seconds or milliseconds since
1970, or ISO 8601), ``accuracy_m``, ``speed_mps``, ``course_deg`` (0 to 360), ``battery`` (0 to 1), ``sos``
(true or false), ``ttl_s`` (how long it holds) and ``on_duty`` (false: kept nowhere). Nothing else: a misspelt
key is refused, not ignored. A body is one position, a list of them, one a line (NDJSON), or a GeoJSON Feature
or FeatureCollection of Points ([lon, lat]), whose properties are the same fields; there, ``id`` may stand for
``entity`` and foreign properties are left alone. All of a body counts or none of it.
"""

from collections.abc import Callable, Iterable
from typing import Any, Final, Literal

import msgspec

from feeds.errors import MISSING, BadInput
from feeds.limits import ACCURACY_M, BATCH_ITEMS, BODY_BYTES, SPEED_MPS, TTL_S
from feeds.model import EntityId, Fix, Message, Provenance
from feeds.sources.contract import DeviceConfig, Source, known_as
from feeds.sources.fields import Table, coordinate, entity_name, moment, table_of, truth
from feeds.untrusted import decode_untrusted

FIELDS: Final = (
    "entity", "lat", "lon", "at", "accuracy_m", "speed_mps", "course_deg", "battery", "sos", "ttl_s",
    "on_duty",
)  # fmt: skip
_NDJSON_TYPES: Final = ("ndjson", "jsonl", "json-seq")
_HOW_MANY: Final = f"must hold 1 to {BATCH_ITEMS} positions"


class PositionsConfig(DeviceConfig, frozen=True, kw_only=True):
    """``provenance = "manual"`` when people enter the positions by hand."""

    provenance: Literal["real", "manual"] = "real"


class Positions(Source):
    """Systems that can post JSON and have no protocol of their own."""

    kind = "positions"
    title_zh = "位置接口"
    title_en = "Positions API"
    ttl_default_s = 120.0

    def __init__(self, config: PositionsConfig) -> None:
        super().__init__(config)
        self.provenance = Provenance.MANUAL if config.provenance == "manual" else Provenance.REAL
        self._entities = config.entities

    def read(self, message: Message, heard_at: float) -> Iterable[Fix]:
        """Every position of the body. Raises BadInput naming the first bad one's index."""
        fixes = fixes_of_body(message)
        return [self._known(fix) for fix in fixes] if self._entities else fixes

    def _known(self, fix: Fix) -> Fix:
        return msgspec.structs.replace(fix, entity=known_as(fix.entity, self._entities))


def fixes_of_body(message: Message) -> list[Fix]:
    """Tell the forms apart by content type and shape, and read them."""
    if any(form in message.content_type for form in _NDJSON_TYPES) or _looks_like_lines(message.body):
        return _fixes_of_lines(message.body)
    value = decode_untrusted(message.body)
    if isinstance(value, list):
        return _each(value, "[{}]".format, _position)
    table = table_of(value, "body")
    if table.get("type") == "FeatureCollection":
        features = table.get("features", MISSING)
        if not isinstance(features, list):
            raise BadInput("features", features, "must be a list")
        # Alone among the lists it may be empty: "alive, and nothing moved".
        return _each(features, "features[{}]".format, fix_of_feature) if features else []
    return [fix_of_feature(table) if table.get("type") == "Feature" else _position(table)]


def _each(items: list[Any], name: Callable[[int], str], read: Callable[[Table], Fix]) -> list[Fix]:
    if not 1 <= len(items) <= BATCH_ITEMS:
        raise BadInput("body", items, _HOW_MANY)
    fixes = []
    for index, item in enumerate(items):
        if not isinstance(item, dict):
            raise BadInput(name(index), item, "must be a JSON object")
        try:
            fixes.append(read(item))
        except BadInput as refusal:
            raise refusal.inside(name(index)) from refusal
    return fixes


def _looks_like_lines(body: bytes) -> bool:
    """Two lines or more, the first of which is a whole object; pretty-printed JSON breaks inside of it."""
    first, newline, rest = body.strip().partition(b"\n")
    return bool(newline) and first.startswith(b"{") and first.rstrip().endswith(b"}") and rest[:1] != b","


def _fixes_of_lines(body: bytes) -> list[Fix]:
    """A refusal names the line, the first being 1."""
    if len(body) > BODY_BYTES:
        raise BadInput("body", body, f"must be at most {BODY_BYTES} bytes")
    numbers: list[int] = []
    values: list[object] = []
    for number, line in enumerate(body.splitlines(), 1):
        if stripped := line.strip(b" \t\x1e"):  # json-seq begins each record with U+001E
            if len(values) == BATCH_ITEMS:
                raise BadInput("body", body, _HOW_MANY)
            numbers.append(number)
            values.append(_line(stripped, number))
    return _each(values, lambda index: f"line {numbers[index]}", _position)


def _line(text: bytes, number: int) -> object:
    try:
        return decode_untrusted(text)
    except BadInput as refusal:
        raise refusal.inside(f"line {number}") from refusal


def _position(table: Table) -> Fix:
    for name in table:
        if name not in FIELDS:
            raise BadInput(name, table[name], f"is no field of a position; those are {', '.join(FIELDS)}")
    return _fix(table, coordinate(table, "lat", 90.0), coordinate(table, "lon", 180.0))


def fix_of_feature(feature: Table) -> Fix:
    """The fix that a GeoJSON Feature of a Point is."""
    if feature.get("type") != "Feature":
        raise BadInput("type", feature.get("type", MISSING), "must be Feature")
    geometry = table_of(feature.get("geometry"), "geometry")
    place = geometry.get("coordinates", MISSING)
    if geometry.get("type") != "Point" or not isinstance(place, list) or len(place) not in (2, 3):
        raise BadInput("geometry", geometry, "must be a Point with coordinates [lon, lat]")
    properties = table_of(feature.get("properties") or {}, "properties")
    if properties.get("entity") is None:
        properties = {**properties, "entity": feature.get("id")}
    lat = coordinate({"coordinates[1]": place[1]}, "coordinates[1]", 90.0)
    return _fix(properties, lat, coordinate({"coordinates[0]": place[0]}, "coordinates[0]", 180.0))


def _fix(table: Table, lat: float, lon: float) -> Fix:
    return Fix(
        entity=EntityId(entity_name(table.get("entity"), "entity")),
        lat=lat,
        lon=lon,
        stamp=moment(table.get("at"), "at"),
        accuracy_m=_between(table, "accuracy_m", 0.0, ACCURACY_M),
        speed_mps=_between(table, "speed_mps", 0.0, SPEED_MPS),
        course_deg=_course(table),
        battery=_between(table, "battery", 0.0, 1.0),
        sos=truth(table, "sos", default=False),
        on_duty=truth(table, "on_duty", default=True),
        ttl_s=_between(table, "ttl_s", *TTL_S),
    )


def _course(table: Table) -> float | None:
    degrees = _between(table, "course_deg", 0.0, 360.0)
    return 0.0 if degrees == 360.0 else degrees


def _between(table: Table, name: str, least: float, most: float) -> float | None:
    """Unlike a device's, our own form's unknown is null or absent, never negative."""
    value: Any = table.get(name)
    if value is None:
        return None
    if type(value) is not float and type(value) is not int:
        raise BadInput(name, value, "must be a number")
    if not least <= value <= most:
        raise BadInput(name, value, f"must lie between {least:g} and {most:g}")
    return float(value)
