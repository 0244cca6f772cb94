"""The figures of a day, kept between two askings."""

from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from dashboard.incidents import moves as do
from dashboard.incidents.assessment import View
from dashboard.incidents.commands import RecordId
from dashboard.incidents.day_book import DayBook, Withheld, day_of
from dashboard.incidents.reader import Reader
from dashboard.incidents.reader_day import DaySlice
from dashboard.incidents.store import Store
from feeds.model import Utc
from tests.dashboard.incidents.asking import Put, url_in
from tests.dashboard.incidents.cases import SAMPLES, TUESDAY_NINE, after, another
from tests.dashboard.incidents.local_time import at

NOON = Utc(TUESDAY_NINE + 3 * 3600)
TODAY = day_of(NOON).begin
WAY = (
    *(do.Accept, do.File, do.Dispatch, do.Sign, do.Start),
    *(do.GiveFeedback, do.AskCheck, do.ReportCheck, do.Close),
)


def case(name: str, steps: int, **said: Any) -> dict[str, Any]:
    """An incident that went so many steps of the way."""
    return after(another(name, **said), *(SAMPLES[step] for step in WAY[:steps]))


def read(*bodies: dict[str, Any], seqs: dict[str, int] | None = None) -> DaySlice:
    """A slice in which all of these are news."""
    return DaySlice(seqs or {body["id"]: body["revision"] for body in bodies}, {b["id"]: b for b in bodies})


def test_the_day_begins_at_midnight_in_china_and_ends_now() -> None:
    """Also in the last minutes of its night, when the world's day is another."""
    for now in ("2026-11-22 00:00", "2026-11-22 07:59", "2026-11-22 23:59"):
        period = day_of(Utc(at(now)))
        assert (period.begin, period.end) == (at("2026-11-22 00:00"), at(now))


def test_a_day_is_counted_by_place_and_department() -> None:
    """What is filed, closed and with whom; a street sees its own."""
    book = DayBook()
    book.learn(TODAY, read(case("I-A", 9), case("I-B", 4), case("I-C", 0)))
    figures = book.figures("320104", NOON)
    assert (figures.whole.counts["reported"], figures.whole.counts["filed"]) == (3, 2)
    assert figures.whole.counts["closed"] == 1 and figures.whole.spans["response"].n == 2
    (unit,) = figures.views[View.DEPARTMENT]
    assert (unit.key, unit.rank, unit.assessment.counts["closed"]) == ("greening", None, 1)
    assert sum(figures.reported_by_hour) == figures.reported_by_hour[9] == 3
    assert sum(figures.closed_by_hour) == 1
    assert book.figures("320104005", NOON).whole.counts["reported"] == 0


def test_what_no_wall_is_shown_is_counted_all_the_same() -> None:
    """The hidden one is in the day's counts, and where it is open is told apart."""
    book = DayBook()
    book.learn(TODAY, read(case("I-A", 0, category="24003"), case("I-B", 0)))
    figures = book.figures("320104", NOON)
    assert figures.whole.counts["reported"] == 2
    assert figures.withheld == {Withheld("320104004", "320104004001", "normal"): 1}


def test_the_cases_of_another_day_count_for_nothing() -> None:
    """On the first reading of a day nothing is known, whatever the book held."""
    book = DayBook()
    book.learn(TODAY, read(case("I-A", 9)))
    later = Utc(NOON + 5 * 86_400)
    assert book.figures("320104", later).whole.counts["closed"] == 0
    assert book.known(TODAY) and not book.known(day_of(later).begin)


async def test_the_store_hands_out_what_a_day_may_count(tmp_path: Path) -> None:
    """Open ones and today's closed ones whole, once; of those closed before, the ones that were due today."""
    store, reader = Store(url_in(tmp_path)), Reader(url_in(tmp_path))
    yesterday, long_ago = round(TODAY * 1000) - 1, round(TODAY * 1000) - 3 * 86_400_000
    early = {**case("I-C", 9), "closed_at_ms": yesterday}
    past = {**case("I-D", 9), "closed_at_ms": yesterday, "case": {"clock": {"due_at_ms": long_ago}}}
    for body in (case("I-A", 4), case("I-B", 9), early, past):
        await store.perform(Put(RecordId("incident", body["id"]), body))
    since = Utc(TODAY - 7 * 86_400)
    first = reader.day(TODAY, since, {})
    assert set(first.seqs) == {"I-A", "I-B", "I-C", "I-D"}
    assert set(first.bodies) == {"I-A", "I-B", "I-C"}
    assert reader.day(TODAY, since, first.seqs).bodies == {}
    assert "I-D" not in reader.day(TODAY, Utc(TODAY), {}).seqs
    reader.close()
    store.close()


@given(
    st.lists(
        st.dictionaries(st.sampled_from(["I-A", "I-B", "I-C", "I-D"]), st.integers(0, len(WAY))), max_size=5
    )
)
def test_a_book_kept_for_hours_is_as_good_as_a_new_one(readings: list[dict[str, int]]) -> None:
    """Whatever came, changed and went between two readings."""
    kept = DayBook()
    for wanted in readings:
        bodies = {name: case(name, steps) for name, steps in wanted.items()}
        seqs = {name: body["revision"] for name, body in bodies.items()}
        news = {name: body for name, body in bodies.items() if kept.known(TODAY).get(name) != seqs[name]}
        kept.learn(TODAY, DaySlice(seqs, news))
        fresh = DayBook()
        fresh.learn(TODAY, DaySlice(seqs, bodies))
        assert kept.figures("320104", NOON) == fresh.figures("320104", NOON)
        assert sum(kept.figures("320104", NOON).reported_by_hour) == len(bodies)
