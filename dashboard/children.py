"""Child processes as the supervisor handles them: tethered, each a process group of its own, surely ended."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

_TETHER: Final = Path(__file__).with_name("tether.py")


def spawn(command: Sequence[str], environment: Mapping[str, str] | None = None) -> "subprocess.Popen[bytes]":
    """Start a program that cannot outlive this process (Linux); ``command[0]`` is a full path.

    Call it from the main thread: the kernel's promise is about the thread that starts it. It is a process
    group of its own, so that Ctrl-C in the terminal reaches the supervisor only, which stops all in order.
    """
    tethered = [sys.executable, "-I", "-S", str(_TETHER), str(os.getpid()), *command]
    return subprocess.Popen(  # noqa: S603
        tethered,
        stdin=subprocess.DEVNULL,
        env=dict(environment) if environment is not None else None,
        process_group=0,
    )


def send(process: "subprocess.Popen[bytes]", number: signal.Signals) -> None:
    """Signal the child's whole process group; a child already gone is no error."""
    if process.poll() is not None:
        return
    try:
        os.killpg(process.pid, number)
    except ProcessLookupError:
        return  # it ended between the two lines


def command_line(pid: int) -> str:
    """The command line of any process, arguments joined by spaces; empty when there is no such process."""
    proc = Path(f"/proc/{pid}/cmdline")
    if Path("/proc/self").exists():
        try:
            return proc.read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
        except OSError:
            return ""
    ask = ["/bin/ps", "-o", "command=", "-p", str(pid)]
    ps = subprocess.run(ask, capture_output=True, check=False)  # noqa: S603
    return ps.stdout.decode(errors="replace").strip()


def computed_s(pid: int) -> float | None:
    """Processor time a process has used, in seconds; None where the system does not tell, or it is gone."""
    try:
        fields = (
            Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
        )
    except OSError:
        return None
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
