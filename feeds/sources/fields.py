"""Reading the fields of a foreign position: present or not, a number or not, within bounds or not.

``None`` and an absent key mean unknown. Each reader raises BadInput naming the field and its value.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, tzinfo
from math import inf, isfinite
from typing import Any, Final, TypeAlias

from feeds.errors import MISSING, BadInput
from feeds.limits import ACCURACY_M, ENTITY_CHARACTERS, SPEED_MPS
from feeds.model import EntityId
from feeds.untrusted import clean_text

Table: TypeAlias = Mapping[str, Any]

KNOT_MPS: Final = 1852.0 / 3600.0
KMH_MPS: Final = 1.0 / 3.6

_MILLISECONDS_FROM: Final = 1e11
"""An epoch number this large is milliseconds: as seconds it would be the year 5138, as milliseconds 1973."""
_NUMBER: Final = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_MOMENT: Final = re.compile(
    r"(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?) ?(Z|[+-]\d\d:?\d\d)?", re.ASCII
)
_MOMENT_FORMS: Final = (
    "must be seconds or milliseconds since 1970, an ISO 8601 time, or yyyy-MM-dd HH:mm:ss "
    "(in a query a + is written %2B)"
)


def table_of(value: object, name: str) -> Table:
    """``value``, which must be a JSON object."""
    if not isinstance(value, dict):
        raise BadInput(name, MISSING if value is None else value, "must be a JSON object")
    return value


def coordinate(table: Table, name: str, limit: float) -> float:
    """A latitude (``limit`` 90) or longitude (180) in degrees; it must be there."""
    value = table.get(name)
    if type(value) is not float and type(value) is not int:
        raise BadInput(
            name, table.get(name, MISSING), f"must be a number of degrees, -{limit:g} to {limit:g}"
        )
    if not -limit <= value <= limit:
        raise BadInput(name, value, f"must lie between -{limit:g} and {limit:g} degrees")
    return float(value)


def measure(table: Table, name: str, most: float, unit: float = 1.0) -> float | None:
    """A quantity that cannot be negative, times ``unit``; a negative one means unknown, as devices write it.

    Above ``most`` (after ``unit``) it is refused: not a measurement but a mistaken unit.
    """
    value = table.get(name)
    if value is None:
        return None
    if type(value) is not float and type(value) is not int:
        raise BadInput(name, value, "must be a number")
    if value < 0:
        return None
    amount = value * unit
    if not amount <= most:
        raise BadInput(name, value, f"must be at most {most / unit:.6g}")
    return amount


def accuracy(table: Table, name: str) -> float | None:
    """A radius in metres."""
    return measure(table, name, ACCURACY_M)


def speed(table: Table, name: str, unit: float = 1.0) -> float | None:
    """A speed in metres a second, ``unit`` being what one of the sender's is worth."""
    return measure(table, name, SPEED_MPS, unit)


def course(table: Table, name: str) -> float | None:
    """A direction in degrees true, 0 <= course < 360; senders may write 360 for north."""
    degrees = measure(table, name, 360.0)
    return 0.0 if degrees == 360.0 else degrees


def truth(table: Table, name: str, default: bool) -> bool:
    """A JSON boolean."""
    value = table.get(name)
    if value is None:
        return default
    if not isinstance(value, bool):
        raise BadInput(name, value, "must be true or false")
    return value


def entity_name(value: object, name: str) -> EntityId:
    """The stable name of what moves: text, or an integer as trackers send it."""
    text = str(value) if type(value) is int else value
    cleaned = clean_text(MISSING if text is None else text, name, ENTITY_CHARACTERS)
    if not cleaned:
        raise BadInput(name, value, "must name what moves")
    return EntityId(cleaned)


def numbers_from_text(texts: Mapping[str, str], names: Iterable[str]) -> dict[str, Any]:
    """``texts`` with the fields ``names`` as numbers, and without those that are blank."""
    table: dict[str, Any] = {name: text for name, text in texts.items() if text.strip()}
    for name in names:
        if name in table:
            table[name] = number_from_text(table[name], name)
    return table


def number_from_text(text: str, name: str) -> float:
    """A decimal number written in ASCII digits; no NaN, infinity, underscores or other alphabets' digits."""
    number = float(text) if _NUMBER.fullmatch(text.strip()) else inf
    if not isfinite(number):  # 1e999 is written like a number
        raise BadInput(name, text, "must be a number")
    return number


def moment(value: object, name: str, zone: tzinfo = UTC) -> float | None:
    """A time as seconds since 1970; ``zone`` holds where the text names none.

    Whether a clock can be *believed* is not judged here.
    """
    if value is None:
        return None
    if type(value) is float or type(value) is int:
        return value / 1000.0 if value >= _MILLISECONDS_FROM else float(value)
    if isinstance(value, str) and value.isascii():
        text = value.strip()
        if _NUMBER.fullmatch(text):
            return moment(number_from_text(text, name), name)
        if match := _MOMENT.fullmatch(text):
            return _moment_of_parts(value, name, zone, match[1], match[2] or "")
    raise BadInput(name, value, _MOMENT_FORMS)


def _moment_of_parts(value: str, name: str, zone: tzinfo, local: str, offset: str) -> float:
    try:
        when = datetime.fromisoformat(local + offset)
        return (when if when.tzinfo else when.replace(tzinfo=zone)).timestamp()
    except (ValueError, OverflowError) as exc:  # 31 February, hour 25, year 0
        raise BadInput(name, value, _MOMENT_FORMS) from exc
