"""OsmAnd's tracking request, which Traccar Client speaks too (traccar.org/osmand, and the client's source).

Three forms at one door: a query string, the same fields as a form body, and the newer client's JSON.
Quirks: ``speed`` is knots in a query and m/s in JSON; battery is percent in a query and 0 to 1 in JSON; -1
means unknown; a time may be epoch seconds or milliseconds, ISO 8601 or "yyyy-MM-dd HH:mm:ss" in UTC.
"""

from collections.abc import Iterable
from typing import Final
from urllib.parse import parse_qsl

from feeds.errors import MISSING, BadInput, shown
from feeds.limits import BATCH_ITEMS, BODY_BYTES, QUERY_CHARACTERS, QUERY_FIELDS
from feeds.model import EntityId, Fix, Message
from feeds.sources.contract import DeviceConfig, Source, known_as
from feeds.sources.fields import (
    KNOT_MPS,
    Table,
    accuracy,
    coordinate,
    course,
    entity_name,
    measure,
    moment,
    numbers_from_text,
    speed,
    table_of,
)
from feeds.untrusted import decode_untrusted

_NUMBERS: Final = ("lat", "lon", "speed", "bearing", "heading", "accuracy", "batt")
_SOS: Final = "sos"


class OsmAnd(Source):
    """Phones with Traccar Client, OsmAnd, or anything that can send a URL."""

    kind = "osmand"
    title_zh = "Traccar 手机"
    title_en = "Traccar Client phones"

    def __init__(self, config: DeviceConfig) -> None:
        super().__init__(config)
        self._entities = config.entities

    def read(self, message: Message, heard_at: float) -> Iterable[Fix]:
        """One position of a query or form; one or several of the JSON."""
        if "json" in message.content_type or message.body.lstrip()[:1] in (b"{", b"["):
            return self._from_json(table_of(decode_untrusted(message.body), "body"))
        return self._from_fields(_fields(message))

    def _from_fields(self, texts: dict[str, str]) -> tuple[Fix, ...]:
        table = numbers_from_text(_with_location(texts), _NUMBERS)
        sos = table.get("alarm") == _SOS
        if _said_invalid(table) and not sos:  # a call for help counts wherever its place is from
            return ()
        return (
            Fix(
                self._entity(table, ("id", "deviceid", "device_id")),
                coordinate(table, "lat", 90.0),
                coordinate(table, "lon", 180.0),
                moment(table.get("timestamp"), "timestamp"),
                accuracy(table, "accuracy"),
                speed(table, "speed", KNOT_MPS),
                course(table, "bearing" if "bearing" in table else "heading"),
                measure(table, "batt", 1.0, 0.01),
                sos,
            ),
        )

    def _from_json(self, body: Table) -> list[Fix]:
        entity = self._entity(body, ("device_id", "deviceid", "id"))
        places = body.get("location", MISSING)
        if not isinstance(places, list):
            return [_fix_of_location(entity, places, "location")]
        if not 1 <= len(places) <= BATCH_ITEMS:
            raise BadInput("location", places, f"must hold 1 to {BATCH_ITEMS} positions")
        return [_fix_of_location(entity, place, f"location[{i}]") for i, place in enumerate(places)]

    def _entity(self, table: Table, names: tuple[str, ...]) -> EntityId:
        name = next((name for name in names if table.get(name) is not None), names[0])
        return known_as(entity_name(table.get(name), name), self._entities)


def _fields(message: Message) -> dict[str, str]:
    """The fields of query and form together, each of them once."""
    if len(message.body) > BODY_BYTES:
        raise BadInput("body", message.body, f"must be at most {BODY_BYTES} bytes")
    if len(message.query) > QUERY_CHARACTERS:
        raise BadInput("query", _unquoted(message.query), f"must be at most {QUERY_CHARACTERS} characters")
    fields: dict[str, str] = {}
    for name, value in (*_pairs(message.query, "query"), *_pairs(_text(message.body), "body")):
        if fields.setdefault(name, value) != value:
            raise BadInput(name, value, f"was given before as {shown(fields[name])}")
    return fields


def _text(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError as exc:
        raise BadInput("body", body, "must be UTF-8") from exc


def _pairs(text: str, where: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(text, keep_blank_values=True, max_num_fields=QUERY_FIELDS, errors="strict")
    except UnicodeDecodeError as exc:
        raise BadInput(where, _unquoted(text), "must be UTF-8, percent-encoded") from exc
    except ValueError as exc:  # how parse_qsl says "too many"
        raise BadInput(where, _unquoted(text), f"may have at most {QUERY_FIELDS} fields") from exc


def _unquoted(text: str) -> bytes:
    """``text`` in a form that a sentence tells the length of and does not quote: it may hold a token."""
    return text.encode(errors="replace")


def _with_location(texts: dict[str, str]) -> dict[str, str]:
    """``location=lat,lon`` taken apart."""
    location = texts.get("location")
    if not location:
        return texts
    lat, comma, lon = location.partition(",")
    if not comma:
        raise BadInput("location", location, "must be lat,lon")
    return texts | {"lat": lat, "lon": lon}


def _said_invalid(table: Table) -> bool:
    """Whether the receiver says that it has no fix."""
    return str(table.get("valid", "true")).strip().lower() not in ("true", "1")


def _fix_of_location(entity: EntityId, place: object, name: str) -> Fix:
    location = table_of(place, name)
    try:
        coords = table_of(location.get("coords"), "coords")
        battery = table_of(location.get("battery") or {}, "battery")
        extras = location.get("extras")
        return Fix(
            entity,
            coordinate(coords, "latitude", 90.0),
            coordinate(coords, "longitude", 180.0),
            moment(location.get("timestamp"), "timestamp"),
            accuracy(coords, "accuracy"),
            speed(coords, "speed"),
            course(coords, "heading"),
            measure(battery, "level", 1.0),
            isinstance(extras, dict) and extras.get("alarm") == _SOS,
        )
    except BadInput as refusal:
        raise refusal.inside(name) from refusal
