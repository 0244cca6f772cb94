"""Acknowledgements for tasks of the district: which steps are told, and what of them."""

import pytest

from dashboard.incidents.commands import Body, RecordId
from dashboard.incidents.receipts import KIND, TOLD, receipts
from dashboard.incidents.states import NAMES, State
from tests.dashboard.incidents.test_alert_facts import NOW, incident

DISTRICT = "demo|urn:qinhuai:district"
NOW_MS = round(NOW * 1000)


def at(state: State, source: str = DISTRICT) -> Body:
    """A task in that state, due at ``NOW``."""
    zh, en = NAMES[state]
    return incident(source=source, due_at=NOW) | {"status": state.value, "status_zh": zh, "status_en": en}


@pytest.mark.parametrize("state", [state for state in State if state is not State.REPORTED])
def test_steps_that_matter_to_the_district_are_told(state: State) -> None:
    """Taken in, dispatched, answered, closed or void; once each, under the source's own name."""
    told = receipts(at(State.REPORTED), at(state), NOW_MS)
    assert [write.record for write in told] == ([RecordId(KIND, DISTRICT)] if state in TOLD else [])
    assert receipts(at(state), at(state), NOW_MS) == ()


def test_only_the_district_is_told() -> None:
    """The hotline has its own way."""
    assert receipts(at(State.REPORTED, "demo|urn:x:12345"), at(State.ACCEPTED, "demo|urn:x:12345"), 1) == ()


def test_acknowledgement_says_whether_it_was_in_time_and_no_officers_words() -> None:
    """The last moment is in time."""
    after = at(State.FEEDBACK) | {
        "case": {"department": "greening", "last": {"said": {"result": "张某已搬走"}}}
    }
    for at_ms, in_time in ((NOW_MS, True), (NOW_MS + 1, False)):
        (write,) = receipts(at(State.HANDLING), after, at_ms)
        assert write.body is not None
        assert (write.body["in_time"], write.body["department"]) == (in_time, "greening")
        assert "张某" not in str(write.body)
