"""A process whose supervisor is gone ends, also where the kernel does not see to it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from dashboard import orphan

CHILD = """
import os, time
from dashboard import orphan
orphan.EVERY_S = 0.05
orphan.watch(int(os.environ["SUPERVISOR"]))
print("watching", flush=True)
time.sleep(120)
"""
PARENT = """
import os, subprocess, sys
told = {**os.environ, "SUPERVISOR": str(os.getpid())}
child = subprocess.Popen([sys.executable, "-c", sys.argv[1]], env=told, stdout=subprocess.PIPE)
child.stdout.readline()
print(child.pid, flush=True)
child.wait()
"""


def test_an_orphan_ends() -> None:
    """The supervisor is killed without a word; no tether holds this child."""
    parent = subprocess.Popen([sys.executable, "-c", PARENT, CHILD], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    with parent.stdout:
        child = int(parent.stdout.readline())
        os.kill(parent.pid, signal.SIGKILL)
        parent.wait()
    deadline = time.monotonic() + 60
    while _runs(child):
        assert time.monotonic() < deadline, "the orphan lives"
        time.sleep(0.05)


def _runs(pid: int) -> bool:
    """Dead and waiting for whoever inherited it is not running."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_a_process_that_nobody_supervises_is_left_alone() -> None:
    """Under systemd, or started by hand, its parent may go."""
    assert orphan.watch(0) is None
