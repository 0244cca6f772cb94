"""Each figure by hand on a small town, and the rules that keep figures honest."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.incidents.assessment import (
    COUNTS,
    KPIS,
    SPANS,
    CaseFacts,
    Period,
    Rate,
    View,
    assess,
    compare,
    spread,
)
from feeds.model import Utc
from tests.house_rules import ROOT

NINE = 1_795_654_800.0
"""Monday 23 November 2026, nine o'clock in China."""
DAY = Period(Utc(NINE), Utc(NINE + 8 * 3600))


def hour(hours: float) -> Utc:
    """So many hours after nine."""
    return Utc(NINE + 3600 * hours)


def case(name: str, reported: float = 0.0, **more: Any) -> CaseFacts:
    """A case; what ends in ``_at`` is in hours after nine."""
    times = {key: None if value is None else hour(value) for key, value in more.items() if key[-3:] == "_at"}
    return CaseFacts(id=name, reported_at=hour(reported), **{**more, **times})


def closed(name: str, feedback: float, due: float, **more: Any) -> CaseFacts:
    """A case that went all the way: filed at once, dispatched half an hour later, closed half an hour after
    the feedback.
    """
    way = {"accepted_at": 0.05, "filed_at": 0.1, "dispatched_at": 0.5, "signed_at": 1.0}
    facts = {**way, "feedback_at": feedback, "closed_at": feedback + 0.5, "due_at": due, **more}
    return case(name, **facts)


TOWN = [
    closed("in time", 2.0, 4.0, source="12345", kind="matter", dispatches=1, satisfied=True, solved=True),
    closed("late", 5.0, 4.0, source="12345", kind="matter", dispatches=2, misdispatches=1, satisfied=False),
    closed("again", 3.0, 4.0, source="grid-worker", kind="component", dispatches=1, reworks=1),
    case("open", filed_at=0.2, due_at=6.0, source="grid-worker", kind="matter", extensions=1),
    case("not due", 7.5, accepted_at=7.9, filed_at=7.9, due_at=20.0, source="citizen"),
    case("hung up", filed_at=0.2, suspended=True, source="citizen"),
    case("void", source="citizen", void=True, closed_at=1.0, filed_at=0.1, due_at=2.0),
    case("merged", source="citizen", merged=True),
    closed("yesterday", 2.0, 4.0, reported=-20.0, source="12345", filed_at=-20.0, dispatched_at=-19.0),
    case("tomorrow", 9.0, source="12345"),
]


def test_the_counts() -> None:
    """Merged ones are nowhere; a void one is a report; yesterday's is due and closed today."""
    assert assess(TOWN, DAY).counts == {
        "reported": 7,
        "filed": 6,
        "due": 5,
        "closed": 4,
        "voided": 1,
        "suspended": 1,
    }


@pytest.mark.parametrize(
    ("name", "hits", "n"),
    [
        ("answered", 3, 7),
        ("filing", 6, 7),
        ("closing", 4, 5),
        ("on_time", 3, 5),
        ("rework", 1, 4),
        ("extension", 1, 6),
        ("done", 3, 6),
        ("satisfied", 1, 2),
        ("solved", 1, 1),
        ("dispatch", 3, 4),
    ],
)
def test_each_rate_by_hand(name: str, hits: int, n: int) -> None:
    """Numerator and denominator, not only their quotient."""
    assert assess(TOWN, DAY).rates[name] == Rate(hits, n)


def test_a_dispatch_that_came_back_counts_before_the_next_one() -> None:
    """Else accuracy would be best while most is wrong."""
    waiting = case("x", filed_at=1.0, dispatches=1, misdispatches=1)
    assert assess([waiting], DAY).rates["dispatch"] == Rate(0, 1)


def test_the_spans() -> None:
    """Response until signed; handling from dispatch to feedback; each with its n."""
    spans = assess(TOWN[:3], DAY).spans
    assert (spans["response"].n, spans["response"].p50_s) == (3, 3600)
    handling = spans["handling"]
    assert (handling.n, handling.p50_s, handling.p90_s) == (3, 2.5 * 3600, 4.5 * 3600)
    assert handling.mean_s == pytest.approx((1.5 + 2.5 + 4.5) / 3 * 3600)
    assert spans["whole"].p90_s == 5.5 * 3600


def test_sources_and_kinds() -> None:
    """Where reports come from, the most frequent first; what filed cases are."""
    found = assess(TOWN, DAY)
    assert list(found.sources.items()) == [("citizen", 3), ("12345", 2), ("grid-worker", 2)]
    assert found.kinds == {"matter": 3, "component": 1, "unknown": 2}


