"""The table of moves: every state, command and role, tried against what the desk really does."""

import re
from itertools import product
from pathlib import Path

import msgspec
import pytest

from dashboard.incidents import moves as do
from dashboard.incidents.casefile import Case, case_of
from dashboard.incidents.commands import Body
from dashboard.incidents.desk import decide
from dashboard.incidents.effects import EFFECTS
from dashboard.incidents.matters import spot_fields
from dashboard.incidents.move_wire import BY_TAG, tag_of
from dashboard.incidents.moves import DeskCommand
from dashboard.incidents.refusals import Illegal
from dashboard.incidents.states import _TABLE, NAMES, OVER, ROLE_NAMES, TRANSITIONS, Role, State
from tests.dashboard.incidents.cases import RULES, SAMPLES, another, order, ready

COMMANDS = list(do.NAMES)
WITH_ANOTHER = (do.Merge, do.Unmerge)
GROUPS = {"spot": tuple(spot_fields(None)), "place": ("place", "place_en")}
BOOKS = {"revision", "told", "case", "case.last", "case.entered", "status", "closed_at_ms"}


def flat(body: Body) -> Body:
    """The record with its case's fields beside its own."""
    return {**body, **{f"case.{name}": value for name, value in (body.get("case") or {}).items()}}


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.__name__)
def test_every_state_and_role_gets_what_the_table_says(command: type[DeskCommand]) -> None:
    """All states times all roles: obeyed with exactly the state and fields of the row, or refused."""
    for state, role in product(State, Role):
        record, move = ready(state, command), TRANSITIONS.get((state, command))
        other = another() if command in WITH_ANOTHER else None
        asked = order(record, SAMPLES[command], role)
        if move is None or role not in move.by:
            with pytest.raises(Illegal):
                decide(record, asked, RULES, other)
            continue
        now = decide(record, asked, RULES, other)[0]
        assert now["status"] == (move.to or state), (state, role)
        before, after = flat(record), flat(now)
        changed = {name for name in before | after if before.get(name) != after.get(name)}
        allowed = {each for name in move.records for each in GROUPS.get(name, (name, f"case.{name}"))}
        derived = {"status_zh", "status_en", "category_zh", "category_en", "standard_ref", "open"}
        derived.add("case.sign")  # follows from urgency, department and suspension
        assert changed <= allowed | BOOKS | derived, (state, role)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.__name__)
def test_a_refusal_names_state_command_and_role(command: type[DeskCommand]) -> None:
    """In both languages, so that whoever is refused knows what to do instead."""
    for state, role in product(State, Role):
        move = TRANSITIONS.get((state, command))
        if move is not None and role in move.by:
            continue
        with pytest.raises(Illegal) as refusal:
            decide(ready(state, command), order(ready(state, command), SAMPLES[command], role), RULES)
        for names, index in ((NAMES[state], 0), (do.NAMES[command], 0), (ROLE_NAMES[role], 0)):
            assert names[index] in refusal.value.zh and names[1] in str(refusal.value)
        if move is not None:
            assert ROLE_NAMES[move.by[0]][0] in refusal.value.zh


def test_no_pair_has_two_rows() -> None:
    """A later row would silently replace an earlier one."""
    assert len(TRANSITIONS) == sum(len(states) for states, _, _ in _TABLE)


def test_every_command_is_named_has_an_effect_and_a_row() -> None:
    """And nothing else does."""
    assert set(do.NAMES) == set(EFFECTS) == {command for _, command in TRANSITIONS} == set(SAMPLES)
    assert set(do.NAMES) == set(DeskCommand.__subclasses__())


def test_every_name_is_there_in_both_languages_and_once() -> None:
    """States, roles and commands: no two look the same on a screen."""
    for table, members in ((NAMES, State), (ROLE_NAMES, Role), (do.NAMES, COMMANDS)):
        assert set(table) == set(members)
        for index in (0, 1):
            names = [pair[index] for pair in table.values()]
            assert all(names) and len(set(names)) == len(names)


