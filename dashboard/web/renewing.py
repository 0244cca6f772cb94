"""Answers that take long to compute and may be some seconds old: computed once for everybody who asks."""

import asyncio
from collections.abc import Callable
from typing import Final

import structlog
from starlette.concurrency import run_in_threadpool

from feeds.model import Utc

NEVER: Final = float("-inf")

_log: Final = structlog.get_logger("web")


class Renewing:
    """One answer a key. ``compute(key, now)`` blocks and is called in a thread, never twice at a time.

    An answer is given out for ``fresh_s`` seconds; until ``kept_s``, and while ``holds(made, now)``, also
    while its successor is being computed. An older one is nobody's: the asker waits for the next.
    """

    def __init__(
        self,
        compute: Callable[[str, Utc], bytes],
        now: Callable[[], float],
        *,
        fresh_s: float,
        kept_s: float,
        holds: Callable[[Utc, Utc], bool],
    ) -> None:
        self._compute = compute
        self._now = now
        self._fresh_s = fresh_s
        self._kept_s = kept_s
        self._holds = holds
        self._turn = asyncio.Lock()
        self._answers: dict[str, tuple[float, bytes]] = {}
        self._renewals: dict[str, asyncio.Task[bytes]] = {}

    async def answer(self, key: str) -> bytes:
        """The last one at once while it counts. Raises what ``compute`` raises, to who waited for it."""
        made, last = self._answers.get(key, (NEVER, b""))
        now = self._now()
        if now - made < self._fresh_s:
            return last
        task = self._renewals.get(key)
        if task is None or task.done():
            task = self._renewals[key] = asyncio.create_task(self._renew(key))
            task.add_done_callback(_noted)
        if now - made < self._kept_s and self._holds(Utc(made), Utc(now)):
            return last
        return await asyncio.shield(task)

    async def _renew(self, key: str) -> bytes:
        async with self._turn:
            now = self._now()
            made = await run_in_threadpool(self._compute, key, Utc(now))
            self._answers[key] = (now, made)
            return made


def _noted(task: asyncio.Task[bytes]) -> None:
    """What nobody waited for did not come: the next asker is told, or waits and is refused."""
    if not task.cancelled() and (error := task.exception()) is not None:
        _log.error("an answer could not be computed", error=str(error))
