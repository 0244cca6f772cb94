"""Parts of a bench as processes: lines of JSON out, words in, CPU time measured, always stopped."""

import contextlib
import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from queue import Empty, Queue
from typing import Any, Final

_SCHEDULED: Final = 2
"""In the number of a process's clock: what the scheduler gave it, as clock_getcpuclockid(3) makes it."""

STOP_S: Final = 5.0


class PartFailed(RuntimeError):  # noqa: N818 - reads as what happened
    """A part of the bench ended or fell silent; the sentence says which."""


class Part:
    """One process running ``python -m module``; ends by itself when we do, because its input ends."""

    def __init__(self, module: str, **options: object) -> None:
        self.module = module
        words = [f"--{name.replace('_', '-')}={value}" for name, value in options.items()]
        self._process = subprocess.Popen(
            [sys.executable, "-m", module, *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
        )
        self._lines: Queue[str] = Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def pid(self) -> int:
        """For tools that look from outside."""
        return self._process.pid

    def tell(self, word: str) -> None:
        """One line in."""
        if self._process.stdin is not None:
            self._process.stdin.write(word + "\n")
            self._process.stdin.flush()

    def hear(self, within_s: float) -> dict[str, Any]:
        """The next line of JSON; other lines are shown and passed over. Raises PartFailed."""
        while True:
            try:
                line = self._lines.get(timeout=within_s)
            except Empty:
                raise PartFailed(f"{self.module} said nothing for {within_s:g} s") from None
            if line.startswith("{"):
                told: dict[str, Any] = json.loads(line)
                return told
            if not line:
                raise PartFailed(f"{self.module} ended with code {self._process.wait()}")
            sys.stderr.write(line)

    def cpu_s(self) -> float:
        """CPU time it used so far, user and system, all threads."""
        return cpu_s(self.pid)

    def stop(self) -> None:
        """End it, by its id."""
        if self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(STOP_S)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        self._reader.join(STOP_S)
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(BrokenPipeError):
                    pipe.close()

    def _read(self) -> None:
        if self._process.stdout is not None:
            for line in self._process.stdout:
                self._lines.put(line)
        self._lines.put("")


def cpu_s(pid: int) -> float:
    """CPU time a process used so far, user and system, all threads, from Linux's clock of that process.

    /proc/PID/stat counts in hundredths of a second, which is too coarse for a process that hardly works.
    """
    return time.clock_gettime(~pid << 3 | _SCHEDULED)


def held_bytes(pid: int) -> int:
    """Memory a process holds."""
    return int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")


def say(**told: object) -> None:
    """One line of JSON out; for the parts."""
    print(json.dumps(told), flush=True)


def listen() -> "Queue[str | None]":
    """Words told to this part; None, once, when the bench is gone. For the parts."""
    words: Queue[str | None] = Queue()

    def read() -> None:
        for line in sys.stdin:
            words.put(line.strip())
        words.put(None)
        os._exit(0)  # whoever started us is gone: nobody is left to measure for

    threading.Thread(target=read, daemon=True).start()
    return words
