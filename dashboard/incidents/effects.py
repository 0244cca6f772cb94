"""What each command does to a case, once the table has allowed it. Pure.

An effect sees the sheet and the order and returns the new sheet, or raises ``Illegal`` when something it
needs is not there yet. State, revision and the note of who did it are the desk's (``desk``).
"""

from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

import msgspec

from dashboard.incidents import case_clock
from dashboard.incidents import moves as do
from dashboard.incidents.casefile import Case, Request, Suspension
from dashboard.incidents.categories import BY_CODE
from dashboard.incidents.channels import channel_of
from dashboard.incidents.commands import Body
from dashboard.incidents.matters import overrule, spot_fields
from dashboard.incidents.orders import Order, Rules
from dashboard.incidents.refusals import Illegal
from dashboard.incidents.states import Role, State
from feeds.errors import shown


class Sheet(NamedTuple):
    """A record and its case while they are decided on; the record's own ``case`` is the old one."""

    body: Body
    case: Case
    at_ms: int
    """Now; never before the case's last step."""

    def keep(self, **fields: Any) -> "Sheet":
        """With other fields of the case."""
        return self._replace(case=msgspec.structs.replace(self.case, **fields))

    def overrule(self, group: str, fields: Body) -> "Sheet":
        """With the centre's word on what the sender told."""
        return self._replace(body=overrule(self.body, group, fields))


Effect = Callable[[Sheet, Any, Order, Rules], Sheet]

EXTENSIONS_MOST: Final = 20
"""In one dispatch. A clock is counted from its first term each time, in the transaction in which everybody
else waits: without a bound a hundred extensions of a year shut the store.
"""


# The way through


def _ask_verification(sheet: Sheet, command: do.AskVerification, _order: Order, _rules: Rules) -> Sheet:
    return sheet.keep(worker=command.worker, verified=None)


def _report_verification(sheet: Sheet, command: do.ReportVerification, _order: Order, _rules: Rules) -> Sheet:
    return sheet.keep(verified=command.found)


def _accept(sheet: Sheet, command: do.Accept, order: Order, _rules: Rules) -> Sheet:
    channel = channel_of(sheet.body["source"])
    vouched = channel.vouched and sheet.body["status"] == State.REPORTED
    spoken_for = order.role is Role.SHIFT_LEAD and command.unverified_reason is not None
    if not (vouched or sheet.case.verified or spoken_for):
        raise Illegal(
            f"来源为{channel.zh}，须先经现场核实属实；情况紧急的，由值班长注明理由后受理",
            f"it came from {channel.en} and no worker has found it true yet; "
            "if it cannot wait, the shift lead registers it with unverified_reason",
        )
    return sheet


def _file(sheet: Sheet, command: do.File, _order: Order, _rules: Rules) -> Sheet:
    code = _known_category(command.category or sheet.body["category"] or "")
    if sheet.body["grid"] is None:
        raise Illegal(
            "位置不在任何网格内，须先改位置再立案", "it lies in no grid: set its place before it is filed"
        )
    spot = {name: sheet.body[name] for name in spot_fields(None)}
    urgency = command.urgency.value if command.urgency else sheet.body["urgency"]
    filed = sheet.overrule("category", {"category": code}).overrule("urgency", {"urgency": urgency})
    return filed.overrule("spot", spot)


def _dispatch(sheet: Sheet, command: do.Dispatch, _order: Order, rules: Rules) -> Sheet:
    clock = case_clock.started(command.term, sheet.at_ms, rules.calendar_of(command.department))
    given = sheet.keep(department=command.department, worker=command.worker, clock=clock)
    return given.keep(dispatches=sheet.case.dispatches + 1)


def _give_feedback(sheet: Sheet, _command: do.GiveFeedback, _order: Order, _rules: Rules) -> Sheet:
    return _clock_stopped(sheet).keep(asked=None)


def _ask_check(sheet: Sheet, command: do.AskCheck, _order: Order, _rules: Rules) -> Sheet:
    return sheet.keep(worker=command.worker, checked=None)


def _report_check(sheet: Sheet, command: do.ReportCheck, _order: Order, _rules: Rules) -> Sheet:
    return sheet.keep(checked=command.agrees)


