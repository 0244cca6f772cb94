"""Reading single fields."""

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.errors import BadInput
from feeds.sources.fields import (
    KMH_MPS,
    KNOT_MPS,
    accuracy,
    coordinate,
    course,
    entity_name,
    measure,
    moment,
    number_from_text,
    numbers_from_text,
    speed,
    table_of,
    truth,
)

ANYTHING = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.lists(st.none()) | st.just({})
)


def test_units():
    """A knot and a kilometre an hour in metres a second."""
    assert speed({"v": 36}, "v", KMH_MPS) == pytest.approx(10.0)
    assert speed({"v": 100.0}, "v", KNOT_MPS) == pytest.approx(51.4444444)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("1795330000", 1795330000.0),
        ("1795330000.25", 1795330000.25),
        ("1795330000250", 1795330000.25),
        ("2026-11-22T06:46:40Z", 1795330000.0),
        ("2026-11-22T06:46:40.250Z", 1795330000.25),
        ("2026-11-22T06:46:40.123456789Z", 1795330000.123456),
        ("2026-11-22T14:46:40+08:00", 1795330000.0),
        ("2026-11-22T14:46:40.000+0800", 1795330000.0),
        ("2026-11-22 14:46:40 +0800", 1795330000.0),
        (" 2026-11-22 06:46:40 ", 1795330000.0),
        ("2026-11-22 06:46:40,5", 1795330000.5),
    ],
)
def test_moments_of_every_form(text, seconds):
    """All the ways protocols write a time."""
    assert moment(text, "at") == pytest.approx(seconds, abs=1e-6)


def test_a_moment_without_zone_is_in_the_callers():
    """UTC unless the source says otherwise."""
    assert moment("2026-11-22 14:46:40", "at", ZoneInfo("Asia/Shanghai")) == 1795330000.0


@pytest.mark.parametrize(
    "text",
    [
        *("", "now", "nan", "inf", "1e999", "1_000", "１７９５", True, [], {}),
        *("2026-11-22", "2026-11-22 06:46", "2026-11-22 06:4", "2026-11-22T06:46:40 08:00x"),
        *("2026-02-31 00:00:00", "2026-11-22 25:00:00", "0000-01-01 00:00:00"),
    ],
)
def test_what_is_no_moment(text):
    """Torn, impossible and foreign: refused, never guessed."""
    with pytest.raises(BadInput, match=r"^at is "):
        moment(text, "at")


@pytest.mark.parametrize("text", ["0", "-0.5", "+1", ".5", "5.", "1e3", " 7 "])
def test_numbers_in_text(text):
    """Decimal numbers as people and programs write them."""
    assert number_from_text(text, "x") == float(text)


@pytest.mark.parametrize(
    "text", ["", "-", "1,5", "0x10", "nan", "-inf", "1_0", "１", "1 2", "--1", "1e999", "9" * 400]
)
def test_what_is_no_number(text):
    """Python's float() would take some of these."""
    with pytest.raises(BadInput, match="must be a number"):
        number_from_text(text, "x")


def test_blank_fields_are_unknown():
    """An empty field of a form was not given."""
    assert numbers_from_text({"a": "1", "b": " ", "c": "x"}, ("a", "b")) == {"a": 1.0, "c": "x"}


def test_booleans_are_no_numbers():
    """Python thinks true is 1; we do not."""
    for read in (accuracy, course, speed):
        with pytest.raises(BadInput):
            read({"x": True}, "x")
    with pytest.raises(BadInput):
        coordinate({"x": True}, "x", 90.0)


@pytest.mark.parametrize(
    ("value", "name"), [("QH-0421", "QH-0421"), (7, "7"), ("\u202eQH\u200b", "QH"), (" 李 ", "李")]
)
def test_names(value, name):
    """Text or an integer, visible and trimmed."""
    assert entity_name(value, "id") == name


@pytest.mark.parametrize("value", [None, "", " ", "\u200b", True, 1.5, [], "x" * 65])
def test_what_names_nobody(value):
    """Refused rather than merged with another nobody."""
    with pytest.raises(BadInput, match=r"^id is "):
        entity_name(value, "id")


@given(ANYTHING)
def test_readers_only_ever_refuse(value):
    """Whatever a field holds: a value within bounds, None, or BadInput."""
    table = {"x": value}
    for read in (
        lambda: coordinate(table, "x", 90.0),
        lambda: measure(table, "x", 5.0),
        lambda: course(table, "x"),
        lambda: truth(table, "x", True),
        lambda: entity_name(value, "x"),
        lambda: moment(value, "x"),
        lambda: table_of(value, "x"),
    ):
        try:
            read()
        except BadInput as refusal:
            assert str(refusal).startswith("x is ")
