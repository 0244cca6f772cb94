"""The desk's decisions: what they need, what they record, what they refuse; as values and through a store."""

from typing import Any
from uuid import UUID

import msgspec
import pytest

from dashboard.incidents import moves as do
from dashboard.incidents.casefile import case_of
from dashboard.incidents.commands import Body, RecordId
from dashboard.incidents.desk import Perform, decide, legal_commands
from dashboard.incidents.effects import EXTENSIONS_MOST
from dashboard.incidents.errors import Refused
from dashboard.incidents.matters import KIND, Tell, Telling, fold
from dashboard.incidents.move_wire import read_command
from dashboard.incidents.reader import Reader
from dashboard.incidents.refusals import ChangedMeanwhile, Illegal
from dashboard.incidents.scales import EventGrade, Urgency
from dashboard.incidents.sla import working_days, working_hours
from dashboard.incidents.states import Role, State
from dashboard.incidents.store import Store
from feeds.model import Utc
from tests.dashboard.incidents.cases import (
    BRIDGE,
    NOW_MS,
    RULES,
    SAMPLES,
    TUESDAY_NINE,
    after,
    handled,
    order,
    ready,
    reported,
)

HOUR = 3600.0


def refused(record: Body, command: do.DeskCommand, role: Role | None = None, **envelope: Any) -> str:
    """The English sentence with which an order is refused."""
    with pytest.raises(Refused) as refusal:
        decide(record, order(record, command, role, **envelope), RULES)
    return str(refusal.value)


# The way through


def test_a_case_goes_from_report_to_call_back() -> None:
    """Each step leads to its state, is counted as a revision and says who took it."""
    way: dict[type[do.DeskCommand], str] = {
        do.Accept: "ACCEPTED",
        do.File: "FILED",
        do.Dispatch: "DISPATCHED",
        do.Sign: "SIGNED",
        do.Start: "HANDLING",
        do.GiveFeedback: "FEEDBACK",
        do.AskCheck: "CHECKING",
        do.ReportCheck: "CHECKING",
        do.Close: "CLOSED",
        do.CallBack: "CLOSED",
    }
    record = reported()
    for revision, (kind, status) in enumerate(way.items(), start=2):
        record = after(record, SAMPLES[kind])
        assert (record["status"], record["revision"]) == (status, revision)
        assert record["case"]["last"]["do"] == kind.__struct_config__.tag
    assert not record["open"] and record["closed_at_ms"] == NOW_MS
    assert set(case_of(record).entered) == set(way.values())
    assert case_of(record).satisfaction is do.Satisfaction.SATISFIED


def test_every_command_comes_from_json() -> None:
    """The record after a command sent over HTTP is the record after the same command made in Python."""
    wire = {"do": "dispatch", "department": "greening", "term": {"clock": "working_hour", "count": 240}}
    filed = after(reported(), do.Accept(), do.File())
    same = do.Dispatch(department="greening", term=working_hours(4))
    assert after(filed, read_command(wire)) == after(filed, same)


@pytest.mark.parametrize("source", ["events|12345", "events|urn:wanglou:sim:citizen", "events|ai", "x"])
def test_a_report_from_outside_is_verified_first(source: str) -> None:
    """Only a worker's, the district's and our own are taken in at once; the shift lead can say why not."""
    record = reported(source)
    assert "no worker has found it true" in refused(record, do.Accept())
    assert "no worker" in refused(record, do.Accept(unverified_reason="急"), Role.INTAKE_AGENT)
    lead = order(record, do.Accept(unverified_reason="燃气泄漏，不能等"), Role.SHIFT_LEAD)
    assert decide(record, lead, RULES)[0]["status"] == "ACCEPTED"
    asked = after(record, do.AskVerification(worker="QH-0421"))
    assert "no worker" in refused(asked, do.Accept())
    assert after(asked, do.ReportVerification(found=True), do.Accept())["status"] == "ACCEPTED"
    unfounded = after(asked, do.ReportVerification(found=False))
    assert "no worker" in refused(unfounded, do.Accept())
    assert after(unfounded, do.Void(reason="查无此事"))["status"] == "VOID"


@pytest.mark.parametrize("source", ["events|urn:wanglou:sim:grid-worker", "events|district", "desk"])
def test_a_workers_own_report_skips_verification(source: str) -> None:
    """Somebody of ours has seen it already."""
    assert after(reported(source), do.Accept())["status"] == "ACCEPTED"


