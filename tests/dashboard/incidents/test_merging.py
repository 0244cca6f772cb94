"""Merging two reports of one matter and parting them again."""

import pytest

from dashboard.incidents import moves as do
from dashboard.incidents.casefile import case_of, with_case
from dashboard.incidents.commands import Body, RecordId
from dashboard.incidents.desk import Perform, decide
from dashboard.incidents.matters import KIND
from dashboard.incidents.merging import MERGED_MOST
from dashboard.incidents.refusals import Illegal
from tests.dashboard.incidents.cases import RULES, SAMPLES, after, another, handled, order, reported

BOOKS = ("revision", "told", "case")


def merged(record: Body, other: Body) -> tuple[Body, ...]:
    """Both records once ``record`` is followed under ``other``."""
    return decide(record, order(record, do.Merge(into=other["id"])), RULES, other)


def parted(record: Body, other: Body | None, out_of: str = "I-OTHER") -> tuple[Body, ...]:
    """Both records once that is undone."""
    return decide(record, order(record, do.Unmerge(out_of=out_of, reason="并错")), RULES, other)


def refused(record: Body, other: Body | None, into: str = "I-OTHER") -> str:
    """Why they cannot be merged."""
    with pytest.raises(Illegal) as refusal:
        decide(record, order(record, do.Merge(into=into)), RULES, other)
    return str(refusal.value)


def plain(body: Body) -> Body:
    """A record without its books."""
    return {name: value for name, value in body.items() if name not in BOOKS}


def test_a_merged_report_is_linked_both_ways_and_not_open() -> None:
    """It is not counted twice; the other one goes on as it was."""
    main = after(another(), do.Accept(), do.File(), SAMPLES[do.Dispatch])
    record, other = merged(reported(), main)
    assert (record["open"], record["status"], case_of(record).merged_into) == (False, "REPORTED", "I-OTHER")
    assert case_of(other).merged_from == (record["id"],) and other["revision"] == main["revision"] + 1
    assert plain(other) == plain(main)


def test_parting_restores_both() -> None:
    """Round trip: everything but the books is as before, also after other reports joined."""
    first, second = reported(external_id="B-1"), reported(external_id="B-2")
    one, main = merged(first, another())
    two, main = merged(second, main)
    back, main = parted(one, main)
    assert plain(back) == plain(first) and case_of(back).merged_into is None and back["open"]
    assert case_of(main).merged_from == (two["id"],)
    again, main = parted(two, main)
    assert plain(again) == plain(second) and plain(main) == plain(another())
    assert case_of(main).merged_from == ()


def test_parting_works_when_the_other_is_gone() -> None:
    """A record that was tidied away must not keep another one out of sight for ever."""
    record, _ = merged(reported(), another())
    (back,) = parted(record, None)
    assert back["open"] and case_of(back).merged_into is None


def test_parting_names_the_right_one() -> None:
    """Undoing a merge that is not there changes nothing."""
    record, main = merged(reported(), another())
    with pytest.raises(Illegal, match="not merged into 'I-X'"):
        parted(record, None, out_of="I-X")
    with pytest.raises(Illegal, match="not merged into 'I-OTHER'"):
        parted(reported(), main)


def test_what_cannot_be_merged() -> None:
    """Itself, nothing, a chain, what is over, the simulated with the real, too many."""
    record = reported()
    assert "itself" in refused(record, record, into=record["id"])
    assert "no incident 'I-OTHER'" in refused(record, None)
    child, main = merged(reported(external_id="B-1"), another())
    assert "undo those merges first" in refused(main, another("I-THIRD"), into="I-THIRD")
    assert "into that one" in refused(record, child, into=child["id"])
    assert "is over (Not filed)" in refused(record, after(another(), do.Void(reason="误")))
    assert "not merged" in refused(record, another(provenance="simulated"))
    full = case_of(main).__class__(merged_from=tuple(f"I-{n}" for n in range(MERGED_MOST)))
    assert f"has {MERGED_MOST} reports" in refused(record, with_case(another(), full))


def test_a_dispatched_case_is_not_merged_away() -> None:
    """A department is at work on it; others may be merged into it."""
    assert "in state 'In progress': nobody can" in refused(handled(), another())


def test_a_merged_report_takes_remarks_only() -> None:
    """Whatever else is meant belongs to the one it is followed under."""
    record, _ = merged(reported(), another())
    assert after(record, do.Annotate(text="同一处"))["revision"] == record["revision"] + 1
    for command in (do.Accept(), SAMPLES[do.SetUrgency], do.Void(reason="误")):
        with pytest.raises(Illegal, match="followed under I-OTHER"):
            decide(record, order(record, command), RULES)
    assert "followed under" in refused(record, another("I-THIRD"), into="I-THIRD")


def test_the_store_is_asked_for_both_records() -> None:
    """One transaction sees and writes both, so neither link can be there without the other."""
    record, main = reported(), another()
    asked = Perform(order(record, do.Merge(into="I-OTHER")), RULES)
    assert asked.reads == (RecordId(KIND, record["id"]), RecordId(KIND, "I-OTHER"))
    seen = {RecordId(KIND, body["id"]): body for body in (record, main)}
    assert {write.record for write in asked.apply(seen).writes} == set(seen)
    assert Perform(order(record, do.Accept()), RULES).reads == (RecordId(KIND, record["id"]),)