def test_every_role_has_something_to_do() -> None:
    """A role without a command would be a button nobody can press."""
    assert {role for move in TRANSITIONS.values() for role in move.by} == set(Role)


def test_every_state_is_reached_and_left() -> None:
    """From REPORTED every state can be reached, and from every state a case can come to an end again."""
    steps = {
        state: {move.to for (start, _), move in TRANSITIONS.items() if start is state and move.to}
        for state in State
    }

    def reach(start: State) -> set[State]:
        found, border = {start}, {start}
        while border := {to for state in border for to in steps[state]} - found:
            found |= border
        return found

    assert reach(State.REPORTED) == set(State)
    assert all(State.CLOSED in reach(state) for state in State)


def test_nothing_but_remarks_call_backs_and_reopening_touches_what_is_over() -> None:
    """A closed case is closed."""
    assert {command for state, command in TRANSITIONS if state in OVER} == {
        do.Annotate,
        do.CallBack,
        do.Reopen,
    }


def test_only_the_shift_lead_files_voids_extends_suspends_and_returns() -> None:
    """The approvals of the domain are one role's, whatever else is added to the table."""
    approvals = (do.File, do.Void, do.Extend, do.Suspend, do.Return, do.Reopen, do.SetGrade)
    assert {TRANSITIONS[pair].by for pair in TRANSITIONS if pair[1] in approvals} == {(Role.SHIFT_LEAD,)}


def test_a_department_never_judges_its_own_work() -> None:
    """It cannot check, close, extend or return; it can ask."""
    own = {command for (_, command), move in TRANSITIONS.items() if Role.DEPARTMENT in move.by}
    assert own == {do.Sign, do.Start, do.GiveFeedback, do.Ask, do.Annotate}


def test_ready_records_are_what_they_claim() -> None:
    """The fixture itself: a state it was given, and no more than the case says."""
    record = ready(State.CHECKING, do.Rework)
    assert record["status"] == "CHECKING" and case_of(record).checked is False


def test_the_page_about_the_life_cycle_is_the_table() -> None:
    """Written out for people, row by row: whoever changes one must say so in the other."""
    page = (Path(__file__).parents[3] / "docs" / "life-cycle.md").read_text(encoding="utf-8")
    commands, orders = page.partition("## Commands")[2].partition("## An order")[::2]
    rows: dict[tuple[State, type[DeskCommand]], tuple[State | None, frozenset[Role]]] = {}
    for line in re.findall(r"^\| `(\w+)` \| (.+) \|$", commands, re.MULTILINE):
        if line[0] == "do":
            continue
        command, (zh, en, start, to, by) = BY_TAG[line[0]], line[1].split(" | ")
        assert do.NAMES[command] == (zh, en)
        roles = frozenset(Role) if by == "anybody" else frozenset(map(Role, re.findall(r"`(\w+)`", by)))
        states = list(State) if start == "any" else [State(name) for name in re.findall(r"`(\w+)`", start)]
        leads_to = None if to == "stays" else State(to.strip("`"))
        rows |= {(state, command): (leads_to, roles) for state in states}
    assert rows == {pair: (move.to, frozenset(move.by)) for pair, move in TRANSITIONS.items()}
    for command in do.NAMES:
        required = {field.name for field in msgspec.structs.fields(command) if field.required}
        listed = re.search(rf"^\| `{tag_of(command)}` \| (.+) \|$", orders, re.MULTILINE)
        assert listed, command
        assert set(re.findall(r"`(\w+)`", listed[1])) == set(command.__struct_fields__)
        assert set(re.findall(r"`(\w+)`\*", listed[1])) == required
    assert all(f"| `{role}` | {zh} | {en} |" in page for role, (zh, en) in ROLE_NAMES.items())
    assert all(f"`{field}`" in page.partition("## `case`")[2] for field in Case.__struct_fields__)
