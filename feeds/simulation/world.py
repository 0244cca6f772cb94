"""The whole simulated district: who and what is in it, for one scope and seed."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any, Final

from feeds.geo.district import District
from feeds.geo.places import Grid
from feeds.simulation.cameras import cameras
from feeds.simulation.patrol import Patrol
from feeds.simulation.roster import FULL_TIME_WORKERS, Worker, hire, worker_record
from feeds.simulation.tours import Tours

DISTRICT_GRIDS: Final = 1334


class World:
    """Same ``district``, ``seed``, ``scope`` and ``speed``: same people, same cameras, same day."""

    def __init__(self, district: District, seed: int, scope: str, speed: float = 1.0) -> None:
        self.seed, self.scope, self.speed = seed, scope, speed
        self.grids: Sequence[Grid] = [grid for grid in district.grids if grid.street.startswith(scope)]

    @cached_property
    def workers(self) -> list[Worker]:
        share = round(FULL_TIME_WORKERS * len(self.grids) / DISTRICT_GRIDS)
        return hire(self.grids, share, self.seed)

    @cached_property
    def tours(self) -> Tours:
        return Tours(self.grids)

    @cached_property
    def patrol(self) -> Patrol:
        return Patrol(self.workers, self.tours, self.seed, self.speed)

    def roster(self) -> list[dict[str, Any]]:
        """Records of kind ``worker``."""
        return [worker_record(worker, self.grids[worker.grid]) for worker in self.workers]

    def cameras(self) -> list[dict[str, Any]]:
        """Records of kind ``camera``."""
        return cameras(self.grids, self.seed)

    def grid_records(self) -> list[dict[str, Any]]:
        """Records of kind ``grid``."""
        return [
            {
                "id": grid.code,
                "name_zh": grid.name_zh,
                "name_en": grid.name_en,
                "kind": grid.kind,
                "street": grid.street,
                "community": grid.community,
                "provenance": "simulated",
            }
            for grid in self.grids
        ]
