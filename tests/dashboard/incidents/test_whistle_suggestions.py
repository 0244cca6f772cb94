"""What a whistle about an incident would say."""

import msgspec

from dashboard.incidents.commands import Body
from dashboard.incidents.whistle import WhistleState
from dashboard.incidents.whistle_suggestions import suggestion
from tests.dashboard.incidents.whistles import MONDAY, drafted

INCIDENT: Body = {
    "id": "I-1",
    "title": "油烟",
    "category": "06012",
    "street": "320104004",
    "place": "夜市口",
    "lat": 32.0206,
    "lon": 118.7745,
    "provenance": "manual",
}
NOW_MS = round(MONDAY * 1000) + 5


def test_the_ground_and_the_owner_are_to_be_called() -> None:
    """In the order of who answers first; without category and street nobody is suggested."""
    told = suggestion(INCIDENT, [], NOW_MS)
    assert told.departments == ("street-320104004", "urban-management")
    assert (told.title, told.place, told.repeats) == ("油烟", "夜市口", ())
    assert suggestion(INCIDENT | {"category": None, "street": None}, [], NOW_MS).departments == ()


def test_a_draft_is_proposed_in_both_languages_where_the_incident_is_told_in_both() -> None:
    """Nothing is translated here."""
    told = suggestion(INCIDENT | {"title_en": "Fumes", "place_en": "Market gate"}, [], NOW_MS)
    assert (told.title_en, told.place_en) == ("Fumes", "Market gate")
    assert suggestion(INCIDENT, [], NOW_MS).title_en is None


def test_earlier_whistles_say_why_they_are_offered() -> None:
    """The same incident, however far; or close by in the street; never a withdrawn or a simulated one."""
    near = drafted()
    same = msgspec.structs.replace(near, id="W-FAR", incidents=("I-1",), lat=32.03)
    gone = msgspec.structs.replace(near, id="W-GONE", status=WhistleState.WITHDRAWN)
    drill = msgspec.structs.replace(near, id="W-DRILL", provenance="simulated")
    found = suggestion(INCIDENT, [near, same, gone, drill], NOW_MS).repeats
    told = {each.id: (each.same_incident, each.distance_m) for each in found}
    assert told == {near.id: (False, 11), "W-FAR": (True, 1046)}
