"""The page's decoder and ours read the same bytes in the same way, whatever the bytes."""

import json
import struct
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feeds import wire
from feeds.errors import BadInput
from tests.feeds.test_wire import columns_of, tables
from tools.node import node

DECODER = Path(__file__).parents[1] / "wire" / "decode.mjs"


def encoded(told: tuple[int, tuple[list[int], ...]]) -> bytes:
    """A delta of these columns."""
    rows, values = told
    columns = wire.Columns(*(np.array(value, np.int64) for value in values))
    return wire.encode_frame(wire.FrameType.DELTA, epoch=1, tick=2, base_ms=3.0, rows=rows, columns=columns)


def spoilt(frame: bytes, at: int, byte: int) -> bytes:
    """One byte of it is another."""
    place = at % len(frame)
    return frame[:place] + bytes((byte,)) + frame[place + 1 :]


frames = tables.flatmap(lambda size: st.tuples(st.just(size), columns_of(size))).map(encoded)
bad_frames = st.builds(spoilt, frames, st.integers(0, 300), st.integers(0, 255))


def page_reads(sent: Sequence[bytes]) -> list[Any]:
    """What the browser's module makes of each frame."""
    data = b"".join(struct.pack("<I", len(frame)) + frame for frame in sent)
    answer = subprocess.run([node(), str(DECODER)], input=data, capture_output=True, check=True, timeout=60)
    return [json.loads(line) for line in answer.stdout.splitlines()]


def we_read(frame: bytes) -> Any:
    """The same by our own codec; None when it refuses."""
    try:
        decoded = wire.decode_frame(frame)
    except BadInput:
        return None
    return {"rows": decoded.rows, "columns": [column.tolist() for column in decoded.columns]}


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(st.lists(st.one_of(frames, bad_frames), min_size=20, max_size=40))
def test_both_sides_read_alike(sent: list[bytes]) -> None:
    """Good frames come out the same, column by column; what one side refuses the other refuses too."""
    for frame, page in zip(sent, page_reads(sent), strict=True):
        mine = we_read(frame)
        if mine is None or "refused" in page:
            assert mine is None and "refused" in page, (page, frame.hex())
        else:
            assert page == mine
