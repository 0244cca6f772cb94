"""A whistle's whole life, its clocks, its two chiefs and its two leaders, and what it is tied to."""

from typing import Any
from uuid import UUID

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.incidents import whistle_moves as do
from dashboard.incidents.commands import RecordId
from dashboard.incidents.departments import department
from dashboard.incidents.errors import Refused
from dashboard.incidents.reader import Reader
from dashboard.incidents.refusals import ChangedMeanwhile, Illegal
from dashboard.incidents.states import Role
from dashboard.incidents.store import Store
from dashboard.incidents.whistle import KIND, Grade, Outcome, Party, SummonsState, WhistleState
from dashboard.incidents.whistle_desk import Whistling, decide
from dashboard.incidents.whistle_record import Whistle, from_body, to_body
from feeds.model import Utc
from tests.dashboard.incidents.local_time import at, told
from tests.dashboard.incidents.whistles import (
    INCIDENT,
    MONDAY,
    SAMPLES,
    WHISTLE,
    approved,
    blown,
    drafted,
    obeyed,
    order,
)

LEAD, DESK, DIRECTOR = Role.SHIFT_LEAD, Role.DISPATCHER, Role.STREET_DIRECTOR


def due(ms: int | None) -> str | None:
    """A due time of a record as local time."""
    return told(None if ms is None else ms / 1000)


def test_an_ordinary_whistle_from_draft_to_close() -> None:
    """Two departments come, answer and are scored; the last score scores the whistle."""
    whistle = blown()
    assert [each.unit for each in whistle.summons] == ["ecology-environment", "market-supervision"]
    for number, unit in ((1, "ecology-environment"), (2, "market-supervision")):
        steps = (
            do.Sign(summons=number),
            do.Contact(summons=number, spoke_with="街道李主任"),
            do.ReportIn(summons=number, attendee="赵", lat=32.0205, lon=118.7755),
            do.Answer(summons=number, spoke_with="店主", measure="加装净化器"),
        )
        for step in steps:
            whistle = obeyed(whistle, step, Role.DEPARTMENT, unit=unit)
        if number == 1:
            whistle = obeyed(whistle, do.Convene(), DESK)
    whistle = obeyed(whistle, do.Resolve(outcome=Outcome.SOLVED, result="已整改"), LEAD)
    whistle = obeyed(whistle, do.ScoreDepartment(summons=1, points=95), LEAD)
    assert whistle.status is WhistleState.RESOLVED
    whistle = obeyed(whistle, do.ScoreDepartment(summons=2, points=80, remark="迟到"), LEAD)
    assert whistle.status is WhistleState.SCORED
    body = to_body(obeyed(whistle, do.Close(), LEAD))
    assert (body["status_zh"], body["open"], body["outcome_zh"]) == ("已销号", False, "彻底解决")
    assert [each["status_zh"] for each in body["summons"]] == ["已评价", "已评价"]
    assert body["summons"][0]["check_in"]["distance_m"] == 94


@pytest.mark.parametrize(
    ("grade", "blown_at", "sign", "contact", "report"),
    [
        (
            Grade.ORDINARY,
            "2026-11-20 17:00",
            "2026-11-20 18:00:00",
            "2026-11-21 17:00:00",
            "2026-11-25 17:30:00",
        ),
        (
            Grade.ORDINARY,
            "2026-02-14 09:00",
            "2026-02-14 10:00:00",
            "2026-02-15 09:00:00",
            "2026-02-26 17:30:00",
        ),
        (Grade.EMERGENCY, "2026-02-17 02:00", "2026-02-17 02:05:00", None, "2026-02-17 02:30:00"),
        (Grade.KEY, "2026-09-30 10:00", "2026-09-30 11:00:00", "2026-10-01 10:00:00", "2026-10-13 17:30:00"),
    ],
)
def test_the_limits_of_each_type(
    grade: Grade, blown_at: str, sign: str, contact: str | None, report: str
) -> None:
    """Hours of the day for signing and talking, the department's working days for coming."""
    summons = blown(grade, at(blown_at)).summons[0]
    assert due(summons.sign_due_ms) == sign
    assert due(summons.contact_due_ms) == contact
    assert due(summons.report_due_ms) == report and summons.certain


