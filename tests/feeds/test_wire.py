"""The codec of binary frames, against the golden messages that the browser's codec is held to as well."""

import contextlib
import json
import runpy
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds import messages, wire
from feeds.errors import BadInput
from feeds.model import Provenance, Status

WIRE = Path(__file__).parents[1] / "wire"
FRAMES = sorted(path.stem for path in WIRE.glob("frame-*.bin"))
BAD = sorted(path.stem for path in WIRE.glob("bad-*.bin"))
TEXTS = sorted(path.stem for path in WIRE.glob("text-*.json"))
FROM_PAGE = {
    "text-hello",
    "text-hello-new",
    "text-ack",
    "text-look",
    "text-look-nothing",
    "text-whole",
    "text-ask-keyframe",
}


def read(name: str) -> Any:
    """The content of one golden JSON file."""
    return json.loads((WIRE / f"{name}.json").read_text("utf-8"))


def test_the_files_are_what_the_script_writes() -> None:
    """Nobody edits a golden by hand, and none is missing or left over."""
    made = dict(runpy.run_path(str(WIRE / "make.py"))["goldens"]())
    there = {path.name: path.read_bytes() for path in WIRE.iterdir() if path.suffix in (".bin", ".json")}
    assert there == made


@pytest.mark.parametrize("name", FRAMES)
def test_a_golden_frame_decodes_to_its_description(name: str) -> None:
    """Header and every column come back as written."""
    frame, told = wire.decode_frame((WIRE / f"{name}.bin").read_bytes()), read(name)
    assert (frame.type.name.lower(), frame.epoch, frame.tick) == (told["type"], told["epoch"], told["tick"])
    assert (frame.base_ms, frame.rows) == (told["base_ms"], told["rows"])
    assert {field: column.tolist() for field, column in frame.columns._asdict().items()} == told["columns"]


