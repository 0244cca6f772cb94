"""What a page needs to draw the commands of a whistle and of its summonses. Pure."""

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from dashboard.incidents import whistle_moves as do
from dashboard.incidents.commands import ANSWERED
from dashboard.incidents.states import Role
from dashboard.incidents.whistle import SUMMONS_NAMES, WhistleState
from dashboard.incidents.whistle_clocks import clocks, next_due
from dashboard.incidents.whistle_desk import legal_commands, legal_for_summons
from dashboard.incidents.whistle_record import Summons, Whistle, to_body
from dashboard.web.command_forms import Form, drawn

SUMMONS_SAYS: Final = ("number", "party", "unit", "unit_zh", "unit_en", "status")
"""What stands beside the commands of one summons."""


def draft_forms(role: Role, suggested: Mapping[str, Any]) -> list[Any]:
    """The draft's form with what is suggested for its fields, for those who may draft."""
    form = drawn(do.Draft, do.NAMES[do.Draft], WhistleState.DRAFT)
    return [_plain(form, suggested)] if role in do.DRAFTED_BY else []


def legal_now(whistle: Whistle, role: Role, unit: str | None, now_ms: int) -> dict[str, Any]:
    """What that role may do with the whistle and with each summons, how their limits stand, and the record
    whole: officers may read what they wrote.
    """
    body = to_body(whistle)
    due = next_due(whistle, now_ms)
    return {
        **{name: body[name] for name in ANSWERED},
        "role": role,
        "unit": unit,
        "as_of_ms": now_ms,
        "next_due": None if due is None else msgspec.to_builtins(due),
        "commands": [_whistle_form(whistle, command) for command in legal_commands(whistle, role)],
        "summons": [_standing(whistle, each, role, unit, now_ms) for each in whistle.summons],
        "record": body,
    }


def _standing(
    whistle: Whistle, summons: Summons, role: Role, unit: str | None, now_ms: int
) -> dict[str, Any]:
    """One summons: whose, its limits, and what may be done with it."""
    zh, en = SUMMONS_NAMES[summons.status]
    commands = legal_for_summons(whistle, summons, role, unit)
    return {
        **{name: getattr(summons, name) for name in SUMMONS_SAYS},
        "status_zh": zh,
        "status_en": en,
        "clocks": msgspec.to_builtins(clocks(whistle, summons, now_ms)),
        "commands": [_summons_form(summons, command) for command in commands],
    }


def _whistle_form(whistle: Whistle, command: type[do.WhistleCommand]) -> Any:
    form = drawn(command, do.NAMES[command], do.TRANSITIONS[whistle.status, command].to)
    return _plain(form, to_body(whistle) if command is do.Revise else {})


def _summons_form(summons: Summons, command: type[do.SummonsCommand]) -> Any:
    """Without the number among the fields: it is sent with the command, and is this summons'."""
    form = drawn(command, do.NAMES[command], do.SUMMONS[summons.status, command].to)
    fields = tuple(field for field in form.fields if field.name != "summons")
    return {**_plain(msgspec.structs.replace(form, fields=fields), {}), "summons": summons.number}


def _plain(form: Form, defaults: Mapping[str, Any]) -> dict[str, Any]:
    """As JSON; each field with its ``default``: what it holds now or most likely will, or None."""
    told: dict[str, Any] = msgspec.to_builtins(form)
    for field in told["fields"]:
        field["default"] = defaults.get(field["name"])
    return told
