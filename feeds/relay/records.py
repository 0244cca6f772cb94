"""The relay's copy of the records that screens show: always rebuildable from the change log, never the truth.

Pure. Bodies are encoded once on arrival; snapshots once per (scope, sequence) and shared by all clients.
"""

from collections import deque
from collections.abc import Iterable, Sequence
from typing import Any, Final, NamedTuple

import msgspec
import structlog

from feeds import columns, messages
from feeds.discretion import Eyes, discreet, for_wall
from feeds.model import SCOPE_DISTRICT_DIGITS, Change, Records
from feeds.relay import packets
from feeds.relay.packets import Packet, Piece

INCIDENT: Final = "incident"
SCREEN_KINDS: Final = (INCIDENT, "camera", "whistle", "alert")
"""What screens are sent; other kinds stay in the relay."""

LITTLE_KINDS: Final = ("camera",)
"""Kinds so many that a snapshot says of each only what a map needs, in columns; a page asks for the rest."""

REBASE_AFTER: Final = 500
"""Columns are made anew once so many of their records have changed; until then those are sent beside them."""

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
    body: dict[Eyes, msgspec.Raw]
    """As each sort of screen is sent it; who may not have it is missing."""
    street: str
    """Where it is now; empty when nowhere."""
    closed_ms: float | None = None
    """When it was closed, for what is."""
    before: "_Held | None" = None
    """What it was before this step, without what was before that."""


class _Base:
    """Columns as they were at some sequence, and what has changed since."""

    def __init__(self, records: Iterable[_Held], eyes: Eyes) -> None:
        rows = {held.id: row for held in records if (row := columns.little(held.body[eyes]))}
        few = len(rows) < columns.FROM
        self.members = frozenset() if few else frozenset(rows)
        self.changed: set[str] = set()
        self.piece = Piece(_ENCODER.encode(columns.columns_of({} if few else rows)))


class Mirror:
    """Applies changes by sequence; sees each scope as a prefix of the street codes, with one of two eyes."""

    def __init__(self, epoch: int, records: Records) -> None:
        self.seq = records.seq  # true at
        self.snapshots_built = 0  # for the figures: a storm of reconnecting clients costs few
        self._epoch = epoch
        self._floor = records.seq  # changes after this one are held
        self._held: deque[_Held] = deque()
        self._records: dict[str, dict[str, _Held]] = {kind: {} for kind in SCREEN_KINDS}
        self._snapshots: dict[tuple[str, Eyes], tuple[int, Packet]] = {}
        self._bases: dict[tuple[str, str, Eyes], _Base] = {}
        for kind, bodies in self._records.items():
            for id_, body in records.by_kind.get(kind, {}).items():
                if views := _views(kind, id_, body):
                    bodies[id_] = _Held(records.seq, kind, id_, 0.0, views, _street(body), _closed(body))

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

    def snapshot(self, scope: str, eyes: Eyes = Eyes.WALL) -> Packet:
        """All records of the scope."""
        known = self._snapshots.get((scope, eyes))
        if known is None or known[0] != self.seq:
            known = self._snapshots[scope, eyes] = (self.seq, self._build_snapshot(scope, eyes))
        return known[1]

    def changes(self, scope: str, after: int, eyes: Eyes = Eyes.WALL) -> Packet | None:
        """The scope's steps from ``after`` to ``seq``; None when they are no longer, or were never, held."""
        if not self._floor <= after <= self.seq:
            return None
        steps = [step for held in self._after(after) if (step := _seen_from(scope, held, eyes))]
        return packets.text(messages.encode(messages.Changes(self._epoch, after, self.seq, steps)))

    def whole(self, kind: str, ids: Iterable[str], scope: str, eyes: Eyes = Eyes.WALL) -> Packet:
        """Everything these screens may have of these records; those they may not see are missing."""
        known = (self._records.get(kind, {}).get(id_) for id_ in ids)
        bodies = {held.id: held.body[eyes] for held in known if held and _visible(scope, held, eyes)}
        return packets.opening_text(Piece(messages.encode(messages.Bodies(self._epoch, kind, bodies))))

    def forget_closed(self, before_ms: float) -> None:
        """Hold incidents that were closed before then no longer; pages that have them are told nothing, new
        ones get none. Whistles are few, and screens count and list those of the month.
        """
        incidents = self._records[INCIDENT]
        kept = {
            id_: held
            for id_, held in incidents.items()
            if held.closed_ms is None or held.closed_ms >= before_ms
        }
        if len(kept) < len(incidents):
            self._records[INCIDENT] = kept
            self._snapshots.clear()

    def count(self, kind: str, scope: str) -> int:
        """How many records of a kind the scope has."""
        return sum(_within(scope, held.street) for held in self._records[kind].values())

    # Inside

    def _apply_one(self, change: Change) -> None:
        records = self._records[change.kind]
        views = {} if change.body is None else _views(change.kind, change.id, change.body)
        before = records.pop(change.id, None)
        body = change.body if views and change.body is not None else {}
        at_ms, street, closed_ms = change.at * 1000.0, _street(body), _closed(body)
        held = _Held(change.seq, change.kind, change.id, at_ms, views, street, closed_ms)
        if views:
            records[change.id] = held
        for (kind, _, _), base in self._bases.items():
            if kind == change.kind:
                base.changed.add(change.id)
        held = held._replace(before=before)
        self._held.append(held)

    def _after(self, seq: int) -> list[_Held]:
        newer = []
        for held in reversed(self._held):
            if held.seq <= seq:
                break
            newer.append(held)
        return newer[::-1]

    def _build_snapshot(self, scope: str, eyes: Eyes) -> Packet:
        self.snapshots_built += 1
        records: dict[str, dict[str, Any]] = {}
        pieces: list[Piece] = []
        for kind, bodies in self._records.items():
            seen = {held.id: held for held in bodies.values() if _visible(scope, held, eyes)}
            base = self._base(kind, scope, eyes, seen) if kind in LITTLE_KINDS else None
            if base and base.members:
                pieces += [Piece(f',"columns":{{"{kind}":'.encode()), base.piece, Piece(b"}")]
            records[kind] = _beside(base, seen, eyes)
        whole = messages.encode(messages.Snapshot(self._epoch, self.seq, records))
        return packets.opening_text(Piece(whole[:-1]), *pieces, Piece(b"}"))

    def _base(self, kind: str, scope: str, eyes: Eyes, seen: dict[str, _Held]) -> _Base:
        base = self._bases.get((kind, scope, eyes))
        if base is None or len(base.changed) > REBASE_AFTER:
            base = self._bases[kind, scope, eyes] = _Base(seen.values(), eyes)
        return base


