"""Officers' orders about alerts: who may, what is asked of them, and what the second one is told."""

import pytest

from dashboard.incidents.alert_orders import AT_THE_DESK, NoSuchAlert, read_alert_order
from dashboard.incidents.alerts import AlertKind, plan
from dashboard.incidents.refusals import Illegal, NotYours
from dashboard.incidents.states import Role
from feeds.errors import BadInput
from feeds.model import Utc
from tests.dashboard.incidents.alarms import LI, WANG, Records, held, obeyed, order, settled, situation

UUID = "6f2c3c1e-5d5b-4c2a-9a2e-0d8f6f0c9b11"


def standing(kind: AlertKind = AlertKind.SOS) -> tuple[Records, str]:
    """One alert that stands, and its id."""
    records = settled({}, plan([], [situation(kind, "I-1")], (), 60_000))
    return records, held(records)[0].id


def test_second_officer_is_told_who_came_first() -> None:
    """Nothing is overwritten, and nobody gets an error for being second."""
    records, id = standing()
    records, first = obeyed(records, order(id, "acknowledge", WANG, at=100.0))
    after, second = obeyed(records, order(id, "acknowledge", LI, at=101.0))
    assert first.answer["outcome"] == "done"
    assert second.answer["outcome"] == "already"
    assert second.answer["acknowledged_by"] == "王"
    assert after == records


def test_call_for_help_is_not_cleared_without_a_reason() -> None:
    """An incident's alert is."""
    records, id = standing()
    with pytest.raises(Illegal, match="needs a reason"):
        obeyed(records, order(id, "clear"))
    cleared, _ = obeyed(records, order(id, "clear", reason="已电话核实"))
    assert (held(cleared)[0].cleared_by, held(cleared)[0].reason) == ("王", "已电话核实")
    records, id = standing(AlertKind.CRITICAL)
    assert obeyed(records, order(id, "clear"))[1].answer["active"] is False


@pytest.mark.parametrize("role", list(Role))
def test_only_the_desk_acts_on_alerts(role: Role) -> None:
    """People in the field and in departments do not."""
    records, id = standing()
    if role in AT_THE_DESK:
        assert obeyed(records, order(id, "acknowledge", role=role))[1].writes
    else:
        with pytest.raises(NotYours):
            obeyed(records, order(id, "acknowledge", role=role))


def test_alert_that_is_no_more_is_said_to_be_over() -> None:
    """There is none, or it has left."""
    with pytest.raises(NoSuchAlert, match="it is over"):
        obeyed({}, order("A-1", "acknowledge"))


def test_last_acknowledgement_takes_the_alert_out_of_the_records() -> None:
    """And its answer still says who did it."""
    records, id = standing()
    records = settled(records, plan(held(records), [], {"I-1"}, 61_000))
    records, decision = obeyed(records, order(id, "acknowledge"))
    assert records == {}
    assert (decision.answer["acknowledged_by"], decision.answer["in_records"]) == ("王", False)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ([], "body"),
        ({"role": "shift_lead", "command": {"do": "acknowledge"}}, "id"),
        ({"id": UUID, "role": "king", "command": {"do": "acknowledge"}}, "role"),
        ({"id": UUID, "role": "shift_lead", "command": {"do": "silence"}}, "command.do"),
        ({"id": UUID, "role": "shift_lead", "command": {"do": "acknowledge", "reason": "x"}}, "command"),
        ({"id": UUID, "role": "shift_lead", "command": {"do": "clear", "reason": ""}}, "command.reason"),
        ({"id": UUID, "role": "shift_lead", "expected_revision": 1, "command": {"do": "clear"}},
         "expected_revision"),
    ],
)  # fmt: skip
def test_wrong_order_is_refused_by_its_field(body: object, field: str) -> None:
    """A sentence that names the field."""
    with pytest.raises(BadInput) as caught:
        read_alert_order(body, "A-1", WANG, Utc(1.0))
    assert caught.value.field == field
