"""The decision on a whistle: one order gives the whistle's new record, or a sentence. Pure.

Refused, in this order: a whistle that changed since the officer saw it, a move that no table has from this
state, one that it has for other roles, another department's summons, and what an effect finds missing.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

import msgspec

from dashboard.incidents import whistle_moves as do
from dashboard.incidents.casefile import Step
from dashboard.incidents.commands import Body, Decision, Key, RecordId, Write
from dashboard.incidents.departments import Department
from dashboard.incidents.matters import KIND as INCIDENT
from dashboard.incidents.move_wire import to_wire
from dashboard.incidents.refusals import ChangedMeanwhile, Illegal
from dashboard.incidents.states import ROLE_NAMES, Role
from dashboard.incidents.whistle import KIND, STATE_NAMES, SUMMONS_NAMES, WhistleState
from dashboard.incidents.whistle_effects import EFFECTS, SUMMONS_EFFECTS, Hand
from dashboard.incidents.whistle_orders import WhistleOrder
from dashboard.incidents.whistle_record import Summons, Whistle, from_body, to_body
from feeds.errors import shown
from feeds.model import Utc

SIMULATED: Final = "simulated"


class Whistling(msgspec.Struct, frozen=True):
    """A whistle order as a command of the store."""

    order: WhistleOrder
    department: Callable[[str], Department]
    """By id. Raises Refused for one that does not exist."""

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
        """The whistle, and the incidents and whistles it is to be tied to."""
        tied = [RecordId(kind, id) for kind, ids in _ties(self.order.command) for id in ids]
        return tuple(dict.fromkeys([RecordId(KIND, self.order.whistle), *tied]))

    def apply(self, seen: Mapping[RecordId, Body]) -> Decision:
        """Raises Illegal, Refused and ChangedMeanwhile."""
        whistle = decide(seen, self.order, self.department)
        body = to_body(whistle)
        answer = {name: body[name] for name in ("id", "revision", "status", "status_zh", "status_en", "open")}
        return Decision((Write(RecordId(KIND, whistle.id), body),), answer)


def decide(
    seen: Mapping[RecordId, Body], order: WhistleOrder, department: Callable[[str], Department]
) -> Whistle:
    """The whistle once ``order`` is obeyed; ``seen`` holds it and whatever the order ties to it."""
    record, command = seen.get(RecordId(KIND, order.whistle)), order.command
    at_ms = round(order.at * 1000)
    if record is None:
        whistle = _drafted(order, Hand(order.actor, order.role, at_ms, department))
    else:
        if order.expected_revision != record["revision"]:
            raise ChangedMeanwhile(order.expected_revision, record)
        whistle = from_body(record)
        # a server's clock that was set back must not make time run backwards in a whistle
        hand = Hand(order.actor, order.role, max(at_ms, whistle.last.at_ms), department)
        whistle = _moved(whistle, order, command, hand)
        whistle = msgspec.structs.replace(whistle, revision=whistle.revision + 1, last=_step(order, hand))
    _require_ties(whistle, command, seen)
    return whistle


def legal_commands(whistle: Whistle, role: Role) -> tuple[type[do.WhistleCommand], ...]:
    """What the table lets that role do with the whistle itself now, for a page's buttons."""
    return tuple(
        command
        for command in do.NAMES
        if (move := do.TRANSITIONS.get((whistle.status, command))) is not None and role in move.by
    )


def legal_for_summons(
    whistle: Whistle, summons: Summons, role: Role, unit: str | None = None
) -> tuple[type[do.SummonsCommand], ...]:
    """What the table lets that role do with one of its summonses now."""
    moves = [(command, move) for (state, command), move in do.SUMMONS.items() if state is summons.status]
    if role is Role.DEPARTMENT and unit != summons.unit:
        return ()
    return tuple(c for c, move in moves if role in move.by and whistle.status in move.during)


def _drafted(order: WhistleOrder, hand: Hand) -> Whistle:
    command = order.command
    if not isinstance(command, do.Draft):
        raise Illegal(f"没有哨单 {shown(order.whistle)}", f"there is no whistle {shown(order.whistle)}")
    if order.role not in do.DRAFTED_BY:
        raise _not_this_role("新哨", "New", order.role, do.Draft, do.DRAFTED_BY)
    for id in command.departments:
        hand.department(id)
    said = {name: getattr(command, name) for name in command.__struct_fields__}
    return Whistle(
        id=order.whistle,
        revision=1,
        status=WhistleState.DRAFT,
        provenance=order.provenance,
        drafted_by=order.actor,
        drafted_at_ms=hand.at_ms,
        last=_step(order, hand),
        **said,
    )


