"""A Chromium for the browser tests: the one on PATH, else Debian's package, else Playwright's download."""

import shutil
import subprocess
from typing import Final

from tools import debian
from tools.environment import PYTHON, SetUpError, say

NAMES: Final = ("chromium", "google-chrome")
"""Where the tests look, in this order; without either they take Playwright's."""

_DEBIAN: Final = ("chromium", "fonts-noto-cjk")


def ensure() -> None:
    """Raises SetUpError with what to do when there is none to be had."""
    if any(map(shutil.which, NAMES)) or _playwright_has_one():
        return
    if debian.may_install() and debian.install(*_DEBIAN) and shutil.which(NAMES[0]) is not None:
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
