"""What Hypothesis found is told as it is, however long its print."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st


class FoundError(Exception):
    """What a test of ours would fail with."""


def test_a_failure_with_a_long_example_is_that_failure() -> None:
    """Not a warning about the length of the example, which would hide it: warnings are errors here."""

    @settings(max_examples=1, database=None)
    @given(st.just(b"\xff" * 20_000))
    def fails(body: bytes) -> None:
        raise FoundError(len(body))

    with pytest.raises(FoundError):
        fails()
