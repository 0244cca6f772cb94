"""Officers' commands as they come in and go out."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.incidents import moves as do
from dashboard.incidents.move_wire import BY_TAG, read_command, tag_of, to_wire
from dashboard.incidents.moves import DeskCommand
from dashboard.incidents.sla import Clock, Term
from feeds.errors import BadInput
from feeds.limits import TEXT_CHARACTERS
from tests.dashboard.incidents.cases import SAMPLES

WIRE = {
    "dispatch": {
        "do": "dispatch",
        "department": "greening",
        "term": {"clock": "working_hour", "count": 240},
        "worker": "QH-0421",
    },
    "return": {"do": "return", "ground": "misdispatch", "reason": "不属本单位"},
    "report_check": {"do": "report_check", "agrees": True},
    "merge": {"do": "merge", "into": "I-OTHER"},
    "set_grade": {"do": "set_grade", "grade": "III"},
    "set_warning": {"do": "set_warning", "level": "blue"},
    "call_back": {"do": "call_back", "outcome": "satisfied", "solved": True},
}


def refusal(value: object) -> str:
    """Why something is no command."""
    with pytest.raises(BadInput) as caught:
        read_command(value)
    sentence = str(caught.value)
    assert "\n" not in sentence and sentence.isprintable()
    return sentence


@pytest.mark.parametrize("command", SAMPLES.values(), ids=tag_of)
def test_every_command_survives_the_wire(command: DeskCommand) -> None:
    """Out and in again it is the same value."""
    assert read_command(to_wire(command)) == command


@pytest.mark.parametrize("tag", WIRE)
def test_the_wire_form_is_fixed(tag: str) -> None:
    """Names and values that other people's programs send."""
    assert to_wire(SAMPLES[BY_TAG[tag]]) == WIRE[tag]


def test_the_tags_are_fixed() -> None:
    """They are in the change log for ever."""
    assert " ".join(BY_TAG) == (
        "ask_verification report_verification accept file dispatch sign start give_feedback ask_check"
        " report_check rework close call_back void reopen ask decline return extend suspend resume urge merge"
        " unmerge assign set_category set_place set_urgency set_grade set_warning annotate"
    )


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ([], "command is a list of 0: must be an object"),
        ({}, "command.do is missing: must be one of ask_verification"),
        ({"do": "explode"}, "command.do is 'explode'"),
        ({"do": ["sign"]}, "command.do is a list of 1"),
        ({"do": "sign", "now": True}, "unknown field `now`"),
        ({"do": "dispatch", "department": "greening"}, "missing required field `term`"),
        (
            {"do": "extend", "term": {"clock": "working_day", "count": 1, "x": 2}, "reason": "雨"},
            "command.term is an object of 3 keys: object contains unknown field `x`",
        ),
        ({"do": "void", "reason": 7}, "command.reason is 7: expected `str`, got `int`"),
        ({"do": "void", "reason": "\u200b \t\n"}, "command.reason is '': expected `str` of length >= 1"),
        ({"do": "void", "reason": "长" * (TEXT_CHARACTERS + 1)}, "must be at most 2000 characters"),
        ({"do": "merge", "into": "I" * 65}, "command.into is 'IIII"),
        ({"do": "report_check", "agrees": "yes"}, "command.agrees is 'yes'"),
        ({"do": "set_place", "lat": 95, "lon": 118.7}, "command.lat is 95"),
        ({"do": "set_grade", "grade": "V"}, "command.grade is 'V'"),
        ({"do": "give_feedback", "result": "好", "evidence": ["前", 3]}, "command.evidence[1] is 3"),
        (
            {"do": "give_feedback", "result": "好", "evidence": ["前"] * 21},
            "command.evidence is a list of 21",
        ),
        ({"do": "suspend", "review_at_ms": 1.5}, "command"),
    ],
)
def test_what_is_no_command_is_refused_by_name(value: object, sentence: str) -> None:
    """The sentence names the field and shows the value."""
    assert sentence in refusal(value)


@pytest.mark.parametrize(
    ("clock", "count", "why"),
    [
        ("working_day", 0, "no time"),
        ("working_day", 367, "longer than a year"),
        ("emergency_hour", 366 * 1440 + 1, "longer than a year"),
        ("fortnight", 1, "command.term.clock is 'fortnight'"),
        ("working_hour", 1.5, "command.term.count is 1.5"),
        ("working_hour", 2**62, "longer than a year"),
    ],
)
@pytest.mark.parametrize("do", ["dispatch", "extend"])
def test_terms_are_bounded(do: str, clock: str, count: Any, why: str) -> None:
    """A term nobody means would keep the duty calendar counting days for ever."""
    value = {"do": do, "term": {"clock": clock, "count": count}, "department": "greening", "reason": "雨"}
    del value["reason" if do == "dispatch" else "department"]
    assert why in refusal(value)


def test_texts_are_cleaned_on_the_way_in() -> None:
    """Control, bidi and zero-width characters are gone, line breaks are spaces."""
    remark = read_command({"do": "annotate", "text": " 一\u202e行\n两\u200b行 <b>x</b> "})
    assert remark == do.Annotate(text="一行 两行 <b>x</b>")


def test_a_hostile_field_name_stays_on_one_line() -> None:
    """It is quoted in the refusal, escaped and cut."""
    assert "\\u202e\\n" in refusal({"do": "sign", "\u202e\n": 1})
    assert len(refusal({"do": "sign", "x" * 5000: 1})) < 400


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=8,
)
FIELDS = sorted({name for command in do.NAMES for name in command.__struct_fields__})


@given(
    st.sampled_from(sorted(BY_TAG)),
    st.dictionaries(st.sampled_from(FIELDS) | st.text(max_size=5), JSON, max_size=5),
)
def test_anything_is_a_command_or_a_refusal(tag: str, fields: dict[str, Any]) -> None:
    """No JSON value raises anything else, and what is read survives the wire."""
    try:
        command = read_command({**fields, "do": tag})
    except BadInput as exc:
        assert str(exc).isprintable()
    else:
        assert read_command(to_wire(command)) == command


def test_every_term_is_the_calendars_own() -> None:
    """A command's term is the one the clocks count with."""
    command = read_command(WIRE["dispatch"])
    assert isinstance(command, do.Dispatch) and command.term == Term(Clock.WORKING_HOUR, 240)
