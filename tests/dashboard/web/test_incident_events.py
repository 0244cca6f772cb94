"""From an event's fields to a telling."""

from typing import Any

import pytest

from dashboard.incidents.states import State
from dashboard.web.cloudevents import CloudEvent
from dashboard.web.incident_events import telling
from feeds.geo.datum import from_wgs84
from feeds.geo.places import Place
from feeds.model import Utc

HEARD = Utc(1_795_330_000.0)
GRID = Place("320104004", "320104004001", "320104004001007")


def read(kind: str = "reported", time: float | None = None, subject: str | None = None, **data: Any) -> Any:
    """The telling of one event, with everything inside one grid."""
    event = CloudEvent("e1", "urn:x", f"cn.wanglou.incident.{kind}", subject, time, data)
    return telling(event, "hub", HEARD, lambda _lat, _lon: GRID)


def test_the_incident_is_named_by_field_subject_or_event() -> None:
    """In that order."""
    assert read(external_id="A", subject="S").external_id == "A"
    assert read(subject="S").external_id == "S"
    assert read().external_id == "e1"


def test_the_revision_falls_back_to_the_events_time() -> None:
    """As milliseconds, so that later events win; a first report needs neither."""
    assert read(revision=4, time=9.0).revision == 4
    assert read("updated", time=9.0).revision == 9000
    assert read().revision == 0


@pytest.mark.parametrize(
    ("kind", "status", "state"),
    [
        ("reported", None, State.REPORTED),
        ("updated", None, None),
        ("updated", "HANDLING", State.HANDLING),
        ("closed", None, State.CLOSED),
        ("closed", "VOID", State.VOID),
    ],
)
def test_the_state_comes_from_the_status_or_the_type(
    kind: str, status: str | None, state: State | None
) -> None:
    """An update that names no state leaves it alone."""
    assert read(kind, revision=1, status=status).state is state


def test_coordinates_of_chinese_map_apps_are_brought_home() -> None:
    """The datum is converted at the edge."""
    lat, lon = from_wgs84(32.0205, 118.7745, "gcj02")
    spot = read(lat=lat, lon=lon, datum="gcj02").spot
    assert (round(spot.lat, 6), round(spot.lon, 6)) == (32.0205, 118.7745) and spot.grid == GRID.grid


def test_text_is_one_visible_line() -> None:
    """Control and bidi characters go, blank is nothing said."""
    told = read(title="积\u202e水\n\x07 ", place="  ")
    assert (told.title, told.place) == ("积水", None)
