"""Messages as finished websocket frames (RFC 6455): built once, shared by every client they are for.

A server's frames are not masked, so the same bytes suit every connection. Long messages are cut into
fragments, which keeps what one slow client holds in its write buffer small. What opens a page is large and
compresses well: it is deflated (RFC 7692, no context kept), once as well, for the clients that agreed to it.
"""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

FRAGMENT_BYTES: Final = 256 * 1024
"""Payload of one fragment, 18,000 positions. With the system's buffer an idle reader costs <= 800 KiB."""

PACK_FROM: Final = 1_024
"""Less is not worth deflating."""

TEXT: Final = 0x1
BINARY: Final = 0x2
_CONTINUATION: Final = 0x0
_FIN: Final = 0x80
_PACKED: Final = 0x40
_FLUSHED: Final = b"\x00\x00\xff\xff"
"""What a flushed deflate stream ends with, and the extension leaves out."""
LEVEL: Final = 6


@dataclass(frozen=True)
class Piece:
    """A part of a message that may be part of many; deflated at most once."""

    plain: bytes

    @cached_property
    def packed(self) -> bytes:
        """Ends on a whole byte and refers to nothing before it, so that pieces may follow each other."""
        engine = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS, 9)
        return engine.compress(self.plain) + engine.flush(zlib.Z_SYNC_FLUSH)


@dataclass(frozen=True)
class Packet:
    """One message, ready for any transport."""

    frames: tuple[bytes, ...]
    """To be written in this order, with no other message's frames between them."""
    positions: int = 0
    """How many positions it carries; for the figures."""
    opcode: int = TEXT
    pieces: tuple[Piece, ...] = ()
    """What to deflate for clients that agreed to it; none where it is not worth it."""

    @cached_property
    def packed(self) -> tuple[bytes, ...]:
        """Its frames for such a client; deflated when the first asks."""
        if not self.pieces:
            return self.frames
        payload = b"".join(piece.packed for piece in self.pieces)
        return _frames(self.opcode, payload.removesuffix(_FLUSHED), _PACKED)


def text(payload: bytes) -> Packet:
    """A text message; ``payload`` is UTF-8."""
    return Packet(_frames(TEXT, payload))


def binary(payload: bytes, positions: int = 0) -> Packet:
    """A binary message."""
    return Packet(_frames(BINARY, payload), positions, BINARY)


def opening_text(*pieces: Piece) -> Packet:
    """A text message in pieces, one that every page is sent at first."""
    return _opening(TEXT, pieces)


def opening_binary(payload: bytes, positions: int = 0) -> Packet:
    """A binary message that every page is sent at first."""
    return _opening(BINARY, (Piece(payload),), positions)


def _opening(opcode: int, pieces: Sequence[Piece], positions: int = 0) -> Packet:
    payload = b"".join(piece.plain for piece in pieces)
    worth = tuple(pieces) if len(payload) >= PACK_FROM else ()
    return Packet(_frames(opcode, payload), positions, opcode, worth)


def _frames(opcode: int, payload: bytes, packed: int = 0) -> tuple[bytes, ...]:
    frames = []
    for start in range(0, len(payload) or 1, FRAGMENT_BYTES):
        piece = payload[start : start + FRAGMENT_BYTES]
        final = _FIN if start + FRAGMENT_BYTES >= len(payload) else 0
        first = opcode | packed if start == 0 else _CONTINUATION
        frames.append(_head(final | first, len(piece)) + piece)
    return tuple(frames)


def _head(first: int, length: int) -> bytes:
    if length < 126:
        return bytes((first, length))
    if length < 1 << 16:
        return bytes((first, 126)) + length.to_bytes(2, "big")
    return bytes((first, 127)) + length.to_bytes(8, "big")
