"""The simulated doubles of real sources, as the feeds process runs them: the phones' messages, at the
pace of the clock.
"""

import asyncio
import time
from collections.abc import AsyncIterator
from functools import partial
from typing import Final

from feeds.model import Message
from feeds.simulation import phones
from feeds.simulation.roster import Phone
from feeds.simulation.speech import SPEECH
from feeds.simulation.world import World
from feeds.sources.contract import Source, SourceEntry, Twin

SLICES: Final = 5
"""A second's messages come in so many bunches, as a crowd's do, instead of all at once."""


def twins(world: World, sources: dict[str, SourceEntry]) -> list[Twin]:
    """One twin for each kind of source that names one and that a simulated phone speaks."""
    return [
        Twin(_plain(entry), partial(_stream, world, kind))
        for kind, entry in sources.items()
        if entry.sim and kind in SPEECH
    ]


def _plain(entry: SourceEntry) -> Source:
    return entry.source(entry.config())


async def _stream(world: World, phone: Phone) -> AsyncIterator[Message]:
    second = int(time.time())
    for message in phones.everybody(world, phone, second):
        yield message
    while True:
        second = max(second + 1, int(time.time()) - 2)  # after a long stop: the present, not the backlog
        bunch = list(phones.messages(world, phone, second))
        for slice_ in range(SLICES):
            await asyncio.sleep(max(0.0, second + slice_ / SLICES - time.time()))
            for message in bunch[slice_::SLICES]:
                yield message
