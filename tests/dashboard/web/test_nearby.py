"""What is near an incident, by HTTP: real store, real whereabouts."""

import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from dashboard.incidents.commands import RecordId
from dashboard.web.site import Web, World, build
from feeds.batch import Batch
from feeds.bus import PositionsHeard
from feeds.model import EntityId, Position, Provenance, Utc
from tests.dashboard.incidents.asking import Put
from tests.dashboard.web.site_parts import TOKEN, client_of, settings_for
from tests.dashboard.web.test_events import event

HERE = (32.0205, 118.7745)


def told(web: Web, id: str, north_m: float = 0.0, age_s: float = 5.0, sim: bool = False) -> None:
    """A fix so far north of the incident."""
    now = Utc(time.time())
    position = Position(
        EntityId(id), Utc(now - age_s), HERE[0] + north_m / 111_000, HERE[1], None, 1.0, None, None,
        "sim" if sim else "phone", Provenance.SIMULATED if sim else Provenance.REAL, now, 60.0,
    )  # fmt: skip
    web.whereabouts.hear(PositionsHeard("320104", Batch.from_positions([position], 0).encode()))


def put(world: World, kind: str, id: str, **body: Any) -> None:
    """One record."""
    world.store.commit(Put(RecordId(kind, id), {"id": id, **body}))


def hire(world: World, *ids: str) -> None:
    """Workers of the roster."""
    for id in ids:
        put(world, "worker", id, no=id, surname="王", role="grid_worker", grid="320104004001001")


async def report(sender: httpx.AsyncClient, **more: Any) -> str:
    """An incident here, now; its id."""
    plain = {"title": "积水", "category": "10006", "lat": HERE[0], "lon": HERE[1]}
    answer = await sender.post("/intake/events", json=event(**plain | more))
    return str(answer.json()["id"])


@pytest.fixture
async def incident(sender: httpx.AsyncClient) -> AsyncIterator[str]:
    """One that was just reported."""
    yield await report(sender)


async def nearby(client: httpx.AsyncClient, id: str) -> dict[str, Any]:
    """The answer."""
    answer = await client.get(f"/api/incidents/{id}/nearby")
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


async def test_workers_are_ranked_with_their_reasons(
    client: httpx.AsyncClient, sender: httpx.AsyncClient, incident: str, world: World, web: Web
) -> None:
    """A free one before a busy one that is closer; a stranger and a silent one last, with why."""
    hire(world, "QH-1", "QH-2", "QH-3")
    told(web, "QH-1", 100)
    told(web, "QH-2", 200)
    told(web, "QH-3", 50, age_s=120)
    told(web, "stranger", 10)
    told(web, "QH-4", 10, age_s=3600)
    sent = {"do": "assign", "worker": "QH-1"}
    order = {"id": "6f2c3c1e-5d5b-4c2a-9a2e-0d8f6f0c9b11", "officer": {"name": "王"}, "role": "dispatcher"}
    answer = await client.post(
        f"/api/incidents/{incident}/commands", json={**order, "expected_revision": 1, "command": sent}
    )
    assert answer.status_code == 200, answer.text
    workers = (await nearby(client, incident))["workers"]
    assert [(one["id"], one["suitable"], one["load"]) for one in workers] == [
        ("QH-2", True, 0), ("QH-1", True, 1), ("stranger", False, 0), ("QH-3", False, 0),
    ]  # fmt: skip
    first = workers[0]
    assert first["name"] == "QH-2 王" and first["distance_m"] == pytest.approx(200, abs=2)
    assert {"zh": "空闲", "en": "free"} in first["reasons"] and first["on_duty"] is True
    assert workers[2]["reasons"][0]["zh"] == "不在名册" and workers[3]["freshness"] == "stale"


async def test_cameras_past_reports_and_duplicates(
    client: httpx.AsyncClient, sender: httpx.AsyncClient, incident: str, world: World
) -> None:
    """The camera that looks here first; what was here before without itself; only what is alike in time."""
    north = {"lat": HERE[0] + 0.0005, "lon": HERE[1], "fov": 60, "name_zh": "一号", "name_en": "One"}
    put(world, "camera", "away", **north, heading=0, state="alive", hls="/video/scene-1/index.m3u8")
    put(world, "camera", "sees", **north, heading=180, state="dead", hls=None)
    again = await report(sender, external_id="again")
    old = await report(sender, external_id="old", opened_at="2026-01-05T06:00:00Z")
    await report(sender, external_id="far", lat=HERE[0] + 0.002)
    body = await nearby(client, incident)
    assert [(one["id"], one["sees"], one["alive"]) for one in body["cameras"]] == [
        ("sees", True, False), ("away", False, True),
    ]  # fmt: skip
    assert {one["id"] for one in body["past"]} == {again, old} and body["counts"]["past"] == 2
    (same,) = body["duplicates"]
    assert (same["id"], same["distance_m"]) == (again, 0) and same["why"]["zh"].startswith("同类，相距 0 米")


async def test_departments_are_suggested_with_why(client: httpx.AsyncClient, incident: str) -> None:
    """The likeliest first, then every other one."""
    departments = (await nearby(client, incident))["departments"]
    suggested = [one for one in departments if one["suggested"]]
    assert suggested == departments[: len(suggested)] and len(suggested) == 2
    assert all(one["why"]["zh"] and one["why"]["en"] for one in suggested)
    assert any(one["id"] == "street-320104004" for one in suggested) and len(departments) > 20


async def test_an_incident_without_a_place_has_only_departments(
    client: httpx.AsyncClient, sender: httpx.AsyncClient
) -> None:
    """And says so."""
    body = await nearby(client, await report(sender, external_id="nowhere", lat=None, lon=None))
    assert body["placed"] is False and body["workers"] == body["past"] == [] and body["departments"]


@pytest.mark.parametrize("id", ["I-NOBODY", "x" * 200, "%00"])
async def test_what_is_near_no_incident_is_404(client: httpx.AsyncClient, id: str) -> None:
    """With a sentence."""
    answer = await client.get(f"/api/incidents/{id}/nearby")
    assert answer.status_code == 404 and "there is no incident" in answer.json()["error"]


@pytest.mark.parametrize("mode", ["live", "exercise"])
async def test_only_officers_may_ask(tmp_path: Path, world: World, mode: str) -> None:
    """A screen's token makes no officer, but in an exercise without accounts."""
    token = {"screen_token": TOKEN} | ({"demo_token": TOKEN} if mode == "exercise" else {})
    asgi = build(settings_for(tmp_path, mode, **token), world).asgi
    async with client_of(asgi) as stranger:
        answer = await stranger.get("/api/incidents/I-1/nearby")
        assert answer.status_code == 401
        screen = {"Authorization": f"Bearer {TOKEN}"}
        answer = await stranger.get("/api/incidents/I-1/nearby", headers=screen)
        assert answer.status_code == (403 if mode == "live" else 404)


async def test_a_demo_sends_simulated_workers_and_says_so(
    client: httpx.AsyncClient, incident: str, world: World, web: Web
) -> None:
    """Outside a demo they are never advised for a real matter."""
    hire(world, "QH-1")
    told(web, "QH-1", 10, sim=True)
    (worker,) = (await nearby(client, incident))["workers"]
    assert worker["suitable"] and worker["provenance"] == "simulated"
    assert {"zh": "模拟人员（演示）", "en": "a simulated worker (demo)"} in worker["reasons"]
