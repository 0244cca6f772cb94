"""The one door of JSON and text."""

import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from feeds.errors import BadInput
from feeds.limits import BODY_BYTES, JSON_DEPTH, JSON_KEYS, STRING_CHARACTERS
from feeds.untrusted import clean_text, decode_untrusted

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
JSON_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT,
    lambda children: st.lists(children, max_size=5) | st.dictionaries(TEXT, children, max_size=5),
    max_leaves=20,
)


def nested(depth: int) -> bytes:
    """So many lists in each other."""
    return b"[" * depth + b"]" * depth


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"", "body is 0 bytes: must be valid JSON"),
        (b"[1,]", "body is 4 bytes: must be valid JSON"),
        (b"[1] x", "must be valid JSON"),
        (b"[NaN]", "must be valid JSON"),
        (b"[-Infinity]", "must be valid JSON"),
        (b"[1e999]", "must be valid JSON"),
        (b"[" + b"1" * 5000 + b"]", "must be valid JSON"),
        (b"[9223372036854775808]", "body is 9223372036854775808: an integer must fit 64 bits"),
        (b"[-9223372036854775809]", "an integer must fit 64 bits"),
        (b"[123456789012345678901234567890]", "body is a number of more than 64 bits: an integer must fit"),
        (b'["\\ud800"]', "must be valid JSON"),
        (b'["\xed\xa0\x80"]', "must be UTF-8"),
        (b'["\xff"]', "must be UTF-8"),
        (b'["\\u0000"]', "a string must not contain NUL"),
        (b'{"a\\u0000":1}', "a string must not contain NUL"),
        (b'["\x00"]', "must be valid JSON"),
        (b'{"lat":1,"lat":2}', "lat is 'given twice': an object may have each key once"),
        (b'[{"x":[{"a":1,"\\u0061":1}]}]', "a is 'given twice'"),
        (nested(JSON_DEPTH + 1), f"may nest at most {JSON_DEPTH} deep"),
        (nested(100_000), f"may nest at most {JSON_DEPTH} deep"),
        (b"[" * 100_000, f"may nest at most {JSON_DEPTH} deep"),
        (b'{"a":' * 40_000, f"may nest at most {JSON_DEPTH} deep"),
        (b" " * (BODY_BYTES + 1), f"must be at most {BODY_BYTES} bytes"),
        (json.dumps(["x" * (STRING_CHARACTERS + 1)]).encode(), f"at most {STRING_CHARACTERS} characters"),
        (json.dumps({"x" * (STRING_CHARACTERS + 1): 1}).encode(), f"at most {STRING_CHARACTERS} characters"),
        (json.dumps({str(i): i for i in range(JSON_KEYS + 1)}).encode(), f"at most {JSON_KEYS} keys"),
    ],
)
def test_what_is_refused(body, sentence):
    """Hostile and broken bodies get a sentence."""
    with pytest.raises(BadInput) as caught:
        decode_untrusted(body)
    assert sentence in str(caught.value)


@pytest.mark.parametrize(
    ("body", "value"),
    [
        (b"null", None),
        (b"[-9223372036854775808, 9223372036854775807]", [-(2**63), 2**63 - 1]),
        (b'{"at":"12:30:00","b":{"at":":"}}', {"at": "12:30:00", "b": {"at": ":"}}),
        ('["望楼 😀"]'.encode(), ["望楼 😀"]),
        (b'["\\\\u0000"]', ["\\u0000"]),
        (b"[1e-999]", [0.0]),
        (json.dumps({str(i): i for i in range(JSON_KEYS)}).encode(), {str(i): i for i in range(JSON_KEYS)}),
        (json.dumps("x" * STRING_CHARACTERS).encode(), "x" * STRING_CHARACTERS),
    ],
)
def test_what_passes(body, value):
    """The edges of the limits, and what only looks like a fault."""
    assert decode_untrusted(body) == value


def test_depth_is_counted_exactly():
    """The deepest that is allowed passes."""
    assert decode_untrusted(nested(JSON_DEPTH))


def test_a_caller_may_ask_for_less():
    """A websocket takes smaller messages than an HTTP door."""
    with pytest.raises(BadInput, match="must be at most 4 bytes"):
        decode_untrusted(b"[1,2]", longest=4)


@given(JSON_VALUES)
def test_everything_harmless_survives(value):
    """What a decent encoder writes is read back the same."""
    assert decode_untrusted(json.dumps(value).encode()) == value
    assert decode_untrusted(json.dumps(value, ensure_ascii=False).encode()) == value


@given(st.binary(max_size=200) | st.text('[]{}":,\\0e9-+. ', max_size=60).map(str.encode))
@example(b"\xef\xbb\xbf[1]")
def test_nothing_but_a_refusal_is_raised(body):
    """What passes can be encoded again as strict JSON and UTF-8; the rest is BadInput."""
    try:
        value = decode_untrusted(body)
    except BadInput:
        return
    json.dumps(value, allow_nan=False, ensure_ascii=False).encode()


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("QH-0421", "QH-0421"),
        ("  双塘街道  ", "双塘街道"),
        ("a\u202eb\u2066c\u200fd", "abcd"),
        ("a\u200bb\ufeffc\u00add\u2060e", "abcde"),
        ("a\x00b\x1b[31mc\x7f", "ab[31mc"),
        ("line\r\nbreak\ttab\u2028end", "line break tab end"),
        ("\u3164\uffa0", ""),
        ("x\ufffe\ufdd0y", "xy"),
        ("\ue000𠮷", "\ue000𠮷"),
    ],
)
def test_text_is_one_visible_line(text, cleaned):
    """Bidi, zero-width and control characters go; rare Chinese characters stay."""
    assert clean_text(text, "name", 100) == cleaned


def test_text_is_text_and_not_too_long():
    """Refused by name, not cut."""
    with pytest.raises(BadInput, match="name is 7: must be text"):
        clean_text(7, "name", 10)
    with pytest.raises(BadInput, match="must be at most 10 characters"):
        clean_text("x" * 11, "name", 10)


@given(st.text())
def test_clean_text_is_stable(text):
    """Cleaning twice is cleaning once, and what is left can be sent."""
    cleaned = clean_text(text, "name", 10_000)
    assert clean_text(cleaned, "name", 10_000) == cleaned
    cleaned.encode()
