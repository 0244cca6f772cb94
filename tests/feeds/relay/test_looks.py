"""What a page is told of whoever it looks at: no more places than the map has anyway."""

import json
from dataclasses import replace

from feeds.model import EntityId, Provenance, Status, Utc
from feeds.picture import Known, Sighting
from feeds.relay.looks import describe

BEST = Sighting(
    "phones", Provenance.REAL, Utc(100.0), 32.0205, 118.7745, None, 1.2, 12.0, 0.5, 60.0, Utc(101.0),
    Status.NORMAL,
)  # fmt: skip


def test_of_the_other_sources_no_place_is_told() -> None:
    """Where each of them last had somebody is asked of the whereabouts door, with a reason."""
    other = replace(BEST, source="radios", at=Utc(40.0), lat=31.9871, lon=118.8123)
    told = describe(Known(EntityId("QH-1"), 3, BEST, (other,)), Utc(110.0))
    assert (told["lat"], told["lon"]) == (32.0205, 118.7745)
    assert told["others"] == [{"source": "radios", "provenance": "real", "age_s": 70.0}]
    assert "31.98" not in json.dumps(told) and "118.81" not in json.dumps(told)
