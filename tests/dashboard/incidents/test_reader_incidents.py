"""Lists, pages, searches and histories, the same on both databases."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.incidents.commands import Body, RecordId
from dashboard.incidents.reader import Reader
from dashboard.incidents.reader_incidents import Wanted
from dashboard.incidents.search import normalised, query, tokens
from dashboard.incidents.store import Store
from dashboard.incidents.transaction_listing import Listing
from feeds.errors import BadInput
from feeds.model import Utc
from tests.dashboard.incidents.asking import Put


def body(number: int, **fields: Any) -> Body:
    """An incident; the higher its number, the later it was opened."""
    plain = {
        "id": f"I-{number:03d}",
        "external_id": f"NJ-{number:04d}",
        "title": "路面积水",
        "title_en": None,
        "place": f"三山街{number}号",
        "place_en": "Sanshan Street",
        "opened_at_ms": 1_000_000 + number * 1000,
        "closed_at_ms": None,
        "open": True,
        "status": "REPORTED",
        "street": "320104004",
        "grid": "320104004001001",
        "category": "010101",
        "urgency": "normal",
    }
    return plain | fields


def put(store: Store, *bodies: Body) -> None:
    """Store each."""
    for one in bodies:
        store.commit(Put(RecordId("incident", one["id"]), one))


def ids(reader: Reader, **wanted: Any) -> list[str]:
    """The ids of the first page."""
    return [one["id"] for one in reader.incidents(Wanted(**wanted)).bodies]


def test_filters_are_equalities_and_the_newest_comes_first(store: Store, reader: Reader) -> None:
    """Each alone, and two together."""
    closed = {"open": False, "status": "CLOSED", "closed_at_ms": 5_000_000}
    put(store, body(2, **closed), body(1), body(3, street="320104005", urgency="urgent"), body(4, grid=None))
    assert ids(reader) == ["I-004", "I-003", "I-002", "I-001"]
    assert ids(reader, open=True) == ["I-004", "I-003", "I-001"]
    assert ids(reader, status="CLOSED") == ["I-002"]
    assert ids(reader, street="320104004", open=True) == ["I-004", "I-001"]
    assert ids(reader, grid="320104004001001") == ["I-003", "I-002", "I-001"]
    assert ids(reader, urgency="urgent") == ["I-003"] and ids(reader, category="9") == []


def test_pages_follow_one_another_without_gap_or_repeat(store: Store, reader: Reader) -> None:
    """Also when some were opened in the same millisecond, and one arrives in between."""
    put(store, *(body(number, opened_at_ms=2_000_000 + number // 4) for number in range(10)))
    first = reader.incidents(Wanted(limit=4))
    put(store, body(99, opened_at_ms=3_000_000))
    second = reader.incidents(Wanted(limit=4, after=first.after))
    third = reader.incidents(Wanted(limit=4, after=second.after))
    seen = [one["id"] for page in (first, second, third) for one in page.bodies]
    assert len(seen) == len(set(seen)) == 10 and third.after is None


def test_the_listing_follows_every_change(store: Store, reader: Reader) -> None:
    """A new title, a new time, a removal; the old words no longer find it."""
    put(store, body(1), body(2))
    put(store, body(1, title="井盖缺失", opened_at_ms=9_000_000))
    assert ids(reader) == ["I-001", "I-002"]
    assert (ids(reader, q="井盖"), ids(reader, q="积水")) == (["I-001"], ["I-002"])
    store.commit(Put(RecordId("incident", "I-001"), None))
    assert ids(reader) == ["I-002"] and ids(reader, q="井盖") == []


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("积水", ["I-002", "I-001"]),
        ("水", ["I-002", "I-001"]),
        ("路面积水", ["I-002", "I-001"]),
        ("三山街1号", ["I-001"]),
        ("山街1", ["I-001"]),
        ("街2号", ["I-002"]),
        ("号", ["I-002", "I-001"]),
        ("积水 三山街2号", ["I-002"]),
        ("水积", []),
        ("sansh", ["I-002", "I-001"]),
        ("ＳＡＮＳＨＡＮ street", ["I-002", "I-001"]),
        ("NJ-0002", ["I-002"]),
        ("i-001", ["I-001"]),
        ("100%", []),
        ('积水" OR "井盖', []),
        ("' | 'a", []),
    ],
)
@pytest.mark.parametrize("is_open", [True, None])
def test_words_find(store: Store, reader: Reader, q: str, found: list[str], is_open: bool | None) -> None:
    """Two characters, one, a beginning, full width; the same through the index and through the open ones."""
    put(store, body(1), body(2))
    assert ids(reader, q=q, open=is_open) == found


@pytest.mark.parametrize("q", ["?!", "x" * 101])
def test_a_query_of_nothing_or_too_much_is_refused(q: str) -> None:
    """Naming the field."""
    with pytest.raises(BadInput, match="q is "):
        query(q)


@pytest.mark.parametrize(
    ("q", "exact", "beginnings"),
    [
        ("三山街175号", ("三山", "山街", "175"), ()),
        ("三山街 17", ("三山", "山街"), ("17",)),
        ("号", (), ("号",)),
        ("nj-12 号", (), ("nj-12",)),
    ],
)
def test_what_is_in_every_address_is_not_looked_up(
    q: str, exact: tuple[str, ...], beginnings: tuple[str, ...]
) -> None:
    """A lone character is only looked up when there is nothing else; a number before a 号 is that number."""
    assert (query(q).exact, query(q).beginnings) == (exact, beginnings)


@given(st.text(max_size=20), st.text(max_size=20))
def test_whatever_is_in_a_text_is_found_by_any_part_of_it(before: str, after: str) -> None:
    """Every exact token of a part is a token of the whole, and every beginning begins one."""
    part = "三山街175号积水nj-7"
    held = tokens(normalised(f"{before} {part} {after}"))
    for length in range(1, len(part) + 1):
        wanted = query(part[:length])
        assert set(wanted.exact) <= set(held)
        assert all(any(token.startswith(start) for token in held) for start in wanted.beginnings)


def test_closed_ones_leave_the_screens_after_a_while(store: Store, reader: Reader) -> None:
    """Open ones stay however old; other kinds always."""
    put(store, body(1), body(2, open=False, closed_at_ms=5_000), body(3, open=False, closed_at_ms=9_000))
    store.commit(Put(RecordId("camera", "C-1"), {}))
    records = reader.records(Utc(6.0))
    assert {kind: sorted(found) for kind, found in records.by_kind.items()} == {
        "camera": ["C-1"],
        "incident": ["I-001", "I-003"],
    }
    assert records.seq == 4


def test_a_history_is_the_incidents_own_rows_in_order(store: Store, reader: Reader) -> None:
    """Nothing of its neighbours."""
    put(store, body(1), body(2), body(1, status="ACCEPTED"))
    assert [past.body["status"] for past in reader.history("I-001") if past.body] == ["REPORTED", "ACCEPTED"]
    assert reader.history("I-404") == []


def test_the_listing_is_rebuilt_from_the_records(store: Store, reader: Reader) -> None:
    """As after a migration: the same rows, found by the same words."""
    put(store, body(1), body(2, opened_at_ms=-5), body(3, opened_at_ms=10**17))
    before = ids(reader)
    with store._engine.begin() as connection:
        Listing(connection).rebuild()
    assert ids(reader) == before == ["I-003", "I-001", "I-002"]
    assert ids(reader, q="积水") == before
