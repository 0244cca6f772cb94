"""What the relay costs at the scale of a city, beside what else could do its job, in the same run.

`python3 run.py bench relay [--quick] [--peers FOLDER]`. Movers report at 1 Hz, spread over the second;
screens open one after another and stay, so a row is the steady state. Engines: ours; the floor, one bare
asyncio loop that writes the bytes one of our screens received; a plain ``websockets`` broadcast of the same
positions as JSON; and Node-RED's worldmap when FOLDER is an npm folder that has it. docs/relay.md says how
to read it. The last line is one JSON object.
"""

import argparse
import contextlib
import json
import statistics
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from bench.relay_parts import engines
from bench.relay_parts.cells import Row, walk
from bench.relay_parts.engines import Running
from bench.relay_parts.worldmap import installed

OURS: Final = "wanglou"
Make = Callable[[contextlib.ExitStack, int], Running]


class Plan(NamedTuple):
    """What is measured."""

    seconds: float
    """At work, for each row."""
    grid: dict[int, list[int]]
    """Movers -> audiences, for us and the floor."""
    growth: tuple[int, int]
    """Movers and clients of the small city whose cost the largest one's is compared with; measured twice."""
    peers: dict[int, list[int]]
    """The same for the peers, which cannot do more."""


FULL: Final = Plan(
    6.0,
    {20_000: [10, 100, 200, 500], 100_000: [10, 100, 200, 500]},
    (10_000, 200),
    {20_000: [10, 100], 100_000: [10]},
)
QUICK: Final = Plan(4.0, {20_000: [10, 50]}, (2_000, 50), {20_000: [10]})


def measure(plan: Plan, packages: Path | None) -> dict[str, Any]:
    """Everything, small city first and last, so that a machine that gets busier shows."""
    rows = [*_small(plan), *_grid(plan)]
    rows += _engine(engines.shout, plan.peers, plan.seconds)
    if packages is not None:
        rows += _engine(
            lambda stack, movers: engines.worldmap(stack, movers, packages), plan.peers, plan.seconds
        )
    rows += _small(plan)
    return {"rows": rows, "ratios": ratios(rows, plan.growth)}


def ratios(rows: Sequence[Row], growth: tuple[int, int]) -> dict[str, float]:
    """Named relations of rows of the same size; where one side did not keep up there is none."""
    cells = _cells(rows)
    found: dict[str, float] = {}
    for (engine, movers, clients), other in cells.items():
        mine = cells.get((OURS, movers, clients))
        if engine == OURS or mine is None:
            continue
        size = f"{movers}_movers_{clients}_clients"
        if engine == "floor":
            found |= _over(f"ours_over_floor_cores_{size}", mine, other, "relay_cores")
        else:
            found |= _over(f"{engine}_over_ours_cores_{size}", other, mine, "relay_cores")
            found |= _over(f"{engine}_over_ours_bytes_{size}", other, mine, "bytes_per_update")
    return found | _growth(cells, *growth)


def _cells(rows: Sequence[Row]) -> dict[tuple[str, int, int], Row]:
    """Rows that kept up, by what was measured; of those measured twice the median cost."""
    cells: dict[tuple[str, int, int], list[Row]] = {}
    for row in rows:
        if row["kept_up"]:
            cells.setdefault((row["engine"], row["movers"], row["clients"]), []).append(row)
    return {
        key: same[0] | {"relay_cores": statistics.median(each["relay_cores"] for each in same)}
        for key, same in cells.items()
    }


def _growth(cells: dict[tuple[str, int, int], Row], movers: int, clients: int) -> dict[str, float]:
    small = cells.get((OURS, movers, clients))
    largest = max((key[1] for key in cells if key[0] == OURS and key[2] == clients), default=movers)
    if small is None or largest == movers:
        return {}
    name = f"growth_cores_{movers}_to_{largest}_movers_{clients}_clients"
    return _over(name, cells[OURS, largest, clients], small, "relay_cores")


def _over(name: str, one: Row, other: Row, figure: str) -> dict[str, float]:
    if one[figure] is None or not other[figure]:
        return {}
    return {name: round(one[figure] / other[figure], 2)}


def _small(plan: Plan) -> Iterator[Row]:
    movers, clients = plan.growth
    return _engine(engines.ours, {movers: [clients]}, plan.seconds)


def _grid(plan: Plan) -> Iterator[Row]:
    """Ours, then the floor with what one of our screens received."""
    with tempfile.TemporaryDirectory() as folder:
        for movers, audiences in plan.grid.items():
            record = Path(folder) / f"record-{movers}"
            with contextlib.ExitStack() as stack:
                yield from walk(engines.ours(stack, movers), audiences, plan.seconds, record)
            with contextlib.ExitStack() as stack:
                yield from walk(engines.floor(stack, movers, record), audiences, plan.seconds)


def _engine(make: Make, sizes: dict[int, list[int]], seconds: float) -> Iterator[Row]:
    for movers, audiences in sizes.items():
        with contextlib.ExitStack() as stack:
            yield from walk(make(stack, movers), audiences, seconds)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="a small city, in less than a minute")
    parser.add_argument(
        "--peers", type=Path, help="npm folder with node-red and node-red-contrib-web-worldmap"
    )
    options = parser.parse_args()
    if options.peers is not None and not installed(options.peers):
        parser.error(f"--peers {options.peers}: there is no node-red with worldmap in its node_modules")
    print(json.dumps(measure(QUICK if options.quick else FULL, options.peers)))


if __name__ == "__main__":
    main()
