"""Orders about whistles are read off requests, or refused by field."""

from typing import Any

import pytest

from dashboard.incidents import whistle_moves as do
from dashboard.incidents.orders import Officer
from dashboard.incidents.refusals import Illegal
from dashboard.incidents.states import Role
from dashboard.incidents.whistle import Grade
from dashboard.incidents.whistle_orders import new_whistle_id, read_draft, read_whistle_order
from feeds.errors import BadInput
from tests.dashboard.incidents.whistles import CLICK, MONDAY, WHISTLE

OFFICER = Officer("li", frozenset({Role.SHIFT_LEAD}))


def body(command: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A request of the shift lead."""
    return {"id": str(CLICK), "role": "shift_lead", "expected_revision": 0, "command": command} | more


DRAFT_JSON = {
    "do": "draft",
    "grade": "key",
    "title": "夜市油烟",
    "reason": "多次处置未果",
    "street": "320104004",
    "departments": ["police"],
}


def test_a_draft_is_read_off_a_request() -> None:
    """Its whistle's id follows from the click, so that a retry makes no second whistle."""
    read = read_draft(body(DRAFT_JSON), OFFICER, MONDAY, "simulated")
    assert read.whistle == new_whistle_id("li", CLICK) and read.provenance == "simulated"
    assert isinstance(read.command, do.Draft) and read.command.grade is Grade.KEY


@pytest.mark.parametrize(
    ("command", "field"),
    [
        ({"do": "blow"}, "command.do"),
        ({"do": "whistle"}, "command.do"),
        ({**DRAFT_JSON, "grade": "loud"}, "command.grade"),
        ({**DRAFT_JSON, "departments": []}, "command.departments"),
        ({**DRAFT_JSON, "colour": "red"}, "command"),
        ({**DRAFT_JSON, "lat": 91}, "command.lat"),
        ({**DRAFT_JSON, "title": " "}, "command.title"),
    ],
)
def test_a_bad_draft_is_refused_by_field(command: dict[str, Any], field: str) -> None:
    """As a sentence for whoever sent it."""
    with pytest.raises(BadInput, match=rf"^{field}\b"):
        read_draft(body(command), OFFICER, MONDAY)


def test_a_role_that_is_not_held_is_refused() -> None:
    """Nobody signs for a secretary."""
    with pytest.raises(Illegal, match="Party secretary"):
        read_whistle_order(body({"do": "approve"}, role="party_secretary"), WHISTLE, OFFICER, MONDAY)
