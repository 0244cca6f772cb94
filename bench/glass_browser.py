"""What a page costs its browser: one real Chromium a page, looked at through its own developer tools.

Main-thread time is the CPU time of the page's main thread as the kernel counts it: script, layout, painting,
garbage. A busy machine does not inflate it. Beside it stands DevTools' ``TaskDuration``, in which waiting
counts, too. ``total_cores`` is all of Chromium's processes together; without a graphics card that includes
drawing in software (SwiftShader).
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import CDPSession, Page, Playwright

from bench.processes import cpu_s
from tests.e2e.conftest import FLAGS, chromium

VIEWPORT: Final = {"width": 1920, "height": 1080}
CARD: Final = ["--use-angle=swiftshader", "--ignore-gpu-blocklist"]
"""Compose the page where WebGL draws, as with a card: else the main thread waits to read pictures back."""

ALONE: Final = ["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]
"""Nobody's page may ask the world for tiles while it is measured."""

POLL_S: Final = 0.25


@dataclass(frozen=True)
class Reading:
    """The counters at one moment."""

    at: float
    task_s: float
    thread_s: float
    browser_s: float
    progress: Mapping[str, float]


@dataclass(frozen=True)
class Cost:
    """What went on between two readings; a tick is one report of every mover, one second."""

    seconds: float
    main_ms_per_tick: float
    main_task_ms_per_tick: float
    total_cores: float
    ticks_per_s: float
    fps: float


def cost(first: Reading, last: Reading, ticks_a_second: float = 1.0) -> Cost:
    """What an applied tick cost, or a second where none was; a tick is ``ticks_a_second`` of the progress."""
    seconds = last.at - first.at
    gone = {name: last.progress[name] - first.progress[name] for name in last.progress}
    ticks = gone["ticks"] / ticks_a_second
    return Cost(
        seconds=seconds,
        main_ms_per_tick=(last.thread_s - first.thread_s) / (ticks or seconds) * 1000,
        main_task_ms_per_tick=(last.task_s - first.task_s) / (ticks or seconds) * 1000,
        total_cores=(last.browser_s - first.browser_s) / seconds,
        ticks_per_s=ticks / seconds,
        fps=gone["pictures"] / seconds,
    )


class Probe:
    """One page in a browser of its own."""

    def __init__(self, page: Page, session: CDPSession, browser_session: CDPSession) -> None:
        self.page = page
        self._session = session
        self._browser = browser_session
        self._session.send("Performance.enable")

    def read(self, progress: str) -> Reading:
        """``progress`` is JavaScript that gives ``{ticks, pictures}``, both only growing."""
        told: dict[str, float] = self.page.evaluate(f"() => ({progress})")
        processes = self._browser.send("SystemInfo.getProcessInfo")["processInfo"]
        return Reading(
            at=time.monotonic(),
            task_s=self.metrics()["TaskDuration"],
            thread_s=max(_main_thread_s(one["id"]) for one in processes if one["type"] == "renderer"),
            browser_s=sum(cpu_s(one["id"]) for one in processes),
            progress=told,
        )

    def metrics(self) -> dict[str, float]:
        """DevTools' own counters of the page."""
        told: list[dict[str, Any]] = self._session.send("Performance.getMetrics")["metrics"]
        return {metric["name"]: metric["value"] for metric in told}

    def heap_mb(self) -> float:
        """What the page keeps, after a forced collection."""
        self._session.send("HeapProfiler.collectGarbage")
        return self.metrics()["JSHeapUsedSize"] / 1e6

    def profile(self, seconds: float) -> dict[str, Any]:
        """A CPU profile of the page's script."""
        self._session.send("Profiler.enable")
        self._session.send("Profiler.setSamplingInterval", {"interval": 200})
        self._session.send("Profiler.start")
        time.sleep(seconds)
        profile: dict[str, Any] = self._session.send("Profiler.stop")["profile"]
        return profile

    def holds(self, condition: str, within_s: float) -> bool:
        """Whether a JavaScript expression comes true in time; a page too busy to answer is waited for."""
        until = time.monotonic() + within_s
        while not self.page.evaluate(f"() => Boolean({condition})"):
            if time.monotonic() > until:
                return False
            time.sleep(POLL_S)
        return True


@contextmanager
def opened(playwright: Playwright, url: str, script: str = "", flags: Sequence[str] = ()) -> Iterator[Probe]:
    """A page in a fresh browser; ``script`` runs before any of its own."""
    browser = playwright.chromium.launch(executable_path=chromium(), args=[*FLAGS, *ALONE, *flags])
    try:
        page = browser.new_page(viewport=VIEWPORT)  # type: ignore[arg-type]
        page.set_default_timeout(60_000)
        if script:
            page.add_init_script(script)
        page.goto(url, wait_until="domcontentloaded")
        yield Probe(page, page.context.new_cdp_session(page), browser.new_browser_cdp_session())
    finally:
        browser.close()


def _main_thread_s(pid: int) -> float:
    """CPU time of a process's first thread, which in a renderer is the page's main thread."""
    try:
        return int(Path(f"/proc/{pid}/task/{pid}/schedstat").read_text("ascii").split()[0]) / 1e9
    except FileNotFoundError:
        return 0.0
