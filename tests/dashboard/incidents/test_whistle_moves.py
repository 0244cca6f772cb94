"""The whistle's two tables: every state, command and role, tried against what the desk really does."""

from itertools import product

import pytest

from dashboard.incidents import whistle_moves as do
from dashboard.incidents.refusals import Illegal
from dashboard.incidents.states import ROLE_NAMES, Role
from dashboard.incidents.whistle import (
    GRADES,
    OVER,
    STATE_NAMES,
    SUMMONS_NAMES,
    Grade,
    SummonsState,
    WhistleState,
)
from dashboard.incidents.whistle_desk import legal_commands, legal_for_summons
from dashboard.incidents.whistle_effects import EFFECTS, SUMMONS_EFFECTS
from dashboard.incidents.whistle_record import Whistle
from tests.dashboard.incidents.whistles import SAMPLES, drafted, obeyed, ready

OWN = [kind for kind in do.NAMES if not issubclass(kind, do.SummonsCommand) and kind is not do.Draft]
THEIRS = [kind for kind in do.NAMES if issubclass(kind, do.SummonsCommand)]
BY_EFFECT = {
    (WhistleState.DRAFT, do.Approve): WhistleState.APPROVED,
    (WhistleState.ESCALATED, do.Approve): WhistleState.ESCALATED,  # the second signature is missing
    (WhistleState.ESCALATED, do.RefuseEscalation): WhistleState.JOINT,
    (WhistleState.SUSPENDED, do.Resume): WhistleState.JOINT,
}
"""Where a row that names no state leads, for a whistle made ``ready``."""


@pytest.mark.parametrize("command", OWN, ids=lambda command: str(command.__name__))
def test_every_state_and_role_gets_what_the_table_says(command: type[do.WhistleCommand]) -> None:
    """All states times all roles: obeyed and led where the row says, or refused by name."""
    for state, role in product(WhistleState, Role):
        whistle, move = ready(command, state), do.TRANSITIONS.get((state, command))
        if move is None or role not in move.by:
            with pytest.raises(Illegal) as refusal:
                obeyed(whistle, SAMPLES[command], role)
            _names(refusal.value, STATE_NAMES[state], do.NAMES[command], ROLE_NAMES[role])
            assert command not in legal_commands(whistle, role)
            continue
        if command is do.Approve and state is WhistleState.DRAFT and role is Role.SHIFT_LEAD:
            continue  # an ordinary whistle is no shift lead's: tested with the issuers below
        after = obeyed(whistle, SAMPLES[command], role)
        assert after.status is (move.to or BY_EFFECT.get((state, command), state)), (state, role)
        assert (after.revision, after.last.role) == (whistle.revision + 1, role)
        assert command in legal_commands(whistle, role)


@pytest.mark.parametrize("command", THEIRS, ids=lambda command: str(command.__name__))
def test_every_summons_gets_what_its_table_says(command: type[do.SummonsCommand]) -> None:
    """All states of the summons, all states of the whistle, all roles."""
    unit = "ecology-environment"
    for summons, state, role in product(SummonsState, WhistleState, Role):
        whistle, move = ready(command, state, summons), do.SUMMONS.get((summons, command))
        if move is None or state not in move.during or role not in move.by:
            with pytest.raises(Illegal) as refusal:
                obeyed(whistle, SAMPLES[command], role, unit=unit)
            _names(refusal.value, do.NAMES[command], ROLE_NAMES[role])
            assert command not in legal_for_summons(whistle, whistle.summons[0], role, unit)
            continue
        after = obeyed(whistle, SAMPLES[command], role, unit=unit)
        assert after.summons[0].status is (move.to or summons), (summons, state, role)
        assert after.status is state
        assert command in legal_for_summons(whistle, whistle.summons[0], role, unit)


def _names(refusal: Illegal, *names: tuple[str, str]) -> None:
    """The sentence names who was refused what and where, in both languages."""
    for zh, en in names:
        assert zh in refusal.zh and en in str(refusal)


