"""How a whistle's rows in the change log are compared: a summons field by field, as ``summons.1.status``."""

from collections.abc import Mapping
from typing import Any, Final

from dashboard.incidents.commands import Body
from dashboard.incidents.timeline import Look

BOOKS: Final = frozenset({"summons", "last", "grade_zh", "grade_en", "outcome_zh", "outcome_en", "back_to"})
"""What follows from other fields, is told field by field, or only keeps the books."""

NAMES: Final = frozenset({"status_zh", "status_en", "number", "unit_zh", "unit_en"})
"""The same within a summons."""


def _flat(body: Body) -> Body:
    fields = {name: value for name, value in body.items() if name not in BOOKS}
    for summons in body.get("summons", ()):
        inner = {name: value for name, value in summons.items() if name not in NAMES}
        fields |= {f"summons.{summons['number']}.{name}": value for name, value in inner.items()}
    return fields


def _last(body: Body) -> Mapping[str, Any]:
    return body.get("last") or {}


WHISTLE: Final = Look(_flat, _last)
