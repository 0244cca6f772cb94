"""A part of a bench: Node-RED with worldmap, from an npm folder: lines by TCP in, the map's websocket out."""

import json
import shutil
import socket
import subprocess
import time
from pathlib import Path
from typing import Final

from bench.processes import STOP_S, PartFailed, cpu_s

START_S: Final = 60.0
SETTINGS: Final = (
    "module.exports = {disableEditor: true, httpAdminRoot: false, logging: {console: {level: 'warn'}}};\n"
)


def installed(folder: Path) -> bool:
    """Whether both packages are there."""
    packages = folder / "node_modules"
    return all((packages / name).is_dir() for name in ("node-red", "node-red-contrib-web-worldmap"))


def flow(intake: int) -> list[dict[str, object]]:
    """One message a line: an array of markers, the most favourable shape the map takes."""
    place = {"z": "tab", "x": 0, "y": 0}  # a node without a place counts as a setting
    tcp = {"server": "server", "host": "", "port": str(intake), "topic": ""}
    lines = {"datamode": "stream", "datatype": "utf8", "newline": "\\n"}
    return [
        {"id": "tab", "type": "tab", "label": "bench"},
        {"id": "in", "type": "tcp in", "wires": [["parse"]], **tcp, **lines, **place},
        {"id": "parse", "type": "json", "property": "payload", "action": "obj", "wires": [["map"]], **place},
        {"id": "map", "type": "worldmap", "path": "/worldmap", "wires": [], **place},
    ]


class Worldmap:
    """The node process; ``port`` serves the map, ``intake`` takes lines."""

    def __init__(self, packages: Path, folder: Path) -> None:
        node = shutil.which("node")
        if node is None:
            raise PartFailed("there is no node on PATH to run Node-RED with")
        self.port, self.intake = _free_port(), _free_port()
        (folder / "settings.js").write_text(SETTINGS, "utf-8")
        (folder / "flow.json").write_text(json.dumps(flow(self.intake)), "utf-8")
        script = packages.resolve() / "node_modules/node-red/red.js"
        words = ["-s", "settings.js", "-u", str(folder), "-p", str(self.port), "flow.json"]
        self._log = (folder / "log.txt").open("wb")
        self._process = subprocess.Popen(
            [node, str(script), *words],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=subprocess.STDOUT,
        )
        self._folder = folder
        self._await_ports()

    @property
    def pid(self) -> int:
        """For tools that look from outside."""
        return self._process.pid

    def cpu_s(self) -> float:
        """CPU time it used so far."""
        return cpu_s(self.pid)

    def stop(self) -> None:
        """End it, by its id."""
        self._process.terminate()
        try:
            self._process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._log.close()

    def _await_ports(self) -> None:
        until = time.monotonic() + START_S
        for port in (self.port, self.intake):
            while not _listens(port):
                if time.monotonic() > until or self._process.poll() is not None:
                    said = (self._folder / "log.txt").read_text("utf-8", "replace")[-500:]
                    self.stop()
                    raise PartFailed(f"Node-RED did not open port {port}; it said: {said}")
                time.sleep(0.1)


def _listens(port: int) -> bool:
    with socket.socket() as sock:
        return sock.connect_ex(("127.0.0.1", port)) == 0


def _free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port: int = sock.getsockname()[1]
        return port