def test_an_unknown_year_is_admitted_in_the_record() -> None:
    """Five working days over a new year that nobody has decreed."""
    assert not blown(Grade.KEY, at("2198-12-28 10:00")).summons[0].certain


def test_a_key_whistle_calls_two_leaders_and_needs_two_chiefs() -> None:
    """双报到; and neither chief can sign twice, nor one person for both."""
    draft = drafted(Grade.KEY)
    once = obeyed(draft, do.Approve(), Role.PARTY_SECRETARY, actor="chen")
    assert once.status is WhistleState.DRAFT
    for role, actor in ((Role.PARTY_SECRETARY, "zhou"), (DIRECTOR, "chen")):
        with pytest.raises(Illegal, match="another leader's is missing"):
            obeyed(once, do.Approve(), role, actor=actor)
    whistle = obeyed(obeyed(once, do.Approve(), DIRECTOR, actor="zhou"), do.Blow(), LEAD)
    leaders = [each for each in whistle.summons if each.party is Party.LEADER]
    assert [(each.number, each.unit_zh) for each in leaders] == [(3, "挂包街道领导"), (4, "分管领导")]
    assert leaders[0].contact_due_ms is None
    signed = obeyed(whistle, do.Sign(summons=3), LEAD)
    assert obeyed(signed, do.ReportIn(summons=3, attendee="区领导"), LEAD).summons[2].check_in
    with pytest.raises(Illegal):
        obeyed(whistle, do.Sign(summons=3), Role.DEPARTMENT, unit="patron-office")


def test_a_revised_draft_is_signed_again() -> None:
    """A signature is under the words that were there."""
    signed = obeyed(drafted(Grade.KEY), do.Approve(), Role.PARTY_SECRETARY)
    revised = obeyed(signed, do.Revise(reason="另有原因", departments=("police",)), LEAD)
    assert revised.approvals == () and revised.departments == ("police",) and revised.title == signed.title


def test_the_english_of_words_that_changed_is_gone_unless_it_is_given_anew() -> None:
    """It would say what the draft does not say any more."""
    draft = msgspec.structs.replace(
        drafted(), title_en="Night market fumes", place="夜市口", place_en="Market gate"
    )
    kept = obeyed(draft, do.Revise(reason="另有原因", title=draft.title), LEAD)
    assert (kept.title_en, kept.place_en) == ("Night market fumes", "Market gate")
    lost = obeyed(draft, do.Revise(title="夜市噪声"), LEAD)
    assert (lost.title_en, lost.place_en) == (None, "Market gate")
    anew = obeyed(draft, do.Revise(title="夜市噪声", title_en="Night market noise", place="东门"), LEAD)
    assert (anew.title_en, anew.place_en) == ("Night market noise", None)


def test_an_escalated_whistle_goes_on_meanwhile_and_calls_the_leaders() -> None:
    """The departments' limits stay what they were told."""
    whistle = obeyed(blown(), do.Escalate(reason="意见不一"), LEAD)
    whistle = obeyed(whistle, do.Sign(summons=1), Role.DEPARTMENT, unit="ecology-environment")
    whistle = obeyed(whistle, do.Approve(), Role.PARTY_SECRETARY, actor="chen")
    assert whistle.status is WhistleState.ESCALATED
    before = whistle.summons
    whistle = obeyed(whistle, do.Approve(), DIRECTOR, actor="zhou", at=Utc(MONDAY + 3600))
    assert (whistle.status, whistle.grade, whistle.approvals) == (WhistleState.BLOWN, Grade.KEY, ())
    assert whistle.summons[:2] == before and len(whistle.summons) == 4
    assert whistle.escalated_at_ms == round(MONDAY * 1000) + 3_600_000
    with pytest.raises(Illegal, match="key whistle already"):
        obeyed(whistle, do.Escalate(reason="再升"), LEAD)


