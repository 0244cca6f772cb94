"""The limits of a summons at a moment."""

from typing import Any

import msgspec
import pytest

from dashboard.incidents import whistle_moves as do
from dashboard.incidents.states import Role
from dashboard.incidents.whistle import Grade, SummonsState, WhistleState
from dashboard.incidents.whistle_clocks import Limit, Standing, clocks, next_due, overdue
from dashboard.incidents.whistle_record import CheckIn, Whistle
from feeds.model import Utc
from tests.dashboard.incidents.whistles import MONDAY, SAMPLES, blown, obeyed
from tests.house_rules import ROOT

TABLE = msgspec.json.decode((ROOT / "tests" / "clock" / "whistle_limits.json").read_bytes())
"""What Python and the browser both say; the browser's half is ``tests/js/whistle.test.mjs``."""

MINUTE = 60_000
BLOWN_MS = round(MONDAY * 1000)


def told(whistle: Whistle, minutes: float) -> list[tuple[Limit, Standing]]:
    """The first summons' limits, so many minutes after the whistle was blown."""
    found = clocks(whistle, whistle.summons[0], BLOWN_MS + round(minutes * MINUTE))
    return [(clock.limit, clock.standing) for clock in found]


def test_a_limit_runs_until_its_very_moment_and_then_is_late() -> None:
    """An emergency whistle: signed within five minutes, there within thirty, no call before."""
    whistle = blown(Grade.EMERGENCY)
    assert told(whistle, 5) == [(Limit.SIGN, Standing.RUNNING), (Limit.REPORT, Standing.RUNNING)]
    assert told(whistle, 5.001) == [(Limit.SIGN, Standing.LATE), (Limit.REPORT, Standing.RUNNING)]
    assert told(whistle, 30.001)[1] == (Limit.REPORT, Standing.LATE)


def test_what_was_met_late_stays_late() -> None:
    """Signed after seven minutes of five; come in time all the same."""
    late = Utc(MONDAY + 7 * 60)
    whistle = obeyed(blown(Grade.EMERGENCY), do.Sign(summons=1), Role.SHIFT_LEAD, at=late)
    whistle = obeyed(whistle, SAMPLES[do.ReportIn], Role.SHIFT_LEAD, at=late)
    assert told(whistle, 60) == [(Limit.SIGN, Standing.MET_LATE), (Limit.REPORT, Standing.MET)]
    assert {clock.summons for clock in overdue(whistle, BLOWN_MS + 60 * MINUTE)} == {2}


def test_the_next_limit_of_a_whistle_is_the_earliest_that_is_not_met() -> None:
    """Over all its summonses; what has been missed the longest presses first."""
    whistle = blown(Grade.EMERGENCY)
    whistle = obeyed(whistle, do.Sign(summons=1), Role.SHIFT_LEAD)
    found = next_due(whistle, BLOWN_MS + MINUTE)
    assert found is not None and (found.summons, found.limit) == (2, Limit.SIGN)
    late = overdue(whistle, BLOWN_MS + 31 * MINUTE)
    assert [(clock.summons, clock.limit) for clock in late] == [
        (2, Limit.SIGN),
        (1, Limit.REPORT),
        (2, Limit.REPORT),
    ]


@pytest.mark.parametrize(
    ("state", "standing"),
    [
        (WhistleState.SUSPENDED, Standing.HELD),
        (WhistleState.RESOLVED, Standing.OFF),
        (WhistleState.JOINT, Standing.LATE),
    ],
)
def test_a_limit_waits_for_nobody_once_the_whistle_does_not(state: WhistleState, standing: Standing) -> None:
    """Suspended it stands still; resolved without somebody, that one is waited for no longer."""
    whistle = msgspec.structs.replace(blown(Grade.EMERGENCY), status=state)
    assert {each for _, each in told(whistle, 600)} == {standing}
    assert (next_due(whistle, BLOWN_MS + 600 * MINUTE) is None) == (standing is not Standing.LATE)


def test_who_declined_owes_nothing() -> None:
    """Until somebody insists."""
    whistle = blown()
    whistle = obeyed(
        whistle, do.Decline(summons=1, reason="不属职责"), Role.DEPARTMENT, unit="ecology-environment"
    )
    assert {each for _, each in told(whistle, 6000)} == {Standing.OFF}
    assert {clock.summons for clock in overdue(whistle, BLOWN_MS + 90 * MINUTE)} == {2}


@pytest.mark.parametrize("case", TABLE["cases"])
def test_every_limit_stands_as_the_shared_table_says(case: dict[str, Any]) -> None:
    """The screens read the record and must come to the same."""
    called = Utc(TABLE["called_ms"] / 1000)
    whistle = msgspec.structs.replace(blown(Grade.EMERGENCY, called), status=WhistleState(case["whistle"]))
    came = None if case["came_ms"] is None else CheckIn(case["came_ms"], "赵")
    summons = msgspec.structs.replace(
        whistle.summons[0],
        status=SummonsState(case["summons"]),
        signed_at_ms=case["signed_ms"],
        check_in=came,
    )
    found = clocks(whistle, summons, case["now_ms"])
    assert [clock.standing for clock in found] == case["standings"]
