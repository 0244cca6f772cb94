"""What officers wrote for each other and no wall, and no other screen, is sent. Pure.

Remarks, reasons and what was said with the last order may name people; who acted, what was done and when are
no secret of the centre.
"""

from collections.abc import Mapping
from typing import Any, Final

PRIVATE: Final[Mapping[str, tuple[tuple[str, ...], ...]]] = {
    "incident": (("case", "last", "said"), ("case", "asked", "reason"), ("case", "suspended", "reason")),
}
"""Kind -> the paths in its record that hold officers' free text."""


def discreet(kind: str, body: dict[str, Any]) -> dict[str, Any]:
    """The record as screens may have it; the one that was given stays whole."""
    for path in PRIVATE.get(kind, ()):
        body = _without(body, path)
    return body


def _without(body: dict[str, Any], path: tuple[str, ...]) -> dict[str, Any]:
    """The object less one field; itself where there is nothing to leave out."""
    name, *deeper = path
    if name not in body:
        return body
    if not deeper:
        return {key: value for key, value in body.items() if key != name}
    inner = body[name]
    return {**body, name: _without(inner, tuple(deeper))} if isinstance(inner, dict) else body
