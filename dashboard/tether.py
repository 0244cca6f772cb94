"""Start a program that dies with its parent: ``python tether.py PARENT_PID COMMAND [ARGUMENT ...]``.

The kernel is asked (Linux: ``PR_SET_PDEATHSIG``) to kill this process when the parent dies, however it dies,
and then the program takes this process over; its pid is the one the parent knows. This is a program of its
own, because code between fork and exec of a process with threads may deadlock.
Where the kernel offers no such thing, the program starts all the same, and whoever starts it next cleans up.
Imports nothing of ours: it is run by path, without site-packages, to cost a few milliseconds only.
"""

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1


def main(arguments: list[str]) -> None:
    """Tether this process to its parent and become the program; does not return."""
    parent, command = int(arguments[0]), arguments[1:]
    if sys.platform == "linux" and ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL) != 0:
        sys.exit("the kernel refuses PR_SET_PDEATHSIG")
    if os.getppid() != parent:  # it died before the kernel was asked
        sys.exit("the parent is gone already")
    os.execv(command[0], command)  # noqa: S606 - our own command


if __name__ == "__main__":
    main(sys.argv[1:])
