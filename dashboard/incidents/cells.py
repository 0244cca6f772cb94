"""Squares of about 100 m, by which the listing finds what is near a place. Pure.

The numbers are stored: whoever changes them adds a migration.
"""

from math import cos, floor, radians
from typing import Final

from dashboard.incidents.duplicates import METRES_PER_DEGREE

PER_DEGREE: Final = 1_000
_ROW: Final = 1_000_000
"""More than there are cells round the earth."""


def cell(lat: float, lon: float) -> int:
    """The number of the cell that holds a place."""
    return _number(floor(lat * PER_DEGREE), floor(lon * PER_DEGREE))


def cells_within(lat: float, lon: float, metres: float) -> tuple[int, ...]:
    """Every cell that reaches to within that distance of the place."""
    north = metres / METRES_PER_DEGREE
    east = metres / (METRES_PER_DEGREE * max(0.01, cos(radians(lat))))
    rows = range(floor((lat - north) * PER_DEGREE), floor((lat + north) * PER_DEGREE) + 1)
    columns = range(floor((lon - east) * PER_DEGREE), floor((lon + east) * PER_DEGREE) + 1)
    return tuple(_number(row, column) for row in rows for column in columns)


def _number(row: int, column: int) -> int:
    return row * _ROW + column
