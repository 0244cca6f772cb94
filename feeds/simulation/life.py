"""The simulated people at the web process's doors: who reports, and the centre that acts on it."""

import asyncio
import ssl
from typing import Final

import structlog

from feeds.simulation.centre.crew import WorldCrew
from feeds.simulation.centre.desk import Desk
from feeds.simulation.centre.plan import Centre
from feeds.simulation.door import Door, Unheard
from feeds.simulation.reporter import Reporter
from feeds.simulation.world import World

BEGUN: Final = "/api/records/demo/day"
ASKED_EVERY_S: Final = 0.5
TOLD_EVERY_S: Final = 60.0
TURNED_AWAY: Final = (401, 403)

log = structlog.get_logger()


async def live(
    world: World, url: str, token: str, screen_token: str = "", tls: ssl.SSLContext | None = None
) -> None:
    """For ever. ``screen_token`` is shown where the mode wants one; ``tls`` is what is trusted."""
    streets = sorted({grid.street for grid in world.grids})
    async with Door(url, token, screen_token, tls=tls) as door:
        since = await _past_ends(door)
        desk = Desk(Centre(world.seed, world.speed, WorldCrew(world)), door, streets, since)
        reporter = Reporter(world, door)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(reporter.run(since))
            tasks.create_task(desk.run())
            tasks.create_task(_tell(reporter, desk))


async def _past_ends(door: Door) -> float:
    """Until when the web process has made the past; it is waited for, so that nothing happens twice."""
    complained = False
    while True:
        try:
            status, answer = await door.read(BEGUN)
        except Unheard:
            status, answer = 503, None
        if status == 200 and answer["seeded"]:
            return float(answer["until_ms"]) / 1000
        if status in TURNED_AWAY and not complained:
            log.error("the simulated centre may not look; does this mode have a screen_token?", status=status)
            complained = True
        await asyncio.sleep(ASKED_EVERY_S)


async def _tell(reporter: Reporter, desk: Desk) -> None:
    """Now and then the log says what the simulation did."""
    while True:
        await asyncio.sleep(TOLD_EVERY_S)
        log.info(
            "the simulated centre",
            told=reporter.told,
            reports_refused=reporter.refused,
            orders=dict(desk.orders),
            refusals=dict(desk.refusals),
        )
