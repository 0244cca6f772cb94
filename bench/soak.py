"""How the page holds up: heap, DOM nodes and listeners over minutes of a demo, and its first live frame.

    python3 run.py bench soak --minutes 10 [--speed 10]

Every sample follows a forced garbage collection, so what grows is kept, not merely not yet swept. Slopes are
least squares. Nodes follow the incidents that are open, each a mark: ``nodes_per_hour_at_equal_open`` is what
grows besides.
"""

import argparse
import json
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
from playwright.sync_api import CDPSession, Page, sync_playwright

from tests.e2e.conftest import FLAGS, chromium
from tests.e2e.demo import Demo, running_demo
from tests.e2e.wall import await_status, open_wall

EVERY_S = 15.0
WARM_UP_S = 45.0
FIRST_FRAMES = 5


def main() -> None:
    options = _options()
    arguments = ["--speed", str(options.speed)] if options.speed != 1 else []
    with (
        tempfile.TemporaryDirectory() as data,
        running_demo(Path(data), *arguments) as demo,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        page = browser.new_page(viewport={"width": 1920, "height": 1080})
        first = [_first_frame_ms(page, demo) for _ in range(FIRST_FRAMES)]
        time.sleep(WARM_UP_S)
        samples = _samples(page, options.minutes * 60)
        browser.close()
    print(json.dumps(_result(samples, first, options.speed)))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--speed", type=float, default=1, help="of the simulated day")
    return parser.parse_args()


def _first_frame_ms(page: Page, demo: Demo) -> float:
    open_wall(page, demo.url)
    await_status(page, "s.firstPaintMs > 0", 20)
    return float(page.evaluate("() => window.wanglou.status().firstPaintMs"))


def _samples(page: Page, seconds: float) -> list[dict[str, float]]:
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    start, samples = time.monotonic(), []
    while time.monotonic() - start < seconds:
        samples.append({"at": time.monotonic() - start, "open": _open_incidents(page)} | _sample(session))
        print(json.dumps(samples[-1]), flush=True)
        time.sleep(EVERY_S)
    return samples


def _open_incidents(page: Page) -> float:
    return float(page.evaluate("() => window.wanglou.status().counts.incidents"))


def _sample(session: CDPSession) -> dict[str, float]:
    session.send("HeapProfiler.collectGarbage")
    metrics = {
        metric["name"]: metric["value"] for metric in session.send("Performance.getMetrics")["metrics"]
    }
    return {
        "heap_mb": metrics["JSHeapUsedSize"] / 1e6,
        "nodes": metrics["Nodes"],
        "listeners": metrics["JSEventListeners"],
    }


def _result(samples: list[dict[str, float]], first: list[float], speed: float) -> dict[str, Any]:
    hours, opened = np.array([sample["at"] for sample in samples]) / 3600, [s["open"] for s in samples]
    result: dict[str, Any] = {
        "minutes": round(float(hours[-1]) * 60, 1),
        "samples": len(samples),
        "speed": speed,
        "first_frame_ms": [round(ms) for ms in first],
    }
    for name in ("heap_mb", "nodes", "listeners"):
        values = np.array([sample[name] for sample in samples])
        result[f"{name}_first"], result[f"{name}_last"] = (
            round(float(values[0]), 2),
            round(float(values[-1]), 2),
        )
        result[f"{name}_per_hour"] = round(float(np.polyfit(hours, values, 1)[0]), 2)
    nodes = np.array([sample["nodes"] for sample in samples])
    return (
        result
        | nodes_explained(hours, np.array(opened), nodes)
        | {"open_first": opened[0], "open_last": opened[-1]}
    )


def nodes_explained(hours: np.ndarray, opened: np.ndarray, nodes: np.ndarray) -> dict[str, float]:
    """What of the nodes follows open incidents, whose marks they are, and what is left to grow with time."""
    terms = np.column_stack((np.ones_like(hours), opened - opened.mean(), hours))
    _, each, left = np.linalg.lstsq(terms, nodes, rcond=None)[0]
    return {"nodes_per_open": round(float(each), 2), "nodes_per_hour_at_equal_open": round(float(left), 2)}


if __name__ == "__main__":
    main()
