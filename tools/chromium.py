"""A Chromium for the browser tests: the one on PATH, else Debian's package, else Playwright's download."""

import os
import shutil
import subprocess
from typing import Final

from tools.environment import PYTHON, SetUpError, say

NAMES: Final = ("chromium", "google-chrome")
"""Where the tests look, in this order; without either they take Playwright's."""

_DEBIAN: Final = ("chromium", "fonts-noto-cjk")


def ensure() -> None:
    """Raises SetUpError with what to do when there is none to be had."""
    if any(map(shutil.which, NAMES)) or _playwright_has_one():
        return
    if _is_debian_root() and _apt_install():
        return
    say("fetching Playwright's Chromium")
    if subprocess.run([str(PYTHON), "-m", "playwright", "install", "chromium"], check=False).returncode == 0:
        return
    raise SetUpError(
        "the browser tests need Chromium: install it (Debian: apt-get install chromium fonts-noto-cjk), "
        "or make `.venv/bin/python -m playwright install chromium` work"
    )


def _playwright_has_one() -> bool:
    code = (
        "from playwright.sync_api import sync_playwright as p; import os, sys\n"
        "with p() as w: sys.exit(not os.path.exists(w.chromium.executable_path))"
    )
    return subprocess.run([str(PYTHON), "-c", code], capture_output=True, check=False).returncode == 0


def _is_debian_root() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def _apt_install() -> bool:
    say(f"installing {' and '.join(_DEBIAN)} with apt-get")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    steps = (["apt-get", "-q", "update"], ["apt-get", "-qy", "install", "--no-install-recommends", *_DEBIAN])
    for step in steps:
        done = subprocess.run(step, env=quiet, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            print(done.stdout[-2000:] + done.stderr[-2000:])
            return False
    return shutil.which(NAMES[0]) is not None