def test_filing_needs_a_category_and_a_grid_and_fixes_both() -> None:
    """From then on the sender's word on category, place and urgency is noted, not followed."""
    nowhere = after(reported(spot=None, category="ZZ-9"), do.Accept())
    assert "'ZZ-9'" in refused(nowhere, do.File())
    assert "no grid" in refused(nowhere, do.File(category="06010"))
    placed = after(nowhere, do.SetPlace(lat=32.02, lon=118.77))
    filed = after(placed, do.File(category="06010"))
    assert (filed["category_zh"], filed["grid"], filed["status"]) == ("暴露垃圾", BRIDGE.grid, "FILED")
    later = Telling(
        source="events|district",
        external_id="A-17",
        revision=9,
        received_at=TUESDAY_NINE,
        provenance="real",
        category="06012",
        state=State.CLOSED,
        title="桥下有很多垃圾",
    )
    told = fold(filed, later)
    assert (told["category"], told["status"], told["open"]) == ("06010", "FILED", True)
    assert told["told"]["category"] == {"category": "06012"}
    assert told["told"]["status"]["status"] == "CLOSED" and told["title"] == "桥下有很多垃圾"


def test_until_an_officer_acts_the_sender_moves_its_incident() -> None:
    """A remark does not take it over; the first order does."""
    telling = Telling(
        source="events|district",
        external_id="A-17",
        revision=9,
        received_at=TUESDAY_NINE,
        provenance="real",
        state=State.HANDLING,
    )
    remarked = after(reported(), do.Annotate(text="已看到"))
    assert fold(remarked, telling)["status"] == "HANDLING"
    assert fold(after(remarked, do.Assign(worker="QH-0007")), telling)["status"] == "REPORTED"


def test_a_check_that_disagrees_goes_back_and_one_that_agrees_closes() -> None:
    """Neither without a check, neither against it."""
    checking = after(handled(), SAMPLES[do.GiveFeedback], do.AskCheck())
    assert "agreed" in refused(checking, do.Close())
    assert "disagreed" in refused(checking, do.Rework(reason="脏"))
    bad = after(checking, do.ReportCheck(agrees=False))
    assert "agreed" in refused(bad, do.Close())
    again = after(bad, do.Rework(reason="仍有垃圾"))
    assert (again["status"], case_of(again).reworks) == ("HANDLING", 1)
    assert "FEEDBACK" not in case_of(again).entered, "the way that led here has no feedback any more"
    good = after(again, SAMPLES[do.GiveFeedback], do.AskCheck(), do.ReportCheck(agrees=True))
    assert "disagreed" in refused(good, do.Rework(reason="脏"))
    assert after(good, do.Close())["status"] == "CLOSED"


# Beside the way


def test_only_a_misdispatch_is_returned_on_the_spot() -> None:
    """Everything else names who approved it in writing; both clear the department and its clock."""
    other = do.Return(ground=do.ReturnGround.OTHER, reason="力量不足")
    assert "approver" in refused(handled(), other)
    for command, misdispatches in (
        (SAMPLES[do.Return], 1),
        (msgspec.structs.replace(other, approver="李"), 0),
    ):
        case = case_of(after(handled(), command))
        assert (case.department, case.clock, case.returns) == (None, None, 1)
        assert (case.dispatches, case.misdispatches) == (1, misdispatches)


def test_a_second_extension_and_engineering_need_higher_approval() -> None:
    """The first ordinary one is the shift lead's alone; a new dispatch starts counting anew."""
    extend = do.Extend(term=working_hours(2), reason="下雨")
    assert "approver" in refused(handled(), msgspec.structs.replace(extend, engineering=True))
    once = after(handled(), extend)
    assert "approver" in refused(once, extend)
    assert case_of(after(once, msgspec.structs.replace(extend, approver="李"))).extensions == 2
    again = after(once, SAMPLES[do.Return], SAMPLES[do.Dispatch])
    assert case_of(after(again, extend)).extensions == 2


def test_extensions_come_to_an_end() -> None:
    """A dispatch takes so many; then the case is suspended or returned. A new dispatch counts anew."""
    extend = do.Extend(term=working_hours(2), reason="下雨", approver="李")
    often = after(handled(), *[extend] * EXTENSIONS_MOST)
    assert case_of(often).extensions == EXTENSIONS_MOST
    assert f"extended {EXTENSIONS_MOST} times" in refused(often, extend)
    again = after(often, SAMPLES[do.Return], SAMPLES[do.Dispatch], extend)
    assert case_of(again).extensions == EXTENSIONS_MOST + 1


