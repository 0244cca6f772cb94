"""A PostgreSQL for the tests of the store: the one that is there, else Debian's package.

Without either, those tests are skipped and say why: the store's default is SQLite, which Python brings.
"""

from pathlib import Path
from typing import Final

from tools import debian
from tools.environment import say

PROGRAMS: Final = Path("/usr/lib/postgresql")
"""Debian puts each version in a folder of its own, off the PATH; the tests look here, too."""


def ensure() -> None:
    """Install it where that is possible; never fails."""
    if any(PROGRAMS.glob("*/bin/initdb")):
        return
    if not (debian.may_install() and debian.install("postgresql")):
        say("no PostgreSQL here: the store is tested on SQLite only (Debian: apt-get install postgresql)")
