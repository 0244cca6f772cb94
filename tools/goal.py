"""One promise: its aim, which proofs measure it, how their figures read, when it is held. Standard library
only.
"""

from collections.abc import Callable
from typing import Any, Final, NamedTuple

Proof = dict[str, Any]
"""The JSON file of one proof."""
Figures = dict[str, Any]
"""What it measured."""


PROCESSES: Final = ("web", "relay", "feeds")
TELLING_MINUTES: Final = 30
"""A shorter line sees warm-up, not a leak."""
RECOVERY_S: Final = {"relay": 5, "web": 10, "feeds": 5, "redis": 5, "renderer": 30, "browser": 30}


class Goal(NamedTuple):
    """One row."""

    name: str
    what: str
    ship: str
    proofs: tuple[str, ...]
    measured: Callable[[Figures], str]
    sample: Callable[[Figures], str]
    held: Callable[[Figures], bool | None]
    """None: such a sample cannot tell."""
    otherwise: str = "the proof has not been run yet"
    """Why there is no figure, or where the promise is held instead."""


def seconds(figures: Figures) -> str:
    """Percentiles and the worst."""
    names = [name for name in figures if name.startswith("p") and name.endswith("_s")] + ["max_s"]
    return ", ".join(f"{name.removesuffix('_s')} {figures[name]:g} s" for name in names)


def of(figures: Figures, *names: str) -> str:
    """The same of several, by name."""
    return "; ".join(f"{name}: {seconds(figures[name])}" for name in names)


def recovery(figures: Figures) -> str:
    """The same of the process that was killed."""
    return f"{figures['process']}: {seconds(figures)}"


def recovered(figures: Figures) -> bool:
    """Whether it was back in time."""
    return bool(figures["p99_s"] <= RECOVERY_S[figures["process"]])


def kills(figures: Figures) -> str:
    """How often."""
    return f"{figures['trials']} kill -9"


def grew(figures: Figures) -> str:
    """Memory of each process: the slope, and between what it lies."""
    told = ((name, figures[f"{name}_mb_per_hour"], *figures["rss_mb"][name]) for name in PROCESSES)
    return ", ".join(f"{name} {slope:g} MB/h ({first:g} to {last:g} MB)" for name, slope, first, last in told)


def each(values: dict[str, float], unit: str) -> str:
    """What was added, by name."""
    return ", ".join(f"{name} +{value:g} {unit}" for name, value in values.items())


def growth(figures: Figures) -> dict[str, float]:
    """Memory that a storm of requests added, by process; there is one proof that asks the relay alone."""
    grown = figures["memory_growth_mb"]
    return grown if isinstance(grown, dict) else {"relay": grown}


def hostile(figures: Figures) -> str:
    """Of the decoder alone, of the doors, or of the live lane."""
    if "bodies" in figures:
        return f"decoder: {figures['hangs']} hangs, slowest {figures['slowest_ms']:g} ms"
    if "server_errors" in figures:
        told = f"{figures['server_errors']} 5xx, {figures['hangs']} hangs, slowest {figures['slowest_s']:g} s"
    else:
        told = f"live lane: {figures['as_expected']} ended as they must"
    return f"{told}, {figures['crashes']} crashes; memory {each(growth(figures), 'MB')}"


def hostile_sample(figures: Figures) -> str:
    """How many, and of what."""
    if "bodies" in figures:
        return f"{figures['bodies']} bodies nobody would write, {figures['accepted']} of them readable"
    if "server_errors" in figures:
        return f"{figures['cases']} requests"
    return f"{figures['cases']} connections in {len(figures['families'])} families"


def unharmed(figures: Figures) -> bool:
    """Nothing broke, hung or grew; every answer was the one that was written down."""
    broken = [figures.get(name, 0) for name in ("server_errors", "hangs", "unexpected", "crashes")]
    cases = figures.get("cases")
    grown = max(growth(figures).values()) if "memory_growth_mb" in figures else 0.0
    return not any(broken) and figures.get("as_expected", cases) == cases and grown <= 50


def refusals(figures: Figures) -> str:
    """What a store that could not be written answered."""
    answers = ", ".join(f"{count} × {status}" for status, count in figures["answers"].items())
    return (
        f"{figures['lost']} lost; {answers}; refused within {figures['slowest_refusal_s']:g} s; "
        f"taken again after {figures['resumes_max_s']:g} s"
    )


def bypassed(figures: Figures) -> str:
    """How many got in."""
    return f"{figures['bypassed']}"
