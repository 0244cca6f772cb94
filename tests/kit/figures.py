"""Where a proof's figures go: one JSON file each, of one form, from which `run.py figures` copies them."""

import json
import os
import platform
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest

FIGURES: Final = Path(__file__).parents[2] / ".figures"
PASSED: Final = pytest.StashKey[bool]()
WHY: Final = pytest.StashKey[str]()
"""The sentence that a test failed with."""
MOST_WORDS: Final = 400


def remember(item: pytest.Item, report: pytest.TestReport) -> None:
    """Whether the test itself passed, and what it failed with."""
    if report.when == "call":
        item.stash[PASSED] = report.passed
    if report.failed and WHY not in item.stash:
        crash = getattr(report.longrepr, "reprcrash", None)
        said = str(report.longrepr) if crash is None else crash.message
        item.stash[WHY] = " ".join(said.split())[:MOST_WORDS]


def keeping(request: pytest.FixtureRequest) -> Iterator[Callable[..., None]]:
    """``keep(trials=20, p50_s=0.4)``: figures of one test, written when it ends, however it ends."""
    told: dict[str, Any] = {}
    began, load = time.monotonic(), os.getloadavg()[0]
    yield told.update
    stash = request.node.stash
    about = {
        "seed": getattr(request.node, "funcargs", {}).get("seed"),
        "size": request.config.getoption("--size", 1.0),
        "load_before": load,
        "ended": stash.get(WHY, None),
    }
    write(request.node.name, told, time.monotonic() - began, passed=stash.get(PASSED, False), **about)


def write(
    proof: str,
    figures: dict[str, Any],
    took_s: float,
    *,
    passed: bool,
    load_before: float | None = None,
    **about: Any,
) -> None:
    """One JSON file, and one line on the terminal. What is None in ``about`` is left out."""
    loads = {} if load_before is None else {"load_before": round(load_before, 1)}
    told = {
        "proof": proof,
        "passed": passed,
        **{name: value for name, value in about.items() if value is not None},
        "figures": figures,
        "took_s": round(took_s, 1),
        "commit": commit(),
        "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "machine": {
            "cores": os.cpu_count(),
            **loads,
            "load_after": round(os.getloadavg()[0], 1),
            "python": platform.python_version(),
            "system": platform.platform(terse=True),
        },
    }
    FIGURES.mkdir(exist_ok=True)
    name = proof.removeprefix("test_").replace("[", "-").rstrip("]")
    (FIGURES / f"{name}.json").write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n")
    print(f"\n{proof}: {json.dumps(figures, ensure_ascii=False)}", flush=True)


def commit() -> str:
    """Which one it was made of; with a plus where files had been changed since."""
    if shutil.which("git") is None:
        return ""
    words = ["git", "describe", "--always", "--abbrev=7", "--match=", "--dirty=+"]
    done = subprocess.run(words, cwd=FIGURES.parent, capture_output=True, text=True, check=False)
    return done.stdout.strip()
