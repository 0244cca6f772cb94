"""What the centre tells a source that assigned a task to it: taken in, dispatched, answered, closed. Pure.

An acknowledgement is written in the transaction of the order it tells of, so none is lost and none told that
did not happen. The record of kind ``receipt`` holds the newest one of a source; the change log, which keeps
them all under that id in the order of ``seq``, is the outbox that the source reads.
"""

from collections.abc import Mapping
from typing import Any, Final

from dashboard.incidents.channels import DISTRICT, channel_of
from dashboard.incidents.commands import Body, RecordId, Write
from dashboard.incidents.states import State

KIND: Final = "receipt"
TOLD: Final = frozenset({State.ACCEPTED, State.DISPATCHED, State.FEEDBACK, State.CLOSED, State.VOID})
"""States whose reaching a source is told."""


def receipts(before: Body, after: Body, at_ms: int) -> tuple[Write, ...]:
    """What is to be told of one order; nothing, unless it led a task of the district to a state in
    ``TOLD``.
    """
    source = after["source"]
    moved = before["status"] != after["status"] and after["status"] in TOLD
    if not moved or channel_of(source).word != DISTRICT:
        return ()
    return (Write(RecordId(KIND, source), _receipt(after, at_ms)),)


def _receipt(body: Body, at_ms: int) -> dict[str, Any]:
    """No words of officers': they wrote them for each other."""
    due_ms = body.get("sender_due_ms")
    case: Mapping[str, Any] = body.get("case") or {}
    kept = ("external_id", "status", "status_zh", "status_en", "provenance", "revision")
    return {
        "id": body["source"],
        "incident": body["id"],
        **{name: body[name] for name in kept},
        "department": case.get("department"),
        "at_ms": at_ms,
        "due_at_ms": due_ms,
        "in_time": None if due_ms is None else at_ms <= due_ms,
    }