def _rework(sheet: Sheet, _command: do.Rework, _order: Order, rules: Rules) -> Sheet:
    if sheet.case.checked is not False:
        raise Illegal("核查未回报不一致，不能返工", "no check has disagreed with the department yet")
    return _clock_resumed(sheet, rules).keep(reworks=sheet.case.reworks + 1)


def _close(sheet: Sheet, _command: do.Close, _order: Order, _rules: Rules) -> Sheet:
    if sheet.case.checked is not True:
        raise Illegal("核查未回报属实，不能结案", "no check has agreed with the department yet")
    return sheet


def _call_back(sheet: Sheet, command: do.CallBack, _order: Order, _rules: Rules) -> Sheet:
    return sheet.keep(satisfaction=command.outcome, solved=command.solved)


def _reopen(sheet: Sheet, _command: do.Reopen, _order: Order, _rules: Rules) -> Sheet:
    again = _taken_back(sheet).keep(checked=None, satisfaction=None, solved=None)
    return again.keep(reopenings=sheet.case.reopenings + 1)


# Beside the way


def _ask(sheet: Sheet, command: do.Ask, order: Order, _rules: Rules) -> Sheet:
    return sheet.keep(asked=Request(command.what, command.reason, order.actor, sheet.at_ms))


def _decline(sheet: Sheet, _command: do.Decline, _order: Order, _rules: Rules) -> Sheet:
    if sheet.case.asked is None:
        raise Illegal("没有待批的申请", "nothing has been asked for")
    return sheet.keep(asked=None)


def _return(sheet: Sheet, command: do.Return, _order: Order, _rules: Rules) -> Sheet:
    misdispatch = command.ground is do.ReturnGround.MISDISPATCH
    if not misdispatch and command.approver is None:
        raise Illegal(
            "只有派遣错误可当场退单，其他情形须有书面批准人",
            "only a mis-dispatch is returned on the spot; anything else needs its approver",
        )
    return _taken_back(sheet).keep(
        asked=None,
        returns=sheet.case.returns + 1,
        misdispatches=sheet.case.misdispatches + misdispatch,
    )


def _extend(sheet: Sheet, command: do.Extend, _order: Order, rules: Rules) -> Sheet:
    clock = sheet.case.clock
    if clock is None or clock.stopped_at_ms is not None:
        raise Illegal("计时未在进行，无从延期", "its clock does not run, so there is nothing to extend")
    if (len(clock.terms) > 1 or command.engineering) and command.approver is None:
        raise Illegal(
            "再次延期或涉及工程的延期须上级批准，请填批准人",
            "a second extension, and any for engineering works, needs its approver",
        )
    if len(clock.terms) > EXTENSIONS_MOST:
        raise Illegal(
            f"本次派遣已延期 {EXTENSIONS_MOST} 次，请改为挂账或退单",
            f"it was extended {EXTENSIONS_MOST} times in this dispatch: suspend or return it instead",
        )
    extended = case_clock.extended(clock, command.term, rules.calendar_of(sheet.case.department))
    return sheet.keep(clock=extended, asked=None, extensions=sheet.case.extensions + 1)


def _suspend(sheet: Sheet, command: do.Suspend, _order: Order, _rules: Rules) -> Sheet:
    if sheet.case.suspended is not None:
        raise Illegal("案卷已挂账", "it is suspended already")
    if command.review_at_ms <= sheet.at_ms:
        raise Illegal("复核日期须在将来", "the day to look again must lie in the future")
    suspended = Suspension(
        command.ground, command.reason, command.approver, sheet.at_ms, command.review_at_ms
    )
    return _clock_stopped(sheet).keep(suspended=suspended, asked=None, suspensions=sheet.case.suspensions + 1)


def _resume(sheet: Sheet, _command: do.Resume, _order: Order, rules: Rules) -> Sheet:
    if sheet.case.suspended is None:
        raise Illegal("案卷未挂账", "it is not suspended")
    return _clock_resumed(sheet, rules).keep(suspended=None)


def _urge(sheet: Sheet, _command: do.Urge, _order: Order, _rules: Rules) -> Sheet:
    return sheet.keep(urged=sheet.case.urged + 1)


