"""The day in figures, by HTTP."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Route

from dashboard.incidents.errors import StoreBusy
from dashboard.incidents.reader_day import DaySlice
from dashboard.web.assessments import FRESH_S, KEPT_S, Assessments
from dashboard.web.site import World, build
from feeds.model import Utc
from tests.dashboard.web.site_parts import client_of, seen_by, settings_for
from tests.dashboard.web.test_events import event


async def test_a_day_is_told_with_its_n(sender: httpx.AsyncClient, client: httpx.AsyncClient) -> None:
    """Counts, rates, spans, sources and hours; a street's are its own."""
    await sender.post(
        "/intake/events",
        json=[
            event(external_id="1", lat=32.0205, lon=118.7745),
            event("closed", external_id="2", lat=32.0205, lon=118.7745),
            event(external_id="3", lat=31.0, lon=121.0),
        ],
    )
    day = (await client.get("/api/assessment")).json()
    assert (day["scope"], day["counts"]["reported"], day["counts"]["closed"]) == ("320104", 3, 1)
    assert day["rates"]["on_time"] == {"hits": 0, "n": 0, "value": None}
    assert sum(source["n"] for source in day["sources"]) == sum(day["hours"]["reported"]) == 3
    assert day["as_of_ms"] > day["since_ms"] and set(day["views"]) == {
        "street", "community", "grid", "department",
    }  # fmt: skip
    street = (await client.get("/api/assessment?scope=320104004&period=day")).json()
    assert street["counts"]["reported"] == 2


@pytest.mark.parametrize(
    ("query", "status", "field"),
    [
        ("?period=year", 400, "period"),
        ("?scope=320105", 404, "scope"),
        ("?scope=320104999", 404, "scope"),
        ("?scope=%E6%9D%8E", 404, "scope"),
    ],
)
async def test_a_wrong_question_names_what_is_wrong(
    client: httpx.AsyncClient, query: str, status: int, field: str
) -> None:
    """With the one shape of refusals."""
    answer = await client.get(f"/api/assessment{query}")
    assert (answer.status_code, answer.json()["field"]) == (status, field)


async def test_the_figures_are_behind_the_screens_key(tmp_path: Path, world: World) -> None:
    """As everything a wall shows."""
    settings = settings_for(tmp_path, "live", screen_token="screen-token-0123456789")
    async with client_of(build(settings, world).asgi) as client:
        assert (await client.get("/api/assessment")).status_code == 401


class Day:
    """A reader of nothing, which counts how often it is asked and may be busy."""

    def __init__(self) -> None:
        self.asked = 0
        self.busy = False

    def day(self, begin: Utc, closed_since: Utc, known: Mapping[str, int]) -> DaySlice:
        """Nothing."""
        self.asked += 1
        if self.busy:
            raise StoreBusy("busy")
        return DaySlice({}, {})


async def ask(door: Assessments) -> httpx.Response:
    """Ask a door of its own."""
    transport = httpx.ASGITransport(
        seen_by(Starlette(routes=[Route("/", door.__call__)])), raise_app_exceptions=True
    )
    async with httpx.AsyncClient(transport=transport, base_url="http://door") as client:
        return await client.get("/")


def as_of(answer: httpx.Response) -> float:
    told: dict[str, Any] = answer.json()
    return float(told["as_of_ms"]) / 1000


async def test_figures_are_kept_for_a_while_and_say_of_when_they_are() -> None:
    """Within the time nobody asks the store again; later the old ones are given while new ones are made, and
    after a minute they are waited for.
    """
    reader, now = Day(), [1_795_482_000.0]
    door = Assessments(reader, "320104", {"320104"}.__contains__, lambda: now[0])
    first = await ask(door)
    assert as_of(first) == now[0] and (await ask(door)).content == first.content and reader.asked == 1
    now[0] += FRESH_S
    assert as_of(await ask(door)) == now[0] - FRESH_S
    now[0] += KEPT_S + FRESH_S
    assert as_of(await ask(door)) == now[0]


async def test_a_store_that_is_busy_is_said_once_the_figures_are_old() -> None:
    """Old figures with their time, then a refusal: never old ones as new."""
    reader, now = Day(), [1_795_482_000.0]
    door = Assessments(reader, "320104", {"320104"}.__contains__, lambda: now[0])
    await ask(door)
    reader.busy = True
    now[0] += FRESH_S
    assert as_of(await ask(door)) == now[0] - FRESH_S
    now[0] += KEPT_S
    with pytest.raises(StoreBusy):
        await ask(door)
