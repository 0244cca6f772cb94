"""Opening the store. After an update of Wanglou a year's store is brought to its new form first, in one
transaction that takes minutes: meanwhile the process says that it lives, else whoever watches over it would
kill it and begin anew, for ever.
"""

import asyncio
import os
from collections.abc import Callable
from typing import Final, TypeVar

import structlog

from dashboard.beats import CarriesBeats, Heart

LOG: Final = structlog.get_logger("web")
USUAL_S: Final = 5.0
"""What opening takes at most when there is nothing to bring up to date."""

Opened = TypeVar("Opened")


async def opened(
    open_store: Callable[[], Opened], bus: CarriesBeats, process: str, *, usual_s: float = USUAL_S
) -> Opened:
    """What ``open_store`` returns or raises; it blocks and is called in a thread. Beats go out from
    ``usual_s`` on.
    """
    opening = asyncio.create_task(asyncio.to_thread(open_store))
    done, _ = await asyncio.wait({opening}, timeout=usual_s)
    if not done:
        LOG.warning("the store is being brought up to date; pages come after that")
        heart = asyncio.create_task(Heart(bus, process, os.getpid()).run())
        await asyncio.wait({opening})
        heart.cancel()
    return await opening
