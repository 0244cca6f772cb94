"""What records give reason for an alert, and from when."""

from typing import Any

from dashboard.incidents.alert_facts import call_for_help, situations
from dashboard.incidents.alerts import AlertKind
from dashboard.incidents.commands import Body
from dashboard.incidents.matters import Telling, fold
from dashboard.incidents.states import State, Urgency
from feeds.model import Utc

NOW = Utc(1_795_330_000.0)


def incident(**told: Any) -> Body:
    """An incident as a sender tells it."""
    facts: dict[str, Any] = {"source": "demo|urn:x:12345", "provenance": "real", "received_at": NOW}
    return fold(None, Telling(external_id="1", revision=1, **(facts | told)))


def whistle(status: str = "BLOWN", **summons: Any) -> Body:
    """A blown whistle with one summons."""
    called = {"status": "CALLED", "sign_due_ms": 1, "contact_due_ms": 2, "report_due_ms": 3,
              "contacted_at_ms": None}  # fmt: skip
    return {"id": "W-1", "open": True, "status": status, "title": "积水", "provenance": "real",
            "street": "320104004", "summons": [called | summons]}  # fmt: skip


def found(kind: str, body: Body | None) -> list[tuple[AlertKind, int]]:
    """Kind and beginning of each situation."""
    return [(situation.kind, situation.since_ms) for situation in situations(kind, body)]


def test_critical_incident_is_one_until_somebody_takes_it_in() -> None:
    """From its receipt; accepted or void, it is none."""
    fresh = incident(urgency=Urgency.CRITICAL)
    assert found("incident", fresh) == [(AlertKind.CRITICAL, fresh["received_at_ms"])]
    assert found("incident", fresh | {"status": State.ACCEPTED.value}) == []
    assert found("incident", fresh | {"open": False}) == []
    assert found("incident", incident(urgency=Urgency.URGENT)) == []
    assert found("incident", None) == []


def test_running_clock_is_overdue_from_its_deadline_on() -> None:
    """A clock that stands still is nobody's alarm."""
    case = {"clock": {"due_at_ms": 7, "terms": [], "started_at_ms": 1}}
    assert found("incident", incident() | {"case": case}) == [(AlertKind.OVERDUE, 7)]
    case["clock"]["stopped_at_ms"] = 5
    assert found("incident", incident() | {"case": case}) == []


def test_deadline_of_the_district_counts_while_the_task_is_with_us() -> None:
    """The hotline's own deadline is shown and is no alert of ours."""
    task = incident(source="demo|urn:qinhuai:district", due_at=NOW)
    assert found("incident", task) == [(AlertKind.OVERDUE, round(NOW * 1000))]
    assert found("incident", task | {"status": State.FEEDBACK.value}) == []
    assert found("incident", incident(due_at=NOW)) == []


def test_whistle_has_a_situation_for_every_limit_not_kept_yet() -> None:
    """Signed, contacted, reported in: one after the other they go."""
    assert found("whistle", whistle()) == [(AlertKind.WHISTLE_OVERDUE, due) for due in (1, 2, 3)]
    signed = whistle(status="JOINT") | {}
    signed["summons"][0] |= {"status": "SIGNED", "contacted_at_ms": 1}
    assert found("whistle", signed) == [(AlertKind.WHISTLE_OVERDUE, 3)]
    assert found("whistle", whistle(status="SUSPENDED")) == []
    assert found("whistle", whistle() | {"open": False}) == []


def test_caller_is_named_from_the_roster_where_known() -> None:
    """A phone nobody knows calls under its own name."""
    known = call_for_help("QH-0421", 1, 32.0, 118.7, "osmand", "real", {"no": "QH-0421", "surname": "王"})
    stranger = call_for_help("phone-7", 1, 32.0, 118.7, "osmand", "real", None)
    assert (known.title, known.title_en) == ("QH-0421 王", "QH-0421")
    assert (stranger.title, stranger.street) == ("phone-7", None)


def test_other_records_give_no_reason() -> None:
    """Cameras and grids raise nothing."""
    assert situations("camera", {"id": "C-1", "open": True}) == ()
