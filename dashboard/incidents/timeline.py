"""The history of one incident, read off its rows of the change log. Pure.

Nothing of it is kept in the record: the log has every state whole, so who changed what is the difference of
two neighbours, for officers' commands and for senders' words alike.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, Final, NamedTuple

import msgspec

from dashboard.incidents.commands import Body

DERIVED: Final = frozenset(
    {
        "revision",
        "revisions",
        "told",
        "late_s",
        "status_zh",
        "status_en",
        "category_zh",
        "category_en",
        "standard_ref",
        "case",
        "case.last",
        "case.entered",
    }
)
"""What follows from other fields, or only keeps the books."""


class Past(msgspec.Struct, frozen=True):
    """One row of the change log of an incident. ``body`` None: it was removed."""

    at_ms: int
    actor: str
    body: Body | None


class Difference(msgspec.Struct, frozen=True):
    """One field that is not what it was. ``by`` and ``at_ms`` are of its latest change."""

    field: str
    """Such as "status" or "case.department"."""
    before: Any
    after: Any
    by: str
    at_ms: int


class Entry(msgspec.Struct, frozen=True):
    """One line of the timeline: who did what, in which role, and what it changed.

    ``do`` and ``role`` are None for a sender's word.
    """

    revision: int
    at_ms: int
    by: str
    do: str | None
    role: str | None
    said: dict[str, Any]
    changed: tuple[Difference, ...]


class Look(NamedTuple):
    """How one kind of record is compared with what it was."""

    flat: Callable[[Body], Body]
    """Its fields by name, inner ones as "case.department"."""
    last: Callable[[Body], Mapping[str, Any]]
    """The order that was obeyed last, of ``casefile.Step``; empty when there was none."""


def _incident_flat(body: Body) -> Body:
    inner = {f"case.{name}": value for name, value in (body.get("case") or {}).items()}
    return {**body, **inner}


def _incident_last(body: Body) -> Mapping[str, Any]:
    return (body.get("case") or {}).get("last") or {}


INCIDENT: Final = Look(_incident_flat, _incident_last)


def timeline(history: Sequence[Past], look: Look = INCIDENT) -> tuple[Entry, ...]:
    """All of it, oldest first; ``history`` must be complete and in order."""
    return tuple(_entries([Past(0, "", None), *history], look))


def since(history: Sequence[Past], revision: int, look: Look = INCIDENT) -> tuple[Difference, ...]:
    """What is different now from what it was at ``revision``, in the order of the fields' latest changes.

    Empty when the history does not reach back that far.
    """
    start = next((i for i, row in enumerate(history) if _revision(row.body) == revision), None)
    if start is None:
        return ()
    then, now = _flat(history[start].body, look), _flat(history[-1].body, look)
    latest: dict[str, tuple[str, int]] = {}
    for before, after in pairwise(history[start:]):
        for changed in differences(before.body, after, look):
            latest.pop(changed.field, None)
            latest[changed.field] = (changed.by, changed.at_ms)
    return tuple(
        Difference(field, then.get(field), now.get(field), by, at_ms)
        for field, (by, at_ms) in latest.items()
        if then.get(field) != now.get(field)
    )


def differences(before: Body | None, after: Past, look: Look = INCIDENT) -> tuple[Difference, ...]:
    """What one change changed."""
    was, now = _flat(before, look), _flat(after.body, look)
    fields = dict.fromkeys([*was, *now])
    return tuple(
        Difference(field, was.get(field), now.get(field), after.actor, after.at_ms)
        for field in fields
        if was.get(field) != now.get(field)
    )


def _entries(history: Sequence[Past], look: Look) -> Iterator[Entry]:
    for before, after in pairwise(history):
        last = look.last(after.body or {})
        step: Mapping[str, Any] = {} if last == look.last(before.body or {}) else last
        yield Entry(
            revision=_revision(after.body),
            at_ms=after.at_ms,
            by=after.actor,
            do=step.get("do"),
            role=step.get("role"),
            said=step.get("said", {}),
            changed=differences(before.body, after, look),
        )


def _flat(body: Body | None, look: Look) -> Body:
    return {name: value for name, value in look.flat(body or {}).items() if name not in DERIVED}


def _revision(body: Body | None) -> int:
    return int((body or {}).get("revision", 0))