@pytest.mark.parametrize("name", FRAMES)
def test_every_column_of_a_golden_frame_is_aligned(name: str) -> None:
    """A browser lays typed arrays over the message: sizes and offsets are multiples of four."""
    told = read(name)
    count, rows = told["count"], told["rows"]
    row_bytes = told["gap_width"] * count or (-(-rows // 8) if count else 0)
    sizes = [4 * count, 4 * count, 2 * count, told["age_width"] * count, row_bytes, count, count]
    length = 32 + sum(-(-size // 4) * 4 for size in sizes)
    assert (WIRE / f"{name}.bin").stat().st_size == length


@pytest.mark.parametrize("name", BAD)
def test_a_bad_frame_is_refused_with_a_sentence(name: str) -> None:
    """Nothing of a frame that contradicts itself is used."""
    with pytest.raises(BadInput, match=r"\w+ is .*: must"):
        wire.decode_frame((WIRE / f"{name}.bin").read_bytes())


@pytest.mark.parametrize("name", TEXTS)
def test_a_golden_text_survives_the_round_trip(name: str) -> None:
    """Decoding and encoding a text message gives the same bytes."""
    data = (WIRE / f"{name}.json").read_bytes()
    decode = messages.decode_from_page if name in FROM_PAGE else messages.decode_from_relay
    assert messages.encode(decode(data)) == data


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"type":"nonsense"}', '{"type":"hello"}', "\ud800", "[" * 9999]
)
def test_a_text_that_is_no_message_is_refused(text: str) -> None:
    """Whatever a client sends, the answer is one sentence."""
    with pytest.raises(BadInput, match=r"message is .*must be one of wanglou"):
        messages.decode_from_page(text)


def test_not_a_number_never_reaches_a_page() -> None:
    """JSON has no NaN; a browser would throw the whole message away."""
    data = messages.encode(messages.Rows(1, [{"row": 0, "id": "a", "lat": float("nan")}]))
    assert msgspec.json.decode(data)["rows"][0]["lat"] is None


def columns_of(size: int) -> st.SearchStrategy[tuple[list[int], ...]]:
    """Up to forty positions of a table of ``size`` rows."""
    return st.integers(0, min(40, size)).flatmap(
        lambda n: st.tuples(
            st.lists(st.integers(0, size - 1), min_size=n, max_size=n, unique=True).map(sorted),
            st.lists(st.integers(-(2**31), 2**31 - 1), min_size=n, max_size=n),
            st.lists(st.integers(-(2**31), 2**31 - 1), min_size=n, max_size=n),
            st.lists(st.integers(0, 2**16 - 1), min_size=n, max_size=n),
            st.lists(st.integers(0, 2**32 - 1), min_size=n, max_size=n),
            st.lists(st.integers(0, 255), min_size=n, max_size=n),
            st.lists(st.integers(0, 255), min_size=n, max_size=n),
        )
    )


tables = st.one_of(st.integers(1, 300), st.integers(1, 200_001))


@given(tables.flatmap(lambda size: st.tuples(st.just(size), columns_of(size))))
def test_any_columns_come_back(frame: tuple[int, tuple[list[int], ...]]) -> None:
    """Whatever the widths and however rows are told, what goes in comes out."""
    rows, values = frame
    given_columns = wire.Columns(*(np.array(value, np.int64) for value in values))
    data = wire.encode_frame(
        wire.FrameType.DELTA, epoch=1, tick=2, base_ms=3.0, rows=rows, columns=given_columns
    )
    decoded = wire.decode_frame(data)
    assert [column.tolist() for column in decoded.columns] == list(values)
    assert decoded.rows == rows


@given(st.integers(1, 3_000).flatmap(lambda n: st.tuples(st.just(n), st.sets(st.integers(0, n - 1)))))
def test_rows_are_told_the_shorter_way(told: tuple[int, set[int]]) -> None:
    """A bitmap never costs more than gaps would, and only then takes their place."""
    rows, there = told
    row, zero = np.array(sorted(there), np.int64), np.zeros(len(there), np.int64)
    columns = wire.Columns(row, zero, zero, zero, zero, zero, zero)
    data = wire.encode_frame(wire.FrameType.DELTA, epoch=1, tick=2, base_ms=3.0, rows=rows, columns=columns)
    gap = int(np.diff(row, prepend=-1).max()) - 1 if len(row) else 0
    width, bitmap = (1 if gap < 256 else 2), -(-rows // 8)
    assert data[25] == (wire.BITMAP if bitmap < width * len(row) else width)
    assert wire.decode_frame(data).columns.row.tolist() == sorted(there)


def test_a_city_that_reports_every_second_costs_less_than_fourteen_bytes_an_update() -> None:
    """A fifth of a hundred thousand rows changes in a tick, wherever those rows are."""
    row = np.sort(np.random.default_rng(1).choice(100_000, 20_000, replace=False)).astype(np.int64)
    zero = np.zeros(len(row), np.int64)
    data = wire.encode_frame(
        wire.FrameType.DELTA, epoch=1, tick=2, base_ms=3.0, rows=100_000,
        columns=wire.Columns(row, zero, zero, zero, zero, zero, zero),
    )  # fmt: skip
    assert len(data) / len(row) < 13.7


@given(st.binary(max_size=200))
def test_any_bytes_decode_or_are_refused(data: bytes) -> None:
    """No bytes raise anything but BadInput."""
    with contextlib.suppress(BadInput):
        wire.decode_frame(b"WL\x01\x02" + data)


def test_an_age_is_never_rounded_down() -> None:
    """Nothing looks fresher than it is, and the future counts as now."""
    ages = wire.quantise_age(100_000.0, np.array([100.0, 99.999, 99.9, 98.0, 105.0]))
    assert ages.tolist() == [0, 1, 1, 20, 0]


def test_a_ttl_is_rounded_down_to_its_class() -> None:
    """A ttl between two classes counts as the shorter one."""
    classes = wire.ttl_class(np.array([1.0, 5.0, 9.9, 10.0, 179.0, 180.0, 99_999.0]))
    assert [wire.TTL_CLASSES_S[index] for index in classes] == [5, 5, 5, 10, 120, 180, 7200]


def test_unknown_course_and_speed_stay_unknown() -> None:
    """Standing still and heading north are knowledge; not knowing is something else."""
    nan = float("nan")
    course = wire.quantise_course(np.array([0.0, nan, 90.0, 359.9, 360.0]))
    speed = wire.quantise_speed(np.array([0.0, nan, 1.2, 50.8, 300.0]))
    assert [wire.course_of(step) for step in course.tolist()][:2] == [0.0, None]
    assert course.tolist() == [0, 255, 64, 254, 0]
    assert speed.tolist() == [0, 255, 6, 254, 254]


def test_flags_hold_four_things() -> None:
    """Source index, provenance, status and ttl share sixteen bits without touching each other."""
    packed = wire.pack_flags(np.array([255]), np.array([2]), np.array([1]), np.array([15]))
    assert wire.unpack_flags(int(packed[0])) == (255, Provenance.REPLAYED, Status.BAD_CLOCK, 7200)
