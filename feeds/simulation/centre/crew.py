"""The simulated workers, as the centre sends them: whoever is nearest and on duty."""

from functools import lru_cache
from typing import Final

import numpy as np

from feeds.simulation.centre.people import Found
from feeds.simulation.world import World

LOOKS_EVERY_S: Final = 300
"""The centre's picture of its workers is this coarse; finer would only cost."""
PICTURES_KEPT: Final = 64


class WorldCrew:
    """The workers of a world."""

    def __init__(self, world: World) -> None:
        self._workers = world.workers
        self._at = lru_cache(PICTURES_KEPT)(lambda slot: world.patrol.at(float(slot * LOOKS_EVERY_S)))

    def near(self, lat: float, lon: float, at: float) -> Found | None:
        """By the straight line; a degree of longitude is about 0.85 of one of latitude here."""
        if not self._workers:
            return None
        moment = self._at(int(at // LOOKS_EVERY_S))
        square = (moment.lat - lat) ** 2 + (0.85 * (moment.lon - lon)) ** 2
        nearest = int(np.argmin(np.where(moment.on_duty & ~moment.silent, square, np.inf)))
        worker = self._workers[nearest]
        return Found(worker.id, worker.surname) if moment.on_duty[nearest] else None
