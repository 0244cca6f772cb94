"""How a table of moves says no, the same way for incidents and whistles."""

from collections.abc import Iterable

from dashboard.incidents.refusals import Illegal, NotYours
from dashboard.incidents.states import ROLE_NAMES, Role

Names = tuple[str, str]
"""(zh, en)."""


def nobody_can(what: Names, state: Names, role: Role, command: Names) -> Illegal:
    """The table has no such move from this state. ``what`` is such as ("案卷", "an incident")."""
    role_zh, role_en = ROLE_NAMES[role]
    return Illegal(
        f"{what[0]}{state[0]}，{role_zh}不能{command[0]}：此状态下无人可以",
        f"{role_en} cannot do {command[1]!r} to {what[1]} in state {state[1]!r}: nobody can",
    )


def others_can(what: Names, state: Names, role: Role, command: Names, by: Iterable[Role]) -> NotYours:
    """The table has the move, for other roles."""
    role_zh, role_en = ROLE_NAMES[role]
    names = [ROLE_NAMES[each] for each in by]
    zh, en = "、".join(zh for zh, _ in names), " or ".join(en for _, en in names)
    return NotYours(
        f"{what[0]}{state[0]}，{role_zh}不能{command[0]}：应由{zh}办理",
        f"{role_en} cannot do {command[1]!r} to {what[1]} in state {state[1]!r}: {en} can",
    )
