"""Every way of reporting says where, what and that it is simulated, and nobody says a status."""

import csv
import datetime as dt
import io

import pytest

from feeds.geo.district import load
from feeds.simulation.matters import LOCAL, Matter, day
from feeds.simulation.telling import PREFIX, cloud_event, open311_form, work_orders
from feeds.simulation.world import World

DATE = dt.date(2026, 11, 20)


@pytest.fixture(scope="module")
def matters() -> list[Matter]:
    return day(DATE, World(load(), seed=1, scope="320104004").grids, 1)


def test_an_event_reports_and_says_no_status(matters: list[Matter]) -> None:
    """The centre decides what becomes of it; the district's tasks carry a deadline."""
    for matter in matters:
        event = cloud_event(matter)
        assert event["source"] == PREFIX + matter.channel and event["type"].endswith(".reported")
        assert "status" not in event["data"] and ("due_at" in event["data"]) == (matter.due_at is not None)


def test_a_citizens_form_names_its_phone_as_simulated(matters: list[Matter]) -> None:
    """By ``device_id``, which is all the standard leaves for it."""
    form = open311_form(matters[0])
    assert form["device_id"].startswith(PREFIX) and form["service_code"] == matters[0].kind.code


def test_the_hotlines_file_has_a_row_for_each(matters: list[Matter]) -> None:
    """With times that name their zone."""
    rows = list(csv.DictReader(io.StringIO(work_orders(matters[:5]).decode())))
    assert [row["工单编号"] for row in rows] == [matter.id for matter in matters[:5]]
    opened = dt.datetime.fromisoformat(rows[0]["受理时间"])
    assert opened.astimezone(LOCAL).date() == DATE
