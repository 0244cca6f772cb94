"""How many files and connections this process may have open: as many as the system lets it."""

import sys
from typing import Final

WANTED: Final = 65_536
"""A relay's 2,000 screens and 1,000 strangers, and all the rest, many times over."""


def allow_many() -> int | None:
    """Raise the soft limit to the hard one, or to ``WANTED``: systems begin at 1,024, macOS at 256, and
    a thousand screens are more. Returns what holds; None where there is no such limit.
    """
    if sys.platform == "win32":
        return None
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = WANTED if hard == resource.RLIM_INFINITY else min(WANTED, hard)
    if soft == resource.RLIM_INFINITY or soft >= wanted:
        return soft
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    except (OSError, ValueError):  # macOS has a bound of its own that it does not tell
        return soft
    return wanted
