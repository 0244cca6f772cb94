"""Debian's packages, for what pip cannot bring; installed only by root, who is asked for nothing."""

import os
import shutil
import subprocess

from tools.environment import say


def may_install() -> bool:
    """Whether this is root on a Debian or its like."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def install(*packages: str) -> bool:
    """Install them; what went wrong is printed."""
    say(f"installing {' and '.join(packages)} with apt-get")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    steps = (["apt-get", "-q", "update"], ["apt-get", "-qy", "install", "--no-install-recommends", *packages])
    for step in steps:
        done = subprocess.run(step, env=quiet, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            print(done.stdout[-2000:] + done.stderr[-2000:])
            return False
    return True
