"""The roster moves as the domain says: about 370 on foot at once, three hours a day, inside their own
grids.
"""

import numpy as np
import pytest
from shapely.geometry import Point, Polygon

from feeds.geo.district import District, load
from feeds.simulation.roster import DUTY_DAY_S, FULL_TIME_WORKERS
from feeds.simulation.world import World

NOON = 1_795_320_000.0


@pytest.fixture(scope="module")
def district() -> District:
    return load()


@pytest.fixture(scope="module")
def world(district: District) -> World:
    return World(district, seed=1, scope="320104")


def test_the_district_employs_its_full_time_workers(world: World) -> None:
    """1,117 workers, each with a grid of the district and an id of its own."""
    assert len(world.workers) == FULL_TIME_WORKERS
    assert len({worker.id for worker in world.workers}) == FULL_TIME_WORKERS


def test_every_comprehensive_grid_has_a_full_time_worker(world: World) -> None:
    """A comprehensive grid without a full-time worker would break the rule of the grids."""
    manned = {worker.grid for worker in world.workers}
    assert all(i in manned for i, grid in enumerate(world.grids) if grid.kind == "comprehensive")


def test_about_370_walk_at_any_hour(world: World) -> None:
    """The wall is alive whenever somebody looks: never fewer than 330 nor more than 420 on the move."""
    moving = [int((world.patrol.at(NOON + h * 900).speed_mps > 0).sum()) for h in range(36)]
    assert min(moving) >= 330
    assert max(moving) <= 420


def test_a_worker_walks_three_hours_in_a_duty_day(world: World) -> None:
    """Patrol time of everybody, sampled every nine seconds over one duty day, is the promised three hours."""
    walked = sum((world.patrol.at(NOON + t).speed_mps > 0).astype(int) for t in range(0, DUTY_DAY_S, 9)) * 9
    assert np.all(walked >= 2.9 * 3600) and np.all(walked <= 3.15 * 3600)


def test_nobody_leaves_the_own_grid(world: World) -> None:
    """Positions lie in the worker's grid or within the GPS error of it (20 m)."""
    moment = world.patrol.at(NOON)
    for i, worker in enumerate(world.workers):
        ring = Polygon([(lon, lat) for lat, lon in world.grids[worker.grid].ring])
        assert ring.distance(Point(moment.lon[i], moment.lat[i])) * 100_000 < 20, worker.id


def test_nobody_jumps(world: World) -> None:
    """From one second to the next nobody on duty moves further than the pace and the error allow."""
    before, after = world.patrol.at(NOON), world.patrol.at(NOON + 1)
    north = (after.lat - before.lat) * 111_195
    east = (after.lon - before.lon) * 94_300
    both = before.on_duty & after.on_duty
    assert np.hypot(north, east)[both].max() < 6


def test_the_same_seed_gives_the_same_day_and_another_seed_another(district: District) -> None:
    """Same seed, same day: to the last bit, in a world built anew."""
    first, again, other = (World(district, seed, "320104004").patrol.at(NOON).lat for seed in (7, 7, 8))
    assert np.array_equal(first, again) and not np.array_equal(first, other)


def test_a_street_gets_its_share(district: District) -> None:
    """Shuangtang's 100 grids of 1,334 have 84 of the 1,117 workers, all of them at home there."""
    world = World(district, 1, "320104004")
    assert len(world.workers) == 84
    assert {record["street"] for record in world.roster()} == {"320104004"}


def test_cameras_match_the_published_density(world: World) -> None:
    """About 3,500 in the district, 240 in Shuangtang, 20-digit codes, all different."""
    cameras = world.cameras()
    assert abs(len(cameras) - 3500) <= 10
    assert sum(camera["street"] == "320104004" for camera in cameras) == 240
    assert len({camera["id"] for camera in cameras}) == len(cameras)
    assert all(len(camera["id"]) == 20 for camera in cameras)
