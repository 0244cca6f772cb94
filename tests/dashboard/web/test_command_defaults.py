"""What a form proposes: what the record holds, else what practice has, else nothing."""

from typing import Any

import pytest

from dashboard.incidents import moves as do
from dashboard.incidents.casefile import case_of, with_case
from dashboard.incidents.commands import Body
from dashboard.incidents.desk import legal_commands
from dashboard.incidents.move_wire import by_tag, tag_of
from dashboard.incidents.scales import EventGrade
from dashboard.incidents.states import TRANSITIONS, State
from dashboard.web.command_defaults import DEFAULTS, offered
from dashboard.web.command_forms import form
from tests.dashboard.incidents.cases import SAMPLES, after, handled, reported


def defaults(record: Body, command: type[do.DeskCommand]) -> dict[str, Any]:
    """Field -> its default, of one command on the record as it is."""
    told = offered(form(State(record["status"]), command), record)
    return {field["name"]: field["default"] for field in told["fields"]}


def filed() -> Body:
    return after(reported(), do.Accept(), SAMPLES[do.File])


def test_a_dispatch_proposes_the_likeliest_department_and_the_usual_term() -> None:
    """Urgent garbage in a street: its own squad, four hours around the clock."""
    proposed = defaults(filed(), do.Dispatch)
    assert proposed["department"] == "street-320104004"
    assert proposed["term"] == {"clock": "emergency_hour", "count": 240}
    assert (proposed["worker"], proposed["remark"]) == (None, None)


def test_without_a_category_or_a_place_nothing_is_made_up() -> None:
    """Nobody is proposed, and the term is the one for matters nobody knows yet."""
    nowhere = {**filed(), "category": None, "street": None}
    proposed = defaults(nowhere, do.Dispatch)
    assert (proposed["department"], proposed["term"]["clock"]) == (None, "working_day")


def test_a_form_of_what_is_known_holds_what_is_known() -> None:
    """Category, urgency, place, grade: an officer corrects them."""
    record = filed()
    assert defaults(record, do.SetCategory) == {"category": "06010"}
    assert defaults(record, do.SetUrgency) == {"urgency": "urgent"}
    place = defaults(record, do.SetPlace)
    assert (place["lat"], place["lon"], place["place"]) == (32.0205, 118.7745, None)
    graded = after(record, do.SetGrade(grade=EventGrade.III))
    assert defaults(graded, do.SetGrade) == {"grade": "III", "confirmed_by": None}


def test_a_code_that_the_dictionary_lacks_is_no_default() -> None:
    """Filing would refuse it."""
    assert defaults({**after(reported(), do.Accept()), "category": "99999"}, do.File)["category"] is None


def test_an_extension_proposes_as_long_again_as_was_given() -> None:
    """Not the usual term: this department's."""
    assert defaults(handled(), do.Extend)["term"] == {"clock": "working_hour", "count": 240}


def test_what_somebody_saw_or_why_is_never_proposed() -> None:
    """Found, agrees, reasons and results are theirs to say."""
    record = after(handled(), do.GiveFeedback(result="已清理"), do.AskCheck(worker="QH-0007"))
    assert set(defaults(record, do.ReportCheck).values()) == {None}
    assert set(defaults(handled(), do.Return).values()) == {None}


def test_a_merged_record_is_parted_from_the_one_it_is_under() -> None:
    """Its id need not be typed."""
    merged = with_case(reported(), case_of({"case": {"merged_into": "I-OTHER"}}))
    assert defaults(merged, do.Unmerge) == {"out_of": "I-OTHER", "reason": None}


@pytest.mark.parametrize("tag", sorted(DEFAULTS))
def test_every_default_belongs_to_a_field(tag: str) -> None:
    """A default of a field that is gone would be proposed to nobody."""
    command = by_tag(SAMPLES)[tag]
    state = next(state for state, kind in TRANSITIONS if kind is command)
    assert DEFAULTS[tag].keys() <= {field.name for field in form(state, command).fields}


@pytest.mark.parametrize("record", [reported(), filed(), handled()], ids=["reported", "filed", "handled"])
def test_every_legal_command_has_its_form_in_every_state(record: Body) -> None:
    """Whatever the record lacks, its forms can be made."""
    for role in {role for move in TRANSITIONS.values() for role in move.by}:
        for command in legal_commands(record, role):
            assert offered(form(State(record["status"]), command), record)["do"] == tag_of(command)
