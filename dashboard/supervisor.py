"""Keeps the processes of one machine alive: starts them, listens to their beats, restarts what fell silent.

A beat travels through the bus. If the bus itself is deaf (our own canary does not come back), the children
are not judged and the embedded server is the suspect. When this process dies, however it dies, the kernel
takes the children along; when it is told to stop, it stops them in order within five seconds.
"""

import asyncio
import signal
import subprocess
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from typing import Final, NamedTuple, Protocol

import structlog

from dashboard.children import computed_s, send, spawn
from dashboard.watch import Action, Limits, Watch
from feeds.bus import BeatHeard, Heard, Kind
from feeds.errors import WanglouError

TICK_S: Final = 0.1
STOP_EACH_S: Final = 1.2
"""What each process may take to end by itself; four of them are stopped within five seconds."""

_OWN_PAUSE_S: Final = 3.0
"""A gap between two ticks that proves that we ourselves stood still (a stopped process, a machine asleep)."""

_STACKS_S: Final = 0.2
"""What a stuck process may take to write its stacks before it is killed."""

REFUSED: Final = 2
"""Exit code of a process whose settings are wrong: starting it again would change nothing."""

BUS: Final = "bus"
"""Name of the embedded server; it cannot beat, our own canary speaks for it."""

_log: Final = structlog.get_logger("supervisor")


class WillNotStart(WanglouError):  # noqa: N818 - it is a verdict, as Unavailable is
    """A process refuses its settings; the sentence says which process."""


class Program(NamedTuple):
    """What a child process is."""

    name: str
    command: Sequence[str]
    environment: Callable[[int], Mapping[str, str]] | None = None
    """Its environment when it has been restarted so many times; None: ours."""
    started: Callable[[int], None] = lambda _: None
    """Told the pid after each start."""
    limits: Limits | None = None
    """Where it needs other limits than the rest."""


class Hears(Protocol):
    """The part of the bus that a supervisor needs."""

    @property
    def deaf(self) -> bool:
        """Whether our own canary failed to come back."""

    def listen(self, kinds: Sequence[Kind | str]) -> AsyncIterator[Heard]:
        """Everything of these kinds, for ever."""


class Child:
    """One program with its process and what is known of it."""

    def __init__(self, program: Program, limits: Limits, now: float) -> None:
        self.program = program
        self.watch = Watch(program.limits or limits, now)
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def name(self) -> str:
        return self.program.name

    @property
    def pid(self) -> int | None:
        """Of the running process; None when there is none."""
        return self._process.pid if self._process and self.watch.running else None

    def start(self, now: float) -> None:
        environment = self.program.environment
        self._process = spawn(self.program.command, environment(self.watch.restarts) if environment else None)
        self.watch.started(now)
        self.program.started(self._process.pid)
        _log.info("process started", name=self.name, pid=self._process.pid, restarts=self.watch.restarts)

    def reap(self, now: float) -> None:
        """Notice an end; raises ``WillNotStart`` when there is no point in starting it again."""
        if not self.watch.running or self._process is None or self._process.poll() is None:
            return
        code = self._process.returncode
        if code == REFUSED and not self.watch.beaten:
            _log.error("process refuses its settings, see its sentence above", name=self.name)
            raise WillNotStart(f"the {self.name} process refuses its settings")
        self.watch.exited(now)
        wait = round(self.watch.due_at - now, 1)
        _log.error("process ended", name=self.name, code=code, restart_in_s=wait)

    def note_progress(self, now: float) -> None:
        """While it starts: what it has computed, where the system says so."""
        if self._process is None or self.watch.beaten or not self.watch.running:
            return
        seconds = computed_s(self._process.pid)
        if seconds is not None:
            self.watch.computed(seconds, now)

    async def kill(self) -> None:
        """End a process that hangs; one of ours first writes where it hangs, if it still can."""
        if self._process is None:
            return
        _log.error("no sign of life, killing", name=self.name, pid=self._process.pid)
        if self.name != BUS:
            send(self._process, signal.SIGUSR1)
            await asyncio.sleep(_STACKS_S)
        send(self._process, signal.SIGKILL)
        await self._ended(self._process)

    async def stop(self) -> None:
        """Ask it to end, wait, and end it."""
        if self._process is None or self._process.poll() is not None:
            return
        send(self._process, signal.SIGTERM)
        await self._ended(self._process)
        send(self._process, signal.SIGKILL)
        self._process.wait()

    async def _ended(self, process: "subprocess.Popen[bytes]") -> None:
        """Wait for its end, but not for ever."""
        deadline = time.monotonic() + STOP_EACH_S
        while process.poll() is None and time.monotonic() < deadline:  # noqa: ASYNC110 - no event tells it
            await asyncio.sleep(0.01)


class Supervisor:
    """Runs the programs until cancelled; they are started in order and stopped in the opposite order."""

    def __init__(self, programs: Sequence[Program], bus: Hears, limits: Limits) -> None:
        now = time.monotonic()
        self._children = [Child(program, limits, now) for program in programs]
        self._bus = bus
        self._last_tick = now
        self._hearing_since: float | None = now
        self._awake_since = now

    async def run(self) -> None:
        """Start and watch; ``hear`` must run beside it, or everybody seems silent."""
        try:
            while True:
                await self._tick(time.monotonic())
                await asyncio.sleep(TICK_S)
        finally:
            for child in reversed(self._children):
                await child.stop()

    async def hear(self) -> None:
        """Listen to the beats; to be started when the bus answers."""
        async for heard in self._bus.listen([Kind.BEATS]):
            if isinstance(heard, BeatHeard):
                self._heard(heard.beat.pid, time.monotonic())

    def facts(self) -> Mapping[str, float]:
        """For our own beat: which process was restarted how often, and whether it is heard."""
        now = time.monotonic()
        facts: dict[str, float] = {}
        for child in self._children:
            facts[f"restarts_{child.name}"] = float(child.watch.restarts)
            facts[f"up_{child.name}"] = float(child.watch.beating(now))
            facts[f"pid_{child.name}"] = float(child.pid or 0)
        return facts

    def _heard(self, pid: int, now: float) -> None:
        """A beat counts for the process that sent it: one of a predecessor says nothing of its heir."""
        for child in self._children:
            if child.pid == pid:
                if child.watch.restarts and not child.watch.beating(now):
                    _log.info("process beats again", name=child.name, pid=pid)
                child.watch.beat(now)

    async def _tick(self, now: float) -> None:
        self._notice_own_pause(now)
        self._ask_the_bus(now)
        for child in self._children:
            child.reap(now)
            child.note_progress(now)
            hearing_since = self._awake_since if child.name == BUS else self._hearing_since
            match child.watch.decide(now, hearing_since):
                case Action.START:
                    child.start(now)
                case Action.KILL:
                    await child.kill()

    def _notice_own_pause(self, now: float) -> None:
        """Who slept must not call others silent: everybody gets the full time again."""
        if now - self._last_tick > _OWN_PAUSE_S:
            _log.warning("the supervisor itself stood still", seconds=round(now - self._last_tick, 1))
            self._awake_since = now
            self._hearing_since = now if self._hearing_since is not None else None
        self._last_tick = now

    def _ask_the_bus(self, now: float) -> None:
        deaf = self._bus.deaf
        if deaf and self._hearing_since is not None:
            _log.error("the bus is deaf, no process is judged")
        if not deaf and self._hearing_since is None:
            _log.info("the bus carries beats again")
        self._hearing_since = None if deaf else (self._hearing_since or now)
        for child in self._children:
            if child.name == BUS and child.watch.running and not deaf:
                child.watch.beat(now)
