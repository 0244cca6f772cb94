"""What officers wrote for each other and no screen is sent, and what a wall must not show. Pure.

Remarks, reasons and what was said with the last order may name people; who acted, what was done and when are
no secret of the centre. A wall hangs where visitors see it: of a sensitive kind of matter it is sent less
than a desk, or nothing.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final

from feeds.duty import KEPT_BY, NAMED_SHIFT, ROSTER, SHIFTS

_SUMMONS: Final = (
    ("signed_by",),
    ("declined_reason",),
    ("check_in", "attendee"),
    ("check_in", "place"),
    ("answer", "spoke_with"),
    ("answer", "measure"),
    ("score", "by"),
    ("score", "remark"),
)
PRIVATE: Final[Mapping[str, tuple[tuple[str, ...], ...]]] = {
    "incident": (
        ("case", "last", "said"),
        ("case", "asked", "reason"),
        ("case", "suspended", "reason"),
        ("case", "suspended", "approver"),
    ),
    "alert": (("reason",),),
    "whistle": (
        ("last", "said"),
        ("reason",),
        ("result",),
        ("holds", "reason"),
        ("holds", "approver"),
        *(("summons", *path) for path in _SUMMONS),
    ),
}
"""Kind -> the paths in its record that hold officers' free text, or name people of other offices. A path goes
on in each item of a list.
"""


class Eyes(StrEnum):
    """Whose screen it is. The values are the roles of live tickets; any other role is a wall's."""

    WALL = "wall"
    DESK = "desk"


NAMES: Final = (("case", "asked", "by"), ("case", "grade_confirmed_by"))
"""People of other offices in an incident's record: a desk is told who, a wall is not."""

OPEN: Final = "open"
HIDDEN: Final = "hidden"
"""Values of the ``sensitivity`` of an incident or a whistle; every other one, also one nobody knows, dims."""

DIMMED_FIELDS: Final = (
    *("id", "category", "category_zh", "category_en", "sensitivity", "urgency", "provenance", "revision"),
    *("status", "status_zh", "status_en", "open", "opened_at_ms", "closed_at_ms", "received_at_ms"),
    *("street", "community", "located", "sender_due_ms"),
)
"""All that a wall is sent of a dimmed incident, besides its clock and roughly where it is."""
DIMMED_CASE: Final = ("clock", "entered", "sign")
ROUGH_DEG: Final = 0.002
"""A dimmed mark stands somewhere within some 200 m of the place."""

OF_ITS_MATTER: Final = ("title", "place", "place_en", "lat", "lon", "incidents", "repeats")
"""What a whistle repeats of a sensitive incident."""
OF_ITS_SUBJECT: Final = ("title", "title_en", "lat", "lon", "subject")
"""What an alert repeats of the incident or whistle it is about."""


def eyes_of(role: str) -> Eyes:
    """Whose screen a ticket of that role is."""
    return Eyes.DESK if role == Eyes.DESK else Eyes.WALL


def for_wall(kind: str, body: dict[str, Any]) -> dict[str, Any] | None:
    """The record as a wall may have it: the very one where it may have all, None where it may have none."""
    if kind == "alert":
        return _alert(body)
    sensitivity = body.get("sensitivity", OPEN)
    if sensitivity == OPEN or kind not in ("incident", "whistle"):
        return _nameless(body) if kind == "incident" else body
    if sensitivity == HIDDEN:
        return None
    return _dimmed(body) if kind == "incident" else _dimmed_whistle(body)


def _nameless(body: dict[str, Any]) -> dict[str, Any]:
    """Without who of another office asked or confirmed."""
    for path in NAMES:
        body = _without(body, path)
    return body


def _dimmed_whistle(body: dict[str, Any]) -> dict[str, Any]:
    """Its type, standing and limits; named after its type."""
    shown = {name: value for name, value in body.items() if name not in OF_ITS_MATTER}
    return shown | {"dimmed": True, "title": body.get("grade_zh"), "title_en": body.get("grade_en")}


def _dimmed(body: dict[str, Any]) -> dict[str, Any]:
    """Kind, urgency, standing and clock; no words, no number of the sender's, no exact place."""
    shown: dict[str, Any] = {name: body[name] for name in DIMMED_FIELDS if name in body}
    shown |= {"dimmed": True, "title": body.get("category_zh"), "title_en": body.get("category_en")}
    shown |= {name: _rough(body.get(name)) for name in ("lat", "lon")}
    case = body.get("case")
    if isinstance(case, dict):
        shown["case"] = {name: case[name] for name in DIMMED_CASE if name in case}
        if case.get("suspended"):
            shown["case"]["suspended"] = {}
    return shown


def _rough(degrees: object) -> float | None:
    if not isinstance(degrees, int | float):
        return None
    return round(round(degrees / ROUGH_DEG) * ROUGH_DEG, 6)


def _alert(body: dict[str, Any]) -> dict[str, Any]:
    """A call for help by work number, without the name. Of the others that there is one: a title may be a
    hidden incident's.
    """
    subject = body.get("subject")
    if isinstance(subject, dict) and subject.get("kind") == "worker":
        number = body.get("title_en") or subject.get("id")  # the English title never has a name
        return body if body.get("title") == number else {**body, "title": number}
    return {name: value for name, value in body.items() if name not in OF_ITS_SUBJECT}


def for_screen(kind: str, body: dict[str, Any]) -> dict[str, Any]:
    """The record as a wall screen may ask for it: of a worker neither the name nor the hours."""
    return _less(body, ("surname", SHIFTS, *hours_of(body))) if kind == "worker" else body


def hours_of(worker: Mapping[str, Any]) -> tuple[str, ...]:
    """The other fields by which a worker's record gives away real hours, and that it does: they are an
    imported roster's. A simulated worker's shift is nobody's.
    """
    return (*NAMED_SHIFT, KEPT_BY) if worker.get(KEPT_BY) == ROSTER else ()


def discreet(kind: str, body: dict[str, Any]) -> dict[str, Any]:
    """The record as screens may have it; the one that was given stays whole."""
    for path in PRIVATE.get(kind, ()):
        body = _without(body, path)
    return body


def _less(body: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    for name in names:
        body = _without(body, (name,))
    return body


def _without(body: dict[str, Any], path: tuple[str, ...]) -> dict[str, Any]:
    """The object less one field; itself where there is nothing to leave out."""
    name, *deeper = path
    if name not in body:
        return body
    if not deeper:
        return {key: value for key, value in body.items() if key != name}
    inner = _within(body[name], tuple(deeper))
    return body if inner is body[name] else {**body, name: inner}


def _within(inner: Any, path: tuple[str, ...]) -> Any:
    """What a path goes on in; itself where there is nothing to leave out."""
    if isinstance(inner, dict):
        return _without(inner, path)
    if not isinstance(inner, list):
        return inner
    items = [_within(item, path) for item in inner]
    return inner if all(new is old for new, old in zip(items, inner, strict=True)) else items
