"""What the wall costs a browser, beside what a user would pick instead, in the same run.

    python3 run.py bench glass [--quick] [--peers FOLDER]

Real Chromium without a window, a fresh one for each row. Ours is the wall itself, fed by the real relay; a
tick is one report of every mover, one second. A page keeps up when it applies at least 0.95 ticks a second.
``--peers`` names a folder where npm has installed node-red and node-red-contrib-web-worldmap. How to read it:
docs/glass.md. The last line is one JSON object.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Error as BrowserError
from playwright.sync_api import Playwright, sync_playwright

from bench import glass_peers
from bench.glass_ours import Case, Row, standing
from bench.processes import PartFailed

OURS: Final = (
    Case(0),
    Case(1_000),
    Case(10_000),
    Case(10_000, canvas=True),
    Case(50_000),
    Case(50_000, cameras=100_000),
    Case(100_000),
)
BARE: Final = (50_000, 100_000)
GEOJSON: Final = (500, 1_000, 1_500, 2_000, 3_000, 4_000)
CIRCLES: Final = (1_000, 10_000, 20_000, 40_000)
WORLDMAP: Final = (500, 1_000, 1_500, 2_000, 3_000)
SECONDS: Final = 6.0
PROMISED: Final = 50_000


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="within a minute: few sizes, short looks")
    parser.add_argument("--peers", type=Path, help="npm folder with Node-RED and its worldmap")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="of each look")
    options = parser.parse_args()
    print(json.dumps(measure(options.quick, options.peers, options.seconds)))


def measure(quick: bool, peers: Path | None, seconds: float) -> Row:
    """All rows and their ratios. Ours comes before the peers and, at its largest, once more after them."""
    seconds = min(seconds, 5.0) if quick else seconds
    ours = (Case(50_000), Case(100_000)) if quick else OURS
    with standing() as wall, sync_playwright() as playwright:

        def look(case: Case) -> Row:
            return wall.measure(playwright, case, seconds)

        rows = list(_each(look, ours))
        with glass_peers.dash_page() as page:
            sizes = BARE[-1:] if quick else BARE
            rows += _each(lambda movers: wall.measure_bare(playwright, page, movers, seconds), sizes)
            rows += _dash(playwright, page, seconds, quick)
        rows += _worldmap(playwright, seconds, quick, peers)
        if not quick:
            rows += _each(look, (Case(50_000),))
    return {"webgl": "SwiftShader, in software", "rows": rows, "ratios": ratios(rows)}


def _dash(playwright: Playwright, page: str, seconds: float, quick: bool) -> list[Row]:
    def look(engine: str, kind: str) -> Callable[[int], Row]:
        return lambda movers: glass_peers.measured(
            playwright, f"{page}?engine={kind}&movers={movers}", (engine, movers), seconds
        )

    sizes = (GEOJSON[:3], CIRCLES[:1]) if quick else (GEOJSON, CIRCLES)
    rows = climb(look("dl.GeoJSON", "geojson"), sizes[0])
    return rows + climb(look("L.circleMarker canvas", "circles"), sizes[1])


def _worldmap(playwright: Playwright, seconds: float, quick: bool, folder: Path | None) -> list[Row]:
    reason = glass_peers.missing(folder)
    if folder is None or reason:
        print(f"Node-RED worldmap is not measured: {reason}", file=sys.stderr)
        return []

    def look(movers: int) -> Row:
        with (
            tempfile.TemporaryDirectory() as user,
            glass_peers.worldmap(folder.resolve(), Path(user), movers) as page,
        ):
            counts = glass_peers.WORLDMAP_COUNTS
            return glass_peers.measured(playwright, page, ("Node-RED worldmap", movers), seconds, counts)

    return climb(look, WORLDMAP[:1] if quick else WORLDMAP)


def climb(look: Callable[[int], Row], sizes: Iterable[int]) -> list[Row]:
    """Larger and larger, until one does not keep up; that one is kept, too."""
    rows = []
    for row in _each(look, sizes):
        rows.append(row)
        if not row["keeps_up"]:
            break
    return rows


def _each(look: Callable[[Any], Row], cases: Iterable[Any]) -> Iterable[Row]:
    """Rows as they come; what could not be measured is said and left out."""
    for case in cases:
        try:
            row = look(case)
        except (PartFailed, BrowserError, TimeoutError) as failure:
            print(f"{case} was not measured: {failure}", file=sys.stderr)
            continue
        print(json.dumps(row), file=sys.stderr, flush=True)
        yield row


PEERS: Final = {
    "dl.GeoJSON": "dl_geojson",
    "L.circleMarker canvas": "circle_marker",
    "Node-RED worldmap": "worldmap",
    "wanglou canvas2d": "our_canvas",
}
OURS_AS: Final = {"wanglou movers webgl2": "our_movers", "wanglou webgl2": "our_wall"}


def ratios(rows: Sequence[Row]) -> dict[str, float]:
    """Main-thread time per mover and tick of each peer over ours, each at its largest size that keeps up.

    ``our_movers`` is the layer on the peers' own bare page, ``our_wall`` the whole wall with its panels.
    """
    told: dict[str, float] = {}
    for engine, our_name in OURS_AS.items():
        ours = _largest([row for row in rows if row["engine"] == engine and not row["cameras"]])
        if ours is None:
            continue
        told[f"{our_name}_{ours['movers']}_main_share_of_a_core"] = round(_main(ours, rows) / 1000, 4)
        for peer_engine, name in PEERS.items():
            peer = _largest([row for row in rows if row["engine"] == peer_engine])
            if peer is not None:
                each = _main(peer, rows) / peer["movers"]
                told[f"{name}_over_{our_name}_per_mover"] = round(
                    each * ours["movers"] / _main(ours, rows), 1
                )
    return told | _shares(rows)


def _shares(rows: Sequence[Row]) -> dict[str, float]:
    """What the wall takes of a core at the size it is promised for."""
    promised = [row for row in rows if (row["engine"], row["movers"]) == ("wanglou webgl2", PROMISED)]
    plain = [row for row in promised if not row["cameras"]]
    if not plain:
        return {}
    return {f"our_wall_{PROMISED}_main_share_of_a_core": round(_main(plain[0], rows) / 1000, 4)}


def _largest(rows: Sequence[Row]) -> Row | None:
    keeping = [row for row in rows if row["keeps_up"] and row["movers"]]
    return max(keeping, key=lambda row: row["movers"], default=None)


def _main(row: Row, rows: Sequence[Row]) -> float:
    """The mean over all rows of the same case: one taken twice counts once."""
    same = [one for one in rows if all(one[key] == row[key] for key in ("engine", "movers", "cameras"))]
    return float(sum(one["main_ms_per_tick"] for one in same) / len(same))


if __name__ == "__main__":
    main()
