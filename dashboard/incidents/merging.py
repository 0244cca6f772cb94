"""Merging two reports of one matter (并案), and undoing it. Pure.

Nothing of the merged record is lost or moved: it keeps its state and its sender's words, is no longer open,
and names the one it is followed under; that one names it. Undoing takes both names away again.
"""

from typing import Final

import msgspec

from dashboard.incidents.casefile import Step, case_of, with_case
from dashboard.incidents.commands import Body
from dashboard.incidents.moves import Merge, Unmerge
from dashboard.incidents.orders import Order
from dashboard.incidents.refusals import Illegal
from dashboard.incidents.states import NAMES, OVER, State
from feeds.errors import shown

MERGED_MOST: Final = 500
"""Reports under one incident: the record names them all, and is sent whole to every screen."""

SIMULATED: Final = "simulated"


def other_of(order: Order) -> str | None:
    """The second incident that an order is about; None for most orders."""
    match order.command:
        case Merge(into=other) | Unmerge(out_of=other):
            return other
        case _:
            return None


def require_mergeable(record: Body, order: Order, command: Merge, other: Body | None) -> None:
    """Raises Illegal when ``record`` cannot be followed under ``other``."""
    if command.into == order.incident:
        raise Illegal("案卷不能并入自身", "an incident cannot be merged into itself")
    if other is None:
        raise no_incident(command.into)
    if case_of(record).merged_from:
        raise Illegal(
            "已有其他案卷并入本案卷，请先撤销", "others are merged into it: undo those merges first"
        )
    _require_main(other)
    if (record["provenance"] == SIMULATED) != (other["provenance"] == SIMULATED):
        raise Illegal("模拟案卷与真实案卷不能合并", "what is simulated and what is real are not merged")


def no_incident(id: str) -> Illegal:
    """The refusal of what is not there; whoever may not see it is told the same."""
    return Illegal(f"没有案卷 {shown(id)}", f"there is no incident {shown(id)}")


def _require_main(other: Body) -> None:
    case, (zh, en) = case_of(other), NAMES[State(other["status"])]
    if case.merged_into is not None:
        raise Illegal(
            f"{other['id']} 已并入 {case.merged_into}",
            f"{other['id']} is itself merged into {case.merged_into}: merge into that one",
        )
    if State(other["status"]) in OVER:
        raise Illegal(f"{other['id']} {zh}，不能并入", f"{other['id']} is over ({en})")
    if len(case.merged_from) >= MERGED_MOST:
        raise Illegal(
            f"{other['id']} 已并入 {MERGED_MOST} 件",
            f"{other['id']} has {MERGED_MOST} reports merged into it",
        )


def counterpart(other: Body, order: Order, step: Step) -> Body:
    """The second record's new body: it names the first one, or no longer does."""
    case = case_of(other)
    names = tuple(name for name in case.merged_from if name != order.incident)
    if isinstance(order.command, Merge):
        names = (*names, order.incident)
    told = msgspec.structs.replace(step, said={"incident": order.incident})
    body = {**other, "revision": other.get("revision", 0) + 1}
    return with_case(body, msgspec.structs.replace(case, merged_from=names, last=told))
