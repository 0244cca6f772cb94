"""Commands for tests of the store."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from dashboard.incidents.commands import Body, Decision, Key, RecordId, Write
from dashboard.incidents.errors import Refused
from feeds.model import Utc


class Put(msgspec.Struct, frozen=True):
    """Write one record, whatever was there."""

    record: RecordId
    body: Body | None
    key: Key | None = None
    actor: str = "tester"
    at: Utc = Utc(1000.0)
    reads: Sequence[RecordId] = ()

    def apply(self, seen: Mapping[RecordId, Body]) -> Decision:
        return Decision((Write(self.record, self.body),), {"id": self.record.id, "body": self.body})


class Add(msgspec.Struct, frozen=True):
    """Add one to a counter; refuses to go past ``most``, and breaks with no rule at all when told to."""

    record: RecordId
    key: Key | None = None
    most: int = 1_000_000
    broken: bool = False
    actor: str = "tester"
    at: Utc = Utc(1000.0)

    @property
    def reads(self) -> Sequence[RecordId]:
        return (self.record,)

    def apply(self, seen: Mapping[RecordId, Body]) -> Decision:
        if self.broken:
            raise ZeroDivisionError("a bug in a rule")
        count = seen.get(self.record, {"count": 0})["count"] + 1
        if count > self.most:
            raise Refused(f"{count} is more than {self.most}")
        return Decision((Write(self.record, {"count": count}),), {"count": count})


def url_in(folder: Path) -> str:
    """The url of a store in ``folder``."""
    return f"sqlite:///{folder / 'wanglou.db'}"
