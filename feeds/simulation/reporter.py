"""Brings the day's matters to the doors of intake, each by the way it is told: by HTTP, retried until taken.

A restart tells today's matters again, which is harmless: every door knows a repeated report.
"""

import asyncio
import time
from collections.abc import Sequence
from typing import Final

import msgspec
import structlog

from feeds.simulation.door import Door, Unheard
from feeds.simulation.matters import Calendar, Matter, local_midnight
from feeds.simulation.telling import (
    CITIZEN,
    HOTLINE,
    WORK_ORDER_MAP,
    cloud_event,
    open311_form,
    work_orders,
)
from feeds.simulation.world import World

BATCH: Final = 100
EVERY_S: Final = 1.0
RETRY_S: Final = 1.0
CLOUD_EVENTS: Final = {"Content-Type": "application/cloudevents-batch+json"}

log = structlog.get_logger()


class Reporter:
    """``told`` counts the reports that were taken, ``refused`` those that were not, each said in the log."""

    def __init__(self, world: World, door: Door) -> None:
        self._calendar = Calendar(world.grids, world.seed, world.speed)
        self._door, self._speed = door, world.speed
        self.told = self.refused = 0

    async def run(self, since: float) -> None:
        """Everything reported after ``since``, and today, for ever."""
        now = time.time()
        after = max(since, now - (now - local_midnight(now)) / max(1.0, self._speed))
        while True:
            now = time.time()
            await self.tell(await asyncio.to_thread(self._calendar.between, after, now))
            after = now
            await asyncio.sleep(EVERY_S)

    async def tell(self, matters: Sequence[Matter]) -> None:
        """Each by its way."""
        citizens = [matter for matter in matters if matter.channel == CITIZEN]
        hotline = [matter for matter in matters if matter.channel == HOTLINE]
        others = [matter for matter in matters if matter.channel not in (CITIZEN, HOTLINE)]
        for start in range(0, len(others), BATCH):
            await self._tell_events(others[start : start + BATCH])
        for start in range(0, len(hotline), BATCH):
            await self._tell_orders(hotline[start : start + BATCH])
        for matter in citizens:
            await self._tell_citizen(matter)

    async def _tell_events(self, matters: Sequence[Matter]) -> None:
        body = msgspec.json.encode([cloud_event(matter) for matter in matters])
        await self._insisted("/intake/events", len(matters), content=body, headers=CLOUD_EVENTS)

    async def _tell_orders(self, matters: Sequence[Matter]) -> None:
        files = {
            "map": ("map.toml", WORK_ORDER_MAP.encode(), "application/toml"),
            "file": ("orders.csv", work_orders(matters), "text/csv"),
        }
        await self._insisted("/intake/work-orders", len(matters), files=files)

    async def _tell_citizen(self, matter: Matter) -> None:
        form = {**open311_form(matter), "api_key": self._door.token}
        headers = {"Idempotency-Key": matter.id}
        await self._insisted("/open311/v2/requests.json", 1, data=form, headers=headers)

    async def _insisted(self, path: str, count: int, **content: object) -> None:
        while True:
            try:
                status, answer = await self._door.told(path, **content)
            except Unheard:
                await asyncio.sleep(RETRY_S)
                continue
            if status < 300:
                self.told += count
            else:
                self.refused += count
                log.error("a door refused simulated reports", path=path, status=status, answer=answer)
            return
