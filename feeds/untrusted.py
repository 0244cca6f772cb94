"""The one door JSON and text come in by: every HTTP body, websocket message and line of a feed.

What passes here is safe to store, to log, to send on and to draw as text: its numbers are finite and fit
64 bits, its strings are UTF-8 without lone surrogates or NUL, no key hides another, and nothing is deeper,
wider or longer than ``feeds.limits`` says. What it *means* is the caller's to judge.

How it stays fast: msgspec already refuses NaN, Infinity, 1e999, lone surrogates and broken UTF-8, and gives
up cleanly (RecursionError) on a hundred thousand brackets. What it lets through (duplicate keys, NUL, wide
integers, depth up to a thousand) is checked level by level afterwards, strings only where the body could
hold a bad one.
"""

import json
import unicodedata
from collections.abc import Iterable
from typing import Any, Final

import msgspec

from feeds.errors import BadInput
from feeds.limits import (
    BODY_BYTES,
    INTEGER_BITS,
    JSON_DEPTH,
    JSON_KEYS,
    STRING_CHARACTERS,
)

_decode: Final = msgspec.json.Decoder().decode
_INTEGER_END: Final = 1 << INTEGER_BITS
_BLANKS: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0")
"""Letters and marks that draw nothing: a name made of them looks empty, or like another name."""
_HIDDEN_CATEGORIES: Final = frozenset({"Cc", "Cf", "Cs"})
"""Control, format (bidi and zero width among them) and surrogate characters."""


def decode_untrusted(body: bytes, *, longest: int = BODY_BYTES) -> object:
    """The JSON value in ``body``.

    Raises BadInput, and nothing else, on anything malformed, oversized or ambiguous.
    """
    if len(body) > longest:
        raise BadInput("body", body, f"must be at most {longest} bytes")
    try:
        value = _decode(body)
    except msgspec.DecodeError as exc:
        raise BadInput("body", body, f"must be valid JSON: {exc}") from exc
    except UnicodeDecodeError as exc:
        raise BadInput("body", body, f"must be UTF-8: {exc.reason}") from exc
    except RecursionError as exc:
        raise _too_deep(body) from exc
    keys = _check_levels(value, body)
    if keys != body.count(b":"):  # a colon inside a string, or a key that hid another: find out which
        _refuse_duplicates(body)
    return value


def clean_text(value: object, field: str, longest: int) -> str:
    """``value`` as one line of visible text, stripped of control, bidi and zero-width characters.

    Tabs and line breaks become spaces. Raises BadInput when it is no string or longer than ``longest``
    characters; may return "".
    """
    if not isinstance(value, str):
        raise BadInput(field, value, "must be text")
    if len(value) > longest:
        raise BadInput(field, value, f"must be at most {longest} characters")
    if value.isascii() and value.isprintable():
        return value.strip()
    return " ".join("".join(_visible(value)).split())


def _visible(text: str) -> Iterable[str]:
    for character in text:
        if character.isspace():  # includes U+2028, U+2029 and the ideographic space
            yield " "
        elif not _is_hidden(character):
            yield character


def _is_hidden(character: str) -> bool:
    """Unassigned and private characters stay: rare Chinese names are written with them."""
    noncharacter = ord(character) & 0xFFFE == 0xFFFE or "\ufdd0" <= character <= "\ufdef"
    return noncharacter or character in _BLANKS or unicodedata.category(character) in _HIDDEN_CATEGORIES


def _check_levels(value: object, body: bytes) -> int:
    """Hold every value to the limits; how many keys all objects have together."""
    suspect = len(body) > STRING_CHARACTERS or b"\\u0000" in body
    keys = 0
    level: list[Any] = [value]
    for depth in range(JSON_DEPTH + 1):
        below: list[Any] = []
        nests = False
        for item in level:
            kind = type(item)
            if kind is dict:
                nests = True
                keys += _check_object(item, suspect)
                below.extend(item.values())
            elif kind is list:
                nests = True
                below.extend(item)
            elif kind is int:
                _check_integer(item)
            elif suspect and kind is str:
                _check_string(item)
        if nests and depth == JSON_DEPTH:
            raise _too_deep(body)
        if not below:
            break
        level = below
    return keys


def _check_object(table: dict[str, object], suspect: bool) -> int:
    if len(table) > JSON_KEYS:
        raise BadInput("body", table, f"one object may have at most {JSON_KEYS} keys")
    if suspect:
        for key in table:
            _check_string(key)
    return len(table)


def _check_integer(number: int) -> None:
    if not -_INTEGER_END <= number < _INTEGER_END:
        raise BadInput("body", number, f"an integer must fit {INTEGER_BITS + 1} bits with its sign")


def _check_string(text: str) -> None:
    if len(text) > STRING_CHARACTERS:
        raise BadInput("body", text, f"a string may have at most {STRING_CHARACTERS} characters")
    if "\0" in text:
        raise BadInput("body", text, "a string must not contain NUL")


def _refuse_duplicates(body: bytes) -> None:
    def once(pairs: list[tuple[str, Any]]) -> None:
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise BadInput(key, "given twice", "an object may have each key once")
            seen.add(key)

    json.loads(body, object_pairs_hook=once)


def _too_deep(body: bytes) -> BadInput:
    return BadInput("body", body, f"lists and objects may nest at most {JSON_DEPTH} deep")
