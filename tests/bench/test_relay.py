"""The bench of the relay, small: it is there to be run, so it must run; what it makes of figures is right."""

import json
import os
import time
from typing import Any

import numpy as np
import pytest

from bench import relay
from bench.crowd import LAT0_E7
from bench.processes import cpu_s
from bench.relay_parts import cells, engines
from bench.relay_parts.lines import JsonCrowd
from bench.relay_parts.screens import Tally
from bench.relay_parts.worldmap import flow


def told(**known: Any) -> dict[str, Any]:
    """What one process of screens says."""
    plain = {"seconds": 2.0, "bytes": 2_800, "sample_bytes": 1_400, "updates": 100, "keyframes": 0}
    return plain | {"latency": [[100, 98], [300, 2]]} | known


def row(engine: str, movers: int, clients: int, cores: float, size: float | None = 14.0) -> cells.Row:
    """A row that kept up."""
    known = {"engine": engine, "movers": movers, "clients": clients, "kept_up": True}
    return known | {"relay_cores": cores, "bytes_per_update": size}


def test_a_small_city_is_measured(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ours, the floor and a broadcast; figures are not judged here, machines differ."""
    monkeypatch.setattr(cells, "SETTLE_S", 0.2)
    monkeypatch.setattr(cells, "WINDOW_S", 0.5)
    result = relay.measure(relay.Plan(1.0, {300: [2, 3]}, (100, 3), {300: [2]}), None)
    rows = [(row["engine"], row["movers"], row["clients"]) for row in result["rows"]]
    assert rows == [
        ("wanglou", 100, 3),
        ("wanglou", 300, 2),
        ("wanglou", 300, 3),
        ("floor", 300, 2),
        ("floor", 300, 3),
        ("websockets-json", 300, 2),
        ("wanglou", 100, 3),
    ]
    mine = next(each for each in result["rows"] if each["movers"] == 300)
    assert mine["bytes_per_update"] > 13
    assert mine["latency_ms_p50"] <= mine["latency_ms_p99"]
    assert "growth_cores_100_to_300_movers_3_clients" in result["ratios"]
    assert "websockets-json_over_ours_bytes_300_movers_2_clients" in result["ratios"]
    assert json.dumps(result)
    assert "wanglou" in capsys.readouterr().err, "people see the rows while they wait"


def test_ratios_compare_the_same_city() -> None:
    """Ours over the floor, peers over ours, the cost of growing; of a row measured twice the median."""
    rows = [
        row("wanglou", 10, 2, 0.1),
        row("wanglou", 100, 2, 0.8, 14.0),
        row("floor", 100, 2, 0.2, None),
        row("worldmap", 100, 2, 4.0, 70.0),
        row("worldmap", 100, 9, 4.0, 70.0),
        row("wanglou", 10, 2, 0.3),
    ]
    assert relay.ratios(rows, (10, 2)) == {
        "ours_over_floor_cores_100_movers_2_clients": 4.0,
        "worldmap_over_ours_cores_100_movers_2_clients": 5.0,
        "worldmap_over_ours_bytes_100_movers_2_clients": 5.0,
        "growth_cores_10_to_100_movers_2_clients": 4.0,
    }


def test_what_did_not_keep_up_is_in_no_ratio() -> None:
    """Its cost is that of doing less."""
    behind = row("worldmap", 100, 2, 0.1) | {"kept_up": False}
    given_up = cells.row("websockets-json", 100, 2, None)
    assert relay.ratios([row("wanglou", 100, 2, 0.8), behind, given_up], (10, 2)) == {}


def test_a_row_is_made_of_what_the_screens_said() -> None:
    """Medians of windows, bytes of the screens that read everything, percentiles over all of them."""
    second = told(latency=[[200, 100]], updates=100)
    made = cells.row("wanglou", 50, 4, (cells.Load([0.1, 0.9, 0.2], [0.1, 0.4]), [told(), second]))
    assert (made["relay_cores"], made["busiest_screens_cores"]) == (0.2, 0.4)
    assert (made["bytes_per_update"], made["updates_per_s"]) == (14.0, 50)
    assert (made["latency_ms_p50"], made["latency_ms_p99"]) == (200.0, 200.0)
    assert made["kept_up"]


@pytest.mark.parametrize(
    ("engine", "movers", "screens", "kept"),
    [
        ("wanglou", 50, told(), True),
        ("wanglou", 60, told(), False),
        ("wanglou", 50, told(bytes=2_000), False),
        ("floor", 50, told(updates=0, latency=[]), True),
        ("floor", 50, told(updates=0, latency=[], bytes=2_000), False),
    ],
)
def test_keeping_up(engine: str, movers: int, screens: dict[str, Any], kept: bool) -> None:
    """Every position at the first screen, and at every screen as many bytes as there."""
    assert cells.keeps_up(engine, movers, 2, [screens]) is kept


def test_screens_are_spread_over_processes() -> None:
    """At most a hundred each."""
    assert cells.portions(10) == [10]
    assert cells.portions(300) == [100, 100, 100]
    assert cells.portions(0) == []


def test_a_stamp_in_the_latitude_gives_the_latency() -> None:
    """A report published 250 ms ago is counted there, give or take the test's own time."""
    tally = Tally(time.time() - 10.0)
    tally.start()
    tally.arrive(np.array([LAT0_E7 + 9_750]))
    slot, count = tally.stop()["latency"][0]
    assert count == 1
    assert 250 <= slot < 5_000


def test_the_peers_are_told_the_same_movers() -> None:
    """A slice a line; ten of them are everybody."""
    crowd = JsonCrowd(25, 1000.0)
    lines = [json.loads(crowd.line(number, 1000.5)) for number in range(10)]
    assert len({mark["name"] for line in lines for mark in line}) == 25
    assert {mark["lat"] for line in lines for mark in line} == {32.00005}


def test_the_flow_of_the_peer_names_its_nodes() -> None:
    """Each is wired to one that is there."""
    nodes = flow(1880)
    names = {str(node["id"]) for node in nodes}
    assert {"in", "parse", "map"} < names
    for node in nodes:
        assert all(target in names for wires in node.get("wires", []) for target in wires)  # type: ignore[attr-defined]


def test_the_clock_of_a_process_counts_its_work() -> None:
    """Finer than a hundredth of a second."""
    before = cpu_s(os.getpid())
    sum(range(200_000))
    assert 0 < cpu_s(os.getpid()) - before < 60


def test_an_engine_that_fills_the_memory_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is reported, without figures, and the larger audiences are not tried."""
    monkeypatch.setattr(cells, "OVERWHELMED_BYTES", 0)
    rows = list(relay._engine(engines.shout, {100: [1, 2]}, 2.0))
    assert [(each["clients"], each["kept_up"], each["relay_cores"]) for each in rows] == [(1, False, None)]
