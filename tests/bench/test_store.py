"""The bench of the store, small: it is there to be run, so it must run, and what it fills must be a store."""

from pathlib import Path

from bench import store, store_year
from dashboard.incidents.reader import Reader
from dashboard.incidents.reader_incidents import Wanted
from dashboard.incidents.store import Store


def test_a_small_store_is_measured() -> None:
    """Figures are not judged here, machines differ."""
    told = store.measure(incidents=300, seconds=0.2)
    assert list(told)[:7] == [
        "acked_per_s",
        "floor_per_s",
        "ratio_to_floor",
        "list_ms_p95",
        "search_ms_p95",
        "open_ms_p95",
        "rss_mb",
    ]
    assert told["changes"] == 6 * 300
    assert min(told["acked_per_s"], told["floor_per_s"], told["rss_mb"], told["open_ms_p95"]) > 0


def test_what_is_filled_in_bulk_is_what_the_store_would_have_written(tmp_path: Path) -> None:
    """The chain verifies, the listing finds, the triggers are back."""
    path = tmp_path / "wanglou.db"
    url = f"sqlite:///{path}"
    Store(url).close()
    assert store_year.fill(path, 50, lambda done, whole: None) == 300
    again = Store(url)
    again.commit(store_year.telling(1))
    reader = Reader(url)
    assert reader.verify().problem is None and reader.verify().rows == 301
    assert len(reader.history(store_year.incident(7))) == 6
    assert len(reader.incidents(Wanted(q="三山街路面积水")).bodies) > 0
    with again._engine.connect() as connection:
        triggers = connection.exec_driver_sql("SELECT count(*) FROM sqlite_master WHERE type = 'trigger'")
        assert triggers.scalar() == 3
    reader.close()
    again.close()
