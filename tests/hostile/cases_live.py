"""What an independent client tries at the relay, in the families of the Autobahn suite. There is no echo
here: a ``look`` is answered with the name it asked for, which is as good as one.
"""

import json
import zlib
from collections.abc import Iterator
from typing import Final, NamedTuple

from tests.hostile import cases_json
from tests.hostile.pieces import made
from tests.hostile.stranger import BINARY, CLOSE, CONT, PING, PONG, TEXT, close, frame, head, look

POLICY, PROTOCOL, NOT_UTF8, TOO_BIG = 1008, 1002, 1007, 1009
MESSAGE_BYTES: Final = 64 * 1024


class Try(NamedTuple):
    """``sent`` after the opening, in portions of ``drip`` bytes. ``closed``: the codes of which one must
    come, empty when the connection must live on. ``deflate``: the extension was agreed upon. ``first``:
    instead of a hello.
    """

    family: str
    name: str
    sent: bytes
    echoes: tuple[str, ...] = ()
    pongs: tuple[bytes, ...] = ()
    closed: tuple[int, ...] = ()
    drip: int = 0
    deflate: bool = False
    first: bool = False


def everything() -> Iterator[Try]:
    """All of it, in order."""
    for family in (framing, pings, reserved_bits, opcodes, fragments, utf8, closing, limits, misc,
                   compression, messages):  # fmt: skip
        yield from family()


def _look(size: int) -> tuple[bytes, str]:
    """A look of that many bytes, and the name it asks for."""
    name = "x" * (size - len(look("")))
    return look(name), name


def framing() -> Iterator[Try]:
    """1: lengths around every boundary, whole and in portions."""
    for size in (64, 125, 126, 127, 128, 65535, 65536):
        text, name = _look(size)
        for drip in (0, 997) if size > 200 else (0, 1):
            yield Try("1 framing", f"text {size} by {drip}", frame(TEXT, text), (name,), drip=drip)
    yield Try("1 framing", "text of 0", frame(TEXT), closed=(POLICY,))
    yield Try("1 framing", "text beyond the limit", frame(TEXT, _look(65537)[0]), closed=(POLICY,))
    for size in (0, 1, 125, 126, 127, 128, 65535, 65536):
        yield Try("1 framing", f"binary {size}", frame(BINARY, b"\xfe" * size), closed=(POLICY,))


def pings() -> Iterator[Try]:
    """2: each ping has its pong, with the same payload."""
    for payload in (b"", b"hello", b"\x00\xff\xfe", b"\xfe" * 125):
        yield Try("2 pings", f"{len(payload)} bytes", frame(PING, payload), pongs=(payload,))
        yield Try("2 pings", f"{len(payload)} bytes by 1", frame(PING, payload), pongs=(payload,), drip=1)
    yield Try("2 pings", "126 bytes", frame(PING, b"x" * 126), closed=(PROTOCOL,))
    for payload in (b"", b"unasked", b"x" * 125):
        sent = frame(PONG, payload) + frame(PING, b"after")
        yield Try("2 pings", f"unasked pong of {len(payload)}", sent, pongs=(b"after",))
    ten = tuple(b"payload-%d" % number for number in range(10))
    for drip in (0, 1):
        yield Try(
            "2 pings", f"ten by {drip}", b"".join(frame(PING, one) for one in ten), pongs=ten, drip=drip
        )


def reserved_bits() -> Iterator[Try]:
    """3: without an extension none may be set."""
    text, _ = _look(64)
    for bits in range(1, 8):
        for name, opcode, payload in (("text", TEXT, text), ("binary", BINARY, b"x"), ("ping", PING, b"x"),
                                      ("close", CLOSE, b"\x03\xe8")):  # fmt: skip
            bad = frame(opcode, payload, rsv=bits)
            yield Try("3 reserved bits", f"{bits} on {name}", bad, closed=(PROTOCOL,))
        after = frame(TEXT, text) + frame(TEXT, text, rsv=bits)
        yield Try("3 reserved bits", f"{bits} on the second", after, closed=(PROTOCOL,))


