"""Who gives a command, and who may see what officers wrote.

There are no accounts yet. In demo and exercise whoever may look at the wall (``access``) may name themselves:
the body of an order carries ``"officer": {"name": ..., "unit": ...}``. Mode live takes nobody's word for it
and turns every officer away until people can sign in.
"""

from typing import Any, Final

from starlette.requests import Request

from dashboard.incidents.departments import find
from dashboard.incidents.orders import Officer
from dashboard.incidents.states import Role
from dashboard.web.access import Access
from dashboard.web.answers import TurnedAway
from feeds.errors import MISSING, BadInput
from feeds.limits import ENTITY_CHARACTERS
from feeds.untrusted import clean_text

FIELD: Final = "officer"
MACHINES: Final = frozenset({"alarms", "seed", "tidy"})
"""Who else signs changes in the audit trail."""
NO_SIGN_IN: Final = "officers cannot sign in yet, so mode live takes no commands and shows no officers' words"


class Officers:
    """The officers' door. ``live`` closes it."""

    def __init__(self, access: Access, *, live: bool) -> None:
        self._access = access
        self._live = live

    def require(self, request: Request) -> None:
        """Raises TurnedAway unless the request may be an officer's."""
        if self._live:
            raise TurnedAway(403, NO_SIGN_IN)
        self._access.require_screen(request)

    def signed_in(self, request: Request, body: object) -> tuple[Officer, object]:
        """Who gives this order, and the order itself. Raises TurnedAway, and BadInput naming the field."""
        self.require(request)
        if not isinstance(body, dict):
            raise BadInput("body", body, "must be an object")
        order = {name: value for name, value in body.items() if name != FIELD}
        return _named(body.get(FIELD, MISSING)), order


def _named(said: object) -> Officer:
    """Somebody by their own word: in every role, as that order says which."""
    if not isinstance(said, dict):
        raise BadInput(FIELD, said, 'must be an object like {"name": "...", "unit": "a department\'s id"}')
    for field in said:
        if field not in ("name", "unit"):
            raise BadInput(f"{FIELD}.{field}", said[field], "is no field of an officer: there are name, unit")
    return Officer(_name(said), frozenset(Role), _unit(said))


def _name(said: dict[str, Any]) -> str:
    name = clean_text(said.get("name", MISSING), f"{FIELD}.name", ENTITY_CHARACTERS)
    if not name or ":" in name or name.casefold() in MACHINES:  # "source:..." is a machine, too
        raise BadInput(f"{FIELD}.name", said["name"], "must be a person's name, without a colon")
    return name


def _unit(said: dict[str, Any]) -> str | None:
    unit = said.get("unit")
    if unit is not None and (not isinstance(unit, str) or find(unit) is None):
        raise BadInput(f"{FIELD}.unit", unit, "is the id of no department")
    return unit