def _moved(whistle: Whistle, order: WhistleOrder, command: do.WhistleCommand, hand: Hand) -> Whistle:
    if isinstance(command, do.SummonsCommand):
        return _summons_moved(whistle, order, command, hand)
    kind = type(command)
    move = do.TRANSITIONS.get((whistle.status, kind))
    names = STATE_NAMES[whistle.status]
    if move is None:
        raise _not_this_state(*names, order.role, kind)
    if order.role not in move.by:
        raise _not_this_role(*names, order.role, kind, move.by)
    after = EFFECTS[kind](whistle, command, hand)
    return after if move.to is None else msgspec.structs.replace(after, status=move.to)


def _summons_moved(whistle: Whistle, order: WhistleOrder, command: do.SummonsCommand, hand: Hand) -> Whistle:
    summons, kind = whistle.summoned(command.summons), type(command)
    if summons is None:
        raise Illegal(f"本哨没有第 {command.summons} 号呼叫", f"it has no summons {command.summons}")
    move = do.SUMMONS.get((summons.status, kind))
    if move is None:
        raise _not_this_state(*SUMMONS_NAMES[summons.status], order.role, kind)
    if whistle.status not in move.during:
        raise _not_this_state(*STATE_NAMES[whistle.status], order.role, kind)
    if order.role not in move.by:
        raise _not_this_role(*SUMMONS_NAMES[summons.status], order.role, kind, move.by)
    if order.role is Role.DEPARTMENT and order.unit != summons.unit:
        raise Illegal(
            f"该呼叫属{summons.unit_zh}，不属贵单位", f"that summons is for {summons.unit_en}, not for yours"
        )
    after = SUMMONS_EFFECTS[kind](whistle, summons, command, hand)
    if move.to is None:
        return after
    moved = tuple(
        msgspec.structs.replace(each, status=move.to) if each.number == summons.number else each
        for each in after.summons
    )
    return msgspec.structs.replace(after, summons=moved)


def _require_ties(whistle: Whistle, command: do.WhistleCommand, seen: Mapping[RecordId, Body]) -> None:
    """Incidents and whistles tied to it exist, and are of the same world."""
    for kind, ids in _ties(command):
        for id in ids:
            body = seen.get(RecordId(kind, id))
            if body is None:
                raise Illegal(f"没有 {shown(id)}", f"there is no {kind} {shown(id)}")
            if (body["provenance"] == SIMULATED) != (whistle.provenance == SIMULATED):
                raise Illegal(
                    "模拟与真实不能关联", "what is simulated and what is real are not tied together"
                )


def _ties(command: do.WhistleCommand) -> Iterable[tuple[str, tuple[str, ...]]]:
    if isinstance(command, do.Draft | do.Link):
        return ((INCIDENT, command.incidents), (KIND, command.repeats))
    return ()


def _step(order: WhistleOrder, hand: Hand) -> Step:
    said: dict[str, Any] = to_wire(order.command)
    return Step(order.actor, order.role, hand.at_ms, said.pop("do"), said)


def _not_this_state(state_zh: str, state_en: str, role: Role, kind: type[do.WhistleCommand]) -> Illegal:
    (role_zh, role_en), (do_zh, do_en) = ROLE_NAMES[role], do.NAMES[kind]
    return Illegal(
        f"{state_zh}：{role_zh}不能{do_zh}，此状态下无人可以",
        f"{role_en} cannot do {do_en!r} in state {state_en!r}: nobody can",
    )


def _not_this_role(
    state_zh: str, state_en: str, role: Role, kind: type[do.WhistleCommand], by: Iterable[Role]
) -> Illegal:
    (role_zh, role_en), (do_zh, do_en) = ROLE_NAMES[role], do.NAMES[kind]
    can_zh = "、".join(ROLE_NAMES[each][0] for each in by)
    can_en = " or ".join(ROLE_NAMES[each][1] for each in by)
    return Illegal(
        f"{state_zh}：{role_zh}不能{do_zh}，应由{can_zh}办理",
        f"{role_en} cannot do {do_en!r} in state {state_en!r}: {can_en} can",
    )