def opcodes() -> Iterator[Try]:
    """4: those that mean nothing."""
    for opcode in (3, 4, 5, 6, 7, 11, 12, 13, 14, 15):
        for name, sent in (("empty", frame(opcode)), ("full", frame(opcode, b"x" * 100)),
                           ("between", frame(TEXT, look("a")) + frame(opcode) + frame(PING))):  # fmt: skip
            yield Try("4 opcodes", f"{opcode} {name}", sent, closed=(PROTOCOL,))


def fragments() -> Iterator[Try]:
    """5: messages in parts, control frames between them, and parts that belong to nothing."""
    family, (text, name) = "5 fragments", _look(200)
    first, second = frame(TEXT, text[:50], fin=False), frame(CONT, text[50:])
    ping, empty = frame(PING, b"p"), frame(CONT, fin=False)
    for drip in (0, 1):
        yield Try(family, f"two by {drip}", first + second, (name,), drip=drip)
        yield Try(family, f"a ping between by {drip}", first + ping + second, (name,), (b"p",), drip=drip)
    single = b"".join(frame(CONT, text[at : at + 1], fin=False) for at in range(1, len(text)))
    yield Try(family, "one byte each", frame(TEXT, text[:1], fin=False) + single + frame(CONT), (name,))
    yield Try(family, "empty ones", frame(TEXT, fin=False) + empty * 50 + frame(CONT, text), (name,))
    between = (first, ping, frame(CONT, text[50:90], fin=False), ping, frame(CONT, text[90:]))
    yield Try(family, "pings between", b"".join(between), (name,), (b"p", b"p"))
    wrong = {
        "ping in parts": frame(PING, b"a", fin=False) + frame(CONT, b"b"),
        "pong in parts": frame(PONG, b"a", fin=False) + frame(CONT, b"b"),
        "close in parts": frame(CLOSE, b"\x03\xe8", fin=False),
        "nothing to continue": frame(CONT, b"x"),
        "nothing to continue, unfinished": frame(CONT, b"x", fin=False),
        "continued after the end": first + second + frame(CONT, b"x"),
        "text within a text": first + frame(TEXT, text),
        "binary within a text": first + frame(BINARY, b"x"),
        "text within a binary": frame(BINARY, b"x", fin=False) + frame(TEXT, text),
        "empty text within": frame(TEXT, fin=False) + frame(TEXT),
    }
    for what, sent in wrong.items():
        yield Try(family, what, sent, closed=(PROTOCOL,))
    yield Try(family, "binary in parts", frame(BINARY, b"x", fin=False) + frame(CONT), closed=(POLICY,))


VALID: Final = ("κόσμε", "\u0080", "\u07ff", "\u0800", "\uffff", "\U00010000", "\U0010ffff", "\ud7ff",
                "\ue000", "\ufffd", "\ufffe", "\U0001fffe", "望楼", "👩‍👩‍👧‍👦", "\u202e", "\u2028",
                "\ufeff")  # fmt: skip
INVALID: Final = (
    "80", "bf", "80bf", "80bf80", "c0", "c1", "f5", "fe", "ff", "fefeffff", "c2", "df", "e080", "ef",
    "f08080", "e0a0", "e4bd", "f09f98", "f4908080", "f7bfbfbf", "f888808080", "fbbfbfbfbf",
    "fc8480808080", "fdbfbfbfbfbf", "c080", "c1bf", "e08080", "e09fbf", "f0808080", "f08fbfbf", "f880808080",
    "fc8080808080", "eda080", "edadbf", "edae80", "edafbf", "edb080", "edbe80", "edbfbf", "eda080edb080",
    "cebae1bdb9cf83cebcceb5eda080656469746564",
)  # fmt: skip