def test_a_suspension_gives_the_time_back() -> None:
    """Two working days hung up before the report was due: it is due two working days later."""
    whistle = blown()
    assert due(whistle.summons[0].report_due_ms) == "2026-11-26 17:30:00"
    held = obeyed(whistle, SAMPLES[do.Suspend], LEAD, at=at("2026-11-24 10:00"))
    whistle = obeyed(held, do.Resume(), LEAD, at=at("2026-11-26 10:00"))
    assert due(whistle.summons[0].report_due_ms) == "2026-11-30 17:30:00"
    assert due(whistle.summons[0].sign_due_ms) == "2026-11-23 11:00:00"  # had run out before
    assert whistle.status is WhistleState.BLOWN and whistle.holds[0].end_ms is not None


def test_a_review_in_the_past_is_no_suspension() -> None:
    """Somebody must look again."""
    with pytest.raises(Illegal, match="future"):
        obeyed(blown(), SAMPLES[do.Suspend], LEAD, at=at("2028-01-01"))


def test_a_declined_summons_is_rerouted_once_or_insisted_on() -> None:
    """With the reason kept, and new clocks for whoever is called now."""
    no = do.Decline(summons=1, reason="不属职责")
    declined = obeyed(blown(), no, Role.DEPARTMENT, unit="ecology-environment")
    later = at("2026-11-24 10:00")
    moved = obeyed(declined, do.Reroute(summons=1, department="urban-management"), DESK, at=later)
    third = moved.summons[2]
    assert (third.unit, third.rerouted_from, third.called_at_ms) == ("urban-management", 1, later * 1000)
    assert moved.summons[0].declined_reason == "不属职责"
    with pytest.raises(Illegal, match="already called in its place"):
        obeyed(moved, do.Reroute(summons=1, department="police"), DESK)
    with pytest.raises(Illegal, match="already called in its place"):
        obeyed(moved, do.Insist(summons=1, reason="属职责"), LEAD)
    again = obeyed(declined, do.Insist(summons=1, reason="属职责"), LEAD, at=later).summons[0]
    assert (again.status, again.declined_reason) == (SummonsState.CALLED, None)
    assert due(again.sign_due_ms) == "2026-11-24 11:00:00"


def test_nobody_is_called_twice_and_nobody_unknown() -> None:
    """Neither at the draft nor later."""
    twice = drafted(departments=("police", "police"))
    called = obeyed(obeyed(twice, do.Approve(), DIRECTOR), do.Blow(), LEAD)
    assert len(called.summons) == 1
    with pytest.raises(Illegal, match="already"):
        obeyed(called, do.Call(department="police"), LEAD)
    declined = obeyed(called, do.Decline(summons=1, reason="不属"), Role.DEPARTMENT, unit="police")
    with pytest.raises(Illegal, match="already"):
        obeyed(obeyed(declined, do.Call(department="police"), LEAD), do.Insist(summons=1, reason="属"), LEAD)
    with pytest.raises(Refused, match="no department"):
        obeyed(called, do.Call(department="x"), LEAD)
    with pytest.raises(Refused, match="no department"):
        drafted(departments=("nobody",))


def test_nobody_confers_alone_and_nothing_is_resolved_unanswered() -> None:
    """Somebody must have come; whoever came must have answered; whoever never came holds nothing up."""
    whistle = blown()
    with pytest.raises(Illegal, match="nobody has reported in"):
        obeyed(whistle, do.Convene(), LEAD)
    whistle = obeyed(obeyed(whistle, do.Sign(summons=1), LEAD), SAMPLES[do.ReportIn], LEAD)
    whistle = obeyed(whistle, do.Convene(), LEAD)
    with pytest.raises(Illegal, match="Ecology and Environment Bureau"):
        obeyed(whistle, SAMPLES[do.Resolve], LEAD)
    whistle = obeyed(obeyed(whistle, SAMPLES[do.Answer], LEAD), SAMPLES[do.Resolve], LEAD)
    back = obeyed(whistle, do.Rework(reason="仍有油烟"), LEAD)
    assert back.summons[0].status is SummonsState.REPORTED_IN and back.outcome is None and back.reworks == 1
    absent = obeyed(whistle, do.ScoreDepartment(summons=2, points=0), LEAD)
    assert absent.summons[1].status is SummonsState.SCORED


