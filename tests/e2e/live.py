"""A real installation in mode live, from nothing: a wanglou.toml, accounts from the command line, and
``wanglou up``.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.e2e.demo import ROOT, Demo, free_port, until_healthy

PASSWORD = "correct horse battery staple"
TOKEN = "token-of-the-hotline-0123456789"


def wanglou(config: Path, *arguments: str, said: str = "") -> str:
    """One command, with what is typed into it; returns what it printed."""
    command = [sys.executable, "-m", "dashboard", *arguments, "--config", str(config)]
    done = subprocess.run(
        command, cwd=ROOT, env=_environment(), input=said, capture_output=True, text=True, timeout=180
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def configured(folder: Path) -> Path:
    """A wanglou.toml of an installation that nothing was done with yet."""
    config = folder / "wanglou.toml"
    config.write_text(
        f'mode = "live"\nport = {free_port()}\nrelay_port = {free_port()}\ndata = "{folder / "data"}"\n'
        f'[[source]]\nkind = "incidents"\nname = "hotline"\ntoken = "{TOKEN}"\n',
        encoding="utf-8",
    )
    return config


@contextmanager
def running(config: Path) -> Iterator[Demo]:
    """``wanglou up``, until /healthz says 200; stopped by its own signal afterwards."""
    lines = dict(line.split(" = ") for line in config.read_text(encoding="utf-8").splitlines()[1:4])
    data = Path(lines["data"].strip('"'))
    command = [sys.executable, "-m", "dashboard", "up", "--no-browser", "--config", str(config)]
    with (config.parent / "output.txt").open("wb") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT, env=_environment()
        )
    live = Demo(process, int(lines["port"]), int(lines["relay_port"]), data)
    try:
        until_healthy(live, config.parent / "output.txt")
        yield live
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=60)


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("WANGLOU_")}
