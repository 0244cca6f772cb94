"""The demo's past: a day and a half of one street, and a month of whistles, by the rules of the centre."""

import datetime as dt
from collections import Counter

import pytest

from dashboard.incidents.case_facts import facts_of
from dashboard.incidents.commands import Body
from dashboard.incidents.reader_incidents import Wanted
from dashboard.incidents.whistle import KIND as WHISTLE
from dashboard.web.seeding_day import Past
from dashboard.web.seeding_past import BEGUN, PastKeeper
from dashboard.web.seeding_reports import SENDER, telling_of
from dashboard.web.site import World
from feeds.geo.district import District
from feeds.model import Utc
from feeds.simulation.centre.crew import WorldCrew
from feeds.simulation.centre.plan import Centre
from feeds.simulation.centre.whistle_plans import bygone, occasions
from feeds.simulation.matters import LOCAL, Calendar
from feeds.simulation.world import World as Town
from tests.dashboard.web.site_parts import FakeBus

UNTIL = dt.datetime(2026, 11, 20, 14, tzinfo=LOCAL).timestamp()
STREET = "320104004"


@pytest.fixture(scope="module")
def town(district: District) -> Town:
    return Town(district, 7, STREET)


@pytest.fixture(scope="module")
def made(district: District, town: Town) -> tuple[list[Body], list[str], int]:
    """The records, what was refused, and how many commands it took."""
    past = Past(Centre(7, 1.0, WorldCrew(town)), district.locate, UNTIL)
    matters = Calendar(town.grids, 7).between(UNTIL - 38 * 3600, UNTIL)
    days = [dt.date(2026, 10, 21) + dt.timedelta(days=day) for day in range(26)]
    blown = [occasion for day in days for occasion in occasions([STREET], day, 7, 5.0)]
    commands = list(past.of(matters, [(each, bygone(each, town.grids, 7)) for each in blown]))
    records: dict[str, Body] = {}
    for command in commands:
        seen = {record: records[record.id] for record in command.reads if record.id in records}
        records |= {w.record.id: w.body for w in command.apply(seen).writes if w.body is not None}
    return list(records.values()), past.refused, len(commands)


def test_everything_that_happened_was_legal(made: tuple[list[Body], list[str], int]) -> None:
    """The simulation never asks for what the rules refuse, and everything says that it is simulated."""
    records, refused, commands = made
    assert refused == [] and commands > 5 * len(records)
    assert {body["provenance"] for body in records} == {"simulated"}


def test_most_cases_are_closed_and_in_time(made: tuple[list[Body], list[str], int]) -> None:
    """Closed ones have every stage's time; the day goes on, so some are open."""
    bodies = [body for body in made[0] if body["id"].startswith("I-")]
    states = Counter(body["status"] for body in bodies)
    assert states["CLOSED"] > len(bodies) / 2 and any(body["open"] for body in bodies)
    facts = [facts_of(body) for body in bodies if body["status"] == "CLOSED"]
    assert all(f.accepted_at and f.dispatched_at and f.signed_at and f.feedback_at for f in facts)
    in_time = sum((f.feedback_at or 0) <= (f.due_at or 0) for f in facts)
    assert 0.85 <= in_time / len(facts) < 1.0


def test_whistles_are_closed_scored_and_answered(made: tuple[list[Body], list[str], int]) -> None:
    """Whatever was blown weeks ago is over, with an outcome and scores."""
    whistles = [body for body in made[0] if body["id"].startswith("W-")]
    old = [w for w in whistles if w["drafted_at_ms"] / 1000 < UNTIL - 14 * 86_400]
    assert len(old) >= 3 and {w["status"] for w in old} == {"CLOSED"}
    assert all(
        w["outcome"] and all(s["score"] for s in w["summons"] if s["party"] == "department") for w in old
    )


def test_a_matter_is_the_same_report_at_its_door(district: District, town: Town) -> None:
    """So a report that is told again after the start is a repeated one: same source, same name."""
    for matter in Calendar(town.grids, 7).between(UNTIL - 6 * 3600, UNTIL):
        told = [telling_of(matter, Utc(matter.opened_at + s), district.locate) for s in (3.0, 4000.0)]
        assert told[0].record == told[1].record and told[0].provenance == "simulated"
        assert told[0].source.startswith(SENDER) and told[0].spot is not None


async def test_only_an_empty_store_gets_a_past(world: World, bus: FakeBus) -> None:
    """Once; the note says that it is complete and until when it reaches."""
    keeper = PastKeeper(world.store, world.reader, bus, world.district, (7, STREET, 1.0))
    await keeper.ensure()
    noted, head = world.reader.record(BEGUN), world.reader.head()
    assert noted is not None and noted["seeded"] and len(world.reader.incidents(Wanted()).bodies) > 20
    assert bus.hints[-1] == head and world.reader.kind(WHISTLE) is not None
    await keeper.ensure()
    assert world.reader.head() == head


async def test_a_start_that_was_cut_short_is_taken_up(world: World, bus: FakeBus) -> None:
    """What is there already is not made twice."""
    keeper = PastKeeper(world.store, world.reader, bus, world.district, (7, STREET, 1.0))
    await keeper.ensure()
    made = world.reader.incidents(Wanted(limit=500)).bodies
    noted = world.reader.record(BEGUN) or {}
    await keeper.note(noted["until_ms"] / 1000, seeded=False)
    await keeper.ensure()
    again = world.reader.incidents(Wanted(limit=500)).bodies
    assert [body["revision"] for body in again] == [body["revision"] for body in made]
