"""The bench of the glass: what is made of the counters. That it runs in a browser is shown by running it."""

from pathlib import Path

import numpy as np
import pytest

from bench import glass, glass_peers
from bench.glass_browser import Reading, cost
from bench.glass_crowd import EAST, NORTH, SLICES, SOUTH, WEST, Walkers
from bench.glass_ours import row


def reading(at: float, task_s: float, thread_s: float, browser_s: float, ticks: float) -> Reading:
    return Reading(at, task_s, thread_s, browser_s, {"ticks": ticks, "pictures": ticks / 5})


def line(engine: str, movers: int, main_ms: float, keeps_up: bool = True, cameras: int = 0) -> glass.Row:
    return {"engine": engine, "movers": movers, "cameras": cameras, "keeps_up": keeps_up} | {
        "main_ms_per_tick": main_ms
    }


def test_costs_are_what_was_used_between_two_readings() -> None:
    """Ten seconds at 1 Hz in five frames a second each; waiting counts in tasks and not as CPU time."""
    used = cost(reading(100, 5, 3, 20, 0), reading(110, 7, 4, 25, 50), ticks_a_second=5)
    assert used.main_ms_per_tick == pytest.approx(100)
    assert used.main_task_ms_per_tick == pytest.approx(200)
    assert used.total_cores == pytest.approx(0.5)
    assert used.ticks_per_s == pytest.approx(1)
    assert used.fps == pytest.approx(1)


def test_a_page_that_falls_behind_pays_for_what_it_applied() -> None:
    """Half the ticks for the same time are twice as dear; without any, it is what a second costs."""
    half = cost(reading(0, 0, 0, 0, 0), reading(10, 8, 4, 8, 5))
    assert (half.main_ms_per_tick, half.ticks_per_s) == (pytest.approx(800), pytest.approx(0.5))
    assert cost(reading(0, 0, 0, 0, 0), reading(10, 8, 4, 8, 0)).main_ms_per_tick == pytest.approx(400)


def test_a_page_that_applies_too_few_ticks_does_not_keep_up() -> None:
    """0.95 of them is the limit; a page without movers has nothing to keep up with."""
    slow = cost(reading(0, 0, 0, 0, 0), reading(10, 9, 9, 9, 9))
    assert row("dl.GeoJSON", 4_000, slow, 10.0)["keeps_up"] is False
    assert row("dl.GeoJSON", 0, slow, 10.0)["keeps_up"] is True
    punctual = cost(reading(0, 0, 0, 0, 0), reading(10, 9, 9, 9, 10))
    assert row("dl.GeoJSON", 4_000, punctual, 10.0)["keeps_up"] is True


def test_the_climb_ends_at_the_first_size_that_does_not_keep_up() -> None:
    """That size is told, too; larger ones are not tried."""
    tried = [
        row["movers"]
        for row in glass.climb(lambda movers: line("x", movers, 1, keeps_up=movers < 200), [100, 200, 400])
    ]
    assert tried == [100, 200]


def test_ratios_compare_each_at_the_largest_size_it_keeps_up_with() -> None:
    """Ours taken twice counts as their mean; rows with cameras stand for themselves."""
    rows = [
        line("wanglou webgl2", 1_000, 20),
        line("wanglou webgl2", 50_000, 40),
        line("wanglou webgl2", 50_000, 60),
        line("wanglou webgl2", 50_000, 500, cameras=100_000),
        line("dl.GeoJSON", 1_000, 300),
        line("dl.GeoJSON", 2_000, 600),
        line("dl.GeoJSON", 4_000, 999, keeps_up=False),
    ]
    assert glass.ratios(rows) == {
        "our_wall_50000_main_share_of_a_core": 0.05,
        "dl_geojson_over_our_wall_per_mover": 300.0,
    }
    assert glass.ratios(rows[4:]) == {}


def test_the_layer_alone_and_the_whole_wall_are_told_apart() -> None:
    """Peers' pages are bare; ours is measured bare, too, and both ratios have their names."""
    rows = [
        line("wanglou webgl2", 50_000, 40),
        line("wanglou webgl2", 100_000, 50),
        line("wanglou movers webgl2", 100_000, 20),
        line("dl.GeoJSON", 1_000, 150),
    ]
    assert glass.ratios(rows) == {
        "our_movers_100000_main_share_of_a_core": 0.02,
        "dl_geojson_over_our_movers_per_mover": 750.0,
        "our_wall_100000_main_share_of_a_core": 0.05,
        "dl_geojson_over_our_wall_per_mover": 300.0,
        "our_wall_50000_main_share_of_a_core": 0.04,
    }


def test_worldmap_is_left_out_with_a_reason(tmp_path: Path) -> None:
    """Without a folder, or with one that lacks a part."""
    assert "--peers" in str(glass_peers.missing(None))
    (tmp_path / "node_modules/node-red").mkdir(parents=True)
    assert "web-worldmap" in str(glass_peers.missing(tmp_path))
    (tmp_path / "node_modules/node-red-contrib-web-worldmap").mkdir()
    assert glass_peers.missing(tmp_path) is None


def test_everybody_reports_once_a_second_and_walks_within_the_district() -> None:
    """At walking pace, and turning back at the edge."""
    walkers = Walkers(97)
    before = np.column_stack((walkers.lat, walkers.lon))
    batches = [walkers.batch(number, 1_795_330_000.0) for number in range(SLICES)]
    assert sorted(name for batch in batches for name in batch.entities) == [f"QH-{n:06d}" for n in range(97)]
    moved = np.abs(np.column_stack((walkers.lat, walkers.lon)) - before).max(axis=1)
    assert (moved > 0).all()
    assert (moved < 3 / 90_000).all()
    for _ in range(200):
        walkers.step(np.arange(97), 100.0)
    assert ((walkers.lat >= SOUTH) & (walkers.lat <= NORTH)).all()
    assert ((walkers.lon >= WEST) & (walkers.lon <= EAST)).all()