def _merge(sheet: Sheet, command: do.Merge, _order: Order, _rules: Rules) -> Sheet:
    return sheet.keep(merged_into=command.into)


def _unmerge(sheet: Sheet, command: do.Unmerge, _order: Order, _rules: Rules) -> Sheet:
    if sheet.case.merged_into != command.out_of:
        out_of = shown(command.out_of)
        raise Illegal(f"案卷未并入 {out_of}", f"it is not merged into {out_of}")
    return sheet.keep(merged_into=None)


# What is said of it


def _assign(sheet: Sheet, command: do.Assign, _order: Order, _rules: Rules) -> Sheet:
    return sheet.keep(worker=command.worker)


def _set_category(sheet: Sheet, command: do.SetCategory, _order: Order, _rules: Rules) -> Sheet:
    return sheet.overrule("category", {"category": _known_category(command.category)})


def _set_place(sheet: Sheet, command: do.SetPlace, _order: Order, rules: Rules) -> Sheet:
    placed = sheet.overrule("spot", spot_fields(rules.locate(command.lat, command.lon)))
    if command.place is None:
        return placed
    return placed.overrule("place", {"place": command.place}).overrule("place_en", {"place_en": None})


def _set_urgency(sheet: Sheet, command: do.SetUrgency, _order: Order, _rules: Rules) -> Sheet:
    return sheet.overrule("urgency", {"urgency": command.urgency.value})


def _set_grade(sheet: Sheet, command: do.SetGrade, _order: Order, _rules: Rules) -> Sheet:
    return sheet.keep(event_grade=command.grade, grade_confirmed_by=command.confirmed_by)


def _set_warning(sheet: Sheet, command: do.SetWarning, _order: Order, _rules: Rules) -> Sheet:
    return sheet.keep(warning_level=command.level)


def _nothing(sheet: Sheet, _command: do.DeskCommand, _order: Order, _rules: Rules) -> Sheet:
    return sheet


EFFECTS: Final[Mapping[type[do.DeskCommand], Effect]] = {
    do.AskVerification: _ask_verification,
    do.ReportVerification: _report_verification,
    do.Accept: _accept,
    do.File: _file,
    do.Dispatch: _dispatch,
    do.Sign: _nothing,
    do.Start: _nothing,
    do.GiveFeedback: _give_feedback,
    do.AskCheck: _ask_check,
    do.ReportCheck: _report_check,
    do.Rework: _rework,
    do.Close: _close,
    do.CallBack: _call_back,
    do.Void: _nothing,
    do.Reopen: _reopen,
    do.Ask: _ask,
    do.Decline: _decline,
    do.Return: _return,
    do.Extend: _extend,
    do.Suspend: _suspend,
    do.Resume: _resume,
    do.Urge: _urge,
    do.Merge: _merge,
    do.Unmerge: _unmerge,
    do.Assign: _assign,
    do.SetCategory: _set_category,
    do.SetPlace: _set_place,
    do.SetUrgency: _set_urgency,
    do.SetGrade: _set_grade,
    do.SetWarning: _set_warning,
    do.Annotate: _nothing,
}
"""Every command has one; for some, the move itself is all."""


def _known_category(code: str) -> str:
    category = BY_CODE.get(code)
    if category is None:
        raise Illegal(f"类别 {shown(code)} 不在字典中", f"the dictionary has no category {shown(code)}")
    return category.code


def _taken_back(sheet: Sheet) -> Sheet:
    """Nobody has it: the next dispatch starts a clock of its own."""
    return sheet.keep(department=None, worker=None, clock=None)


def _clock_stopped(sheet: Sheet) -> Sheet:
    clock = sheet.case.clock
    return sheet if clock is None else sheet.keep(clock=case_clock.stopped(clock, sheet.at_ms))


def _clock_resumed(sheet: Sheet, rules: Rules) -> Sheet:
    clock = sheet.case.clock
    if clock is None:
        return sheet
    calendar = rules.calendar_of(sheet.case.department)
    return sheet.keep(clock=case_clock.resumed(clock, sheet.at_ms, calendar))
