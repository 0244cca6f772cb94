"""Ends a process whose supervisor is gone, where no kernel does that: macOS knows no ``PR_SET_PDEATHSIG``.

A thread, not a task: an event loop that hangs must not keep an orphan alive.
"""

import contextlib
import os
import signal
import threading
import time
from typing import Final

import structlog

EVERY_S: Final = 1.0
STOP_S: Final = 5.0
"""What an orphan gets to close its store before it is ended."""

_log: Final = structlog.get_logger("process")


def watch(supervisor: int) -> threading.Thread | None:
    """Stop this process, politely and then not, once its parent is another than ``supervisor``; 0: it has
    none. Returns the thread that watches.
    """
    if not supervisor:
        return None
    thread = threading.Thread(target=_until_orphaned, args=(supervisor,), name="orphan-watch", daemon=True)
    thread.start()
    return thread


def _until_orphaned(supervisor: int) -> None:
    while os.getppid() == supervisor:
        time.sleep(EVERY_S)
    os.kill(os.getpid(), signal.SIGTERM)
    with contextlib.suppress(OSError):  # who read our lines may be gone with it
        _log.error("the supervisor is gone: stopping", supervisor=supervisor)
    time.sleep(STOP_S)
    os._exit(1)
