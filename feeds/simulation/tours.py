"""Where a walker is after so many metres of a closed tour, for any number of walkers at once."""

from collections.abc import Sequence
from math import cos, radians
from typing import Final

import numpy as np
from numpy.typing import NDArray

from feeds.geo.places import Grid

METRES_PER_DEGREE: Final = 111_195.0
"""Of latitude, on the mean sphere: 0.1 % off at most here, and a walker does not care."""

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class Tours:
    """All closed tours laid end to end on one line, so that one binary search places every walker."""

    def __init__(self, grids: Sequence[Grid]) -> None:
        self._lat0 = grids[0].tour[0][0]
        east_scale = METRES_PER_DEGREE * cos(radians(self._lat0))
        starts, lats, lons, along = [], [], [], []
        base = 0.0
        lengths = []
        for grid in grids:
            points = np.asarray([*grid.tour, grid.tour[0]] if grid.tour[0] != grid.tour[-1] else grid.tour)
            north = np.diff(points[:, 0]) * METRES_PER_DEGREE
            east = np.diff(points[:, 1]) * east_scale
            cumulative = np.concatenate([[0.0], np.cumsum(np.hypot(north, east))])
            starts.append(base)
            lengths.append(cumulative[-1])
            lats.append(points[:, 0])
            lons.append(points[:, 1])
            along.append(base + cumulative)
            base += cumulative[-1] + 1.0  # a metre between tours keeps the searched line strictly rising
        self._start, self.length = np.asarray(starts), np.asarray(lengths)
        self._along, self._lat, self._lon = map(np.concatenate, (along, lats, lons))
        self._east_scale = east_scale

    def at(self, tour: Ints, metres: Floats) -> tuple[Floats, Floats, Floats]:
        """Latitude, longitude and course (degrees true) of walkers ``metres`` along their ``tour``,
        round and round.
        """
        place = self._start[tour] + np.mod(metres, self.length[tour])
        after = np.clip(np.searchsorted(self._along, place, side="right"), 1, len(self._along) - 1)
        before = after - 1
        span = self._along[after] - self._along[before]
        share = np.divide(place - self._along[before], span, out=np.zeros_like(place), where=span > 0)
        north = self._lat[after] - self._lat[before]
        east = self._lon[after] - self._lon[before]
        course = np.degrees(np.arctan2(east * self._east_scale, north * METRES_PER_DEGREE)) % 360.0
        return self._lat[before] + share * north, self._lon[before] + share * east, course

    def metres_to_degrees(self, north_m: Floats, east_m: Floats) -> tuple[Floats, Floats]:
        return north_m / METRES_PER_DEGREE, east_m / self._east_scale
