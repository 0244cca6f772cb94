"""Screens run on machines of their own. Here they share one with the centre, and so they give way to it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

GIVES_WAY: Final = 10
"""As `nice` counts."""


@contextmanager
def elsewhere() -> Iterator[int]:
    """What this thread does and starts within gets the processor after the centre; says by how much. Only
    root may take it back, so that for others nothing changes.
    """
    before = os.getpriority(os.PRIO_PROCESS, 0)
    if os.geteuid() != 0:
        yield before
        return
    os.setpriority(os.PRIO_PROCESS, 0, GIVES_WAY)
    try:
        yield GIVES_WAY
    finally:
        os.setpriority(os.PRIO_PROCESS, 0, before)


def sessions_give_way(niceness: int) -> None:
    """The same for what was started within and is in a session of its own, as Chromium is: where Linux shares
    the processor out by session (`sched_autogroup_enabled`, sched(7)), niceness counts only inside of one.
    """
    if os.geteuid() != 0:
        return
    for pid in _descendants(os.getpid()):
        with suppress(OSError):  # it has ended meanwhile, or Linux knows no such groups
            if os.getsid(pid) != os.getsid(0):
                Path(f"/proc/{pid}/autogroup").write_text(str(niceness), encoding="ascii")


def _descendants(pid: int) -> list[int]:
    """Children, their children and so on."""
    parents: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            # the name stands in brackets and may hold anything; behind it: state, parent
            parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
    found = [pid]
    for one in found:
        found += [child for child, parent in parents.items() if parent == one]
    return found[1:]
