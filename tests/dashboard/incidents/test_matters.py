"""What senders tell adds up to the same incident, however often and in whatever order they tell it."""

from itertools import permutations
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from dashboard.incidents.matters import (
    Spot,
    Tell,
    Telling,
    fold,
    incident_id,
    overrule,
    with_sensitivity,
)
from dashboard.incidents.states import NAMES, State, Urgency
from feeds.model import Utc

HEARD = Utc(1_795_330_000.0)
BRIDGE = Spot(32.0205, 118.7745, "320104004", "320104004001", "320104004001007")


def telling(revision: int, **said: Any) -> Telling:
    """One telling of always the same incident."""
    return Telling(
        source="events|12345",
        external_id="A-17",
        revision=revision,
        received_at=said.pop("received_at", HEARD),
        provenance="real",
        **said,
    )


def told(*tellings: Telling) -> dict[str, Any]:
    """The record after these, in this order."""
    body: dict[str, Any] | None = None
    for one in tellings:
        body = fold(body, one)
    assert body is not None
    return body


def test_a_first_report_says_what_it_says_and_nothing_else() -> None:
    """Unknown stays null; names come from the dictionary; the state is REPORTED and open."""
    body = told(telling(0, title="积水", category="10006", spot=BRIDGE, state=State.REPORTED))
    assert body["title"] == "积水" and body["title_en"] is None
    assert (body["category_zh"], body["category_en"]) == ("道路积水", "Flooded road")
    assert (body["status_zh"], body["open"], body["closed_at_ms"]) == ("已上报", True, None)
    assert (body["located"], body["grid"]) == ("grid", "320104004001007")
    assert body["opened_at_ms"] == body["received_at_ms"] == HEARD * 1000 and body["late_s"] is None


def test_no_title_falls_back_to_the_category_then_to_untitled() -> None:
    """A wall row is never empty, and the fallback never hides a title that comes later."""
    assert told(telling(0))["title"] == "未定类别"
    assert told(telling(0, category="06010"))["title"] == "暴露垃圾"
    assert told(telling(0, category="06010"), telling(1, title="桥下垃圾"))["title"] == "桥下垃圾"


def test_an_unknown_code_is_kept_without_a_name() -> None:
    """A sender's own category is no reason to lose an incident."""
    body = told(telling(0, category="ZZ-9"))
    assert body["category"] == "ZZ-9" and body["category_zh"] is None and body["standard_ref"] is None


def test_no_place_and_a_place_outside_are_flagged() -> None:
    """Both are accepted; the wall must know which of the two it is."""
    assert told(telling(0))["located"] == "none"
    outside = told(telling(0, spot=Spot(31.2, 121.5)))
    assert outside["located"] == "outside" and outside["street"] is None and outside["lat"] == 31.2


def test_a_late_report_says_how_late() -> None:
    """An event told an hour after it began still raises, marked."""
    assert told(telling(0, opened_at=HEARD - 3600))["late_s"] == 3600


def test_a_beginning_in_the_future_is_a_bad_clock() -> None:
    """Our receipt stands in for it."""
    body = told(telling(0, opened_at=HEARD + 86_400))
    assert body["bad_clock"] and body["opened_at_ms"] == HEARD * 1000


def test_closing_overtakes_reporting() -> None:
    """CLOSED at revision 3 stays closed when revision 1 arrives after it, and gains its title."""
    body = told(
        telling(3, state=State.CLOSED, ended_at=HEARD - 5), telling(1, title="积水", state=State.REPORTED)
    )
    assert (body["status"], body["open"], body["title"]) == ("CLOSED", False, "积水")
    assert body["closed_at_ms"] == (HEARD - 5) * 1000


def test_reopening_forgets_the_closing_time() -> None:
    """An open incident has no end."""
    body = told(telling(3, state=State.CLOSED), telling(4, state=State.HANDLING))
    assert body["open"] and body["closed_at_ms"] is None


FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "title": st.sampled_from(["甲", "乙"]),
        "category": st.sampled_from(["06010", "0110", "ZZ"]),
        "urgency": st.sampled_from(list(Urgency)),
        "state": st.sampled_from(list(State)),
        "spot": st.sampled_from([BRIDGE, Spot(31.0, 121.0)]),
        "place": st.sampled_from(["桥头", "巷口"]),
        "opened_at": st.sampled_from([HEARD - 4000, HEARD - 10, HEARD + 500]),
        "ended_at": st.sampled_from([HEARD - 1, HEARD + 500]),
        "received_at": st.sampled_from([HEARD, Utc(HEARD + 30)]),
    },
)


@given(st.lists(FIELDS, min_size=1, max_size=4), st.data())
def test_order_and_repetition_do_not_matter(said: list[dict[str, Any]], data: st.DataObject) -> None:
    """Any permutation, with any of them repeated, folds to the same record."""
    tellings = [telling(revision, **fields) for revision, fields in enumerate(said)]
    expected = told(*tellings)
    for order in permutations(tellings):
        again = data.draw(st.sampled_from(order))
        assert told(*order, again) == expected


def test_a_telling_becomes_a_command_that_says_what_came_of_it() -> None:
    """created, updated, superseded; only the first two write."""
    first = Tell(telling(5, title="积水"), "events")
    created = first.apply({})
    record = first.reads[0]
    before = {record: created.writes[0].body or {}}
    assert created.answer["outcome"] == "created" and created.answer["id"] == record.id
    assert Tell(telling(6, title="大积水"), "events").apply(before).answer["outcome"] == "updated"
    late = Tell(telling(2, title="水"), "events").apply(before)
    assert late.answer["outcome"] == "superseded" and late.writes == ()


def test_ids_are_stable_and_keep_senders_apart() -> None:
    """The id depends on source and external id, and cannot be confused by moving a character across."""
    assert incident_id("events|a", "b") == "I-HX5RQZ62QSMKBXAN"
    assert incident_id("ab", "c") != incident_id("a", "bc")


def test_every_state_has_both_names() -> None:
    """No state is drawn without a word."""
    assert set(NAMES) == set(State) and all(zh and en for zh, en in NAMES.values())


def test_a_record_says_whether_a_wall_may_show_it() -> None:
    """By its category, whoever named it last; an older record is told when it is read."""
    body = fold(None, telling(1, category="24003"))
    assert body["sensitivity"] == "hidden"
    assert overrule(body, "category", {"category": "06010"})["sensitivity"] == "open"
    old = {name: value for name, value in body.items() if name != "sensitivity"}
    assert with_sensitivity(old) == body
    assert with_sensitivity({"category": None})["sensitivity"] == "open"
