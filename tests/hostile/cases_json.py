"""What every door that takes JSON is sent: finding by finding what has broken JSON programs elsewhere."""

from collections.abc import Iterator
from typing import Any, Final

from tests.hostile.pieces import Piece, made

Case = dict[str, Any]

JSON: Final = ["Content-Type", "application/json"]
TOKEN: Final = ["Authorization", "Bearer $TOKEN"]
INCIDENT_ORDERS: Final = "POST /api/incidents/$INCIDENT/commands"
DASH: Final = "POST /_dash-update-component"
DOORS: Final[dict[str, str]] = {
    "owntracks": "POST /intake/owntracks",
    "osmand": "POST /intake/osmand",
    "traccar": "POST /intake/traccar",
    "positions": "POST /intake/positions",
    "events": "POST /intake/events",
    "ticket": "POST /api/live-ticket",
    "orders": INCIDENT_ORDERS,
    "alerts": "POST /api/alerts/A-none/commands",
    "draft": "POST /api/whistles",
    "whistle": "POST /api/whistles/$WHISTLE/commands",
    "dash": DASH,
}
"""Every door that reads JSON, by a short name."""

MALFORMED: Final[dict[str, Piece]] = {
    "one-space": " ",
    "empty": "",
    "bare-word": "nonsense",
    "trailing-comma": '{"a":1,}',
    "two-values": '{"a":1} {"b":2}',
    "unclosed-object": '{"a":1',
    "unclosed-string": '{"a":"1}',
    "unclosed-list": "[1,2",
    "single-quotes": "{'a':1}",
    "comment": '{"a":1}//x',
    "byte-order-mark": {"hex": "efbbbf7b7d"},
    "nan": '{"lat":NaN}',
    "infinity": '{"lat":Infinity}',
    "minus-infinity": '{"lat":-Infinity}',
    "1e999": '{"lat":1e999}',
    "minus-1e999": '{"lat":-1e999}',
    "2-to-the-63": '{"tst":9223372036854775808}',
    "below-64-bits": '{"tst":-9223372036854775809}',
    "30-digits": '{"tst":123456789012345678901234567890}',
    "5000-digits": {"join": ['{"tst":', {"repeat": ["9", 5000]}, "}"]},
    "200000-digits": {"join": ['{"tst":', {"repeat": ["9", 200_000]}, "}"]},
    "hex-number": '{"a":0x10}',
    "leading-zero": '{"a":01}',
    "plus-sign": '{"a":+1}',
    "bare-fraction": '{"a":.5}',
    "bare-point": '{"a":1.}',
    "lone-high-surrogate": '{"title":"\\ud800"}',
    "lone-low-surrogate": '{"title":"\\udfff"}',
    "reversed-surrogates": '{"title":"\\udc00\\ud800"}',
    "surrogate-bytes": {"hex": "7b2261223a22eda08022 7d"},
    "not-utf8": {"hex": "7b2261223a22ff227d"},
    "overlong-nul": {"hex": "7b2261223a22c080227d"},
    "overlong-slash": {"hex": "7b2261223a22e08080227d"},
    "five-byte-character": {"hex": "7b2261223a22f888808080227d"},
    "cut-character": {"hex": "7b2261223a22e4bd227d"},
    "utf16": {"hex": "fffe7b007d00"},
    "utf32": {"hex": "7b0000007d000000"},
    "nul-in-string": {"hex": "7b2261223a22610062227d"},
    "escaped-nul": '{"title":"a\\u0000b"}',
    "escaped-nul-in-key": '{"a\\u0000":1}',
    "control-in-string": {"hex": "7b2261223a2201227d"},
    "line-break-in-string": '{"a":"1\n2"}',
    "duplicate-key": '{"lat":32.0,"lat":33.0}',
    "duplicate-key-escaped": '{"lat":32.0,"l\\u0061t":33.0}',
    "duplicate-key-deep": '{"x":[{"a":1,"a":2}]}',
    "depth-33": {"join": [{"repeat": ["[", 33]}, {"repeat": ["]", 33]}]},
    "depth-1000": {"join": [{"repeat": ["[", 1000]}, {"repeat": ["]", 1000]}]},
    "depth-100000": {"join": [{"repeat": ["[", 100_000]}, {"repeat": ["]", 100_000]}]},
    "depth-unclosed": {"repeat": ["[", 100_000]},
    "objects-40000-deep": {"repeat": ['{"a":', 40_000]},
    "1001-keys": {"keys": 1001},
    "16000-keys": {"keys": 16_000},
    "string-of-16385": {"join": ['{"title":"', {"repeat": ["x", 16_385]}, '"}']},
    "key-of-16385": {"join": ['{"', {"repeat": ["x", 16_385]}, '":1}']},
    "noise": {"hex": "00ff10deadbeef"},
    "png": {"hex": "89504e470d0a1a0a0000000d49484452"},
    "gzip-unannounced": {"gzip": "{}"},
    "messagepack": {"hex": "82a161c3a162c2"},
    "xml": '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]><x>&y;</x>',
    "yaml": "a: &x [*x]",
    "python": "__import__('os').system('id')",
    "html": "<script>alert(1)</script>",
}
"""Each is 400 with a sentence, everywhere."""