def test_leaders_are_not_scored() -> None:
    """The street judges departments."""
    whistle = msgspec.structs.replace(blown(Grade.KEY), status=WhistleState.RESOLVED)
    with pytest.raises(Illegal, match="leaders are not scored"):
        obeyed(whistle, do.ScoreDepartment(summons=3, points=50), LEAD)


def test_a_stale_order_is_refused() -> None:
    """Nothing is overwritten that the officer has not seen."""
    whistle = approved()
    records = {RecordId(KIND, whistle.id): to_body(whistle)}
    with pytest.raises(ChangedMeanwhile, match="you saw revision 1"):
        decide(records, order(do.Blow(), LEAD, 1), department)


def test_orders_without_a_whistle_and_drafts_with_one_are_refused() -> None:
    """Only a draft makes one."""
    with pytest.raises(Illegal, match="no whistle"):
        obeyed(None, do.Blow(), LEAD)
    with pytest.raises(Illegal, match="'Draft' to a whistle in state 'Draft': nobody can"):
        obeyed(drafted(), SAMPLES[do.Draft], LEAD)


def test_what_a_whistle_is_tied_to_exists_and_is_of_the_same_world() -> None:
    """Incidents and earlier whistles; a repeat names the whistle it repeats."""
    first = drafted(incidents=("I-1",))
    earlier = msgspec.structs.replace(first, id="W-EARLIER")
    seen: dict[RecordId, Any] = {**INCIDENT, RecordId(KIND, "W-EARLIER"): to_body(earlier)}
    linked = obeyed(first, do.Link(incidents=("I-1",), repeats=("W-EARLIER",)), LEAD, seen)
    assert (linked.incidents, linked.repeats) == (("I-1",), ("W-EARLIER",))
    with pytest.raises(Illegal, match="no incident 'I-2'"):
        obeyed(first, do.Link(incidents=("I-2",)), LEAD)
    with pytest.raises(Illegal, match="does not repeat itself"):
        obeyed(first, do.Link(repeats=(first.id,)), LEAD)
    simulated = {RecordId("incident", "I-1"): {"id": "I-1", "provenance": "simulated"}}
    with pytest.raises(Illegal, match="simulated"):
        obeyed(None, msgspec.structs.replace(SAMPLES[do.Draft], incidents=("I-1",)), LEAD, simulated)


def test_time_never_runs_backwards_in_a_whistle() -> None:
    """A server's clock was set back by an hour."""
    whistle = blown()
    signed = obeyed(whistle, do.Sign(summons=1), LEAD, at=Utc(MONDAY - 3600))
    assert signed.summons[0].signed_at_ms == whistle.last.at_ms


def test_the_record_survives_json_and_ignores_the_names_added_to_it() -> None:
    """What is stored is what is read back."""
    whistle = blown(Grade.KEY)
    assert from_body(msgspec.json.decode(msgspec.json.encode(to_body(whistle)))) == whistle
    assert to_body(whistle)["grade_zh"] == "攻坚哨" and to_body(whistle)["outcome_zh"] is None


def test_the_store_is_shown_what_the_order_needs() -> None:
    """The whistle and its ties, each once; the answer is short."""
    draft = msgspec.structs.replace(SAMPLES[do.Draft], incidents=("I-1", "I-1"))
    command = Whistling(order(draft, LEAD), department)
    assert command.reads == (RecordId(KIND, WHISTLE), RecordId("incident", "I-1"))
    assert (command.actor, command.at, command.key.source) == ("li", MONDAY, "desk|li")
    decision = command.apply(INCIDENT)
    assert [write.record for write in decision.writes] == [
        RecordId(KIND, WHISTLE),
        RecordId("incident", "I-1"),
    ]
    assert decision.answer["status"] == "DRAFT" and decision.answer["open"] is True


