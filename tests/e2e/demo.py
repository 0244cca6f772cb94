"""A real demo in its own processes and folder, as a user starts it; and what a test may ask of it."""

import contextlib
import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
BUSY = 503
START_S = 600
"""A quiet machine takes some ten seconds."""


@dataclass
class Demo:
    """One running demo. ``process`` is the supervisor."""

    process: subprocess.Popen[bytes]
    port: int
    relay_port: int
    data: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ask(self, path: str, **headers: str) -> tuple[int, bytes]:
        """GET ``path``: status and body, also of an error answer."""
        return self._send(urllib.request.Request(self.url + path, headers=headers))

    def post(self, path: str, body: bytes, **headers: str) -> tuple[int, bytes]:
        """What a store too busy to answer refuses is sent again, as any sender does."""
        headers = {"Content-Type": "application/json"} | {k.replace("_", "-"): v for k, v in headers.items()}
        request = urllib.request.Request(self.url + path, data=body, headers=headers)
        for _ in range(60):
            status, told = self._send(request)
            if status != BUSY:
                break
            time.sleep(1)
        return status, told

    def _send(self, request: urllib.request.Request) -> tuple[int, bytes]:
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as refusal:
            return refusal.code, refusal.read()

    def health(self) -> dict[str, Any]:
        """The body of /healthz, whatever its status."""
        answer: dict[str, Any] = json.loads(self.ask("/healthz")[1])
        return answer

    def pid_of(self, process: str) -> int:
        return int(self.health()["processes"][process]["pid"])

    def is_healthy(self) -> bool:
        return bool(self._healthy())

    def has_replaced(self, process: str, pid: int) -> bool:
        """Whether all is well again, with another process of this name."""
        processes = self._healthy()
        return bool(processes) and int(processes[process]["pid"]) != pid

    def _healthy(self) -> dict[str, Any]:
        """The processes when /healthz says 200; in one question, for the next may find a server that ends."""
        with contextlib.suppress(OSError, HTTPException):
            status, body = self.ask("/healthz")
            if status == 200:
                processes: dict[str, Any] = json.loads(body)["processes"]
                return processes
        return {}

    def token(self) -> str:
        """The demo token that a phone would use, as printed at the start."""
        return (self.data / "demo-token").read_text().strip()

    def picture(self, entity: str) -> dict[str, Any] | None:
        """One entity of the merged picture, asked of the relay as any stranger with a ticket may."""
        ticket = json.loads(self.post("/api/live-ticket", b"{}")[1])["ticket"]
        url = f"http://127.0.0.1:{self.relay_port}/picture?entity={entity}"
        request = urllib.request.Request(url, headers={"Authorization": f"Bearer {ticket}"})
        status, body = self._send(request)
        return json.loads(body)["entities"][0] if status == 200 else None


def wait_until(condition: Callable[[], bool], seconds: float, what: str) -> float:
    """Waits for ``condition``; returns how long it took, fails with ``what`` when it never comes."""
    start = time.monotonic()
    while time.monotonic() - start < seconds:
        if condition():
            return time.monotonic() - start
        time.sleep(0.1)
    raise AssertionError(f"not within {seconds} s: {what}")


def until_healthy(demo: Demo, output: Path) -> None:
    """Waits until /healthz says 200. Raises with what the processes said."""
    try:
        wait_until(demo.is_healthy, START_S, "/healthz 200")
    except AssertionError as late:
        raise AssertionError(f"{late}; it said: {output.read_text(encoding='utf-8')[-2000:]}") from late


def free_port() -> int:
    """Below those that outgoing connections are given, so that none of these takes it before it is used."""
    for port in random.sample(range(20_000, 32_000), 200):
        with socket.socket() as sock, contextlib.suppress(OSError):
            sock.bind(("127.0.0.1", port))
            return port
    raise AssertionError("200 ports, and not one is free")


@contextmanager
def running_demo(data: Path, *arguments: str) -> Iterator[Demo]:
    """Starts a demo, waits until /healthz says 200, and stops it by its own signal afterwards."""
    port, relay_port = free_port(), free_port()
    command = [sys.executable, "-m", "dashboard", "demo", "--no-browser", "--port", str(port)]
    command += ["--relay-port", str(relay_port), "--data", str(data), *arguments]
    data.mkdir(parents=True, exist_ok=True)
    with (data / "output.txt").open("wb") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT, env=_environment()
        )
    demo = Demo(process, port, relay_port, data)
    try:
        until_healthy(demo, data / "output.txt")
        yield demo
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=60)


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("WANGLOU_")}


def processes_of(data: Path) -> list[int]:
    """Pids of every process whose command line or environment names this demo's data folder."""
    needle = str(data).encode()
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit() or int(entry.name) == os.getpid():
            continue
        try:
            seen = (entry / "cmdline").read_bytes() + (entry / "environ").read_bytes()
        except OSError:
            continue
        if needle in seen:
            found.append(int(entry.name))
    return found
