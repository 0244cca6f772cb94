"""The known feed: where a mark stands tells which report it is; what counts as old drawn as live."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tests.kit.truth import SOUTH_E7, WEST_E7, Datum, Feed, datum_at, place_of
from tests.kit.verdict import Findings, Journal, Sample, judge

FEED = Feed(objects=10, period_s=2.0, ttl_s=15.0, began_at=1000.0)


@given(st.integers(0, 3000), st.integers(0, 7999))
def test_a_place_tells_its_report(number: int, report: int) -> None:
    """There and back."""
    datum = Datum(number, report)
    assert datum_at(*place_of(datum)) == datum


def test_a_place_off_the_grid_is_nobodys() -> None:
    """Rounding or another feed."""
    assert datum_at(SOUTH_E7, WEST_E7 + 1) is None
    assert datum_at(SOUTH_E7 - 1, WEST_E7) is None


def test_everybody_reports_once_a_period_at_the_time_that_is_told() -> None:
    """Tick by tick."""
    told = [datum for tick in range(20, 40) for datum in FEED.reports(tick)]
    assert sorted(datum.number for datum in told) == list(range(10))
    assert all(FEED.tick_of(datum) == tick for tick in range(20, 40) for datum in FEED.reports(tick))
    assert FEED.at(Datum(3, 1)) == 1002.3


def seen(tmp_path: Path, age_s: float, look: int, band: float = 0.0, tile: str = "live") -> Findings:
    """What is found of one mark of that age, drawn so."""
    published = Journal(tmp_path / "published.jsonl")
    published.note("published", tick=FEED.tick_of(Datum(3, 1)))
    lat, lon = place_of(Datum(3, 1))
    findings = Findings()
    at = FEED.at(Datum(3, 1)) + age_s
    judge(findings, Sample(at, [lat, lon, look], band, {"known": tile}, "live"), FEED, published, at - 1)
    return findings


def test_old_drawn_as_live_is_found(tmp_path: Path) -> None:
    """Past its life, and past half of it, each with a second's slack."""
    assert seen(tmp_path, 7.0, look=0).live_past_half == 0
    assert seen(tmp_path, 8.6, look=0).live_past_half == 1
    assert seen(tmp_path, 8.6, look=1).live_past_half == 0
    assert seen(tmp_path, 16.1, look=1).stale_as_fresh == 1
    assert seen(tmp_path, 16.1, look=0).stale_as_fresh == 1
    assert seen(tmp_path, 99.0, look=2).stale_as_fresh == 0


def test_under_the_band_it_is_counted_apart(tmp_path: Path) -> None:
    """The wall has said that data stopped."""
    found = seen(tmp_path, 16.1, look=0, band=1.0)
    assert (found.stale_as_fresh, found.under_the_band, found.tiles_as_fresh) == (0, 1, 0)


def test_a_live_tile_of_a_silent_source_is_found(tmp_path: Path) -> None:
    """And a quiet one is not."""
    assert seen(tmp_path, 1.0, look=0).tiles_as_fresh == 1
    assert seen(tmp_path, 1.0, look=0, tile="quiet").tiles_as_fresh == 0


def test_a_mark_nobody_reported_is_a_stranger(tmp_path: Path) -> None:
    """Its tick is not in the journal."""
    findings, published = Findings(), Journal(tmp_path / "none.jsonl")
    lat, lon = place_of(Datum(3, 2))
    judge(findings, Sample(1e9, [lat, lon, 0], 0.0, {}, "live"), FEED, published, None)
    assert (findings.strangers, findings.objects) == (1, 0)


def test_a_half_written_line_is_read_later(tmp_path: Path) -> None:
    """The writer is another process."""
    journal = Journal(tmp_path / "published.jsonl")
    journal.note("published", tick=1)
    with journal.path.open("a") as file:
        file.write('{"what": "published", "ti')
    assert journal.has(1) and not journal.has(2)
    with journal.path.open("a") as file:
        file.write('ck": 2}\n')
    assert journal.has(2)
