"""What must be the same after a stranger was here: the store, the picture, the memory, other clients."""

import asyncio
import json
import os
import sqlite3
import time
import urllib.request
from pathlib import Path
from statistics import median
from typing import Any

from feeds.messages import Ack
from tests.deep.centre import Centre
from tests.feeds.relay.screen import Screen

SAMPLE_S = 0.2
PATIENCE_S = 10.0


class Store:
    """The change log, read beside the web process."""

    def __init__(self, centre: Centre) -> None:
        self._connection = sqlite3.connect(f"file:{centre.data / 'wanglou.db'}?mode=ro", uri=True)

    def head(self) -> int:
        """The sequence of the newest change."""
        row = self._connection.execute("SELECT coalesce(max(seq), 0) FROM change").fetchone()
        return int(row[0])

    def since(self, head: int) -> list[str]:
        """What was written after ``head``: each change with its kind, id, author and content."""
        rows = self._connection.execute(
            "SELECT seq, kind, id, actor, body FROM change WHERE seq > ? ORDER BY seq", (head,)
        )
        return [" ".join(map(str, row)) for row in rows]

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


def crowding() -> float:
    """How many times as long as on a machine of one's own work takes here now; 1 on an idle core."""
    began, worked = time.monotonic(), time.thread_time()
    while time.thread_time() - worked < SAMPLE_S:
        pass
    return max(1.0, (time.monotonic() - began) / SAMPLE_S)


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    return True


def _children(pid: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


class Bystander:
    """A decent page and a decent screen that go on asking meanwhile; how long they wait is noted.

    The screen says that it paints: of a wall that does not, an alert is stored after 15 s.
    """

    def __init__(self, centre: Centre) -> None:
        self._centre = centre
        self._screen = Screen(centre.relay_port, centre.ticket())
        self._tasks: list[asyncio.Task[None]] = []
        self.waits_s: list[float] = []
        self.beat_gaps_s: list[float] = []

    async def __aenter__(self) -> "Bystander":
        await self._screen.open()
        await self._screen.until(lambda screen: screen.beat)
        self._tasks = [asyncio.create_task(self._ask()), asyncio.create_task(self._paint())]
        return self

    async def __aexit__(self, *_exc: object) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._screen.close()

    @property
    def is_live(self) -> bool:
        """Whether its screen was never sent away."""
        return self._screen.bye is None and self._screen.beat is not None

    @property
    def is_served(self) -> bool:
        """Whether it was answered, and told beats, as a rule. The longest waits are figures, no verdict: they
        are the machine's, too, and a case that makes others wait is one that hangs itself.
        """
        return max(median(self.waits_s), median(self.beat_gaps_s)) <= PATIENCE_S

    async def _paint(self) -> None:
        while True:
            beat = self._screen.beat
            await self._screen.say(Ack(beat.epoch, beat.seq, beat.tick, paint_age_ms=0.0))
            await asyncio.sleep(1)

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