def test_a_request_waits_for_the_shift_lead() -> None:
    """Granting answers it, declining answers it, and there is nothing to decline without one."""
    asking = after(handled(), do.Ask(what=do.Asking.EXTEND, reason="下雨"))
    request = case_of(asking).asked
    assert request is not None and (request.what, request.by) == (do.Asking.EXTEND, "officer:department")
    for answer in (do.Decline, do.Extend, do.Return, do.Suspend):
        assert case_of(after(asking, SAMPLES[answer])).asked is None
    assert "nothing" in refused(handled(), do.Decline(reason="无"))


def test_while_suspended_the_clock_stands_still_and_nothing_moves_on() -> None:
    """What was left when it was hung up is left when it is taken down."""
    before = handled()
    hung = after(before, SAMPLES[do.Suspend], at=TUESDAY_NINE + HOUR)
    clock = case_of(hung).clock
    assert clock is not None and clock.stopped_at_ms == NOW_MS + 3_600_000
    assert "resume it before 'Give feedback'" in refused(hung, SAMPLES[do.GiveFeedback])
    assert "already" in refused(hung, SAMPLES[do.Suspend])
    assert "clock does not run" in refused(hung, SAMPLES[do.Extend])
    assert after(hung, SAMPLES[do.Urge])["case"]["urged"] == 1
    taken = case_of(after(hung, do.Resume(), at=TUESDAY_NINE + 2 * HOUR))
    had = case_of(before).clock
    assert taken.clock is not None and had is not None and taken.suspended is None
    assert taken.clock.due_at_ms == had.due_at_ms + 3_600_000
    assert "not suspended" in refused(before, do.Resume())


def test_a_day_to_look_again_lies_ahead() -> None:
    """A suspension nobody would ever review is refused."""
    past = msgspec.structs.replace(SAMPLES[do.Suspend], review_at_ms=NOW_MS)
    assert "future" in refused(handled(), past)


def test_grades_one_and_two_are_proposals_until_confirmed() -> None:
    """The record says who of the district confirmed; grade, warning level and urgency are three fields."""
    proposed = after(handled(), do.SetGrade(grade=EventGrade.II), SAMPLES[do.SetWarning])
    case = case_of(proposed)
    assert (case.event_grade, case.grade_confirmed_by) == (EventGrade.II, None)
    assert (case.warning_level, proposed["urgency"]) == ("blue", "urgent")
    confirmed = after(proposed, do.SetGrade(grade=EventGrade.II, confirmed_by="区应急局 王"))
    assert case_of(confirmed).grade_confirmed_by == "区应急局 王"
    assert case_of(after(confirmed, do.SetGrade(grade=None))).event_grade is None


def test_reopening_forgets_department_clock_and_check() -> None:
    """It is filed again, to be dispatched again; what is void is registered again."""
    closed = after(
        handled(), *(SAMPLES[kind] for kind in (do.GiveFeedback, do.AskCheck, do.ReportCheck, do.Close))
    )
    again = after(closed, SAMPLES[do.CallBack], do.Reopen(reason="未解决"))
    case = case_of(again)
    assert (again["status"], again["open"], again["closed_at_ms"]) == ("FILED", True, None)
    assert (case.clock, case.checked, case.satisfaction, case.reopenings) == (None, None, None, 1)
    void = after(reported(), do.Void(reason="误"))
    assert after(void, do.Reopen(reason="误判"))["status"] == "ACCEPTED"


def test_a_department_acts_on_its_own_cases_only() -> None:
    """Another department, or somebody of none, is told whose case it is."""
    dispatched = after(reported(), do.Accept(), do.File(), SAMPLES[do.Dispatch])
    assert "with greening, not with police" in refused(dispatched, do.Sign(), unit="police")
    assert "not with your department" in refused(dispatched, do.Sign(), unit=None)


def test_a_department_that_does_not_exist_gets_nothing() -> None:
    """Whoever keeps the departments refuses, and the desk passes that on."""
    filed = after(reported(), do.Accept(), do.File())
    assert "no department" in refused(filed, do.Dispatch(department="moon", term=working_days(1)))


# Revisions