def test_a_deadline_in_the_future_is_not_due_yet() -> None:
    """Nor is a case late because the day is not over."""
    soon = Period(DAY.begin, hour(3.5))
    assert assess(TOWN, soon).rates["on_time"] == Rate(0, 0)
    assert assess(TOWN, soon).rates["on_time"].value is None


def test_a_close_after_the_period_does_not_change_its_figures() -> None:
    """What is said of a day stays said."""
    late = closed("x", 3.0, 4.0, closed_at=30.0)
    assert assess([late], DAY).rates["closing"] == Rate(0, 1)


def test_a_span_that_ends_before_it_begins_is_left_out() -> None:
    """A wrong clock must not shorten the mean."""
    assert assess([case("x", 2.0, signed_at=1.0)], DAY).spans["response"].n == 0


def many(street: str, count: int, late: int) -> list[CaseFacts]:
    """``count`` cases of a street, of which the first ``late`` were late."""
    return [
        closed(f"{street}-{n}", 5.0 if n < late else 2.0, 4.0, street=street, department="greening")
        for n in range(count)
    ]


def test_units_are_ranked_by_what_was_on_time_and_only_from_ten_cases_on() -> None:
    """Equals share a rank; the unranked stand last, with their figures."""
    cases = [*many("b", 10, 5), *many("a", 20, 10), *many("c", 12, 0), *many("few", 9, 0), case("nowhere")]
    units = compare(cases, DAY, View.STREET)
    assert [(unit.key, unit.rank) for unit in units] == [("c", 1), ("a", 2), ("b", 2), ("few", None)]
    assert units[-1].assessment.rates["on_time"] == Rate(9, 9)
    (department,) = compare(cases, DAY, View.DEPARTMENT)
    assert (department.key, department.rank) == ("greening", 1)


@pytest.mark.parametrize("view", View)
def test_every_view_is_a_field_of_the_facts(view: View) -> None:
    """A typing error would make an empty comparison."""
    assert view.value in CaseFacts.__struct_fields__


def test_every_figure_is_named_in_both_languages() -> None:
    """And every span has fields to measure."""
    assert all(kpi.zh and kpi.en for kpi in KPIS.values())
    assert all(zh and en for zh, en, _ in COUNTS.values())
    fields = set(CaseFacts.__struct_fields__)
    assert all(zh and en and {begin, end} <= fields for zh, en, begin, end in SPANS.values())


MAYBE = st.none() | st.floats(-10, 20)
CASES = st.lists(
    st.builds(
        case,
        st.uuids().map(str),
        st.floats(-10, 12),
        accepted_at=MAYBE,
        filed_at=MAYBE,
        dispatched_at=MAYBE,
        signed_at=MAYBE,
        feedback_at=MAYBE,
        closed_at=MAYBE,
        due_at=MAYBE,
        void=st.booleans(),
        merged=st.booleans(),
        reworks=st.integers(0, 2),
        extensions=st.integers(0, 2),
        satisfied=st.none() | st.booleans(),
        street=st.sampled_from(["a", "b", None]),
    ),
    max_size=30,
)


@settings(deadline=None)
@given(CASES)
def test_no_rate_is_above_one_and_units_add_up(cases: list[CaseFacts]) -> None:
    """Whatever the cases: the streets' hits and n together are those of all that lie in a street."""
    whole = assess([each for each in cases if each.street], DAY)
    parts = [unit.assessment for unit in compare(cases, DAY, View.STREET)]
    for name, rate in whole.rates.items():
        assert 0 <= rate.hits <= rate.n
        assert rate.hits == sum(part.rates[name].hits for part in parts)
        assert rate.n == sum(part.rates[name].n for part in parts)


@given(st.lists(st.integers(0, 100_000), min_size=1))
def test_percentiles_are_times_that_were_taken(seconds: list[int]) -> None:
    """At least half, and nine in ten, are no longer."""
    found = spread(seconds)
    assert found.p50_s in seconds and found.p90_s in seconds
    assert sum(each <= found.p50_s for each in seconds) >= len(seconds) * 0.5
    assert sum(each <= found.p90_s for each in seconds) >= len(seconds) * 0.9
    assert min(seconds) <= (found.mean_s or 0) <= max(seconds)


def test_nothing_has_no_mean() -> None:
    """Not nought seconds."""
    assert spread([]).mean_s is None and spread([]).n == 0


def test_every_figure_is_explained_on_the_page() -> None:
    """Under the name it has in the answer and its Chinese one."""
    page = (ROOT / "docs" / "assessment.md").read_text(encoding="utf-8")
    for name, kpi in KPIS.items():
        assert f"| `{name}` | {kpi.zh} |" in page
    assert all(f"`{name}`" in page for name in SPANS)
