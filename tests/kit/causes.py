"""What can come between the world and a wall: how each cause begins and ends, and what the wall must show."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from playwright.async_api import CDPSession

from tests.deep.centre import Centre
from tests.kit.faultproxy import FaultProxy
from tests.kit.feeder import QUIET_AFTER_S
from tests.kit.truth import Feed
from tests.kit.wallprobe import WallProbe

BAND_S: Final = 10.0
"""Within this the wall must say that data stopped."""
DEAD_AFTER_S: Final = 5.0
"""So long silent, a process counts as dead, with every source it runs."""
GRACE_S: Final = 2.0
"""Later than its limit a source's silence may show by this."""
SHORT_S, LONG_S = (10.0, 13.0), (17.0, 19.0)
"""How long a cause lasts, at random within: where nothing new comes, until marks must be stale."""


@dataclass
class Stage:
    """Everything a cause may touch."""

    centre: Centre
    feed: Feed
    journal: Path
    probe: WallProbe
    to_relay: FaultProxy
    """Between page and relay."""
    to_bus: FaultProxy
    """Between relay and Redis."""
    session: CDPSession


Act = Callable[[Stage], Awaitable[None]]


@dataclass(frozen=True)
class Cause:
    """One way to be cut off."""

    name: str
    begin: Act
    end: Act
    lasts_s: tuple[float, float] = SHORT_S
    band: bool = False
    """The wall must be covered by the band."""
    silent_after_s: float | None = None
    """The source's tile must say so after this, and two seconds."""


def _of(act: Callable[[Stage], object]) -> Act:
    """Blocking ones, in a thread: pages and proxies go on meanwhile."""

    async def run(stage: Stage) -> None:
        await asyncio.to_thread(act, stage)

    return run


def _freeze(process: str) -> tuple[Act, Act]:
    return _of(lambda s: s.centre.freeze(process)), _of(lambda s: s.centre.thaw(process))


def _hold(stage: Stage) -> Path:
    return stage.journal.with_suffix(".hold")


async def _nothing(_stage: Stage) -> None:
    pass


def _knob(proxy: str, name: str) -> tuple[Act, Act]:
    async def begin(stage: Stage) -> None:
        setattr(getattr(stage, proxy).knobs, name, True)

    async def end(stage: Stage) -> None:
        getattr(stage, proxy).heal()

    return begin, end


def _lifecycle(state: str) -> Act:
    async def run(stage: Stage) -> None:
        await stage.session.send("Page.setWebLifecycleState", {"state": state})

    return run


async def _reset(stage: Stage) -> None:
    stage.to_relay.knobs.refusing = True
    stage.to_relay.reset()


async def _heal(stage: Stage) -> None:
    stage.to_relay.heal()


HANG_S: Final = 12.0
HUNG: Final = "page hung"
FROZEN_TAB: Final = "tab told to freeze"
"""Chromium freezes no page that is seen: this one hears that it will be, and that it was."""

CAUSES: Final = (
    Cause(
        "relay killed",
        _of(lambda s: s.centre.kill("relay")),
        _of(lambda s: s.centre.start_relay()),
        band=True,
    ),
    Cause("relay frozen", *_freeze("relay"), band=True),
    Cause("page and relay stalled", *_knob("to_relay", "stalled"), band=True),
    Cause("page and relay half open", *_knob("to_relay", "half_open"), band=True),
    Cause("page and relay reset", _reset, _heal, band=True),
    Cause(HUNG, lambda s: s.probe.hang(HANG_S), _nothing, (HANG_S, HANG_S), band=True),
    Cause(FROZEN_TAB, _lifecycle("frozen"), _lifecycle("active")),
    Cause("web frozen", *_freeze("web")),
    Cause("bus frozen", *_freeze("bus"), LONG_S, silent_after_s=DEAD_AFTER_S),
    Cause(
        "bus killed",
        _of(lambda s: s.centre.kill("bus")),
        _of(lambda s: s.centre.start_bus()),
        LONG_S,
        silent_after_s=DEAD_AFTER_S,
    ),
    Cause("relay and bus half open", *_knob("to_bus", "half_open"), LONG_S, silent_after_s=DEAD_AFTER_S),
    Cause(
        "feeds killed",
        _of(lambda s: s.centre.kill("feeds")),
        _of(lambda s: s.centre.start_feeder(s.feed, s.journal)),
        LONG_S,
        silent_after_s=DEAD_AFTER_S,
    ),
    Cause("feeds frozen", *_freeze("feeds"), LONG_S, silent_after_s=DEAD_AFTER_S),
    Cause(
        "source silent",
        _of(lambda s: _hold(s).touch()),
        _of(lambda s: _hold(s).unlink()),
        LONG_S,
        silent_after_s=QUIET_AFTER_S,
    ),
)
CUT_OFF: Final = tuple(cause for cause in CAUSES if cause.band)
"""Six ways: the wall must say that data stopped."""
