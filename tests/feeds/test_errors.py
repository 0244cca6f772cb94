"""The exception tree: one line, one sentence, whatever a stranger put into it."""

from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.errors import (
    MISSING,
    BadInput,
    BadSetting,
    BusUnavailable,
    SourceUnavailable,
    StoreUnavailable,
    Unavailable,
    WanglouError,
    shown,
    wants_extra,
)

DOCS: Final = Path(__file__).parents[2] / "docs"


def test_the_tree_is_as_drawn():
    """Callers catch by family."""
    for leaf in (SourceUnavailable, BusUnavailable, StoreUnavailable):
        assert issubclass(leaf, Unavailable)
    for child in (BadInput, BadSetting, Unavailable):
        assert issubclass(child, WanglouError)


def test_a_refusal_names_field_and_value():
    """The sentence a sender gets."""
    refusal = BadInput("lat", 95.0, "must lie between -90 and 90")
    assert str(refusal) == "lat is 95.0: must lie between -90 and 90"
    assert (refusal.field, refusal.value) == ("lat", 95.0)
    assert (
        str(BadSetting("source[2].ttl_s", -1, "must be positive"))
        == "source[2].ttl_s is -1: must be positive"
    )


def test_a_refusal_seen_from_further_out():
    """Paths grow outwards."""
    refusal = BadInput("lat", 95.0, "no").inside("[17]")
    assert refusal.field == "[17].lat"
    assert refusal.inside("positions").field == "positions[17].lat"


@pytest.mark.parametrize(
    ("value", "picture"),
    [
        (MISSING, "missing"),
        (None, "null"),
        (True, "true"),
        (0, "0"),
        (-0.5, "-0.5"),
        pytest.param(10**5000, "a number of more than 64 bits", id="5,001 digits"),
        ("lat\nlon", r"'lat\nlon'"),
        ("\u202egpj", r"'\u202egpj'"),
        ("x" * 81, "'" + "x" * 80 + "'..."),
        (b"\xff" * 9, "9 bytes"),
        ([1, 2], "a list of 2"),
        ({"a": [1]}, "an object of 1 keys"),
        (object(), "a object"),
    ],
)
def test_values_are_shown_short_and_harmless(value, picture):
    """No line break, no bidi trick, no 5,000-digit number reaches a log or a tile."""
    assert shown(value) == picture


@given(st.text(), st.text())
def test_a_sentence_is_one_line_whoever_wrote_the_key(name, value):
    """Keys are strangers' text too."""
    sentence = str(BadInput(name, value, "no"))
    assert sentence.isprintable()
    assert len(sentence) < 2_000


@pytest.mark.parametrize("extra", ["osm", "oidc", "postgres"])
def test_a_missing_extra_is_said_with_the_command_that_fits_a_clone(extra: str):
    """Wanglou is in no registry; the docs say the same command."""
    command = f".venv/bin/python -m pip install -e '.[{extra}]'"
    assert wants_extra(extra).endswith(command)
    assert any(command in page.read_text(encoding="utf-8") for page in DOCS.glob("*.md"))
