"""What records give reason for an alert, and from when."""

from typing import Any

import msgspec

from dashboard.incidents import whistle_moves as do
from dashboard.incidents.alert_facts import call_for_help, situations
from dashboard.incidents.alerts import AlertKind
from dashboard.incidents.commands import Body
from dashboard.incidents.matters import Telling, fold
from dashboard.incidents.states import Role, State, Urgency
from dashboard.incidents.whistle import WhistleState
from dashboard.incidents.whistle_record import to_body
from feeds.model import Utc
from tests.dashboard.incidents.whistles import approved, blown, obeyed

NOW = Utc(1_795_330_000.0)


def incident(**told: Any) -> Body:
    """An incident as a sender tells it."""
    facts: dict[str, Any] = {"source": "demo|urn:x:12345", "provenance": "real", "received_at": NOW}
    return fold(None, Telling(external_id="1", revision=1, **(facts | told)))


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


def test_what_a_department_does_not_acknowledge_is_overdue() -> None:
    """Its time to sign runs out first; once it has signed, the handling's own clock counts again."""
    case: dict[str, Any] = {"clock": {"due_at_ms": 9}, "sign": {"due_at_ms": 5}}
    assert found("incident", incident() | {"case": case}) == [(AlertKind.OVERDUE, 5)]
    case["sign"] = None
    assert found("incident", incident() | {"case": case}) == [(AlertKind.OVERDUE, 9)]


def test_deadline_of_the_district_counts_while_the_task_is_with_us() -> None:
    """The hotline's own deadline is shown and is no alert of ours."""
    task = incident(source="demo|urn:qinhuai:district", due_at=NOW)
    assert found("incident", task) == [(AlertKind.OVERDUE, round(NOW * 1000))]
    assert found("incident", task | {"status": State.FEEDBACK.value}) == []
    assert found("incident", incident(due_at=NOW)) == []


def test_whistle_has_a_situation_for_every_limit_not_kept_yet() -> None:
    """What is met, also late, is none; nothing is waited for before it is blown or while it is held."""
    whistle = blown()
    first, second = whistle.summons
    limits = {first.sign_due_ms, first.contact_due_ms, first.report_due_ms, second.report_due_ms}
    assert found("whistle", to_body(whistle)) == [
        (AlertKind.WHISTLE_OVERDUE, due) for due in sorted(limits | {second.contact_due_ms})
    ]
    for number in (1, 2):
        whistle = obeyed(whistle, do.Sign(summons=number), Role.SHIFT_LEAD)
    assert (AlertKind.WHISTLE_OVERDUE, first.sign_due_ms) not in found("whistle", to_body(whistle))
    assert found("whistle", to_body(approved())) == []
    held = msgspec.structs.replace(whistle, status=WhistleState.SUSPENDED)
    assert found("whistle", to_body(held)) == []


def test_an_english_screen_reads_the_kind_where_nobody_translated_the_title() -> None:
    """A sender's own English comes first."""
    untold = incident(urgency=Urgency.CRITICAL) | {"title_en": None, "category_en": "Flooded road"}
    (one,) = situations("incident", untold)
    (other,) = situations("incident", untold | {"title_en": "Water at the gate"})
    assert (one.title_en, other.title_en) == ("Flooded road", "Water at the gate")


def test_caller_is_named_from_the_roster_where_known() -> None:
    """A phone nobody knows calls under its own name."""
    known = call_for_help("QH-0421", 1, 32.0, 118.7, "osmand", "real", {"no": "QH-0421", "surname": "王"})
    stranger = call_for_help("phone-7", 1, 32.0, 118.7, "osmand", "real", None)
    assert (known.title, known.title_en) == ("QH-0421 王", "QH-0421")
    assert (stranger.title, stranger.street) == ("phone-7", None)


def test_other_records_give_no_reason() -> None:
    """Cameras and grids raise nothing."""
    assert situations("camera", {"id": "C-1", "open": True}) == ()