@pytest.mark.parametrize("role", Role)
def test_who_may_draft(role: Role) -> None:
    """The street and its grid leads; nobody else."""
    if role in do.DRAFTED_BY:
        assert obeyed(None, SAMPLES[do.Draft], role).status is WhistleState.DRAFT
    else:
        with pytest.raises(Illegal, match="'Draft'"):
            obeyed(None, SAMPLES[do.Draft], role)


@pytest.mark.parametrize(("grade", "role"), list(product(Grade, Role)))
def test_who_may_sign_which_type_off(grade: Grade, role: Role) -> None:
    """Any street leader an ordinary one, the shift lead too an emergency, only the two chiefs a key one."""
    whistle = drafted(grade)
    if role in GRADES[grade].issuers:
        after = obeyed(whistle, do.Approve(), role)
        signed = WhistleState.DRAFT if GRADES[grade].together else WhistleState.APPROVED
        assert after.status is signed and after.approvals[0].role is role
    else:
        with pytest.raises(Illegal):
            obeyed(whistle, do.Approve(), role)


def test_no_pair_has_two_rows() -> None:
    """A later row would silently replace an earlier one."""
    assert len(do.TRANSITIONS) == sum(len(states) for states, _, _ in do._WHISTLE_TABLE)
    assert len(do.SUMMONS) == sum(len(states) for states, _, _ in do._SUMMONS_TABLE)


def test_every_command_is_named_has_an_effect_and_a_row() -> None:
    """And nothing else does."""
    assert set(EFFECTS) == {command for _, command in do.TRANSITIONS} == set(OWN)
    assert set(SUMMONS_EFFECTS) == {command for _, command in do.SUMMONS} == set(THEIRS)
    assert set(SAMPLES) == set(do.NAMES)
    assert set(do.SummonsCommand.__subclasses__()) == set(THEIRS)
    assert set(do.WhistleCommand.__subclasses__()) == {*OWN, do.Draft, do.SummonsCommand}


def test_every_name_is_there_in_both_languages_and_once() -> None:
    """No two states or commands look the same on a screen."""
    for table, members in ((STATE_NAMES, WhistleState), (SUMMONS_NAMES, SummonsState), (do.NAMES, do.NAMES)):
        assert set(table) == set(members)
        for index in (0, 1):
            names = [pair[index] for pair in table.values()]
            assert all(names) and len(set(names)) == len(names)


def test_nothing_but_remarks_touches_a_whistle_that_is_over() -> None:
    """A repeat is a new whistle that names the old one."""
    assert {command for state, command in do.TRANSITIONS if state in OVER} == {do.Annotate}
    assert not any(state in OVER for move in do.SUMMONS.values() for state in move.during)


def test_a_department_never_judges_its_own_work() -> None:
    """It signs, talks, comes, answers or declines."""
    own = {command for (_, command), move in do.SUMMONS.items() if Role.DEPARTMENT in move.by}
    assert own == {do.Sign, do.Contact, do.ReportIn, do.Answer, do.Decline}
    whole = {command for (_, command), move in do.TRANSITIONS.items() if Role.DEPARTMENT in move.by}
    assert whole == {do.Annotate}


def test_a_department_moves_its_own_summons_only() -> None:
    """Not a neighbour's, and not a leader's."""
    whistle: Whistle = ready(do.Sign, WhistleState.BLOWN, SummonsState.CALLED)
    with pytest.raises(Illegal, match="for Ecology and Environment Bureau"):
        obeyed(whistle, do.Sign(summons=1), Role.DEPARTMENT, unit="market-supervision")
    with pytest.raises(Illegal, match="no summons 9"):
        obeyed(whistle, do.Sign(summons=9), Role.DEPARTMENT, unit="market-supervision")
    assert legal_for_summons(whistle, whistle.summons[0], Role.DEPARTMENT, "market-supervision") == ()
