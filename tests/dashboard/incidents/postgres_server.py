"""A real PostgreSQL for the tests: the programs of Debian's package, a folder of its own, a unix socket only.

It runs as an unprivileged user, as PostgreSQL insists, and keeps fsync on, as the store insists.
"""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

import psycopg

WHY_NOT = "no PostgreSQL on this machine (Debian: apt-get install postgresql)"
SETTINGS = ("listen_addresses=", "shared_buffers=16MB", "max_connections=40", "log_min_messages=fatal")


class PostgresServer:
    """One server; every test makes itself a database."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self._programs = programs
        self._folder = folder
        self._made = 0

    def database(self, template: str = "template0") -> str:
        """The url of a new database, empty or as another one is, to which nobody may be connected."""
        self._made += 1
        name = f"store_{self._made}"
        with self.connect("postgres") as connection:
            connection.execute(f"CREATE DATABASE {name} ENCODING 'UTF8' LOCALE 'C' TEMPLATE {template}")
        return f"postgresql://wanglou@/{name}?host={quote(str(self._folder), safe='')}"

    def connect(self, database: str) -> psycopg.Connection:
        """A connection behind everybody's back."""
        address = f"postgresql://wanglou@/{database}?host={quote(str(self._folder), safe='')}"
        return psycopg.connect(address, autocommit=True)

    def restart(self) -> None:
        """As an administrator would in working hours."""
        self._ctl("restart", "-m", "fast")

    def kill(self) -> None:
        """kill -9 of all its processes, as when the machine's memory is gone; ``start`` recovers it."""
        for pid in self.pids():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        while any(map(_lives, self.pids())):
            time.sleep(0.02)

    def start(self) -> None:
        """Again, after ``kill``."""
        self._ctl("start")

    @contextmanager
    def paused(self) -> Iterator[None]:
        """All its processes stand still within, also the one that would begin others."""
        held = self.pids()
        for pid in held:
            os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            for pid in held:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGCONT)

    def pids(self) -> list[int]:
        """Of the server, and of all it has begun."""
        first = int(Path(self._data, "postmaster.pid").read_text().split()[0])
        children = Path(f"/proc/{first}/task/{first}/children")
        return [first, *map(int, children.read_text().split())] if children.exists() else []

    def make(self) -> None:
        """Set up the folder and start."""
        self._run(
            "initdb", "-D", self._data, "-U", "wanglou", "-A", "trust", "-E", "UTF8", "--no-locale", "-N"
        )
        with Path(self._data, "postgresql.conf").open("a") as settings:
            for line in (*SETTINGS, f"unix_socket_directories={self._folder}"):
                name, _, value = line.partition("=")
                settings.write(f"{name} = '{value}'\n")
        self._ctl("start")

    def stop(self) -> None:
        """At once; nothing here is worth keeping."""
        self._ctl("stop", "-m", "immediate")

    @property
    def _data(self) -> str:
        return str(self._folder / "data")

    def _ctl(self, *words: str) -> None:
        log = str(self._folder / "log")
        self._run("pg_ctl", "-D", self._data, "-w", "-t", "30", "-l", log, *words)

    def _run(self, program: str, *words: str) -> None:
        command = [str(self._programs / program), *words]
        quiet = {"stdout": subprocess.DEVNULL, "stdin": subprocess.DEVNULL}
        subprocess.run(command, check=True, cwd=self._folder, user=_user(), **quiet)  # type: ignore[call-overload]


def database_of(url: str) -> str:
    """The name of the database in a url."""
    return url.split("/")[3].split("?")[0]


def programs() -> Path | None:
    """The folder of the newest version's programs; None where there is none, or nobody to run them as."""
    if os.geteuid() == 0 and _user() is None:
        return None
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    return found[-1] if found and (found[-1] / "initdb").exists() else None


@contextmanager
def running(where: Path) -> Iterator[PostgresServer]:
    """A server until the end of the block. Its folder's path is short: a socket's may have 107 bytes."""
    folder = Path(tempfile.mkdtemp(prefix="wanglou-pg-"))
    try:
        if _user() is not None:
            shutil.chown(folder, _user())
        server = PostgresServer(where, folder)
        server.make()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _lives(pid: int) -> bool:
    """Also as one that nobody has reaped yet: it holds nothing any more, but its files may be locked."""
    state = Path(f"/proc/{pid}/stat")
    return state.exists() and state.read_text().rpartition(")")[2].split()[0] != "Z"


def _user() -> str | None:
    """Whom root hands the server to; None: ourselves."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next((name for name in ("postgres", "nobody") if name in known), None)
