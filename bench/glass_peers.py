"""What a user would pick instead, under the same glass: dash-leaflet, plain Leaflet, Node-RED worldmap."""

import json
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Playwright

from bench.glass_browser import cost, opened
from bench.glass_ours import Row, row
from bench.processes import Part
from tests.e2e.demo import free_port

SETTLE_S: Final = 5.0
FIRST_TICK_S: Final = 40.0
FROZEN_S: Final = 2.0
"""A page that applies nothing is looked at no longer than this."""
START_S: Final = 60.0

PROGRESS: Final = "{ticks: window.glass?.ticks ?? 0, pictures: window.glass?.ticks ?? 0}"

WORLDMAP_COUNTS: Final = """
  window.addEventListener("load", () => {
    const set = window.setMarker;
    window.glass = { ticks: 0 };
    window.setMarker = function (data) {
      if (data?.name === "m0") window.glass.ticks += 1;
      return set.call(this, data);
    };
  });
"""
"""Counts the ticks worldmap applies, by its first mover."""

WALK: Final = """
const made = (_, i) => ({name: "m" + i, icon: "male", layer: "m",
  lat: 31.965 + Math.random() * 0.09, lon: 118.745 + Math.random() * 0.08});
const held = context.get("all") || Array.from({length: %d}, made);
const step = () => (Math.random() - 0.5) * 2e-5;
for (const one of held) { one.lat += step(); one.lon += step(); }
context.set("all", held);
msg.payload = held.map((one) => ({...one}));
return msg;
"""


def measured(
    playwright: Playwright, url: str, case: tuple[str, int], seconds: float, script: str = ""
) -> Row:
    """One row of a page that counts its ticks in ``window.glass``; ``case`` is engine and movers."""
    with opened(playwright, url, script) as probe:
        began = time.monotonic()
        alive = probe.holds("window.glass?.ticks > 1", FIRST_TICK_S)
        time.sleep(max(0.0, SETTLE_S - (time.monotonic() - began)))
        first = probe.read(PROGRESS)
        time.sleep(seconds if alive else FROZEN_S)
        return row(*case, cost(first, probe.read(PROGRESS)), probe.heap_mb())


@contextmanager
def dash_page() -> Iterator[str]:
    """A Dash page with dash-leaflet, and the address it is at; what it shows is asked for in the query."""
    port = free_port()
    part = Part("bench.glass_dash", port=port)
    try:
        part.hear(START_S)
        _await(f"http://127.0.0.1:{port}/", START_S)
        yield f"http://127.0.0.1:{port}/"
    finally:
        part.stop()


@contextmanager
def worldmap(folder: Path, user: Path, movers: int) -> Iterator[str]:
    """Node-RED with a flow that feeds its own worldmap once a second, in a settings folder of its own."""
    port = free_port()
    _settle(folder, user, movers)
    red = str(folder / "node_modules/node-red/red.js")
    command = ["node", red, "--userDir", str(user), "--port", str(port), "-D", "uiHost=127.0.0.1"]
    with (user / "out.txt").open("wb") as out:
        process = subprocess.Popen([*command, "flows.json"], stdout=out, stderr=subprocess.STDOUT)
    try:
        _await(f"http://127.0.0.1:{port}/worldmap/", START_S)
        yield f"http://127.0.0.1:{port}/worldmap/"
    finally:
        process.terminate()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _settle(folder: Path, user: Path, movers: int) -> None:
    """Settings folder with the flow and, by a link, the installed nodes."""
    flow: list[dict[str, Any]] = [
        {"id": "tab", "type": "tab", "label": "glass"},
        {"id": "clock", "type": "inject", "repeat": "1", "once": True, "props": [], "wires": [["walk"]]},
        {"id": "walk", "type": "function", "func": WALK % movers, "outputs": 1, "wires": [["map"]]},
        {"id": "map", "type": "worldmap", "path": "/worldmap", "lat": "32.01", "lon": "118.785", "zoom": "13"}
        | {"maxage": "600", "layer": "OSMG", "maplist": "OSMG", "overlist": "", "wires": []},
    ]
    package = {"name": "glass", "version": "1.0.0", "dependencies": {"node-red-contrib-web-worldmap": "*"}}
    (user / "flows.json").write_text(json.dumps([flow[0], *({**node, "z": "tab"} for node in flow[1:])]))
    (user / "package.json").write_text(json.dumps(package))
    (user / "node_modules").symlink_to(folder / "node_modules")


def missing(folder: Path | None) -> str | None:
    """Why worldmap is not measured; None when it can be."""
    if folder is None:
        return "no --peers FOLDER named where node-red and node-red-contrib-web-worldmap are installed"
    for name in ("node-red", "node-red-contrib-web-worldmap"):
        if not (folder / "node_modules" / name).is_dir():
            return f"{folder} has no node_modules/{name}"
    return None


def _await(url: str, within_s: float) -> None:
    until = time.monotonic() + within_s
    while time.monotonic() < until:
        with suppress(urllib.error.URLError, ConnectionError, TimeoutError):
            urllib.request.urlopen(url, timeout=5).read()  # noqa: S310 - our own
            return
        time.sleep(0.3)
    raise TimeoutError(f"{url} did not answer within {within_s:g} s")
