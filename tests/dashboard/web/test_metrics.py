"""The text that Prometheus reads."""

from dashboard.beats import LoopLag
from dashboard.web.metrics import Figures, metrics_text
from feeds.loop_lag import LagBook


def test_loop_lag_is_a_histogram_of_each_process() -> None:
    """With a count and a sum; its buckets appear as nothing else."""
    book = LagBook(10)
    for late in (0.001, 0.2, 30.0):
        book.note(late)
    text = metrics_text(Figures({}, {"web": {**book.facts(), "faults": 1.0}}, [], {})).decode()
    assert "# TYPE wanglou_loop_lag_seconds histogram" in text
    assert 'wanglou_loop_lag_seconds_bucket{le="0.25",process="web"} 2.0' in text
    assert 'wanglou_loop_lag_seconds_bucket{le="+Inf",process="web"} 3.0' in text
    assert 'wanglou_loop_lag_seconds_count{process="web"} 3.0' in text
    assert "loop_lag_le_" not in text and "loop_lag_sum_s" not in text
    assert (
        'wanglou_faults{process="web"} 1.0' in text and 'wanglou_loop_lag_max_s{process="web"} 30.0' in text
    )


def test_a_process_of_an_older_build_has_no_histogram() -> None:
    """While an upgrade is under way two builds beat side by side."""
    text = metrics_text(Figures({}, {"relay": {"loop_lag_p99_s": 0.1}}, [], {})).decode()
    assert "wanglou_loop_lag_seconds_bucket" not in text and "wanglou_loop_lag_p99_s" in text


def test_every_heart_measures_its_loop() -> None:
    """Before the first measure, too."""
    assert LoopLag().facts()["loop_lag_max_s"] == 0.0
