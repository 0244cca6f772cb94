"""What doors tell of probable duplicates: close, related, recent, of the same world; never at the price of
the answer."""

import asyncio
from typing import Any

import httpx
import pytest

from dashboard.incidents.errors import StoreUnavailable
from dashboard.web.likely_same import ASKING_MOST, FIELD, LikelySame
from dashboard.web.site import World
from tests.dashboard.web.test_events import event
from tests.dashboard.web.test_open311 import BASE, form

HERE = {"category": "06010", "lat": 32.0205, "lon": 118.7745}


async def told(sender: httpx.AsyncClient, number: str, **said: Any) -> dict[str, Any]:
    """The answer to a report."""
    answer = await sender.post("/intake/events", json=event(external_id=number, **(HERE | said)))
    return dict(answer.json())


async def test_second_report_of_a_matter_names_the_first(sender: httpx.AsyncClient) -> None:
    """Also of a related kind; with how far and how long apart."""
    first = await told(sender, "A-1")
    second = await told(sender, "A-2", lat=32.0208, category="06011")
    assert FIELD not in first
    ((only,)) = second[FIELD]
    assert (only["id"], only["distance_m"]) == (first["id"], 33)


@pytest.mark.parametrize(
    "said",
    [
        {"lat": 32.03},
        {"category": "21001"},
        {"opened_at": "2026-11-01T00:00:00Z"},
        {"lat": None, "lon": None},
    ],
)
async def test_what_is_far_other_long_ago_or_nowhere_is_named_to_nobody(
    sender: httpx.AsyncClient, said: dict[str, Any]
) -> None:
    """No offer, and no empty list either."""
    await told(sender, "A-1")
    assert FIELD not in await told(sender, "A-2", **said)


async def test_simulated_and_real_are_not_offered_for_one_another(sender: httpx.AsyncClient) -> None:
    """They cannot be merged."""
    await told(sender, "A-1")
    simulated = event(external_id="A-2", **HERE) | {"source": "urn:wanglou:sim:citizen"}
    assert FIELD not in (await sender.post("/intake/events", json=simulated)).json()


async def test_repeated_report_is_no_duplicate_of_itself(sender: httpx.AsyncClient) -> None:
    """And its answer is the first one."""
    assert await told(sender, "A-1") | {"repeated": True} == await told(sender, "A-1")


async def test_citizen_is_told_how_many_and_not_which(
    sender: httpx.AsyncClient, client: httpx.AsyncClient
) -> None:
    """The others may be of kinds that the public does not see."""
    first = await told(sender, "A-1", category="06010")
    answer = await client.post(f"{BASE}/requests.json", data=form(description="垃圾"))
    (row,) = answer.json()
    assert answer.status_code == 201
    assert "1" in row["service_notice"] and first["id"] not in answer.text


async def test_store_that_cannot_be_asked_costs_the_offer_only(
    sender: httpx.AsyncClient, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is on disk is acknowledged."""

    def fails(_wanted: object) -> None:
        raise StoreUnavailable("locked")

    await told(sender, "A-1")
    monkeypatch.setattr(world.reader, "around", fails)
    answer = await told(sender, "A-2")
    assert answer["outcome"] == "created" and FIELD not in answer


async def test_nothing_new_asks_nothing() -> None:
    """Old words cost no query."""
    reader: Any = None
    assert await LikelySame(reader).named([]) == {}


async def test_burst_is_answered_without_the_offer(sender: httpx.AsyncClient, world: World) -> None:
    """Every report is taken; no more than a few look-ups run at once."""
    running, most = [0], [0]
    around = world.reader.around

    def counted(wanted: Any) -> Any:
        running[0] += 1
        most[0] = max(most[0], running[0])
        found = around(wanted)
        running[0] -= 1
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(world.reader, "around", counted)
        answers = await asyncio.gather(*(told(sender, f"A-{number}") for number in range(30)))
    assert {answer["outcome"] for answer in answers} == {"created"}
    assert 1 <= most[0] <= ASKING_MOST
