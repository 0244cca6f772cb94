"""What a command's fields most likely hold, so that an officer corrects rather than types. Pure.

A default is a proposal for the page and nothing else: what an order leaves out still means what its command
says it means.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

import msgspec

from dashboard.incidents.casefile import case_of
from dashboard.incidents.categories import BY_CODE
from dashboard.incidents.commands import Body
from dashboard.incidents.departments import suggested
from dashboard.incidents.scales import Urgency
from dashboard.incidents.terms import Stage, term
from dashboard.web.command_forms import Form

Default = Callable[[Body], Any]


def offered(form: Form, record: Body) -> dict[str, Any]:
    """The form as JSON, each field with its ``default``: what it holds now or most likely will; or None."""
    known = DEFAULTS.get(form.do, {})
    told: dict[str, Any] = msgspec.to_builtins(form)
    for field in told["fields"]:
        ask = known.get(field["name"])
        field["default"] = None if ask is None else ask(record)
    return told


def _category(record: Body) -> str | None:
    code = record["category"] or ""
    return code if code in BY_CODE else None


def _department(record: Body) -> str | None:
    likely = suggested(BY_CODE.get(record["category"] or ""), record["street"])
    return likely[0].id if likely else None


def _term(record: Body) -> dict[str, Any]:
    """The whole handling, as practice has it for such a matter."""
    category = BY_CODE.get(record["category"] or "")
    told: dict[str, Any] = msgspec.to_builtins(term(Stage.HANDLE, category, Urgency(record["urgency"])))
    return told


def _more_term(record: Body) -> dict[str, Any]:
    """As long again as the department was first given."""
    clock = case_of(record).clock
    if clock is None:
        return _term(record)
    told: dict[str, Any] = msgspec.to_builtins(clock.terms[0])
    return told


def _kept(name: str) -> Default:
    """What the record holds."""
    return lambda record: record[name]


def _in_case(name: str) -> Default:
    """What the case holds."""
    return lambda record: getattr(case_of(record), name)


DEFAULTS: Final[Mapping[str, Mapping[str, Default]]] = {
    "ask_verification": {"worker": _in_case("worker")},
    "file": {"category": _category, "urgency": _kept("urgency")},
    "dispatch": {"department": _department, "term": _term, "worker": _in_case("worker")},
    "ask_check": {"worker": _in_case("worker")},
    "extend": {"term": _more_term},
    "unmerge": {"out_of": _in_case("merged_into")},
    "assign": {"worker": _in_case("worker")},
    "set_category": {"category": _category},
    "set_place": {"lat": _kept("lat"), "lon": _kept("lon"), "place": _kept("place")},
    "set_urgency": {"urgency": _kept("urgency")},
    "set_grade": {"grade": _in_case("event_grade"), "confirmed_by": _in_case("grade_confirmed_by")},
    "set_warning": {"level": _in_case("warning_level")},
}
"""``do`` -> field -> where its default is read. A command or field that is not here has none: what somebody
saw on the spot, or why they decided, is theirs to say.
"""
