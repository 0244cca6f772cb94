"""What an account, a screen and a token may be, and which change takes a right away. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final

from dashboard.identity.people import Account
from dashboard.incidents.departments import find
from dashboard.incidents.states import Role
from feeds.errors import BadInput
from feeds.untrusted import clean_text

ID: Final = re.compile(r"[a-z0-9][a-z0-9._-]{1,31}")
NAME_CHARACTERS: Final = 60
SOURCE_CHARACTERS: Final = 60
PATTERNS_MOST: Final = 100
PATTERN_CHARACTERS: Final = 100
MACHINES: Final = frozenset({"alarms", "roster", "seed", "tidy"})
"""Who else signs changes in the change log; an officer of that name could not be told from them."""
SCOPE_DIGITS: Final = (6, 9, 12)


def folded(name: object) -> str:
    """What somebody typed as the name of an account, as ids are written; "" for what cannot be one."""
    return unicodedata.normalize("NFC", name).strip().casefold() if isinstance(name, str) else ""


def account_id(raw: object) -> str:
    """A new account's id. Raises BadInput."""
    id = folded(raw)
    if not ID.fullmatch(id):
        why = (
            "must be 2 to 32 of the characters a-z, 0-9, dot, underscore and hyphen, a letter or digit first"
        )
        raise BadInput("id", raw, why)
    if id in MACHINES:
        raise BadInput("id", raw, "is the name by which a machine signs; take another")
    return id


def person_name(raw: object, field: str = "name") -> str:
    """A name to be shown: of a person, of a screen. Raises BadInput."""
    name = clean_text(raw, field, NAME_CHARACTERS)
    if not name or ":" in name or name.casefold() in MACHINES:  # "source:..." signs as a machine, too
        raise BadInput(field, raw, "must be a name, without a colon, and not that of a machine")
    return name


def roles(raw: object) -> frozenset[Role]:
    """Any number of roles. Raises BadInput."""
    if isinstance(raw, str) or not isinstance(raw, Iterable):
        raise BadInput("roles", raw, "must be a list of roles")
    known = {role.value: role for role in Role}
    found = []
    for each in raw:
        if not isinstance(each, str) or each not in known:
            raise BadInput("roles", each, f"is no role; there are {', '.join(known)}")
        found.append(known[each])
    return frozenset(found)


def unit(raw: object) -> str | None:
    """The id of a department; None and "" mean none. Raises BadInput."""
    if raw in (None, ""):
        return None
    if not isinstance(raw, str) or find(raw) is None:
        raise BadInput("unit", raw, "is the id of no department")
    return raw


def scope(raw: object) -> str:
    """A division code, or "" for all of this installation. Raises BadInput."""
    if raw == "":
        return ""
    if not isinstance(raw, str) or not (raw.isascii() and raw.isdecimal()) or len(raw) not in SCOPE_DIGITS:
        why = (
            "must be a division code of 6 digits (district), 9 (street) or 12 (community), or nothing for all"
        )
        raise BadInput("scope", raw, why)
    return raw


def source_name(raw: object) -> str:
    """The name of the source that a token is for. Raises BadInput."""
    source = clean_text(raw, "source", SOURCE_CHARACTERS)
    if not source:
        raise BadInput("source", raw, "must be the name of a source, as in [[source]] of wanglou.toml")
    return source


def patterns(raw: object) -> tuple[str, ...]:
    """Patterns of entity ids. Raises BadInput."""
    if isinstance(raw, str) or not isinstance(raw, Sequence) or len(raw) > PATTERNS_MOST:
        raise BadInput("entities", raw, f"must be a list of at most {PATTERNS_MOST} patterns such as QH-04*")
    cleaned = tuple(clean_text(each, "entities", PATTERN_CHARACTERS) for each in raw)
    if not all(cleaned):
        raise BadInput("entities", raw, "must hold no empty pattern")
    return cleaned


def yes_no(raw: object, field: str) -> bool:
    """Raises BadInput for what is neither."""
    if not isinstance(raw, bool):
        raise BadInput(field, raw, "must be true or false")
    return raw


def takes_away(before: Account, after: Account) -> bool:
    """Whether a change takes anything away, so that sessions that had it must end. What narrows a scope does;
    what only adds a role does not.
    """
    return bool(
        before.roles - after.roles
        or (before.admin and not after.admin)
        or (after.disabled and not before.disabled)
        or before.unit != after.unit
        or not before.scope.startswith(after.scope)
    )
