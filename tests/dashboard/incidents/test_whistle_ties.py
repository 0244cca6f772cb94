"""What a whistle is tied to, seen from both ends."""

from typing import Any

import msgspec
import pytest

from dashboard.incidents import whistle_moves as do
from dashboard.incidents.casefile import Case, case_of, with_case
from dashboard.incidents.commands import Body, RecordId
from dashboard.incidents.refusals import Illegal
from dashboard.incidents.whistle_ties import require_ties, strictest, told_incidents, world_of
from tests.dashboard.incidents.whistles import MONDAY, SAMPLES, drafted

DRAFT = msgspec.structs.replace(SAMPLES[do.Draft], incidents=("I-1", "I-1"), repeats=("W-0",))
I_1 = RecordId("incident", "I-1")


def incident(**more: Any) -> Body:
    """A reported one that no officer has touched."""
    return {"id": "I-1", "provenance": "real", "status": "REPORTED", "revision": 3, **more}


def test_an_incident_names_its_whistle_and_keeps_its_state() -> None:
    """With who blew it and when as its last step; only the whistle's id is said."""
    whistle = drafted()
    (write,) = told_incidents(whistle, DRAFT, {I_1: incident()})
    assert write.record == I_1 and write.body is not None
    assert (write.body["revision"], write.body["status"]) == (4, "REPORTED")
    case = case_of(write.body)
    assert case.whistles == (whistle.id,) and case.last is not None
    assert (case.last.by, case.last.do, case.last.said) == ("li", "whistle", {"whistle": whistle.id})
    assert case.last.at_ms == MONDAY * 1000


def test_tying_it_again_changes_nothing() -> None:
    """Nor does a command that ties nothing."""
    whistle = drafted()
    named = with_case(incident(), Case(whistles=(whistle.id,)))
    assert list(told_incidents(whistle, DRAFT, {I_1: named})) == []
    assert list(told_incidents(whistle, do.Blow(), {I_1: incident()})) == []


def test_a_whistle_is_as_discreet_as_the_strictest_thing_it_was_ever_tied_to() -> None:
    """The next command, which ties nothing, leaves it so."""
    earlier = {RecordId("whistle", "W-0"): {"sensitivity": "dimmed"}}
    assert strictest(drafted(), DRAFT, {I_1: incident(), **earlier}) == "dimmed"
    hidden = strictest(drafted(), DRAFT, {I_1: incident(sensitivity="hidden"), **earlier})
    assert hidden == "hidden"
    again = msgspec.structs.replace(drafted(), sensitivity=hidden)
    assert strictest(again, DRAFT, {I_1: incident(), **earlier}) == "hidden"
    assert strictest(again, do.Blow(), {}) == "hidden" and strictest(drafted(), do.Blow(), {}) == "open"


def test_what_does_not_exist_or_is_of_another_world_is_not_tied() -> None:
    """Simulated and real stay apart."""
    whistle, earlier = drafted(), {RecordId("whistle", "W-0"): {"provenance": "real"}}
    require_ties(whistle, DRAFT, {I_1: incident(), **earlier})
    with pytest.raises(Illegal, match="there is no whistle 'W-0'"):
        require_ties(whistle, DRAFT, {I_1: incident()})
    with pytest.raises(Illegal, match="not tied together"):
        require_ties(whistle, DRAFT, {I_1: incident(provenance="simulated"), **earlier})


@pytest.mark.parametrize(
    ("tied", "live", "world"),
    [
        ([], True, "real"),
        ([], False, "simulated"),
        ([None], True, "real"),
        ([{"provenance": "manual"}], False, "real"),
        ([{"provenance": "simulated"}], True, "simulated"),
    ],
)
def test_a_whistle_is_of_the_world_of_its_matter(tied: list[Body | None], live: bool, world: str) -> None:
    """Tied to nothing it is as real as the mode."""
    assert world_of(tied, live=live) == world