TOO_LARGE: Final[dict[str, Piece]] = {
    "one-byte-too-many": {"join": ["[", {"repeat": [" ", 262_143]}, "]"]},
    "white-space-300-kb": {"repeat": [" ", 300_000]},
    "string-of-10-mb": {"join": ['{"title":"', {"repeat": ["x", 10_000_000]}, '"}']},
    "a-million-keys": {"keys": 1_000_000},
    "ten-million-brackets": {"repeat": ["[", 10_000_000]},
}
"""Each is 413."""

SHAPES: Final[dict[str, str]] = {
    "null": "null",
    "true": "true",
    "zero": "0",
    "number": "-1.5",
    "text": '"x"',
    "empty-text": '""',
    "list-of-lists": "[[]]",
    "list-of-null": "[null]",
    "list-of-numbers": "[1,2,3]",
    "list-of-empty": "[{}]",
    "empty-object": "{}",
    "empty-key": '{"":""}',
    "prototype": '{"__proto__":{"admin":true},"constructor":{"prototype":{}}}',
    "depth-32": "[" * 31 + "{}" + "]" * 31,
    "pickle-like": '{"py/object":"os.system","py/reduce":[["id"]]}',
    "mongo": '{"$where":"1==1","$gt":""}',
}
"""JSON that says nothing a door understands: 400."""

ENCODINGS: Final = ("gzip", "deflate", "br", "zstd", "compress", "gzip, gzip", "x", "identity, gzip")
EMPTY_IS_FINE: Final = {("ticket", name) for name in ("empty", "one-space")}
"""A page that says nothing hangs on a wall."""
OBJECT_IS_FINE: Final = frozenset({"empty-object", "empty-key", "prototype", "pickle-like", "mongo"})
"""Shapes the ticket's door may answer: it reads two keys and leaves others alone."""


TICKET_BYTES: Final = 8 * 1024
"""A page says little when it asks for a ticket: what is longer is refused by its length alone."""


def cases() -> Iterator[Case]:
    """All of it at all doors."""
    for name, ask in DOORS.items():
        yield from _bodies(name, ask)
        yield from _encoded(name, ask)
        yield from _declared(name, ask)


def _bodies(name: str, ask: str) -> Iterator[Case]:
    for kind, piece in MALFORMED.items():
        refused = 413 if name == "ticket" and len(made(piece)) > TICKET_BYTES else 400
        yield _case(f"{name}/json/{kind}", ask, piece, [200 if (name, kind) in EMPTY_IS_FINE else refused])
    for kind, text in SHAPES.items():
        fine = name == "ticket" and kind in OBJECT_IS_FINE
        yield _case(f"{name}/shape/{kind}", ask, text, [200 if fine else 400])
    yield _case(f"{name}/shape/empty-list", ask, "[]", [200 if name == "events" else 400])
    for kind, piece in TOO_LARGE.items():
        yield _case(f"{name}/large/{kind}", ask, piece, [413])


def _encoded(name: str, ask: str) -> Iterator[Case]:
    bomb: Piece = {"gzip": {"repeat": ["0", 10_000_000]}}
    for encoding in ENCODINGS:
        yield _case(f"{name}/encoding/{encoding}", ask, "{}", [415], ["Content-Encoding", encoding])
    yield _case(f"{name}/encoding/gzip-bomb", ask, bomb, [415], ["Content-Encoding", "gzip"])
    yield _case(f"{name}/encoding/gzip-bomb-unannounced", ask, bomb, [413 if name == "ticket" else 400])
    deflated: Piece = {"deflate": {"repeat": ["0", 10_000_000]}}
    yield _case(f"{name}/encoding/deflate-bomb", ask, deflated, [415], ["Content-Encoding", "deflate"])


def _declared(name: str, ask: str) -> Iterator[Case]:
    for declared in ("262145", "99999999", "9" * 18):
        yield _case(f"{name}/declared/{declared}", ask, "{", [413], ["Content-Length", declared])


def _case(id: str, ask: str, body: Piece, expect: list[int], *more: list[str]) -> Case:
    headers = [JSON, *([TOKEN] if ask.startswith("POST /intake/") else []), *more]
    return {"id": id, "ask": ask, "headers": headers, "body": body, "expect": expect}
