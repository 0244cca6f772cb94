"""The watchdog as a screen machine runs it, with a Chromium that nobody sees."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

WATCHDOG = Path(__file__).parents[2] / "deploy" / "kiosk" / "watchdog.py"


class Kiosk:
    """One running watchdog. Its log is what it said."""

    def __init__(self, process: subprocess.Popen[bytes], log: Path) -> None:
        self.process = process
        self._log = log

    @property
    def said(self) -> str:
        return self._log.read_text()

    @property
    def starts(self) -> list[int]:
        """The pids of the browsers that were started."""
        return [int(pid) for pid in re.findall(r"browser started \(pid (\d+)\)", self.said)]

    @property
    def newest(self) -> str:
        """The newest line about the page."""
        lines = [line for line in self.said.splitlines() if line.startswith("the page ")]
        return lines[-1] if lines else ""

    def renderers(self) -> list[int]:
        """Those of the browser that runs now."""
        entries = [entry for entry in Path("/proc").iterdir() if entry.name.isdigit()]
        return [int(entry.name) for entry in entries if _is_renderer_of(entry, self.starts[-1])]

    def kill_renderers(self) -> None:
        """As a crash would."""
        for pid in self.renderers():
            os.kill(pid, signal.SIGKILL)

    def until(self, condition: Callable[[], bool], seconds: float, what: str) -> float:
        """How long it took; fails with the log when it never came."""
        began = time.monotonic()
        while not condition():
            waited = time.monotonic() - began
            assert waited < seconds, f"not within {seconds} s: {what}; the watchdog said:\n{self.said}"
            time.sleep(0.1)
        return time.monotonic() - began


def _is_renderer_of(entry: Path, browser: int) -> bool:
    try:
        return (
            os.getsid(int(entry.name)) == browser and b"--type=renderer" in (entry / "cmdline").read_bytes()
        )
    except OSError:
        return False


@contextmanager
def running_kiosk(url: str, browser: str, folder: Path, silence_s: float) -> Iterator[Kiosk]:
    """Stopped as systemd stops it; then no browser is left."""
    command = [sys.executable, "-I", str(WATCHDOG), url, "--browser", browser]
    command += ["--profile", str(folder / "profile"), "--silence", str(silence_s)]
    command += ["--", "--headless=new", "--no-sandbox", "--enable-unsafe-swiftshader"]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
    kiosk = Kiosk(process, folder / "log")
    try:
        yield kiosk
    finally:
        process.terminate()
        process.wait(20)
        left = [pid for pid in kiosk.starts if Path(f"/proc/{pid}").exists()]
        assert not left, f"browsers are left: {left}"
