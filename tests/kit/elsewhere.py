"""Screens run on machines of their own. Here they share one with the centre, and so they give way to it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
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