def test_the_second_of_two_officers_is_refused_and_nothing_is_overwritten() -> None:
    """Both saw revision 1; the first wins whatever the second wanted."""
    seen = reported()
    first = after(seen, do.SetUrgency(urgency=Urgency.CRITICAL))
    with pytest.raises(ChangedMeanwhile) as refusal:
        decide(first, order(seen, do.SetUrgency(urgency=Urgency.NORMAL)), RULES)
    exc = refusal.value
    assert (exc.expected, exc.revision, exc.record["urgency"]) == (1, 2, "critical")
    assert "revision 1" in str(exc) and "第 2 版" in exc.zh


def test_a_senders_news_is_a_revision_and_bookkeeping_is_not() -> None:
    """An officer decides on what was told; a telling that changes nothing one could see disturbs nobody."""
    before = reported()
    record = RecordId(KIND, before["id"])

    def told(revision: int, **said: Any) -> Body:
        telling = Telling(
            source="events|district",
            external_id="A-17",
            revision=revision,
            received_at=TUESDAY_NINE,
            provenance="real",
            **said,
        )
        return Tell(telling, "source:events").apply({record: before}).writes[0].body or {}

    assert told(2, title="桥下垃圾很多")["revision"] == 2
    assert told(2, title="桥下垃圾")["revision"] == 1


def test_time_never_runs_backwards_in_a_case() -> None:
    """A server whose clock was set back between two orders records the later moment again."""
    record = after(reported(), do.Accept())
    later = after(record, do.File(), at=TUESDAY_NINE - 600)
    assert case_of(later).entered["FILED"] == NOW_MS


def test_an_order_survives_json_and_does_not_alias_its_record() -> None:
    """What the store reads back is what was decided, and the record given stays as it was."""
    before = handled()
    kept = msgspec.json.encode(before)
    now = after(before, SAMPLES[do.Suspend])
    assert msgspec.json.decode(msgspec.json.encode(now)) == now
    assert msgspec.json.encode(before) == kept


@pytest.mark.parametrize("state", State)
def test_buttons_are_what_the_table_allows(state: State) -> None:
    """Every button works in a record that has what it asks for, and no working command lacks its button."""
    for role in Role:
        offered = legal_commands(ready(state, do.Annotate), role)
        for command in set(do.NAMES) - {do.Merge, do.Unmerge}:
            record = ready(state, command)
            try:
                decide(record, order(record, SAMPLES[command], role), RULES)
                works = True
            except Illegal:
                works = False
            assert works == (command in offered), (role, command)


# Through a store


def test_orders_go_through_the_store_once_each(store: Store, reader: Reader) -> None:
    """The same click twice is obeyed once and answered twice; a stale one is refused; an unknown id too."""
    telling = Telling(
        source="events|district",
        external_id="A-17",
        revision=1,
        received_at=TUESDAY_NINE,
        provenance="real",
        category="06010",
        spot=BRIDGE,
    )
    incident = store.commit(Tell(telling, "source:events")).answer["id"]
    record = reader.record(RecordId(KIND, incident)) or {}
    accept = Perform(order(record, do.Accept()), RULES)
    done = store.commit(accept)
    assert done.answer == {
        "id": incident,
        "revision": 2,
        "status": "ACCEPTED",
        "status_zh": "已受理",
        "status_en": "Registered",
        "open": True,
    }
    again = store.commit(accept)
    assert again.repeated and again.answer == done.answer
    with pytest.raises(ChangedMeanwhile):
        store.commit(Perform(order(record, do.Accept(), id=UUID(int=2)), RULES))
    lost = msgspec.structs.replace(order(record, do.Accept()), incident="I-NONE")
    with pytest.raises(Illegal, match="no incident 'I-NONE'"):
        store.commit(Perform(lost, RULES))
    assert reader.verify().problem is None
    assert (reader.record(RecordId(KIND, incident)) or {})["revision"] == 2


def test_a_click_is_its_officers_and_its_incidents() -> None:
    """The same UUID from somebody else, or for another incident, is another request."""
    one = order(reported(), do.Accept())
    keys = {
        Perform(each, RULES).key
        for each in (
            one,
            msgspec.structs.replace(one, actor="another"),
            msgspec.structs.replace(one, incident="I-X"),
            msgspec.structs.replace(one, at=Utc(0.0)),
        )
    }
    assert len(keys) == 3
