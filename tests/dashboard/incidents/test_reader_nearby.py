"""What was reported at a place, and who has how much in hand, the same on both databases."""

from typing import Any

from dashboard.incidents.reader import Reader
from dashboard.incidents.reader_nearby import Around
from dashboard.incidents.store import Store
from tests.dashboard.incidents.test_reader_incidents import body, put

HERE = (32.02, 118.78)


def at(number: int, north_m: float = 0.0, **fields: Any) -> dict[str, Any]:
    """An incident so far north of here, opened in that second."""
    place = {"lat": HERE[0] + north_m / 111_320, "lon": HERE[1], "opened_at_ms": number * 1000}
    return body(number, **place | fields)


def around(**more: Any) -> Around:
    """80 m round here, from the beginning of time."""
    plain = {"lat": HERE[0], "lon": HERE[1], "within_m": 80.0, "since_ms": 0, "until_ms": 10**12, "most": 20}
    return Around(**plain | more)


def test_what_is_within_the_distance_and_the_time_is_found(store: Store, reader: Reader) -> None:
    """Newest first; with its distance; neither what is farther nor what has no place."""
    put(store, at(1, 10), at(2, 79), at(3, 81), at(4, -50), at(5, lat=None, lon=None), at(9, 5))
    there = reader.around(around(since_ms=1000, until_ms=8000))
    assert [(before.body["id"], round(before.distance_m)) for before in there.newest] == [
        ("I-004", 50), ("I-002", 79), ("I-001", 10),
    ]  # fmt: skip
    assert there.count == 3


def test_only_so_many_are_read_and_all_are_counted(store: Store, reader: Reader) -> None:
    """Nothing is left out in silence."""
    put(store, *(at(number) for number in range(1, 8)))
    there = reader.around(around(most=2))
    assert [before.body["id"] for before in there.newest] == ["I-007", "I-006"] and there.count == 7


def test_an_incident_that_moves_is_found_where_it_is_now(store: Store, reader: Reader) -> None:
    """The listing follows the record."""
    put(store, at(1), at(1, 500))
    assert reader.around(around()).count == 0
    put(store, at(1, 20), at(1, 20, lat=None, lon=None))
    assert reader.around(around()).count == 0


def test_open_cases_of_a_worker_are_counted(store: Store, reader: Reader) -> None:
    """Of those asked about; closed ones and others' do not count."""
    case = {"case": {"worker": "QH-1"}}
    closed = {"open": False, "status": "CLOSED", "closed_at_ms": 9}
    put(
        store,
        at(1, **case),
        at(2, **case),
        at(3, **case, **closed),
        at(4, case={"worker": "QH-2"}),
        at(5, case=None),
    )
    assert reader.loads(["QH-1", "QH-3"]) == {"QH-1": 2} and reader.loads([]) == {}
    put(store, at(1, case={"worker": "QH-3"}))
    assert reader.loads(["QH-1", "QH-3"]) == {"QH-1": 1, "QH-3": 1}
