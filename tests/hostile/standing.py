"""What must be the same after a stranger was here: the store, the picture, the memory, other clients."""

import asyncio
import json
import os
import sqlite3
import time
import urllib.request
from pathlib import Path
from typing import Any

from tests.deep.centre import Centre
from tests.feeds.relay.screen import Screen


class Store:
    """The head of the change log, read beside the web process."""

    def __init__(self, centre: Centre) -> None:
        self._connection = sqlite3.connect(f"file:{centre.data / 'wanglou.db'}?mode=ro", uri=True)

    def head(self) -> int:
        """The sequence of the newest change."""
        row = self._connection.execute("SELECT coalesce(max(seq), 0) FROM change").fetchone()
        return int(row[0])

    def close(self) -> None:
        self._connection.close()


def picture(centre: Centre) -> dict[str, tuple[float, float]]:
    """Who is drawn where, as the relay tells anybody with a ticket."""
    url = f"http://127.0.0.1:{centre.relay_port}/picture"
    request = urllib.request.Request(url, headers={"Authorization": f"Bearer {centre.ticket()}"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        told: dict[str, Any] = json.load(answer)
    return {one["id"]: (one["lat"], one["lon"]) for one in told["entities"]}


def resident_mb(pid: int) -> float:
    """Memory of a process and its children, in MB."""
    kilobytes = 0
    for one in (pid, *_children(pid)):
        status = Path(f"/proc/{one}/status").read_text()
        kilobytes += int(status.partition("VmRSS:")[2].split()[0])
    return kilobytes / 1024


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    return True


def _children(pid: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


class Bystander:
    """A decent page and a decent screen that go on asking meanwhile; how long they wait is noted."""

    def __init__(self, centre: Centre) -> None:
        self._centre = centre
        self._screen = Screen(centre.relay_port, centre.ticket())
        self._task: asyncio.Task[None] | None = None
        self.waits_s: list[float] = []
        self.beat_gaps_s: list[float] = []

    async def __aenter__(self) -> "Bystander":
        await self._screen.open()
        await self._screen.until(lambda screen: screen.beat)
        self._task = asyncio.create_task(self._ask())
        return self

    async def __aexit__(self, *_exc: object) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        await self._screen.close()

    @property
    def is_live(self) -> bool:
        """Whether its screen was never sent away."""
        return self._screen.bye is None and self._screen.beat is not None

    async def _ask(self) -> None:
        heard, beat_at = self._screen.beat, time.monotonic()
        while True:
            began = time.monotonic()
            await asyncio.to_thread(self._centre.post, "/api/live-ticket")
            self.waits_s.append(time.monotonic() - began)
            if self._screen.beat is not heard:
                now = time.monotonic()
                self.beat_gaps_s.append(now - beat_at)
                heard, beat_at = self._screen.beat, now
            await asyncio.sleep(0.1)
