"""The pure parts of the snapshot bench: what counts as the opening, and what is printed."""

import pytest

from bench import city
from bench.snapshot import Opening, summary
from feeds.relay import packets

SHAKE = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n"


@pytest.mark.parametrize("portion", [1, 7, 4096, 10_000_000])
def test_the_opening_ends_with_the_first_keyframe(portion: int) -> None:
    """However the network cuts it; what follows is not counted."""
    opening = [packets.text(b"{}"), packets.text(bytes(300_000)), packets.binary(bytes(280_000))]
    whole = SHAKE + b"".join(frame for packet in opening for frame in packet.frames)
    sent = whole + b"".join(packets.binary(bytes(5_000)).frames)
    counted = Opening()
    for start in range(0, len(sent), portion):
        counted.feed(sent[start : start + portion])
    assert (counted.bytes, counted.done) == (len(whole), True)


def test_medians_are_printed_with_their_number() -> None:
    """A median without its number says little."""
    opens = [{"ms_to_painted": float(ms), "heap_mb": 30.0} for ms in (900, 100, 200)]
    assert summary(opens) == {
        "opens": 3,
        "ms_to_painted": 200.0,
        "heap_mb": 30.0,
        "each_ms_to_painted": [900, 100, 200],
    }


def test_a_city_is_the_same_each_time() -> None:
    """Else its figures could not be compared."""
    assert city.cameras(50) == city.cameras(50)
    assert city.incidents(5, 0.0) == city.incidents(5, 0.0)
    assert len(city.workers(30)) == 30
    assert list(city.Movers(3).batch(1_000.0).entities) == [city.worker_id(number) for number in range(3)]