def utf8() -> Iterator[Try]:
    """6: what is UTF-8 comes back, however it is cut; what is not ends the connection, with 1007."""
    for text in VALID:
        whole = look(text)
        yield Try("6 utf-8", f"valid {text!r}", frame(TEXT, whole), (text,))
        cut = [frame(CONT, whole[at : at + 1], fin=False) for at in range(1, len(whole))]
        parts = frame(TEXT, whole[:1], fin=False) + b"".join(cut) + frame(CONT)
        yield Try("6 utf-8", f"valid {text!r} byte by byte", parts, (text,))
    for written in INVALID:
        payload = b'{"type":"look","entity":"' + bytes.fromhex(written) + b'"}'
        yield Try("6 utf-8", f"invalid {written}", frame(TEXT, payload), closed=(NOT_UTF8,))
    half = b'{"type":"look","entity":"\xe4\xbd'
    yield Try("6 utf-8", "cut between parts, and left so",
              frame(TEXT, half, fin=False) + frame(CONT, b'"}'), closed=(NOT_UTF8,))  # fmt: skip


def closing() -> Iterator[Try]:
    """7: a close is answered with itself, a wrong one with 1002, and nothing after it counts."""
    family = "7 closing"
    yield Try(family, "without a code", frame(CLOSE), closed=(1005,))
    yield Try(family, "half a code", frame(CLOSE, b"\x03"), closed=(PROTOCOL,))
    yield Try(family, "with a reason", close(1000, b"bye"), closed=(1000,))
    yield Try(family, "reason of 123", close(1000, b"x" * 123), closed=(1000,))
    yield Try(family, "reason of 124", close(1000, b"x" * 124), closed=(PROTOCOL,))
    yield Try(family, "reason in Chinese", close(1000, "再见".encode()), closed=(1000,))
    for reason in (b"\xff", b"\xed\xa0\x80", b"\xce\xba\xe1\xbd\xb9\xcf\x83\xce\xbc\xce\xb5\xed\xa0\x80"):
        yield Try(family, f"reason {reason.hex()}", close(1000, reason), closed=(PROTOCOL, NOT_UTF8))
    for code in (
        1000,
        1001,
        1002,
        1003,
        1007,
        1008,
        1009,
        1010,
        1011,
        1012,
        1013,
        3000,
        3999,
        4000,
        4999,
    ):
        yield Try(family, f"code {code}", close(code), closed=(code,))
    for code in (0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535):
        yield Try(family, f"code {code}", close(code), closed=(PROTOCOL,))
    yield Try(family, "twice", close(1000) + close(1001), closed=(1000,))
    yield Try(family, "and a ping", close(1000) + frame(PING, b"late"), closed=(1000,))
    yield Try(family, "and a text", close(1000) + frame(TEXT, look("late")), closed=(1000,))
    yield Try(family, "within a message", frame(TEXT, b"{", fin=False) + close(1000), closed=(1000, PROTOCOL))
    yield Try(family, "by 1", close(1000, b"slowly"), closed=(1000,), drip=1)


def limits() -> Iterator[Try]:
    """9: as much as is allowed, in any number of parts; and what is beyond."""
    family, (text, name) = "9 limits", _look(MESSAGE_BYTES)
    for size in (64, 256, 1024, 4096, 16_384, 32_768):
        yield Try(family, f"64 KiB in parts of {size}", _parts(text, size), (name,))
    for size in (100_000, 131_072):
        yield Try(family, f"{size} bytes", frame(TEXT, b"x" * size), closed=(POLICY,))
    for size in (131_073, 1_000_000, 16_000_000):
        yield Try(family, f"{size} bytes", frame(TEXT, b"x" * size), closed=(TOO_BIG,))
        yield Try(family, f"{size} bytes in parts", _parts(b"x" * size, 60_000), closed=(TOO_BIG,))
        yield Try(family, f"{size} bytes announced", head(TEXT, size), closed=(TOO_BIG,))
    yield Try(family, "2^63-1 bytes announced", head(TEXT, 2**63 - 1), closed=(TOO_BIG,))
    yield Try(family, "2^63 bytes announced", head(TEXT, 2**63), closed=(PROTOCOL, TOO_BIG))
    start, empty = frame(TEXT, b"{", fin=False), frame(CONT, fin=False)
    yield Try(family, "100,000 empty parts", start + empty * 100_000, closed=(POLICY, TOO_BIG))
    yield Try(family, "100,000 parts of a byte", start + frame(CONT, b"x", fin=False) * 100_000,
              closed=(POLICY, TOO_BIG))  # fmt: skip
    yield Try(family, "30 messages at once", frame(TEXT, look("a")) * 30, closed=(POLICY,))
    yield Try(family, "10,000 empty messages", frame(TEXT) * 10_000, closed=(POLICY,))
    yield Try(family, "100,000 pings", frame(PING) * 100_000, closed=(POLICY,))
    yield Try(family, "100,000 pongs", frame(PONG) * 100_000, closed=(POLICY,))
    yield Try(family, "100,000 pings within a message", start + frame(PING, b"x" * 125) * 100_000,
              closed=(POLICY,))  # fmt: skip


