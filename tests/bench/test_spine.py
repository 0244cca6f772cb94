"""The bench of the spine, small: it is there to be run, so it must run."""

from bench import spine


def test_a_small_spine_is_measured() -> None:
    """Every mover arrives at every screen; figures are not judged here, machines differ."""
    told = spine.measure(movers=300, clients=3, seconds=2.0)
    assert list(told) == [
        "movers",
        "updates_per_s",
        "clients",
        "relay_cores",
        "bytes_per_update",
        "latency_ms_p50",
        "latency_ms_p99",
        "feeds_cores",
        "floor_cores",
        "ratio_to_floor",
    ]
    assert 0 < told["updates_per_s"] <= 600
    assert told["bytes_per_update"] > 14
    assert told["latency_ms_p50"] <= told["latency_ms_p99"]
