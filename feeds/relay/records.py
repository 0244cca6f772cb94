"""The relay's copy of the records that screens show: always rebuildable from the change log, never the truth.

Pure. Bodies are encoded once on arrival; snapshots once per (scope, sequence) and shared by all clients.
"""

from collections import deque
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import msgspec
import structlog

from feeds import messages
from feeds.discretion import discreet
from feeds.model import SCOPE_DISTRICT_DIGITS, Change, Records
from feeds.relay import packets
from feeds.relay.packets import Packet

SCREEN_KINDS: Final = ("incident", "camera")
"""What screens are sent; other kinds stay in the relay."""

HELD_CHANGES: Final = 4_096
"""A page that was away for at most so many changes resumes; after more it gets a snapshot."""

_ENCODER: Final = msgspec.json.Encoder()
_log: Final = structlog.get_logger("relay")


class _Held(NamedTuple):
    """One record, or one step of one, as screens are sent it."""

    seq: int
    kind: str
    id: str
    at_ms: float
    body: msgspec.Raw | None
    street: str
    """Where it is now; empty when nowhere."""
    before: str
    """Where it was before this step."""


class Mirror:
    """Applies changes by sequence; sees each scope as a prefix of the street codes."""

    def __init__(self, epoch: int, records: Records) -> None:
        self.seq = records.seq  # true at
        self.snapshots_built = 0  # for the figures: a storm of reconnecting clients costs few
        self._epoch = epoch
        self._floor = records.seq  # changes after this one are held
        self._held: deque[_Held] = deque()
        self._records: dict[str, dict[str, _Held]] = {kind: {} for kind in SCREEN_KINDS}
        self._snapshots: dict[str, tuple[int, Packet]] = {}
        for kind, bodies in self._records.items():
            for id_, body in records.by_kind.get(kind, {}).items():
                if (raw := encoded(kind, id_, body)) is not None:
                    bodies[id_] = _Held(records.seq, kind, id_, 0.0, raw, _street(body), "")

    def apply(self, changes: Sequence[Change]) -> int:
        """Take the steps after ``seq``, in order; returns the sequence before. Repeats change nothing."""
        before = self.seq
        for change in changes:
            if change.seq > self.seq:
                self.seq = change.seq
                if change.kind in self._records:
                    self._apply_one(change)
        while len(self._held) > HELD_CHANGES:
            self._floor = self._held.popleft().seq
        return before

    def snapshot(self, scope: str) -> Packet:
        """All records of the scope."""
        known = self._snapshots.get(scope)
        if known is None or known[0] != self.seq:
            known = self._snapshots[scope] = (self.seq, self._build_snapshot(scope))
        return known[1]

    def changes(self, scope: str, after: int) -> Packet | None:
        """The scope's steps from ``after`` to ``seq``; None when they are no longer, or were never, held."""
        if not self._floor <= after <= self.seq:
            return None
        steps = [step for held in self._after(after) if (step := _seen_from(scope, held))]
        return packets.text(messages.encode(messages.Changes(self._epoch, after, self.seq, steps)))

    def count(self, kind: str, scope: str) -> int:
        """How many records of a kind the scope has."""
        return sum(_within(scope, held.street) for held in self._records[kind].values())

    # Inside

    def _apply_one(self, change: Change) -> None:
        records = self._records[change.kind]
        raw = None if change.body is None else encoded(change.kind, change.id, change.body)
        before = records[change.id].street if change.id in records else ""
        street = "" if raw is None or change.body is None else _street(change.body)
        held = _Held(change.seq, change.kind, change.id, change.at * 1000.0, raw, street, before)
        if raw is None:
            records.pop(change.id, None)
        else:
            records[change.id] = held
        self._held.append(held)

    def _after(self, seq: int) -> list[_Held]:
        newer = []
        for held in reversed(self._held):
            if held.seq <= seq:
                break
            newer.append(held)
        return newer[::-1]

    def _build_snapshot(self, scope: str) -> Packet:
        self.snapshots_built += 1
        records = {
            kind: {held.id: held.body for held in bodies.values() if _within(scope, held.street)}
            for kind, bodies in self._records.items()
        }
        return packets.text(messages.encode(messages.Snapshot(self._epoch, self.seq, records)))


def _seen_from(scope: str, held: _Held) -> messages.ChangeRow | None:
    """One step as a scope sees it: what leaves the scope is removed there."""
    if held.body is not None and _within(scope, held.street):
        return messages.ChangeRow(held.seq, held.kind, held.id, held.at_ms, held.body)
    if _within(scope, held.before):
        return messages.ChangeRow(held.seq, held.kind, held.id, held.at_ms, None)
    return None


def _within(scope: str, street: str) -> bool:
    """A district sees everything, also what has no street; a street what is on it."""
    return len(scope) == SCOPE_DISTRICT_DIGITS or street == scope


def _street(body: dict[str, Any]) -> str:
    return str(body.get("street") or "")


def encoded(kind: str, id_: str, body: dict[str, Any]) -> msgspec.Raw | None:
    """The body as screens may have it, in JSON; None, and a line in the log, for one that cannot be: it must
    not blank every wall.
    """
    try:
        return msgspec.Raw(_ENCODER.encode(discreet(kind, body)))
    except (UnicodeError, TypeError, ValueError, OverflowError, RecursionError) as exc:
        _log.error("a record cannot be sent", kind=kind, id=repr(id_), error=str(exc))
        return None
