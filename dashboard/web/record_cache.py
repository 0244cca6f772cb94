"""Whole kinds of records that change seldom, the roster and the cameras, read again now and then."""

from collections.abc import Mapping
from typing import Final, Protocol

from starlette.concurrency import run_in_threadpool

from dashboard.incidents.commands import Body

KEPT_S: Final = 10.0


class Kinds(Protocol):
    """The part of the store's reader that is used here; its calls block and are made in a thread."""

    def kind(self, kind: str) -> dict[str, Body]:
        """All current records of one kind."""


class RecordCache:
    """Answers with what was read up to ``KEPT_S`` ago; nothing at all is asked for again at once."""

    def __init__(self, reader: Kinds) -> None:
        self._reader = reader
        self._read: dict[str, tuple[float, dict[str, Body]]] = {}

    async def all(self, kind: str, now: float) -> Mapping[str, Body]:
        """All records of a kind, by id. Raises StoreUnavailable."""
        at, bodies = self._read.get(kind, (float("-inf"), {}))
        if not bodies or not 0 <= now - at < KEPT_S:
            bodies = await run_in_threadpool(self._reader.kind, kind)
            self._read[kind] = (now, bodies)
        return bodies
