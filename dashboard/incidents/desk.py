"""The duty desk's decision: one order on one record gives the record's new body, or a sentence. Pure.

An order is refused, in this order, when the record changed since the officer saw it (nothing is ever
overwritten unseen), when the case is another department's, when the table has no such move from this state,
when it has but not for this role, when the case is merged away or suspended, and when something the command
needs is not there. A refusal changes nothing.

The state of an incident is its sender's until the first order that says more than a remark; from then on
it is the desk's, and what the sender says of it is kept under ``told`` (``matters``).
"""

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from dashboard.incidents.casefile import Case, Step, case_of, step_of, with_case
from dashboard.incidents.commands import Body, Decision, Key, RecordId, Write, answer_of
from dashboard.incidents.effects import EFFECTS, Sheet
from dashboard.incidents.matters import KIND, completed
from dashboard.incidents.merging import counterpart, other_of, require_mergeable
from dashboard.incidents.moves import NAMES as COMMAND_NAMES
from dashboard.incidents.moves import Annotate, DeskCommand, Merge, Unmerge
from dashboard.incidents.orders import Order, Rules
from dashboard.incidents.receipts import receipts
from dashboard.incidents.refusals import ChangedMeanwhile, Illegal, NotYours
from dashboard.incidents.refused_moves import nobody_can, others_can
from dashboard.incidents.stage_clocks import sign_clock
from dashboard.incidents.states import NAMES, OVER, TRANSITIONS, Move, Role, State
from feeds.errors import shown
from feeds.model import Utc

SUBJECT: Final = ("案卷", "an incident")

ALWAYS: Final = (Annotate, Unmerge)
"""What may be done with a case that is followed under another."""


class Perform(msgspec.Struct, frozen=True):
    """An order as a command of the store."""

    order: Order
    rules: Rules

    @property
    def key(self) -> Key:
        """The officer's click."""
        return self.order.key

    @property
    def actor(self) -> str:
        """The officer."""
        return self.order.actor

    @property
    def at(self) -> Utc:
        """Its receipt."""
        return self.order.at

    @property
    def reads(self) -> tuple[RecordId, ...]:
        """The incident and, when it is merged with or parted from another, that one."""
        ids = (self.order.incident, other_of(self.order))
        return tuple(RecordId(KIND, id) for id in dict.fromkeys(ids) if id is not None)

    def apply(self, seen: Mapping[RecordId, Body]) -> Decision:
        """Raises Illegal and ChangedMeanwhile."""
        record = seen.get(RecordId(KIND, self.order.incident))
        if record is None:
            name = shown(self.order.incident)
            raise Illegal(f"没有案卷 {name}", f"there is no incident {name}")
        other_id = other_of(self.order)
        other = None if other_id is None else seen.get(RecordId(KIND, other_id))
        bodies = decide(record, self.order, self.rules, other)
        writes = tuple(Write(RecordId(KIND, body["id"]), body) for body in bodies)
        told = receipts(record, bodies[0], round(self.order.at * 1000))
        return Decision((*writes, *told), answer_of(bodies[0]))


def decide(record: Body, order: Order, rules: Rules, other: Body | None = None) -> tuple[Body, ...]:
    """The new body of the record, and of the second one where two are merged or parted."""
    if order.expected_revision != record.get("revision", 0):
        raise ChangedMeanwhile(order.expected_revision, record)
    case = case_of(record)
    move = _legal_move(record, case, order)
    if isinstance(order.command, Merge):
        require_mergeable(record, order, order.command, other)
    at_ms = _now_ms(case, order)
    sheet = EFFECTS[type(order.command)](Sheet(record, case, at_ms), order.command, order, rules)
    step = step_of(order.actor, order.role, at_ms, order.command)
    first = _with_sign(_written(sheet, move, order, step), rules)
    return (first,) if other is None else (first, counterpart(other, order, step))


def legal_commands(record: Body, role: Role) -> tuple[type[DeskCommand], ...]:
    """What the table lets that role do now, for a page's buttons; what a command needs besides is said when
    it is tried.
    """
    state, case = State(record["status"]), case_of(record)
    return tuple(
        command
        for command in COMMAND_NAMES
        if (move := TRANSITIONS.get((state, command))) is not None
        and role in move.by
        and (case.merged_into is None or command in ALWAYS)
        and (case.suspended is None or move.to is None)
    )


def _legal_move(record: Body, case: Case, order: Order) -> Move:
    state, kind = State(record["status"]), type(order.command)
    move, names = TRANSITIONS.get((state, kind)), COMMAND_NAMES[kind]
    if move is None:
        raise nobody_can(SUBJECT, NAMES[state], order.role, names)
    if order.role not in move.by:
        raise others_can(SUBJECT, NAMES[state], order.role, names, move.by)
    _require_own(case, order)
    _require_movable(case, order, move)
    return move


def _require_own(case: Case, order: Order) -> None:
    """A department acts on its own cases only."""
    if order.role is Role.DEPARTMENT and case.department not in (None, order.unit):
        raise NotYours(
            f"案卷在 {case.department}，不在 {order.unit or '贵单位'}",
            f"the case is with {case.department}, not with {order.unit or 'your department'}",
        )


def _require_movable(case: Case, order: Order, move: Move) -> None:
    do_zh, do_en = COMMAND_NAMES[type(order.command)]
    if case.merged_into is not None and not isinstance(order.command, ALWAYS):
        raise Illegal(
            f"案卷已并入 {case.merged_into}，不能{do_zh}",
            f"it is followed under {case.merged_into}: {do_en!r} belongs there",
        )
    if case.suspended is not None and move.to is not None:
        raise Illegal(
            f"案卷已挂账，不能{do_zh}，请先恢复办理", f"it is suspended: resume it before {do_en!r}"
        )


def _written(sheet: Sheet, move: Move, order: Order, step: Step) -> Body:
    """The body with state, revision and who did it."""
    state = move.to or State(sheet.body["status"])
    entered = sheet.case.entered if move.to is None else _entered(sheet, state)
    body = with_case(sheet.body, msgspec.structs.replace(sheet.case, entered=entered, last=step))
    if not isinstance(order.command, Annotate):
        body = _stated(sheet._replace(body=body), state, moved=move.to is not None)
    return completed({**body, "revision": sheet.body.get("revision", 0) + 1})


def _with_sign(body: Body, rules: Rules) -> Body:
    """With the clock of the acknowledgement, as urgency, department and suspension now have it."""
    case = case_of(body)
    due = sign_clock(body, case, rules.calendar_of)
    return body if due == case.sign else with_case(body, msgspec.structs.replace(case, sign=due))


def _entered(sheet: Sheet, state: State) -> dict[str, int]:
    """When each state up to this one was entered; the order of ``State`` is the way through."""
    way = list(State)
    before = {each.value for each in way[: way.index(state)]}
    known = {name: at_ms for name, at_ms in sheet.case.entered.items() if name in before}
    return known | {state.value: sheet.at_ms}


def _stated(sheet: Sheet, state: State, *, moved: bool) -> Body:
    """The state is the desk's word now; the time of closing changes only with it."""
    closed_at_ms: Any = sheet.at_ms if state in OVER else None
    if not moved:
        closed_at_ms = sheet.body["closed_at_ms"]
    return sheet.overrule("status", {"status": state.value, "closed_at_ms": closed_at_ms}).body


def _now_ms(case: Case, order: Order) -> int:
    """A server's clock that was set back must not make time run backwards in a case."""
    now_ms = round(order.at * 1000)
    return now_ms if case.last is None else max(now_ms, case.last.at_ms)
