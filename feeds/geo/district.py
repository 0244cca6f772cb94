"""The district as its neighbours use it: all areas, and which of them a point lies in."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from shapely import Polygon, STRtree

from feeds.geo import imported, qinhuai, schematic_cache
from feeds.geo.places import Area, Community, Grid, LatLon, Place, Street

ON_BORDER_DEG: Final = 1e-9
"""A point this near to an area counts as in it; a tenth of a millimetre."""


@dataclass(frozen=True, eq=False)
class District:
    """Streets, communities and grids, each ordered by code."""

    streets: tuple[Street, ...]
    communities: tuple[Community, ...]
    grids: tuple[Grid, ...]
    code: str = qinhuai.DISTRICT
    name_zh: str = qinhuai.DISTRICT_ZH
    name_en: str = qinhuai.DISTRICT_EN
    surveyed: bool = False
    """Whether these are a centre's own areas; else our schematic, which proves no boundary."""

    def locate(self, lat: float, lon: float) -> Place | None:
        """The grid a WGS-84 point lies in; None outside the district. On a shared border: the lowest code."""
        found = self._grid_tree.query_nearest(shapely.Point(lon, lat), max_distance=ON_BORDER_DEG)
        if len(found) == 0:
            return None
        grid = self.grids[int(found.min())]
        return Place(grid.street, grid.community, grid.code)

    def grids_at(self, lats: ArrayLike, lons: ArrayLike) -> NDArray[Any]:
        """The index in ``grids`` of the grid each WGS-84 point lies in, -1 outside: ``locate`` for many."""
        points = shapely.points(np.asarray(lons, dtype=float), np.asarray(lats, dtype=float))
        which, grid = self._grid_tree.query_nearest(points, max_distance=ON_BORDER_DEG)
        lowest_last = np.argsort(-grid, kind="stable")
        found = np.full(np.shape(points), -1)
        found[which[lowest_last]] = grid[lowest_last]
        return found

    def streets_of(self, lats: ArrayLike, lons: ArrayLike) -> list[str | None]:
        """The street code of each WGS-84 point, None outside: for many points at once."""
        y, x = np.asarray(lats, dtype=float), np.asarray(lons, dtype=float)
        street = np.full(x.shape, -1)
        for index in range(len(self.streets) - 1, -1, -1):
            street[self._points_in(index, x, y)] = index
        codes: list[str | None] = [*(street.code for street in self.streets), None]
        return [codes[index] for index in street.tolist()]

    @cached_property
    def bounds(self) -> tuple[LatLon, LatLon]:
        """The south-west and the north-east corner."""
        lats, lons = zip(*(point for street in self.streets for point in street.ring), strict=True)
        return (min(lats), min(lons)), (max(lats), max(lons))

    @cached_property
    def street_by_code(self) -> Mapping[str, Street]:
        """Nine digits to street."""
        return {street.code: street for street in self.streets}

    @cached_property
    def community_by_code(self) -> Mapping[str, Community]:
        """Twelve digits to community."""
        return {community.code: community for community in self.communities}

    @cached_property
    def grid_by_code(self) -> Mapping[str, Grid]:
        """Fifteen digits to grid."""
        return {grid.code: grid for grid in self.grids}

    @cached_property
    def _grid_tree(self) -> STRtree:
        return STRtree([polygon(grid) for grid in self.grids])

    @cached_property
    def _street_polygons(self) -> list[Polygon]:
        areas = [polygon(street) for street in self.streets]
        shapely.prepare(areas)
        return areas

    def _points_in(self, index: int, x: NDArray[Any], y: NDArray[Any]) -> NDArray[Any]:
        """Which points lie in one street; the box first, because most do not."""
        area = self._street_polygons[index]
        west, south, east, north = area.bounds
        near = np.flatnonzero((x >= west) & (x <= east) & (y >= south) & (y <= north))
        inside: NDArray[Any] = near[shapely.intersects_xy(area, x[near], y[near])]
        return inside


def polygon(area: Area) -> Polygon:
    """The area as a polygon of (lon, lat)."""
    return Polygon([(lon, lat) for lat, lon in area.ring])


def load(cache: Path | None = None, own: Path | None = None) -> District:
    """The district that was imported into the folder ``own``, else the schematic of Qinhuai, which the folder
    ``cache`` may keep between starts. Raises BadSetting for a damaged import.
    """
    areas = imported.load(own) if own is not None else None
    if areas is None:
        drawn = schematic_cache.load(cache)
        return District(drawn.streets, drawn.communities, drawn.grids)
    return District(
        areas.streets,
        areas.communities,
        areas.grids,
        code=areas.grids[0].code[:6],
        name_zh=areas.name_zh,
        name_en=areas.name_en,
        surveyed=True,
    )


def division_codes(own: Path) -> tuple[str, ...]:
    """The code of the district that ``load`` would give, then its streets': without drawing anything."""
    areas = imported.load(own)
    if areas is None:
        return (qinhuai.DISTRICT, *(street.code for street in qinhuai.STREETS))
    return (areas.grids[0].code[:6], *(street.code for street in areas.streets))
