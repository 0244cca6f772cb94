"""The figures that a process tells with each beat, heard on the bus as the centre itself hears them."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from feeds.bus import BeatHeard, Bus, Kind


class Facts:
    """The newest of each process, and the worst of each figure since ``forget``."""

    def __init__(self) -> None:
        self.of: dict[str, Mapping[str, float]] = {}
        self.worst: dict[tuple[str, str], float] = {}

    def forget(self) -> None:
        """Begin to look for the worst anew."""
        self.worst.clear()

    def take(self, process: str, facts: Mapping[str, float]) -> None:
        """One beat."""
        self.of[process] = facts
        for name, value in facts.items():
            self.worst[process, name] = max(value, self.worst.get((process, name), value))


@asynccontextmanager
async def hearing(bus_url: str, deployment: str = "demo") -> AsyncIterator[Facts]:
    """Beats are heard within."""
    bus, facts = Bus(bus_url, deployment), Facts()

    async def hear() -> None:
        async for heard in bus.listen((Kind.BEATS,)):
            if isinstance(heard, BeatHeard):
                facts.take(heard.beat.process, heard.beat.facts)

    task = asyncio.create_task(hear())
    try:
        yield facts
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        await bus.aclose()


def rss_bytes(pid: int) -> int:
    """Resident memory of a process."""
    fields: dict[str, Any] = {}
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        name, _, value = line.partition(":")
        fields[name] = value.strip()
    return int(fields["VmRSS"].split()[0]) * 1024
