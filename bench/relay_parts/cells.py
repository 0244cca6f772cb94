"""Parts of a bench: one engine, one number of movers, a growing number of screens."""

import contextlib
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from bench.processes import Part, held_bytes
from bench.relay_parts.engines import Running, start

SCREENS_EACH: Final = 100
"""At most so many in a process, so that they are not what limits; a row tells how busy the busiest was."""

SETTLE_S: Final = 2.0
"""From the last screen being live to the beginning of the measurement."""

WINDOW_S: Final = 2.0
"""CPU is read so often; a row has the median."""

OVERWHELMED_BYTES: Final = 3 << 30
"""An engine that holds so much will not catch up: it is stopped before the machine suffers."""

KEEPS_UP: Final = 0.9
"""Of all updates, and at every screen of the bytes of the first, so much must arrive."""

Row = dict[str, Any]
Told = dict[str, Any]
"""What one process of screens said, see ``screens.Tally.stop``."""


@dataclass(frozen=True)
class Load:
    """CPU of one measurement, in cores."""

    relay: list[float]
    """By window."""
    screens: list[float]
    """By process."""


def walk(
    running: Running, audiences: Sequence[int], seconds: float, record: Path | None = None
) -> Iterator[Row]:
    """A row an audience, smallest first; screens stay for the next. ``record`` is written for the floor."""
    with contextlib.ExitStack() as stack:
        parts: list[Part] = []
        there = 0
        for clients in audiences:
            for many in portions(clients - there):
                parts.append(_screens(stack, running, many, None if parts else record))
            there = clients
            time.sleep(SETTLE_S)
            told = _measure(running, parts, seconds)
            yield shown(row(running.engine, running.movers, clients, told))
            if told is None:
                return


def portions(screens: int) -> list[int]:
    """How many screens each further process gets."""
    return [min(SCREENS_EACH, screens - start) for start in range(0, screens, SCREENS_EACH)]


def row(engine: str, movers: int, clients: int, told: tuple[Load, list[Told]] | None) -> Row:
    """One line of the bench; None: the engine was overwhelmed."""
    known = {"engine": engine, "movers": movers, "clients": clients}
    if told is None:
        return known | {"kept_up": False, "relay_cores": None}
    load, screens = told
    seconds = statistics.mean(each["seconds"] for each in screens)
    first = screens[0]
    samples = [each for each in screens if each["updates"]]
    return known | {
        "relay_cores": round(statistics.median(load.relay), 4),
        "windows": len(load.relay),
        "bytes_per_update": _ratio(
            sum(each["sample_bytes"] for each in samples), sum(each["updates"] for each in samples)
        ),
        "updates_per_s": round(first["updates"] / seconds) or None,
        "latency_ms_p50": percentile(samples, 0.5),
        "latency_ms_p99": percentile(samples, 0.99),
        "keyframes": sum(each["keyframes"] for each in screens),
        "kept_up": keeps_up(engine, movers, clients, screens),
        "megabytes_per_s": round(sum(each["bytes"] for each in screens) / seconds / 1e6, 1),
        "screens_cores": round(sum(load.screens), 3),
        "busiest_screens_cores": round(max(load.screens), 3),
    }


def keeps_up(engine: str, movers: int, clients: int, screens: Sequence[Told]) -> bool:
    """Whether everything arrived everywhere. The floor repeats bytes that it does not read."""
    seconds = statistics.mean(each["seconds"] for each in screens)
    everywhere = sum(each["bytes"] for each in screens) >= KEEPS_UP * clients * screens[0]["sample_bytes"]
    return everywhere and (engine == "floor" or screens[0]["updates"] >= KEEPS_UP * movers * seconds)


def percentile(samples: Sequence[Told], share: float) -> float | None:
    """Milliseconds within which this share of the updates arrived at the first screens."""
    if not samples:
        return None
    slots = np.array([slot for each in samples for slot in each["latency"]])
    slots = slots[np.argsort(slots[:, 0])]
    total = np.cumsum(slots[:, 1])
    return float(slots[np.searchsorted(total, share * total[-1]), 0])


def shown(row: Row) -> Row:
    """The same, after people saw it."""
    facts = (f"{name} {value}" for name, value in row.items() if value is not None)
    print(", ".join(facts), file=sys.stderr, flush=True)
    return row


def _ratio(one: float, other: float) -> float | None:
    return round(one / other, 2) if other else None


def _screens(stack: contextlib.ExitStack, running: Running, many: int, record: Path | None) -> Part:
    part = start(
        stack,
        "bench.relay_parts.screens",
        port=running.port,
        clients=many,
        speaks=running.speaks,
        started_at=running.started_at,
        record=record or "",
    )
    part.hear(120)
    return part


def _measure(running: Running, parts: Sequence[Part], seconds: float) -> tuple[Load, list[Told]] | None:
    """None when the engine had to be given up."""
    for part in parts:
        part.tell("start")
    running.begin()
    began, before = time.monotonic(), [part.cpu_s() for part in parts]
    relay = []
    for _ in range(max(1, round(seconds / WINDOW_S))):
        relay.append(_window(running))
        if held_bytes(running.relay.pid) > OVERWHELMED_BYTES:
            return None
    took = time.monotonic() - began
    screens = [(part.cpu_s() - start) / took for part, start in zip(parts, before, strict=True)]
    for part in parts:
        part.tell("stop")
    told = [part.hear(60) for part in parts]
    running.end()
    return Load(relay, screens), told


def _window(running: Running) -> float:
    began, before = time.monotonic(), running.relay.cpu_s()
    time.sleep(WINDOW_S)
    return (running.relay.cpu_s() - before) / (time.monotonic() - began)
