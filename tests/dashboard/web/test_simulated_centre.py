"""The simulated people at the real doors: reports by four ways, orders by officers, whistles."""

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from shapely import Point, Polygon

from dashboard.web.site import Web, World, build
from feeds.geo.district import District
from feeds.model import Utc
from feeds.simulation.centre.crew import WorldCrew
from feeds.simulation.centre.desk import Desk
from feeds.simulation.centre.plan import Centre
from feeds.simulation.centre.whistle_plans import Occasion, draft, worst
from feeds.simulation.door import Door
from feeds.simulation.matters import Calendar, Matter
from feeds.simulation.reporter import Reporter
from feeds.simulation.world import World as Town
from tests.dashboard.web.site_parts import HOST, TOKEN, settings_for, started
from tests.dashboard.web.test_commands import order
from tests.dashboard.web.test_events import event

SCREEN = "screen-token-0123456789"
FAST = 1e6
"""Every wait is over at once; only a department's handling takes its minute."""
STREET = "320104004"


@pytest.fixture(scope="module")
def town(district: District) -> Town:
    return Town(district, 7, STREET)


@pytest.fixture(scope="module")
def matters(town: Town) -> list[Matter]:
    """A morning's, reported by all ways."""
    return Calendar(town.grids, 7).between(time.time() - 20 * 3600, time.time())[-30:]


@pytest.fixture
async def door(web: Web) -> AsyncIterator[Door]:
    async with Door(HOST, TOKEN, transport=httpx.ASGITransport(web.asgi)) as made:
        yield made


def desk_of(town: Town, door: Door) -> Desk:
    return Desk(Centre(7, FAST, WorldCrew(town)), door, [], time.time())


async def test_reports_come_in_by_every_way_and_twice_is_once(
    world: World, town: Town, matters: list[Matter], door: Door
) -> None:
    """All are simulated, all are REPORTED; telling them again changes nothing."""
    reporter = Reporter(town, door)
    await reporter.tell(matters)
    bodies = list(world.reader.kind("incident").values())
    assert reporter.refused == 0 and reporter.told == len(matters) == len(bodies)
    assert {(body["provenance"], body["status"]) for body in bodies} == {("simulated", "REPORTED")}
    assert {body["source"] for body in bodies} >= {
        "demo|open311",
        "demo|12345",
        "demo|urn:wanglou:sim:grid-worker",
    }
    head = world.reader.head()
    await reporter.tell(matters)
    assert world.reader.head() == head


async def test_the_centre_brings_reports_to_the_departments(
    world: World, town: Town, matters: list[Matter], door: Door
) -> None:
    """Round by round, by legal orders only; what is real is left alone."""
    headers = {"Content-Type": "application/cloudevents+json"}
    status, _ = await door.told("/intake/events", json=event(title="x"), headers=headers)
    assert status == 201
    await Reporter(town, door).tell(matters)
    desk = desk_of(town, door)
    for _ in range(9):
        await desk.round()
    assert not desk.refusals
    states = {
        body["status"] for body in world.reader.kind("incident").values() if body["provenance"] != "real"
    }
    assert states <= {"HANDLING", "VOID", "REPORTED", "FILED", "DISPATCHED"} and "HANDLING" in states
    untouched = [body for body in world.reader.kind("incident").values() if body["provenance"] == "real"]
    assert [body["status"] for body in untouched] == ["REPORTED"]


def _can_be_filed(matter: Matter) -> bool:
    """Reported by a worker, who stood within the grid: a position beside all grids is first set right."""
    place = Point(matter.lat, matter.lon)
    return matter.channel == "grid-worker" and Polygon(matter.grid.ring).contains(place)


async def test_where_a_person_was_quicker_the_simulation_looks_again(
    world: World, town: Town, matters: list[Matter], door: Door
) -> None:
    """Its order is refused, nothing is overwritten, and it leaves the incident to the person for a while."""
    await Reporter(town, door).tell([next(filter(_can_be_filed, matters))])
    desk = desk_of(town, door)
    ((id, _),) = world.reader.kind("incident").items()
    await asyncio.sleep(0)
    seen = desk.round
    await seen()  # accepted
    status, _ = await door.ordered(f"/api/incidents/{id}/commands", order(2, {"do": "file"}))
    assert status == 200
    await desk.round()
    await desk.round()
    assert world.reader.kind("incident")[id]["status"] == "FILED" and desk.orders == {"accept": 1}


async def test_a_whistle_goes_its_way_from_draft_to_blown(
    world: World, town: Town, matters: list[Matter], door: Door
) -> None:
    """Drafted about the worst case, signed, blown; the departments sign."""
    await Reporter(town, door).tell(matters)
    desk = desk_of(town, door)
    for _ in range(9):
        await desk.round()
    trouble = worst(world.reader.kind("incident").values(), STREET, time.time())
    assert trouble is not None and trouble.incident is not None
    occasion = Occasion(STREET, "test", Utc(time.time()))
    for expected in (200, 200):  # the same draft again is the same whistle
        status, answer = await door.ordered("/api/whistles", draft(occasion, trouble, 7)[1])
        assert status in (expected, 201), answer
    for _ in range(6):
        await desk.round()
    ((_, whistle),) = world.reader.kind("whistle").items()
    assert whistle["status"] == "BLOWN" and whistle["provenance"] == "simulated" and not desk.refusals
    assert {summons["status"] for summons in whistle["summons"]} >= {"SIGNED"}


async def test_in_an_exercise_the_screens_token_lets_the_centre_in(tmp_path: Path, world: World) -> None:
    """Without it nobody may look."""
    settings = settings_for(tmp_path, "exercise", screen_token=SCREEN, simulate=True, demo_token=TOKEN)
    asgi = build(settings, world).asgi
    async with started(asgi):
        for token, expected in (("", 401), (SCREEN, 200)):
            async with Door(HOST, TOKEN, token, transport=httpx.ASGITransport(asgi)) as door:
                assert (await door.read("/api/incidents"))[0] == expected
