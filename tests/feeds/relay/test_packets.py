"""Finished websocket frames, read by the parser of a library."""

import os

import pytest
from websockets.client import ClientProtocol
from websockets.extensions import Extension
from websockets.extensions.permessage_deflate import PerMessageDeflate
from websockets.frames import Frame, Opcode
from websockets.protocol import State
from websockets.uri import parse_uri

from feeds.relay import packets


def heard(packet: packets.Packet, *extensions: Extension) -> list[Frame]:
    """The frames that an independent client hears."""
    protocol = ClientProtocol(parse_uri("ws://localhost/"), state=State.OPEN, max_size=None)
    protocol.extensions = list(extensions)
    for data in packet.frames:
        protocol.receive_data(data)
    return [event for event in protocol.events_received() if isinstance(event, Frame)]


@pytest.mark.parametrize("size", [0, 1, 125, 126, 65_535, 65_536, 262_144, 262_145, 600_000])
def test_a_message_of_any_size_is_understood(size: int) -> None:
    """Short, middle and long lengths, whole and in fragments."""
    payload = bytes(index % 251 for index in range(size))
    frames = heard(packets.binary(payload))
    assert b"".join(frame.data for frame in frames) == payload
    assert [frame.opcode for frame in frames] == [Opcode.BINARY] + [Opcode.CONT] * (len(frames) - 1)
    assert [frame.fin for frame in frames] == [False] * (len(frames) - 1) + [True]


def test_a_text_is_a_text() -> None:
    """The opcode tells the page which kind it is."""
    (frame,) = heard(packets.text("望楼".encode()))
    assert (frame.opcode, frame.data) == (Opcode.TEXT, "望楼".encode())


def test_no_fragment_is_large() -> None:
    """What one slow client holds in its write buffer stays small."""
    frames = packets.binary(bytes(1_000_000)).frames
    assert max(len(frame) for frame in frames) <= packets.FRAGMENT_BYTES + 10


def test_pieces_are_deflated_once_and_understood_together() -> None:
    """By the extension of a library; in fragments too, and by who did not agree to it as they are."""
    shared = packets.Piece(os.urandom(400_000))
    for number in range(2):
        packet = packets.opening_text(packets.Piece(b"%d" % number * 3_000), shared, packets.Piece(b"}"))
        payload = b"".join(frame.data for frame in heard(packet))
        assert len(packet.packed) > 1
        inflate = PerMessageDeflate(True, True, 15, 15)
        frames = heard(packets.Packet(packet.packed), inflate)
        assert b"".join(frame.data for frame in frames) == payload
    assert shared.packed is shared.packed


def test_what_is_short_or_no_opening_is_not_deflated() -> None:
    """A frame of every second would cost more than it saves."""
    assert packets.opening_text(packets.Piece(b"short")).packed[0] == packets.text(b"short").frames[0]
    delta = packets.binary(bytes(300_000))
    assert delta.packed == delta.frames
