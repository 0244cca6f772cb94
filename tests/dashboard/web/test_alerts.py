"""The alerts' doors: acknowledged once for every desk, refused in two languages, closed in mode live."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from dashboard.incidents.alerts import AlertKind, Settle, Step
from dashboard.web.site import World, build
from feeds.model import Utc
from tests.dashboard.incidents.alarms import situation
from tests.dashboard.web.site_parts import TOKEN, FakeBus, client_of, settings_for


@pytest.fixture
async def alert(client: httpx.AsyncClient, world: World) -> AsyncIterator[str]:
    """The id of a call for help that was just raised."""
    call = situation(AlertKind.SOS)
    await world.store.perform(Settle([Step(call.id, call)], Utc(1_700_000_000.0)))
    yield call.id


def order(do: str, name: str = "王", role: str = "shift_lead", **said: Any) -> dict[str, Any]:
    """The body of one click."""
    return {"id": str(uuid4()), "officer": {"name": name}, "role": role, "command": {"do": do, **said}}


async def test_acknowledged_by_one_is_acknowledged_for_all(
    client: httpx.AsyncClient, alert: str, world: World, bus: FakeBus
) -> None:
    """On disk, hinted, and the second desk is told who was first; the same click again says the same."""
    click = order("acknowledge")
    first = await client.post(f"/api/alerts/{alert}/commands", json=click)
    again = await client.post(f"/api/alerts/{alert}/commands", json=click)
    second = await client.post(f"/api/alerts/{alert}/commands", json=order("acknowledge", "李"))
    assert (first.status_code, first.json()["outcome"], first.json()["active"]) == (200, "done", True)
    assert again.json() == first.json() | {"repeated": True}
    assert (second.json()["outcome"], second.json()["acknowledged_by"]) == ("already", "王")
    assert bus.hints == [world.reader.head()]


async def test_list_has_what_stands_and_the_history_in_pages(
    client: httpx.AsyncClient, alert: str, world: World
) -> None:
    """Newest first; officers' reasons are not in it."""
    await client.post(f"/api/alerts/{alert}/commands", json=order("clear", reason="误触，已电话核实"))
    told = (await client.get("/api/alerts")).json()
    assert [body["id"] for body in told["alerts"]] == [alert]
    assert [moment["by"] for moment in told["history"]] == ["王"], "only today's"
    assert "误触" not in str(told)
    call = situation(AlertKind.SOS, "QH-0002")
    await world.store.perform(Settle([Step(call.id, call)], Utc(told["as_of_ms"] / 1000)))
    page = (await client.get("/api/alerts?limit=1")).json()
    rest = (await client.get(f"/api/alerts?limit=1&before={page['next']}")).json()
    assert [moment["by"] for moment in (*page["history"], *rest["history"])] == ["alarms", "王"]
    assert rest["next"] is None


@pytest.mark.parametrize(
    ("id", "said", "status", "words"),
    [
        ("A-NONE", order("acknowledge"), 404, "no alert"),
        ("x" * 200, order("acknowledge"), 404, "no alert"),
        (None, order("clear"), 409, "reason"),
        (None, order("acknowledge", role="department"), 403, "desk"),
        (None, order("shout"), 400, "command.do"),
        (None, order("acknowledge") | {"officer": {"name": "a:b"}}, 400, "officer.name"),
        (None, [], 400, "body"),
    ],
)
async def test_refusals_say_why(
    client: httpx.AsyncClient, alert: str, world: World, id: str | None, said: Any, status: int, words: str
) -> None:
    """And change nothing."""
    head = world.reader.head()
    answer = await client.post(f"/api/alerts/{id or alert}/commands", json=said)
    assert answer.status_code == status
    assert words in answer.json()["error"]
    assert world.reader.head() == head


@pytest.mark.parametrize("mode", ["live", "exercise"])
async def test_nobody_acts_without_leave(tmp_path: Path, world: World, mode: str) -> None:
    """Whoever shows nothing is nobody."""
    token = {"screen_token": TOKEN} | ({"demo_token": TOKEN} if mode == "exercise" else {})
    async with client_of(build(settings_for(tmp_path, mode, **token), world).asgi) as stranger:
        for answer in (
            await stranger.get("/api/alerts"),
            await stranger.post("/api/alerts/A-1/commands", json=order("acknowledge")),
        ):
            assert answer.status_code == 401
