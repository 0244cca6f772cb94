"""What an account, a screen and a token may be, and which change takes a right away. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final

from dashboard.identity.errors import Unfit
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
SCOPE_DIGITS: Final = (6, 9)
COMMUNITY_DIGITS: Final = 12


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
        why_zh = "须为 2 至 32 个小写字母、数字、点、下划线或连字符，以字母或数字开头"
        raise Unfit("id", raw, why, why_zh)
    if id in MACHINES:
        raise Unfit(
            "id", raw, "is the name by which a machine signs; take another", "是系统自用的名称，请换一个"
        )
    return id


def person_name(raw: object, field: str = "name") -> str:
    """A name to be shown: of a person, of a screen. Raises BadInput."""
    name = _text(raw, field, NAME_CHARACTERS)
    if not name or ":" in name or name.casefold() in MACHINES:  # "source:..." signs as a machine, too
        why = "must be a name, without a colon, and not that of a machine"
        raise Unfit(field, raw, why, "须填名称，不含冒号，不能是系统自用的名称")
    return name


def roles(raw: object) -> frozenset[Role]:
    """Any number of roles. Raises BadInput."""
    if isinstance(raw, str) or not isinstance(raw, Iterable):
        raise Unfit("roles", raw, "must be a list of roles", "须为角色列表")
    known = {role.value: role for role in Role}
    found = []
    for each in raw:
        if not isinstance(each, str) or each not in known:
            raise Unfit("roles", each, f"is no role; there are {', '.join(known)}", "没有这个角色")
        found.append(known[each])
    return frozenset(found)


def unit(raw: object) -> str | None:
    """The id of a department; None and "" mean none. Raises BadInput."""
    if raw in (None, ""):
        return None
    if not isinstance(raw, str) or find(raw) is None:
        raise Unfit("unit", raw, "is the id of no department", "没有这个部门")
    return raw


def scope(raw: object) -> str:
    """The code of a district or a street, or "" for all of this installation. Raises BadInput."""
    if raw == "":
        return ""
    if not isinstance(raw, str) or not (raw.isascii() and raw.isdecimal()) or len(raw) not in SCOPE_DIGITS:
        why = "must be a division code of 6 digits (district) or 9 (street), or nothing for all"
        if isinstance(raw, str) and len(raw) == COMMUNITY_DIGITS:
            why += ": lists, figures and the live picture are by street, so there is no desk of a community"
        raise Unfit(
            "scope",
            raw,
            why,
            "须为 6 位（区）或 9 位（街道）代码，留空为全部；列表、统计与实时画面以街道为单位",
        )
    return raw


def source_name(raw: object) -> str:
    """The name of the source that a token is for. Raises BadInput."""
    source = _text(raw, "source", SOURCE_CHARACTERS)
    if not source:
        why = "must be the name of a source, as in [[source]] of wanglou.toml"
        raise Unfit("source", raw, why, "须为数据源名称，同 wanglou.toml 的 [[source]]")
    return source


def patterns(raw: object) -> tuple[str, ...]:
    """Patterns of entity ids. Raises BadInput."""
    if isinstance(raw, str) or not isinstance(raw, Sequence) or len(raw) > PATTERNS_MOST:
        why = f"must be a list of at most {PATTERNS_MOST} patterns such as QH-04*"
        raise Unfit("entities", raw, why, f"须为至多 {PATTERNS_MOST} 个样式的列表，如 QH-04*")
    cleaned = tuple(_text(each, "entities", PATTERN_CHARACTERS) for each in raw)
    if not all(cleaned):
        raise Unfit("entities", raw, "must hold no empty pattern", "不能有空样式")
    return cleaned


def yes_no(raw: object, field: str) -> bool:
    """Raises BadInput for what is neither."""
    if not isinstance(raw, bool):
        raise Unfit(field, raw, "must be true or false", "须为是或否")
    return raw


def _text(raw: object, field: str, longest: int) -> str:
    try:
        return clean_text(raw, field, longest)
    except BadInput as exc:
        raise Unfit(field, raw, exc.why, f"须为文字，至多 {longest} 个字符") from exc


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
