"""What tags mean on our map."""

import pytest

from feeds.geo.osm_kinds import kind_of, names_of


@pytest.mark.parametrize(
    ("tags", "kind"),
    [
        ({"highway": "secondary_link"}, ("roads", "main")),
        ({"highway": "pedestrian", "area": "yes"}, None),
        ({"highway": "proposed"}, None),
        ({"landuse": "basin"}, ("water", "water")),
        ({"waterway": "canal", "tunnel": "no"}, ("stream", "canal")),
        ({"place": "suburb", "name": "夫子庙"}, ("landmarks", "place")),
        ({"place": "suburb"}, None),
        ({}, None),
    ],
)
def test_tags_say_what_a_thing_is(tags, kind):
    """Only what the page has a look for."""
    assert kind_of(tags) == kind


def test_names_in_both_languages():
    """The other's where one is missing; a story is no name."""
    assert names_of({"name": "甲", "name:en": "A"}) == ("甲", "A")
    assert names_of({"name": "甲"}) == ("甲", "甲")
    assert names_of({"name:en": "A"}) == ("A", "A")
    assert names_of({"name": "x" * 81}) == ("", "")
