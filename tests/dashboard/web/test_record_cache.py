"""Whole kinds of records, read again now and then."""

from typing import Any

from dashboard.web.record_cache import KEPT_S, RecordCache


class Reader:
    """Counts how often it is asked."""

    def __init__(self, bodies: dict[str, Any]) -> None:
        self.bodies = bodies
        self.asked: list[str] = []

    def kind(self, kind: str) -> dict[str, Any]:
        """The bodies, as they are now."""
        self.asked.append(kind)
        return dict(self.bodies)


async def test_what_was_read_is_kept_for_some_seconds() -> None:
    """Each kind by itself; also a clock that is set back leads to a new reading."""
    reader = Reader({"a": {"id": "a"}})
    cache = RecordCache(reader)
    assert set(await cache.all("worker", 100.0)) == {"a"}
    reader.bodies["b"] = {"id": "b"}
    assert set(await cache.all("worker", 100.0 + KEPT_S - 1)) == {"a"}
    assert set(await cache.all("camera", 101.0)) == {"a", "b"}
    assert set(await cache.all("worker", 100.0 + KEPT_S)) == {"a", "b"}
    assert set(await cache.all("worker", 50.0)) == {"a", "b"} and reader.asked.count("worker") == 3


async def test_nothing_is_never_kept() -> None:
    """A roster that was just seeded is seen at once."""
    reader = Reader({})
    cache = RecordCache(reader)
    assert await cache.all("worker", 1.0) == {}
    reader.bodies["a"] = {"id": "a"}
    assert set(await cache.all("worker", 1.1)) == {"a"}
