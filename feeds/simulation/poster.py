"""Brings the day's matters to the intake door, as a stranger's platform would: CloudEvents by HTTP,
retried until taken.
"""

import asyncio
import time
from typing import Any, Final

import httpx
import msgspec
import structlog

from feeds.simulation.matters import Calendar, events_between, local_midnight, standing
from feeds.simulation.world import World

BATCH: Final = 100
EVERY_S: Final = 1.0
RETRY_S: Final = 1.0
TIMEOUT_S: Final = 5.0

log = structlog.get_logger()


class Poster:
    """Posts how today's matters stand, then every step as it happens. A restart repeats itself, which
    the door's
    idempotency makes harmless. What the door cannot take is offered again, in order, until it can."""

    def __init__(self, world: World, url: str, token: str) -> None:
        self._calendar, self._url = Calendar(world.grids, world.seed, world.speed), url
        self._headers = {
            "Authorization": f"Bearer {token}",
            "Content-Type": "application/cloudevents-batch+json",
        }
        self.posted = 0

    async def run(self) -> None:
        async with httpx.AsyncClient(timeout=TIMEOUT_S, trust_env=False) as client:
            after = time.time()
            await self._post_all(
                client, list(standing(self._calendar.around(after, local_midnight(after)), after))
            )
            while True:
                await asyncio.sleep(EVERY_S)
                now = time.time()
                await self._post_all(
                    client, list(events_between(self._calendar.around(now, after), after, now))
                )
                after = now

    async def _post_all(self, client: httpx.AsyncClient, events: list[dict[str, Any]]) -> None:
        for start in range(0, len(events), BATCH):
            await self._post(client, events[start : start + BATCH])

    async def _post(self, client: httpx.AsyncClient, events: list[dict[str, Any]]) -> None:
        body = msgspec.json.encode(events)
        failing = False
        while True:
            try:
                answer = await client.post(self._url, content=body, headers=self._headers)
                if answer.status_code < 300:
                    self.posted += len(events)
                    return
                problem = f"{answer.status_code} {answer.text[:200]}"
                if 400 <= answer.status_code < 500:
                    log.error("the events door refused a batch", problem=problem, events=len(events))
                    return
            except httpx.HTTPError as exc:
                problem = f"{type(exc).__name__} {exc}"
            if not failing:
                log.info("waiting for the events door", problem=problem)
                failing = True
            await asyncio.sleep(RETRY_S)
