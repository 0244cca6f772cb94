"""The page about whistles says what the tables say."""

from collections.abc import Iterable

import pytest

from dashboard.incidents import whistle_moves as do
from dashboard.incidents.move_wire import tag_of
from dashboard.incidents.states import Role
from dashboard.incidents.whistle import (
    GRADES,
    LEADER_POSTS,
    OUTCOME_NAMES,
    STATE_NAMES,
    SUMMONS_NAMES,
    SummonsState,
    WhistleState,
)
from tests.house_rules import ROOT

PAGE = (ROOT / "docs" / "whistle.md").read_text(encoding="utf-8")


def ticked(names: Iterable[str], every: int) -> str:
    """Names in backticks; "any" for all of them."""
    listed = list(names)
    return "any" if len(listed) == every else " ".join(f"`{name}`" for name in listed)


def grade_rows() -> list[str]:
    """One row a type."""
    return [
        f"| `{grade}` | {facts.zh} | {facts.en} | {ticked(facts.issuers, 99)}{' together' * facts.together} "
        f"| {facts.sign.en} | {facts.contact.en if facts.contact else '–'} | {facts.report.en} |"
        for grade, facts in GRADES.items()
    ]


def state_rows() -> list[str]:
    """One row a state, of the whistle and of a summons."""
    tables: list[dict[str, tuple[str, str]]] = [
        {str(state): names for state, names in STATE_NAMES.items()},
        {str(state): names for state, names in SUMMONS_NAMES.items()},
        {str(outcome): names for outcome, names in OUTCOME_NAMES.items()},
        dict(LEADER_POSTS),
    ]
    return [f"| `{name}` | {zh} | {en} |" for table in tables for name, (zh, en) in table.items()]


def move_rows() -> list[str]:
    """One row a row of the whistle's table."""
    return [
        f"| `{tag_of(command)}` | {' | '.join(do.NAMES[command])} | {ticked(states, len(WhistleState))} "
        f"| {f'`{move.to}`' if move.to else '–'} | {ticked(move.by, len(Role))} |"
        for states, command, move in do._WHISTLE_TABLE
    ]


def summons_rows() -> list[str]:
    """One row a row of the departments' table."""
    return [
        f"| `{tag_of(command)}` | {' | '.join(do.NAMES[command])} | {ticked(states, len(SummonsState))} "
        f"| {f'`{move.to}`' if move.to else '–'} | {ticked(move.during, 99)} | {ticked(move.by, len(Role))} |"
        for states, command, move in do._SUMMONS_TABLE
    ]


@pytest.mark.parametrize("row", [*grade_rows(), *state_rows(), *move_rows(), *summons_rows()])
def test_each_row_of_the_tables_is_on_the_page(row: str) -> None:
    """A table that changed without its page is found here; so is who may draft."""
    assert row in PAGE.splitlines()
    assert ticked(do.DRAFTED_BY, 99) in PAGE
