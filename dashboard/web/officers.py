"""Who gives a command, and who may see what officers wrote.

Whoever is signed in is who their account says, in every mode; an order need not say it, and may not say
otherwise. In a demonstration, and in an exercise that has no accounts, officers name themselves: the body of
an order carries ``"officer": {"name": ..., "unit": ...}``.
"""

from typing import Any, Final

from starlette.requests import Request

from dashboard.identity.people import Account
from dashboard.incidents.departments import find
from dashboard.incidents.orders import Officer
from dashboard.incidents.states import Role
from dashboard.web.answers import TurnedAway
from dashboard.web.callers import OfficerCaller, SelfNamed, Who, caller_of, may, why_not
from feeds.errors import MISSING, BadInput
from feeds.limits import ENTITY_CHARACTERS
from feeds.untrusted import clean_text

FIELD: Final = "officer"
MACHINES: Final = frozenset({"alarms", "roster", "seed", "tidy"})
"""Who else signs changes in the audit trail."""


class Officers:
    """The officers' doors, by their caller."""

    def require(self, request: Request) -> None:
        """Raises TurnedAway unless an officer asks: the gate has seen to it, unless a door declares too
        little.
        """
        caller = caller_of(request)
        if not may(caller, Who.OFFICER):
            raise TurnedAway(*why_not(caller, Who.OFFICER))

    def signed_in(self, request: Request, body: object) -> tuple[Officer, object]:
        """Who gives this order, and the order itself. Raises TurnedAway, and BadInput naming the field."""
        self.require(request)
        if not isinstance(body, dict):
            raise BadInput("body", body, "must be an object")
        order = {name: value for name, value in body.items() if name != FIELD}
        caller, said = caller_of(request), body.get(FIELD, MISSING)
        if isinstance(caller, OfficerCaller):
            return _of_account(caller.account, said), order
        if isinstance(caller, SelfNamed):
            return _named(said), order
        raise TurnedAway(*why_not(caller, Who.OFFICER))


def actor_of(account: Account) -> str:
    """An account as the history and the audit trail name it: by its id, which is nobody else's, after the
    name people know.
    """
    return account.id if account.name in ("", account.id) else f"{account.name} ({account.id})"


def _of_account(account: Account, said: object) -> Officer:
    """The account's officer. What an order says besides must agree, or be left out."""
    if said is not MISSING:
        if not isinstance(said, dict) or not said.keys() <= {"name", "unit"}:
            raise BadInput(FIELD, said, "must be left out: you are signed in")
        if said.get("name") not in (None, account.id, account.name):
            raise BadInput(f"{FIELD}.name", said["name"], f"must be left out: {account.id} is signed in")
        if said.get("unit") not in (None, account.unit):
            raise BadInput(
                f"{FIELD}.unit", said["unit"], f"must be left out: the account's is {account.unit}"
            )
    return Officer(actor_of(account), account.roles, account.unit)


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
