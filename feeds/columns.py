"""Many records of which a page needs little, as columns: `snapshot.columns` of docs/wire.md section 2. Pure.

Ids are front-coded and places are differences, so that of a hundred thousand cameras each compresses to a few
bytes.
"""

from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Any, Final

import msgspec

from feeds.errors import BadInput

PLACE_DEG: Final = 1e-6
"""Unit of the places: 11 cm."""

FROM: Final = 64
"""So few records are not worth it: they are sent whole."""


class Little(msgspec.Struct):
    """What of a record the columns say; a record with a value of another type is sent whole."""

    lat: float
    lon: float
    state: str = ""
    provenance: str = ""
    alarm: bool | None = None


class Coded(msgspec.Struct):
    """A column of few different words: which there are, and the number of each row's."""

    of: list[str]
    at: list[int]


class Columns(msgspec.Struct):
    """Rows in ascending order of their ids."""

    shared: list[int]
    """How many characters an id begins with are the previous one's."""
    ids: list[str]
    """The rest of it."""
    lat: list[int]
    """In millionths of a degree, as the difference to the previous row."""
    lon: list[int]
    state: Coded
    provenance: Coded


_READ: Final = msgspec.json.Decoder(Little)
_COLUMNS: Final = msgspec.json.Decoder(Columns)


def little(body: bytes) -> Little | None:
    """What columns can say of this record in JSON; None when it is to be sent whole, as one with an alarm."""
    try:
        read = _READ.decode(body)
    except msgspec.ValidationError:
        return None
    return None if read.alarm or not (-90 <= read.lat <= 90 and -180 <= read.lon <= 180) else read


def columns_of(rows: Mapping[str, Little]) -> Columns:
    """These records."""
    ids = sorted(rows)
    ordered = [rows[id_] for id_ in ids]
    shared = [0, *map(_shared, ids, ids[1:])] if ids else []
    return Columns(
        shared,
        [id_[length:] for id_, length in zip(ids, shared, strict=True)],
        _steps([round(row.lat / PLACE_DEG) for row in ordered]),
        _steps([round(row.lon / PLACE_DEG) for row in ordered]),
        _coded([row.state for row in ordered]),
        _coded([row.provenance for row in ordered]),
    )


def read_columns(told: Any) -> dict[str, dict[str, Any]]:
    """The records as a page holds them, by id; raises BadInput."""
    try:
        columns = _COLUMNS.decode(msgspec.json.encode(told))
        lats, lons = accumulate(columns.lat), accumulate(columns.lon)
        states = (columns.state.of[at] for at in columns.state.at)
        provenances = (columns.provenance.of[at] for at in columns.provenance.at)
        rows = zip(columns.shared, columns.ids, lats, lons, states, provenances, strict=True)
        read, id_ = {}, ""
        for shared, rest, lat, lon, state, provenance in rows:
            id_ = id_[:shared] + rest
            place = {"lat": lat * PLACE_DEG, "lon": lon * PLACE_DEG}
            read[id_] = {"id": id_, **place, "state": state, "provenance": provenance}
    except (msgspec.ValidationError, IndexError, ValueError) as exc:
        raise BadInput("columns", str(told)[:80], f"must be columns of equal length ({exc})") from exc
    return read


def _shared(before: str, after: str) -> int:
    """How long a beginning they have in common."""
    low, high = 0, min(len(before), len(after))
    if before[: high - 1] == after[: high - 1]:
        low = max(0, high - 1)
    while low < high:
        middle = (low + high + 1) // 2
        if before[:middle] == after[:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _steps(values: Sequence[int]) -> list[int]:
    return [after - before for before, after in zip([0, *values], values, strict=False)]


def _coded(words: Sequence[str]) -> Coded:
    numbers = {word: number for number, word in enumerate(dict.fromkeys(words))}
    return Coded(list(numbers), [numbers[word] for word in words])
