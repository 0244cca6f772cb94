"""Messages as finished websocket frames (RFC 6455): built once, shared by every client they are for.

A server's frames are not masked, so the same bytes suit every connection. Long messages are cut into
fragments, which keeps what one slow client holds in its write buffer small.
"""

from dataclasses import dataclass
from typing import Final

FRAGMENT_BYTES: Final = 256 * 1024
"""Payload of one fragment, 18,000 positions. With the system's buffer an idle reader costs <= 800 KiB."""

TEXT: Final = 0x1
BINARY: Final = 0x2
_CONTINUATION: Final = 0x0
_FIN: Final = 0x80


@dataclass(frozen=True, slots=True)
class Packet:
    """One message, ready for any transport."""

    frames: tuple[bytes, ...]
    """To be written in this order, with no other message's frames between them."""
    positions: int = 0
    """How many positions it carries; for the figures."""


def text(payload: bytes) -> Packet:
    """A text message; ``payload`` is UTF-8."""
    return Packet(_frames(TEXT, payload))


def binary(payload: bytes, positions: int = 0) -> Packet:
    """A binary message."""
    return Packet(_frames(BINARY, payload), positions)


def _frames(opcode: int, payload: bytes) -> tuple[bytes, ...]:
    frames = []
    for start in range(0, len(payload) or 1, FRAGMENT_BYTES):
        piece = payload[start : start + FRAGMENT_BYTES]
        final = _FIN if start + FRAGMENT_BYTES >= len(payload) else 0
        frames.append(_head(final | (opcode if start == 0 else _CONTINUATION), len(piece)) + piece)
    return tuple(frames)


def _head(first: int, length: int) -> bytes:
    if length < 126:
        return bytes((first, length))
    if length < 1 << 16:
        return bytes((first, 126)) + length.to_bytes(2, "big")
    return bytes((first, 127)) + length.to_bytes(8, "big")
