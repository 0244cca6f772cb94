"""The decision on a whistle: one order gives the whistle's new record, or a sentence. Pure.

Refused, in this order: a whistle that changed since the officer saw it, a move that no table has from this
state, one that it has for other roles, another department's summons, and what an effect finds missing.
"""

from collections.abc import Callable, Mapping
from typing import Final

import msgspec

from dashboard.incidents import whistle_moves as do
from dashboard.incidents.casefile import Step, step_of
from dashboard.incidents.commands import Body, Decision, Key, RecordId, Write, answer_of
from dashboard.incidents.departments import Department
from dashboard.incidents.refusals import ChangedMeanwhile, Illegal, NotYours
from dashboard.incidents.refused_moves import nobody_can, others_can
from dashboard.incidents.states import Role
from dashboard.incidents.whistle import KIND, STATE_NAMES, SUMMONS_NAMES, WhistleState
from dashboard.incidents.whistle_effects import EFFECTS, SUMMONS_EFFECTS, Hand, to_be_approved
from dashboard.incidents.whistle_orders import WhistleOrder
from dashboard.incidents.whistle_record import Summons, Whistle, from_body, to_body
from dashboard.incidents.whistle_ties import require_ties, strictest, tied_by, told_incidents
from feeds.errors import shown
from feeds.model import Utc

SUBJECT: Final = ("哨单", "a whistle")
SUMMONS: Final = ("呼叫", "a summons")


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
        return tuple(dict.fromkeys([RecordId(KIND, self.order.whistle), *tied_by(self.order.command)]))

    def apply(self, seen: Mapping[RecordId, Body]) -> Decision:
        """Raises Illegal, Refused and ChangedMeanwhile."""
        whistle = decide(seen, self.order, self.department)
        body = to_body(whistle)
        told = told_incidents(whistle, self.order.command, seen)
        return Decision((Write(RecordId(KIND, whistle.id), body), *told), answer_of(body))


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
            raise ChangedMeanwhile(order.expected_revision, record, what=SUBJECT[0])
        whistle = from_body(record)
        # a server's clock that was set back must not make time run backwards in a whistle
        hand = Hand(order.actor, order.role, max(at_ms, whistle.last.at_ms), department)
        whistle = _moved(whistle, order, command, hand)
        whistle = msgspec.structs.replace(whistle, revision=whistle.revision + 1, last=_step(order, hand))
    require_ties(whistle, command, seen)
    return msgspec.structs.replace(whistle, sensitivity=strictest(whistle, command, seen))


def legal_commands(whistle: Whistle, role: Role) -> tuple[type[do.WhistleCommand], ...]:
    """What the table lets that role do with the whistle itself now, for a page's buttons; a signature only
    whoever signs that type.
    """
    return tuple(
        command
        for command in do.NAMES
        if (move := do.TRANSITIONS.get((whistle.status, command))) is not None
        and role in move.by
        and (command is not do.Approve or role in to_be_approved(whistle).issuers)
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
        raise others_can(SUBJECT, ("新", "New"), order.role, do.NAMES[do.Draft], do.DRAFTED_BY)
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
    state, names = STATE_NAMES[whistle.status], do.NAMES[kind]
    if move is None:
        raise nobody_can(SUBJECT, state, order.role, names)
    if order.role not in move.by:
        raise others_can(SUBJECT, state, order.role, names, move.by)
    after = EFFECTS[kind](whistle, command, hand)
    return after if move.to is None else msgspec.structs.replace(after, status=move.to)


def _summons_moved(whistle: Whistle, order: WhistleOrder, command: do.SummonsCommand, hand: Hand) -> Whistle:
    summons, kind = whistle.summoned(command.summons), type(command)
    if summons is None:
        raise Illegal(f"本哨没有第 {command.summons} 号呼叫", f"it has no summons {command.summons}")
    move, names = do.SUMMONS.get((summons.status, kind)), do.NAMES[kind]
    if move is None:
        raise nobody_can(SUMMONS, SUMMONS_NAMES[summons.status], order.role, names)
    if whistle.status not in move.during:
        raise nobody_can(SUBJECT, STATE_NAMES[whistle.status], order.role, names)
    if order.role not in move.by:
        raise others_can(SUMMONS, SUMMONS_NAMES[summons.status], order.role, names, move.by)
    if order.role is Role.DEPARTMENT and order.unit != summons.unit:
        raise NotYours(
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


def _step(order: WhistleOrder, hand: Hand) -> Step:
    return step_of(order.actor, order.role, hand.at_ms, order.command)
