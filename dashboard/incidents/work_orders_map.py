"""The map of a work-order file: which of its columns is which of our fields, and what its words mean. Pure.

One TOML file for each system that exports such files; ``docs/intake.md`` shows one.
"""

import tomllib
from collections.abc import Collection, Mapping
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any, Final, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from dashboard.incidents.states import State, Urgency
from dashboard.incidents.work_orders import NAMED
from feeds.errors import MISSING, BadInput
from feeds.limits import BODY_BYTES
from feeds.model import Datum
from feeds.sources.fields import moment, number_from_text
from feeds.untrusted import clean_text

FIELDS: Final = ("external_id", "revision", "updated_at", "title", "description", "category", "urgency",
                 "status", "lat", "lon", "place", "opened_at", "closed_at", "due_at")  # fmt: skip
WORDS: Final = ("category", "urgency", "status")
"""Fields whose values may be translated, under ``[values.<field>]``; "*" stands for every other value."""
SETTINGS: Final = ("source", "encoding", "datum", "zone", "dates", "provenance")
DATUMS: Final[tuple[Datum, ...]] = ("wgs84", "gcj02", "bd09")
PROVENANCES: Final = ("real", "replayed", "simulated")
EXCEL: Final = "excel"
"""In ``dates``: days since the end of 1899, as a spreadsheet writes a date whose format was lost."""
PLAIN_DATES: Final = ("%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M")
"""Always understood: year first, so that day and month cannot be mistaken."""
NAME_CHARACTERS: Final = 60
DOTS_MOST: Final = 200
"""In one line: a name of ours has one."""
_EXCEL_BEGAN: Final = datetime(1899, 12, 30, tzinfo=UTC)
_EXCEL_DAYS: Final = (20_000.0, 100_000.0)
"""1954 to 2173: a number outside is no date."""

Word = TypeVar("Word", State, Urgency)


class OrderMap(msgspec.Struct, frozen=True, kw_only=True):
    """How to read one system's files."""

    columns: Mapping[str, str]
    values: Mapping[str, Mapping[str, str]] = {}
    source: str = "12345"
    encoding: str = "auto"
    datum: Datum = "wgs84"
    zone: str = "Asia/Shanghai"
    dates: tuple[str, ...] = ()
    """Forms of ``strptime``, tried in order before ``PLAIN_DATES`` and ISO 8601."""
    provenance: str = "real"


def identity(header: Collection[str]) -> OrderMap:
    """The map of a file whose columns are named as our fields. Raises BadInput when it lacks a needed one."""
    return OrderMap(columns=_columns({name: name for name in FIELDS if name in header}))


def read_map(text: bytes) -> OrderMap:
    """The map in a TOML file. Raises BadInput naming the key."""
    if len(text) > BODY_BYTES:
        raise BadInput("map", text, f"must be at most {BODY_BYTES} bytes")
    if any(line.count(b".") > DOTS_MOST for line in text.splitlines()):  # their cost grows with the square
        raise BadInput("map", text, f"a line may have at most {DOTS_MOST} dots")
    try:
        table = tomllib.loads(text.decode("utf-8-sig"))
    except (ValueError, RecursionError) as exc:  # a number of 5,000 digits is an error of Python's own
        raise BadInput("map", text, f"must be TOML in UTF-8: {exc}") from exc
    for name in table:
        if name not in (*SETTINGS, "columns", "values"):
            raise BadInput(name, table[name], f"is no part of a map: {', '.join(SETTINGS)}, columns, values")
    given: dict[str, Any] = {
        name: _text(table[name], name) for name in SETTINGS if name in table and name != "dates"
    }
    made = OrderMap(
        columns=_columns(table.get("columns", MISSING)),
        values=_values(table.get("values", {})),
        dates=_dates(table.get("dates", [])),
        **given,
    )
    _check(made)
    return made


def _check(made: OrderMap) -> None:
    for name, value, known in (
        ("encoding", made.encoding, NAMED),
        ("datum", made.datum, DATUMS),
        ("provenance", made.provenance, PROVENANCES),
    ):
        if value not in known:
            raise BadInput(name, value, f"must be one of {', '.join(known)}")
    for word in made.values.get("status", {}).values():
        one_of(word, "values.status", State)
    for word in made.values.get("urgency", {}).values():
        one_of(word, "values.urgency", Urgency)
    zone_of(made)


