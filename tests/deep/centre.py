"""A centre without a supervisor: its processes are started, traced, frozen and killed by the proof itself."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from dashboard.redis_server import find_binary
from tests.e2e.demo import ROOT, free_port
from tests.kit.truth import Feed

TOKEN = "token-of-the-deep-proofs-0123456789"
START_S = 150.0
PATIENCE_S = 10.0


class Centre:
    """Processes by name: ``bus``, ``web``, ``relay``. What they write is in ``<name>.out``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.port, self.relay_port, self.bus_port = free_port(), free_port(), free_port()
        self.database = f"sqlite:///{self.data / 'wanglou.db'}"
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.set_for: dict[str, dict[str, str]] = {}
        """Settings of one process only, by its name: another way to the bus, say."""

    @property
    def bus_url(self) -> str:
        return f"redis://127.0.0.1:{self.bus_port}/0"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    # Processes

    @contextmanager
    def serving(self) -> Iterator[Self]:
        """Bus, web and relay, until it is left."""
        try:
            self.start_bus()
            self.start_web()
            self.start_relay()
            yield self
        finally:
            self.stop()

    def start_bus(self, *more: str) -> None:
        """A server of the Redis protocol that keeps nothing, unless ``more`` settings say so. Always on the
        same port.
        """
        command = [str(find_binary()), "--port", str(self.bus_port), "--bind", "127.0.0.1", "--save", ""]
        self._spawn("bus", [*command, "--appendonly", "no", "--dir", str(self.folder), *more])
        self._until_open("bus", self.bus_port)

    def start_web(self, through: Sequence[str] = ()) -> None:
        """Returns once it answers. ``through``: words before the command, such as strace's."""
        self._spawn("web", [*through, *self._wanglou("web")])
        self._until_open("web", self.port)

    def start_relay(self, through: Sequence[str] = ()) -> None:
        self._spawn("relay", [*through, *self._wanglou("relay")])
        self._until_open("relay", self.relay_port)

    def start_feeder(self, feed: Feed, journal: Path, name: str = "feeds") -> None:
        """The feeds process of the kit, whose every report is known."""
        options = {"redis": self.bus_url, "journal": journal, "objects": feed.objects, "ttl": feed.ttl_s}
        options |= {"period": feed.period_s, "began-at": feed.began_at}
        words = [word for name, value in options.items() for word in (f"--{name}", str(value))]
        self._spawn(name, [sys.executable, "-m", "tests.kit.feeder", *words])

    def kill(self, name: str) -> None:
        """kill -9, and nothing of it is left when this returns."""
        process = self.running.pop(name)
        process.kill()
        process.wait()

    def end(self, name: str) -> None:
        """Ask it to stop, as a service manager would."""
        process = self.running.pop(name)
        process.terminate()
        try:
            process.wait(PATIENCE_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def freeze(self, name: str) -> None:
        self.running[name].send_signal(signal.SIGSTOP)

    def thaw(self, name: str) -> None:
        self.running[name].send_signal(signal.SIGCONT)

    def stop(self) -> None:
        """Whatever state they are in."""
        for name in list(self.running):
            self.thaw(name)
            self.end(name)

    def verified(self) -> str:
        """What ``wanglou audit verify`` says, the command as somebody types it."""
        done = subprocess.run(
            [*self._python(), "audit", "verify"],
            cwd=ROOT,
            env=self._environment(),
            capture_output=True,
            text=True,
        )
        return done.stdout.strip() or done.stderr.strip()

    # Asking

    def post(self, path: str, content: object = None) -> dict[str, object]:
        """POST JSON with the demo's token; the answer must be JSON. Refusals are answers, too."""
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {TOKEN}"}
        request = urllib.request.Request(self.url + path, json.dumps(content or {}).encode(), headers)
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE_S) as answer:
                told: dict[str, object] = json.load(answer)
        except urllib.error.HTTPError as refusal:
            told = {"status": refusal.code, **json.load(refusal)}
        return told

    def ticket(self) -> str:
        """For one connection to the relay."""
        return str(self.post("/api/live-ticket")["ticket"])

    # Inside

    @staticmethod
    def _python() -> list[str]:
        return [sys.executable, "-m", "dashboard"]

    def _wanglou(self, verb: str) -> list[str]:
        return [*self._python(), verb]

    def _environment(self, name: str = "") -> dict[str, str]:
        clean = {name: value for name, value in os.environ.items() if not name.startswith("WANGLOU_")}
        return clean | {
            "WANGLOU_CONFIG": "",
            "WANGLOU_MODE": "demo",
            "WANGLOU_SIMULATE": "no",
            "WANGLOU_DATA": str(self.data),
            "WANGLOU_PORT": str(self.port),
            "WANGLOU_RELAY_PORT": str(self.relay_port),
            "WANGLOU_DEMO_TOKEN": TOKEN,
            "REDIS_URL": self.bus_url,
            "DATABASE_URL": self.database,
            **self.set_for.get(name, {}),
        }

    def _spawn(self, name: str, command: list[str]) -> None:
        with (self.folder / f"{name}.out").open("ab") as output:
            self.running[name] = subprocess.Popen(
                command, cwd=ROOT, env=self._environment(name), stdout=output, stderr=subprocess.STDOUT
            )

    def _until_open(self, name: str, port: int) -> None:
        end = time.monotonic() + START_S
        while time.monotonic() < end:
            if self.running[name].poll() is not None:
                break
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    return
            time.sleep(0.02)
        said = (self.folder / f"{name}.out").read_text(errors="replace")[-2000:]
        raise AssertionError(f"{name} does not answer on port {port}; it said: {said}")
