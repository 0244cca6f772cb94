"""Drawing is a pure function of the facts."""

import msgspec

from feeds.geo import schematic


def test_two_drawings_are_the_same_to_the_last_bit():
    """Building twice gives identical bytes."""
    first, second = (msgspec.msgpack.encode(schematic.build()) for _ in range(2))
    assert first == second