def _parts(payload: bytes, size: int) -> bytes:
    first, *more = (payload[at : at + size] for at in range(0, len(payload), size))
    sent = frame(TEXT, first, fin=not more)
    return sent + b"".join(frame(CONT, one, fin=one is more[-1]) for one in more)


def misc() -> Iterator[Try]:
    """10: masks and lengths that are not as they must be."""
    text = look("a")
    yield Try("10 misc", "text without a mask", frame(TEXT, text, mask=False), closed=(PROTOCOL,))
    yield Try("10 misc", "ping without a mask", frame(PING, b"x", mask=False), closed=(PROTOCOL,))
    yield Try("10 misc", "close without a mask", frame(CLOSE, b"\x03\xe8", mask=False), closed=(PROTOCOL,))
    yield Try("10 misc", "long ping", frame(PING, b"x" * 200, form=16), closed=(PROTOCOL,))
    yield Try("10 misc", "HTTP again", b"GET /live HTTP/1.1\r\n\r\n", closed=(PROTOCOL,))
    yield Try("10 misc", "noise", bytes(range(256)) * 4, closed=(PROTOCOL,))
    yield Try("10 misc", "NULs", b"\0" * 1000, closed=(PROTOCOL,))


def compression() -> Iterator[Try]:
    """12 and 13: deflated messages, whole and in parts; broken ones, and one that would burst."""
    family = "12 compression"
    for size in (64, 1024, 4096, 65_536):
        text, name = _look(size)
        for level in (1, 9):
            packed = _deflated(text, level)
            yield Try(family, f"{size} at level {level}", frame(TEXT, packed, rsv=4), (name,), deflate=True)
        half = len(packed) // 2
        parts = frame(TEXT, packed[:half], rsv=4, fin=False) + frame(CONT, packed[half:])
        yield Try(family, f"{size} in parts", parts, (name,), deflate=True)
        yield Try(family, f"{size} not deflated", frame(TEXT, text), (name,), deflate=True)
        yield Try(family, f"{size} twice", frame(TEXT, packed, rsv=4) * 2, (name, name), deflate=True)
    packed = _deflated(look("a"))
    wrong = {
        "deflated ping": frame(PING, packed, rsv=4),
        "deflated close": frame(CLOSE, packed, rsv=4),
        "bit on a later part": frame(TEXT, packed[:4], rsv=4, fin=False) + frame(CONT, packed[4:], rsv=4),
        "second bit": frame(TEXT, packed, rsv=2),
        "third bit": frame(TEXT, packed, rsv=5),
    }
    for name, sent in wrong.items():
        yield Try(family, name, sent, closed=(PROTOCOL,), deflate=True)
    broken = {"noise": b"\xff" * 100, "zlib's head": zlib.compress(look("a")), "gzip": b"\x1f\x8b\x08",
              "cut": _deflated(look("a" * 1000))[:20], "bad block": b"\x07"}  # fmt: skip
    for name, payload in broken.items():
        yield Try(family, f"broken: {name}", frame(TEXT, payload, rsv=4),
                  closed=(PROTOCOL, NOT_UTF8, POLICY), deflate=True)  # fmt: skip
    for size in (131_073, 1_000_000, 100_000_000):
        bomb = frame(TEXT, _deflated(b"0" * size), rsv=4)
        yield Try(family, f"bomb of {size}", bomb, closed=(TOO_BIG,), deflate=True)
    packed = _deflated(b"0" * 10_000_000)
    parts = frame(TEXT, packed[:5000], rsv=4, fin=False) + frame(CONT, packed[5000:])
    yield Try(family, "bomb in parts", parts, closed=(TOO_BIG,), deflate=True)


