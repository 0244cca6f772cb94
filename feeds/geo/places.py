"""The areas of a district, as values: streets, communities, grids. Degrees, WGS-84, (lat, lon) order."""

from typing import Literal, TypeAlias

import msgspec

LatLon: TypeAlias = tuple[float, float]
GridKind: TypeAlias = Literal["comprehensive", "dedicated"]


class Area(msgspec.Struct, frozen=True):
    """A named area with a division code."""

    code: str
    """Digits: 9 a street, 12 a community, 15 a grid. Each begins with the code of what it lies in."""
    name_zh: str
    name_en: str
    ring: tuple[LatLon, ...]
    """The closed border, counter-clockwise; the first point is repeated at the end."""
    area_m2: float
    centroid: LatLon
    """The centre of gravity or, where that falls outside, another point well inside."""


class Street(Area, frozen=True):
    """A street office's territory (街道)."""


class Community(Area, frozen=True):
    """A residents' community (社区)."""

    street: str
    """Code of its street."""


class Grid(Area, frozen=True):
    """One worker's ground (网格)."""

    kind: GridKind
    """综合网格 or 专属网格. The dedicated ones (a campus, a market, a park) are blocks of their own, numbered
    from 901; they lie between the comprehensive ones, never over them."""
    community: str
    street: str
    lanes: tuple[tuple[LatLon, ...], ...]
    """What can be walked: the border streets (closed, along the bank where the grid reaches into a river),
    then the inner lanes, each ending on the border or on another lane."""
    tour: tuple[LatLon, ...]
    """A closed walk over all lanes, inside the grid or on its border; ends where it begins."""


class Place(msgspec.Struct, frozen=True):
    """Where a point lies, as codes."""

    street: str
    community: str
    grid: str