def test_a_whistle_is_kept_by_the_store_and_blown_once(store: Store, reader: Reader) -> None:
    """A click that is sent twice makes one whistle; what comes back from disk can be signed."""
    draft = order(SAMPLES[do.Draft], LEAD)
    first, again = (store.commit(Whistling(draft, department)) for _ in range(2))
    assert again.repeated and again.answer == first.answer
    sign = order(do.Approve(), DIRECTOR, 1, id=UUID(int=8), actor="zhou")
    assert store.commit(Whistling(sign, department)).answer["status_zh"] == "已签发"
    kept = reader.record(RecordId(KIND, WHISTLE))
    assert kept is not None and from_body(kept).approvals[0].by == "zhou" and reader.head() == 2


STEPS = st.lists(
    st.tuples(
        st.integers(0, 1000),  # which of the commands that somebody may give
        st.none() | st.sampled_from(Role),  # None: somebody who may
        st.sampled_from(["li", "chen"]),
        st.integers(0, 90_000),
    ),
    max_size=40,
)


def possible(whistle: Whistle) -> list[tuple[do.WhistleCommand, Role]]:
    """Every command the tables let somebody give now, and who."""
    own = [
        (SAMPLES[command], move.by[-1])
        for (state, command), move in do.TRANSITIONS.items()
        if state is whistle.status
    ]
    theirs = [
        (msgspec.structs.replace(SAMPLES[command], summons=each.number), move.by[-1])
        for each in whistle.summons
        for (state, command), move in do.SUMMONS.items()
        if state is each.status and whistle.status in move.during
    ]
    return own + theirs


@settings(deadline=None)
@given(STEPS, st.sampled_from(Grade))
def test_whatever_is_ordered_a_whistle_stays_sound(steps: list[tuple[Any, ...]], grade: Grade) -> None:
    """Random orders by random people: each obeyed or refused, and what is kept never contradicts itself."""
    whistle, now = blown(grade), MONDAY
    for index, role, actor, pause in steps:
        now = Utc(now + pause)
        choices = possible(whistle)
        command, somebody = choices[index % len(choices)]
        unit = next((s.unit for s in whistle.summons if s.number == getattr(command, "summons", 0)), None)
        try:
            whistle = obeyed(whistle, command, role or somebody, actor=actor, unit=unit, at=now)
        except Refused:
            continue
        sound(whistle)


def sound(whistle: Whistle) -> None:
    """What must hold of every whistle."""
    assert to_body(from_body(to_body(whistle))) == to_body(whistle)
    assert [each.number for each in whistle.summons] == list(range(1, len(whistle.summons) + 1))
    assert bool(whistle.summons) == (whistle.blown_at_ms is not None)
    open_holds = [hold for hold in whistle.holds if hold.end_ms is None]
    assert len(open_holds) == (whistle.status is WhistleState.SUSPENDED)
    assert (whistle.back_to is not None) == (
        whistle.status in (WhistleState.SUSPENDED, WhistleState.ESCALATED)
    )
    leaders = [each for each in whistle.summons if each.party is Party.LEADER]
    assert len(leaders) == (2 if whistle.grade is Grade.KEY and whistle.summons else 0)
    assert whistle.status is not WhistleState.CLOSED or whistle.outcome is not None
    units = [each.unit for each in whistle.active()]
    assert len(units) == len(set(units))
    for each in whistle.summons:
        assert each.sign_due_ms > each.called_at_ms and each.report_due_ms > each.called_at_ms
        assert (each.status is SummonsState.SCORED) == (each.score is not None)
        assert each.check_in is None or each.signed_at_ms is not None