def _beside(base: _Base | None, seen: dict[str, _Held], eyes: Eyes) -> dict[str, Any]:
    """What columns do not say, or not any more; None for what they have and is gone."""
    if base is None or not base.members:
        return {id_: held.body[eyes] for id_, held in seen.items()}
    told = {
        id_: held.body[eyes] for id_, held in seen.items() if id_ in base.changed or id_ not in base.members
    }
    return told | {id_: None for id_ in base.members & base.changed if id_ not in seen}


def _seen_from(scope: str, held: _Held, eyes: Eyes) -> messages.ChangeRow | None:
    """One step as a scope sees it: what leaves the scope, or may no longer be seen, is removed there. Of
    what it never saw it hears nothing.
    """
    if _visible(scope, held, eyes):
        return messages.ChangeRow(held.seq, held.kind, held.id, held.at_ms, held.body[eyes])
    if held.before is not None and _visible(scope, held.before, eyes):
        return messages.ChangeRow(held.seq, held.kind, held.id, held.at_ms, None)
    return None


def _visible(scope: str, held: _Held, eyes: Eyes) -> bool:
    return eyes in held.body and _within(scope, held.street)


def _views(kind: str, id_: str, body: dict[str, Any]) -> dict[Eyes, msgspec.Raw]:
    """The body for each sort of screen, encoded; shared where they are the same."""
    whole = encoded(kind, id_, body)
    if whole is None:
        return {}
    shown = for_wall(kind, body)
    views = {Eyes.DESK: whole}
    if shown is body:
        views[Eyes.WALL] = whole
    elif shown is not None and (dimmed := encoded(kind, id_, shown)) is not None:
        views[Eyes.WALL] = dimmed
    return views


def _within(scope: str, street: str) -> bool:
    """A district sees everything, also what has no street; a street what is on it."""
    return len(scope) == SCOPE_DISTRICT_DIGITS or street == scope


def _street(body: dict[str, Any]) -> str:
    return str(body.get("street") or "")


def _closed(body: dict[str, Any]) -> float | None:
    """When it was over; None while it is not."""
    at_ms = body.get("closed_at_ms")
    return float(at_ms) if isinstance(at_ms, int | float) and body.get("open") is False else None


def encoded(kind: str, id_: str, body: dict[str, Any]) -> msgspec.Raw | None:
    """The body as screens may have it, in JSON; None, and a line in the log, for one that cannot be: it must
    not blank every wall.
    """
    try:
        return msgspec.Raw(_ENCODER.encode(discreet(kind, body)))
    except (UnicodeError, TypeError, ValueError, OverflowError, RecursionError) as exc:
        _log.error("a record cannot be sent", kind=kind, id=repr(id_), error=str(exc))
        return None
