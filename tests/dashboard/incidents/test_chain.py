"""The chain as pure arithmetic."""

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from dashboard.incidents.chain import GENESIS, HashedLink, Link, digest, walk

TEXT = st.text(max_size=8)
CONTENT = st.lists(
    st.tuples(TEXT, TEXT, st.integers(0, 2**50), TEXT, st.none() | TEXT), min_size=1, max_size=8
)


def chained(content: list[tuple[str, str, int, str, str | None]]) -> list[HashedLink]:
    """Rows as the store would write them."""
    rows: list[HashedLink] = []
    previous = GENESIS
    for seq, values in enumerate(content, start=1):
        link = Link(seq, *values)
        rows.append(HashedLink(link, previous, digest(link, previous)))
        previous = rows[-1].hash
    return rows


@given(CONTENT)
def test_what_was_written_verifies(content: list[tuple[str, str, int, str, str | None]]) -> None:
    """Any content makes a sound chain."""
    rows = chained(content)
    verdict = walk(rows)
    assert verdict.problem is None and verdict.head_hash == rows[-1].hash


@given(CONTENT, st.data())
def test_two_rows_swapped_are_found(
    content: list[tuple[str, str, int, str, str | None]], data: st.DataObject
) -> None:
    """Order is part of what is proven, even when the sequence numbers are swapped back."""
    rows = chained(content)
    first = data.draw(st.integers(0, len(rows) - 1))
    other = data.draw(st.integers(0, len(rows) - 1))
    if rows[first].link == msgspec.structs.replace(rows[other].link, seq=first + 1):
        return
    swapped = list(rows)
    for here, there in ((first, other), (other, first)):
        link = msgspec.structs.replace(rows[there].link, seq=here + 1)
        swapped[here] = msgspec.structs.replace(rows[here], link=link)
    assert walk(swapped).bad_seq == min(first, other) + 1


def test_an_empty_log_is_sound() -> None:
    """Nothing was written, nothing is wrong."""
    assert walk([]).head_hash == GENESIS
