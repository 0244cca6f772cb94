"""Ten minutes of bytes that nobody would write, at the one decoder and at everything a page may say."""

import json
import time
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import seed as seeded
from hypothesis import strategies as st

from feeds.errors import BadInput
from feeds.limits import BODY_BYTES, JSON_DEPTH
from feeds.messages import decode_from_page
from feeds.untrusted import clean_text, decode_untrusted

SECONDS, PORTION = 600, 300
HANG_S = 2.0
PIECES = st.sampled_from(
    [b"{", b"}", b"[", b"]", b'"', b":", b",", b"\\", b"\\u0000", b"\\ud800", b"\\udc00",
    b"e999", b"-", b"0", b"1",
     b"9" * 400, b"NaN", b"Infinity", b"null", b"true", b"\x00", b"\xff",
     b"\xed\xa0\x80", b"\xef\xbb\xbf", b" ",
     b'"type"', b'"look"', b'"ack"', b'"hello"', b'"entity"', b'"a":1,', b"[" * 64,
     b'{"a":' * 40, b"\xe2\x80\xae"]
)  # fmt: skip
BODIES = (
    st.binary(max_size=400)
    | st.lists(PIECES, max_size=60).map(b"".join)
    | st.lists(PIECES | st.binary(max_size=8), max_size=40).map(b"".join)
    | st.text(max_size=200).map(lambda text: json.dumps({text: text}).encode())
    | st.tuples(PIECES, st.integers(1, 20_000)).map(lambda some: (some[0] * some[1])[: BODY_BYTES + 1])
)


def test_fuzz(seed: int, times: Callable[[int], int], keep: Callable[..., None]) -> None:
    """Whatever comes is a value that can be written again, or a refusal; never another error, never slow."""
    told = {"bodies": 0, "accepted": 0, "refused": 0, "slowest_ms": 0.0}
    end, portions = time.monotonic() + times(SECONDS), 0
    while time.monotonic() < end:
        _portion(seed + portions, told)
        portions += 1
    keep(**told, portions=portions, hangs=int(told["slowest_ms"] > HANG_S * 1000))
    assert told["accepted"] and told["refused"] and told["slowest_ms"] <= HANG_S * 1000


def _portion(number: int, told: dict[str, Any]) -> None:
    quiet = list(HealthCheck)

    @seeded(number)
    @settings(max_examples=PORTION, database=None, deadline=None, suppress_health_check=quiet)
    @given(BODIES)
    def one(body: bytes) -> None:
        began = time.thread_time()
        accepted = _is_harmless(body)
        told["slowest_ms"] = max(told["slowest_ms"], round((time.thread_time() - began) * 1000, 1))
        told["bodies"] += 1
        told["accepted" if accepted else "refused"] += 1

    one()


def _is_harmless(body: bytes) -> bool:
    """Whether it was taken. Raises whatever a decoder raises that is no refusal."""
    try:
        decode_from_page(body)
    except BadInput as refusal:
        assert str(refusal).isprintable()
    try:
        value = decode_untrusted(body)
    except BadInput as refusal:
        assert str(refusal).isprintable() and len(str(refusal)) < 2_000
        return False
    json.dumps(value, allow_nan=False, ensure_ascii=False).encode()
    assert _depth(value) <= JSON_DEPTH
    if isinstance(value, str):
        assert clean_text(value, "text", len(value)).isprintable() or not value.isprintable()
    return True


def _depth(value: object) -> int:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    nests = isinstance(value, dict | list)
    return nests + max((_depth(one) for one in inner), default=0)
