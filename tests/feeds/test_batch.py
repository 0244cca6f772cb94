"""Batches of positions on the bus."""

import dataclasses
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.batch import COLUMNS, Batch
from feeds.errors import BadInput
from feeds.model import EntityId, Position, Provenance, Status, Utc


def position(entity: str = "QH-0421", **known: object) -> Position:
    """A position that knows everything, unless told otherwise."""
    values: dict[str, object] = {
        "entity": EntityId(entity),
        "at": Utc(1_795_330_000.25),
        "lat": 32.0217,
        "lon": 118.7813,
        "accuracy_m": 12.0,
        "speed_mps": 1.25,
        "course_deg": 88.0,
        "battery": 0.5,
        "source": "owntracks",
        "provenance": Provenance.REAL,
        "received_at": Utc(1_795_330_001.0),
        "ttl_s": 180.0,
        "status": Status.NORMAL,
    }
    return Position(**(values | known))  # type: ignore[arg-type]


def test_a_batch_survives_the_bus() -> None:
    """Every column comes back, and unknown stays unknown."""
    sent = Batch.from_positions([position(), position("b", course_deg=None, battery=None)], rank=3)
    got = Batch.decode(sent.encode())
    assert (got.source, got.provenance, got.rank, got.entities) == (
        "owntracks",
        Provenance.REAL,
        3,
        ["QH-0421", "b"],
    )
    for name, _ in COLUMNS:
        assert np.array_equal(getattr(got, name), getattr(sent, name), equal_nan=True)
    assert np.isnan(got.course).tolist() == [False, True]
    assert got.lat.tolist() == [320217000, 320217000]


def test_positions_of_two_sources_make_no_batch() -> None:
    """A batch has one source and one provenance."""
    with pytest.raises(ValueError, match="must all be REAL ones of 'owntracks'"):
        Batch.from_positions([position(), position(source="osmand")], rank=0)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("at", float("nan")),
        ("at", float("inf")),
        ("lat", 900_000_001),
        ("lon", -1_800_000_001),
        ("course", 361.0),
        ("speed", -1.0),
        ("accuracy", float("inf")),
        ("battery", 1.5),
        ("ttl", 0.0),
        ("ttl", float("nan")),
        ("received_at", float("nan")),
        ("status", Status.REMOVED),
    ],
)
def test_an_impossible_number_is_refused(name: str, value: float) -> None:
    """One poisoned position never reaches the picture; the sentence names column and value."""
    good = Batch.from_positions([position()], rank=0)
    column: Any = {name: np.array([value], dict(COLUMNS)[name])}
    bad = dataclasses.replace(good, **column)
    with pytest.raises(BadInput, match=rf"batch\.{name} is .*must lie between"):
        Batch.decode(bad.encode())


def test_columns_of_unequal_length_are_refused() -> None:
    """Lengths agree, or nothing of the batch is used."""
    good = Batch.from_positions([position()], rank=0)
    with pytest.raises(BadInput, match=r"batch\.speed is 8 bytes: must have 4 bytes"):
        Batch.decode(dataclasses.replace(good, speed=np.zeros(2, "<f4")).encode())


@pytest.mark.parametrize("entity", ["", "x" * 65])
def test_an_entity_without_a_usable_name_is_refused(entity: str) -> None:
    """An id is 1 to 64 characters."""
    with pytest.raises(BadInput, match="Expected `str` of length"):
        Batch.decode(Batch.from_positions([position(entity)], rank=0).encode())


@given(st.binary(max_size=80))
def test_any_bytes_are_refused_with_a_sentence(data: bytes) -> None:
    """Whatever comes over the bus, the relay lives."""
    with pytest.raises(BadInput, match="batch"):
        Batch.decode(data)