def _columns(value: Any) -> dict[str, str]:
    if not isinstance(value, dict):
        raise BadInput("columns", value, "must be a table: our field = your column")
    for field, column in value.items():
        if field not in FIELDS:
            raise BadInput(f"columns.{field}", column, f"is none of our fields: {', '.join(FIELDS)}")
        _text(column, f"columns.{field}")
    if "external_id" not in value:
        raise BadInput("columns.external_id", MISSING, "must name the column of the order's number")
    if "revision" not in value and "updated_at" not in value:
        why = (
            "must be given, or columns.updated_at: else a changed order could not be told from a repeated one"
        )
        raise BadInput("columns.revision", MISSING, why)
    if ("lat" in value) != ("lon" in value):
        raise BadInput("columns.lat", value.get("lat", MISSING), "and columns.lon go together")
    return {field: column.strip() for field, column in value.items()}


def _values(value: Any) -> dict[str, dict[str, str]]:
    if not isinstance(value, dict):
        raise BadInput("values", value, "must hold the tables values.status, values.urgency, values.category")
    for field, words in value.items():
        if field not in WORDS or not isinstance(words, dict):
            raise BadInput(f"values.{field}", words, f"must be a table; there are {', '.join(WORDS)}")
        for theirs, ours in words.items():
            if not isinstance(ours, str):
                raise BadInput(f"values.{field}.{theirs}", ours, "must be text")
    return value


def _dates(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(form, str) and form for form in value):
        raise BadInput("dates", value, 'must be a list such as ["%Y/%m/%d %H:%M", "excel"]')
    return tuple(value)


def _text(value: object, name: str) -> str:
    text = clean_text(value, name, NAME_CHARACTERS)
    if not text:
        raise BadInput(name, value, "must not be blank")
    return text


def zone_of(made: OrderMap) -> tzinfo:
    """The zone of times that name none."""
    try:
        return ZoneInfo(made.zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as exc:
        raise BadInput("zone", made.zone, "must be a time zone such as Asia/Shanghai") from exc


def one_of(word: str, field: str, kind: type[Word]) -> Word:
    """A state or an urgency by its value."""
    if word not in kind.__members__.values():
        raise BadInput(field, word, f"must be one of {', '.join(kind)}, or be translated by the map")
    return kind(word)


def time_of(text: str, field: str, made: OrderMap) -> float:
    """A time of the file as seconds since 1970. Raises BadInput when no form of the map fits."""
    zone = zone_of(made)
    for form in (*made.dates, *PLAIN_DATES):
        at = _excel(text, zone) if form == EXCEL else _formed(text, form, zone)
        if at is not None:
            return _bounded(at, text, field)
    try:
        at = moment(text, field, zone)
    except BadInput as exc:
        forms = ", ".join(("ISO 8601", *PLAIN_DATES, *made.dates))
        raise BadInput(field, text, f"is no time in any form of the map: {forms}") from exc
    return _bounded(at or 0.0, text, field)


def _bounded(at: float, text: str, field: str) -> float:
    if not 0 < at < 1e11:
        raise BadInput(field, text, "must be after 1970")
    return at


def _formed(text: str, form: str, zone: tzinfo) -> float | None:
    try:
        when = datetime.strptime(text, form)  # noqa: DTZ007 - the zone follows, where the text named none
        return (when if when.tzinfo else when.replace(tzinfo=zone)).astimezone(UTC).timestamp()
    except (ValueError, OverflowError):
        return None


def _excel(text: str, zone: tzinfo) -> float | None:
    try:
        days = number_from_text(text, "date")
    except BadInput:
        return None
    if not _EXCEL_DAYS[0] <= days <= _EXCEL_DAYS[1]:
        return None
    when = _EXCEL_BEGAN + timedelta(seconds=round(days * 86_400))
    return when.replace(tzinfo=zone).timestamp()