def _deflated(data: bytes, level: int = 6) -> bytes:
    packer = zlib.compressobj(level, wbits=-12)
    return (packer.compress(data) + packer.flush(zlib.Z_SYNC_FLUSH))[:-4]


HELLO: Final[dict[str, object]] = {"type": "hello", "ticket": "forged", "scope": "320104"}
UNFIT: Final[dict[str, object]] = {
    "no type": {},
    "another type": {"type": "root"},
    "type of a number": {"type": 7},
    "server's own": {"type": "welcome", "epoch": 1},
    "ack of words": {"type": "ack", "epoch": "x", "seq": 1, "tick": 1},
    "ack of 2^80": {"type": "ack", "epoch": 1, "seq": 2**80, "tick": 1},
    "look of a number": {"type": "look", "entity": 7},
    "look of a list": {"type": "look", "entity": []},
    "whole of a number": {"type": "whole", "kind": 7, "ids": []},
    "whole of everything": {"type": "whole", "kind": "camera", "ids": ["x"] * 257},
    "whole of workers": {"type": "whole", "kind": "worker", "ids": ["QH-0001"]},
    "whole of secrets": {"type": "whole", "kind": "../secret", "ids": ["x"]},
    "ticket in a look": {"type": "hello", "ticket": "x", "scope": "320104"},
}
HELLOS: Final[dict[str, object]] = {
    "forged": HELLO,
    "no ticket": {"type": "hello", "scope": "320104"},
    "ticket of a number": HELLO | {"ticket": 7},
    "ticket empty": HELLO | {"ticket": ""},
    "ticket of 60,000": HELLO | {"ticket": "x" * 60_000},
    "ticket of dots": HELLO | {"ticket": "..."},
    "ticket alg none": HELLO | {"ticket": "eyJhbGciOiJub25lIn0.eyJzY29wZSI6IjMyMDEwNCJ9."},
    "ticket in Chinese": HELLO | {"ticket": "票"},
    "scope of a number": HELLO | {"scope": 320104},
    "scope empty": HELLO | {"scope": ""},
    "resume of words": HELLO | {"resume": "yes"},
    "resume below zero": HELLO | {"resume": {"epoch": -1, "seq": -1}},
    "look first": {"type": "look", "entity": "a"},
    "keyframe first": {"type": "keyframe"},
    "ack first": {"type": "ack", "epoch": 1, "seq": 1, "tick": 1},
}
KEPT_WITHIN_MESSAGE: Final = 60_000


def messages() -> Iterator[Try]:
    """Our own words, wrong: as a hello, and after one."""
    for name, piece in cases_json.MALFORMED.items():
        text = made(piece)
        if len(text) <= KEPT_WITHIN_MESSAGE:
            told = (POLICY, NOT_UTF8)
            yield Try("hello", name, frame(TEXT, text), closed=told, first=True)
            yield Try("messages", name, frame(TEXT, text), closed=told)
    for name, said in cases_json.SHAPES.items():
        yield Try("messages", f"shape {name}", frame(TEXT, said.encode()), closed=(POLICY,))
    for name, content in UNFIT.items():
        yield Try("messages", name, frame(TEXT, json.dumps(content).encode()), closed=(POLICY,))
    for name, content in HELLOS.items():
        yield Try("hello", name, frame(TEXT, json.dumps(content).encode()), closed=(POLICY,), first=True)
