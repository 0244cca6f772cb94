"""Many records as columns, there and back."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.columns import Little, columns_of, little, read_columns
from feeds.errors import BadInput

ROWS = st.dictionaries(
    st.text("0123AB号", min_size=1, max_size=6),
    st.builds(
        Little,
        st.floats(-90, 90),
        st.floats(-180, 180),
        st.sampled_from(["alive", "dead", ""]),
        st.sampled_from(["real", "simulated"]),
    ),
)


@given(rows=ROWS)
def test_what_is_written_is_read(rows: dict[str, Little]) -> None:
    """Every id once, in its state, within half a step of its place."""
    read = read_columns(columns_of(rows))
    assert list(read) == sorted(rows)
    for id_, row in rows.items():
        body = read[id_]
        assert (body["state"], body["provenance"]) == (row.state, row.provenance)
        assert abs(body["lat"] - row.lat) <= 0.51e-6 and abs(body["lon"] - row.lon) <= 0.51e-6


@pytest.mark.parametrize(
    "body",
    [
        {"lat": 32.0},
        {"lat": None, "lon": 118.0},
        {"lat": 32.0, "lon": "east"},
        {"lat": 91, "lon": 118.0},
        {"lat": 32.0, "lon": 118.0, "alarm": True},
        {"lat": 32.0, "lon": 118.0, "state": 7},
    ],
)
def test_what_columns_cannot_say_is_sent_whole(body: dict[str, object]) -> None:
    """No place, a value of another kind, an alarm."""
    assert little(json.dumps(body).encode()) is None


def test_columns_of_unequal_length_are_refused() -> None:
    """Half-read they would put cameras where none are."""
    told = {"shared": [0], "ids": ["a", "b"], "lat": [1], "lon": [1]}
    with pytest.raises(BadInput, match="equal length"):
        read_columns(told | {"state": {"of": [""], "at": [0]}, "provenance": {"of": [""], "at": [0]}})
