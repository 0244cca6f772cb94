"""The supervisor with real processes: dead, frozen and killed ones come back, and none outlives it."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from dashboard.children import command_line, computed_s
from dashboard.supervisor import BUS, Program, Supervisor, WillNotStart
from dashboard.watch import Limits
from feeds.bus import BeatHeard, Heard, Kind
from feeds.model import Beat, Utc

ROOT = Path(__file__).parents[2]
LIMITS = Limits(silence=2.0, grace=10, backoff_first=0.05, backoff_max=0.2, healthy_after=60)

DUMMY = """
import os, pathlib, sys, time
sign = pathlib.Path(sys.argv[1]) / str(os.getpid())
while True:
    sign.touch()
    time.sleep(0.05)
"""
"""A child that beats by touching a file named after its pid."""


class FileBus:
    """Hears the dummies' beats; may be made deaf."""

    def __init__(self, folder: Path) -> None:
        self.deaf = False
        self._folder = folder

    async def listen(self, kinds: Sequence[Kind | str]) -> AsyncIterator[Heard]:
        assert list(kinds) == [Kind.BEATS]
        seen: dict[str, float] = {}
        while True:
            for sign in self._folder.iterdir():
                touched = sign.stat().st_mtime
                if not self.deaf and touched > seen.get(sign.name, 0):
                    seen[sign.name] = touched
                    yield BeatHeard(Beat("dummy", int(sign.name), Utc(touched), Utc(0)))
            await asyncio.sleep(0.02)


def _dummy(name: str, folder: Path) -> Program:
    return Program(name, [sys.executable, "-S", "-c", DUMMY, str(folder)])


@asynccontextmanager
async def _supervised(supervisor: Supervisor) -> AsyncIterator[None]:
    tasks = [asyncio.create_task(supervisor.run()), asyncio.create_task(supervisor.hear())]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)


async def _until(holds: Callable[[], object]) -> None:
    async with asyncio.timeout(60):
        while not holds():
            await asyncio.sleep(0.02)


@pytest.fixture
def signs(tmp_path: Path) -> Path:
    """Where the dummies leave their signs of life."""
    folder = tmp_path / "signs"
    folder.mkdir()
    return folder


def pids(supervisor: Supervisor) -> dict[str, int]:
    """The processes that run now, by their names."""
    told = ((*fact.partition("pid_")[1:], number) for fact, number in supervisor.facts().items())
    return {name: int(pid) for found, name, pid in told if found and pid}


@pytest.mark.parametrize("blow", [signal.SIGKILL, signal.SIGSTOP], ids=["killed", "frozen"])
async def test_a_dead_or_frozen_process_is_replaced(signs: Path, blow: signal.Signals) -> None:
    """A frozen process has a pid and no beat; both come back under a new pid, the neighbour stays."""
    supervisor = Supervisor([_dummy("web", signs), _dummy("relay", signs)], FileBus(signs), LIMITS)
    async with _supervised(supervisor):
        await _until(lambda: supervisor.facts().get("up_web") and supervisor.facts()["up_relay"])
        before = pids(supervisor)
        os.kill(before["relay"], blow)
        await _until(lambda: supervisor.facts()["restarts_relay"] == 1 and supervisor.facts()["up_relay"])
        after = pids(supervisor)
    assert after["relay"] != before["relay"]
    assert after["web"] == before["web"]


async def test_all_are_stopped_at_the_end(signs: Path) -> None:
    """Also one that is frozen and cannot hear SIGTERM."""
    supervisor = Supervisor([_dummy("web", signs), _dummy("relay", signs)], FileBus(signs), LIMITS)
    async with _supervised(supervisor):
        await _until(lambda: supervisor.facts().get("up_web") and supervisor.facts()["up_relay"])
        running = list(pids(supervisor).values())
        os.kill(running[0], signal.SIGSTOP)
    assert [command_line(pid) for pid in running] == ["", ""]


async def test_a_deaf_bus_costs_the_server_its_place_and_no_child(signs: Path) -> None:
    """When nothing is heard, Redis is restarted and nobody else."""
    bus = FileBus(signs)
    server = Program(BUS, ["/bin/sleep", "600"])
    supervisor = Supervisor([server, _dummy("web", signs)], bus, LIMITS)
    async with _supervised(supervisor):
        await _until(lambda: supervisor.facts().get("up_web") and supervisor.facts()["up_bus"])
        web = pids(supervisor)["web"]
        bus.deaf = True
        await _until(lambda: supervisor.facts()["restarts_bus"] == 1)
        bus.deaf = False
        await _until(lambda: supervisor.facts()["up_bus"] and supervisor.facts()["up_web"])
        assert pids(supervisor)["web"] == web
    assert supervisor.facts()["restarts_web"] == 0


async def test_a_program_that_ends_at_once_is_retried_with_longer_waits(signs: Path) -> None:
    """A crash loop is counted, told to the child, and does not stop the others."""
    told: list[int] = []

    def environment(restarts: int) -> dict[str, str]:
        told.append(restarts)
        return dict(os.environ)

    broken = Program("feeds", ["/bin/false"], environment)
    supervisor = Supervisor([broken, _dummy("web", signs)], FileBus(signs), LIMITS)
    async with _supervised(supervisor):
        await _until(lambda: supervisor.facts().get("up_web") and len(told) >= 4)
    assert told[:4] == [0, 1, 2, 3]
    assert supervisor.facts()["restarts_web"] == 0


async def test_a_process_that_refuses_its_settings_ends_the_start(signs: Path) -> None:
    """Exit code 2 before the first beat: a thousand restarts would not make the setting right."""
    refusing = Program("web", ["/bin/sh", "-c", "exit 2"])
    supervisor = Supervisor([_dummy("relay", signs), refusing], FileBus(signs), LIMITS)
    with pytest.raises(WillNotStart, match="the web process refuses its settings"):
        await supervisor.run()
    assert not any(command_line(pid) for pid in pids(supervisor).values())


SUPERVISED = """
import asyncio, sys
from pathlib import Path
from tests.dashboard.test_supervisor import FileBus, LIMITS, Supervisor, _dummy
signs = Path(sys.argv[1])
asyncio.run(Supervisor([_dummy("web", signs), _dummy("relay", signs)], FileBus(signs), LIMITS).run())
"""


def test_kill_9_of_the_supervisor_leaves_nothing_behind(signs: Path) -> None:
    """Nobody is there to clean up; the kernel does it (Linux)."""
    command = [sys.executable, "-c", SUPERVISED, str(signs)]
    with subprocess.Popen(command, cwd=ROOT) as supervisor:
        deadline = time.monotonic() + 60
        while len(list(signs.iterdir())) < 2:
            assert time.monotonic() < deadline
            time.sleep(0.02)
        children = [int(sign.name) for sign in signs.iterdir()]
        supervisor.kill()
    while any(command_line(child) for child in children):
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_what_a_process_has_computed_is_known() -> None:
    """Of this one some, of one that is not there nothing."""
    assert (computed_s(os.getpid()) or 0.0) > 0.0
    assert computed_s(2**22 + 1) is None
