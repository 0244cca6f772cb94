"""What watches over us asks for: /healthz, /metrics, /api/docs, /api/openapi.json."""

import time
from pathlib import Path

import httpx

from dashboard.web.site import Web, World, build
from feeds.model import Beat, Utc
from tests.dashboard.web.site_parts import FakeBus, client_of, settings_for, started


def beat_all(web: Web) -> None:
    """Everybody alive, now."""
    for slot in ("web", "feeds", "relay"):
        web.pulses.hear(Beat(slot, 7, Utc(0.0), Utc(0.0), 1, {"loop_lag_p99_s": 0.01}), time.monotonic())


async def test_healthz_is_200_only_when_all_beat(client: httpx.AsyncClient, web: Web, bus: FakeBus) -> None:
    """503 names who is missing."""
    answer = await client.get("/healthz")
    assert answer.status_code == 503 and answer.json()["missing"] == ["web", "feeds", "relay"]
    beat_all(web)
    assert (await client.get("/healthz")).status_code == 200
    bus.age = 9.0
    assert (await client.get("/healthz")).json()["missing"] == ["redis"]


async def test_metrics_speak_of_processes_sources_and_store(
    client: httpx.AsyncClient, sender: httpx.AsyncClient, web: Web
) -> None:
    """In Prometheus' words."""
    beat_all(web)
    await sender.post("/intake/positions", json=[{"entity": "a", "lat": 1, "lon": 1}])
    web.pulses.hear_sources("web", web.doors.tiles(Utc(time.time())), time.monotonic())
    text = (await client.get("/metrics")).text
    assert 'wanglou_process_up{process="relay"} 1.0' in text
    assert 'wanglou_loop_lag_p99_s{process="feeds"} 0.01' in text
    assert 'wanglou_source_accepted_total{source="positions"} 1.0' in text
    assert "wanglou_web_store_waiting 0.0" in text


async def test_every_door_is_documented(client: httpx.AsyncClient) -> None:
    """As OpenAPI and as a page that fetches nothing and runs nothing."""
    paths = (await client.get("/api/openapi.json")).json()["paths"]
    page = await client.get("/api/docs")
    for path in (
        "/intake/owntracks",
        "/intake/osmand",
        "/intake/events",
        "/api/live-ticket",
        "/api/incidents/{id}",
    ):
        assert path in paths and path in page.text
    assert "<script" not in page.text and "src=" not in page.text
    assert not [path for path in paths if path.startswith("/_dash")]


async def test_every_address_has_an_example_that_it_understands(client: httpx.AsyncClient) -> None:
    """A body, or the line that asks for it: nothing of the programmers' notes, and no address of nobody's."""
    paths = (await client.get("/api/openapi.json")).json()["paths"]
    for path, operations in paths.items():
        for method, operation in operations.items():
            bodies = operation.get("requestBody", {}).get("content", {})
            if bodies:
                assert all(body["example"] for body in bodies.values()) and not operation.get("description")
                continue
            asked = operation["description"].split("'")[1].removeprefix("http://127.0.0.1:8050")
            answer = await client.request(method, asked)
            assert asked.startswith(path.split("{")[0])
            assert answer.status_code in (200, 401, 404, 503) and "nothing at" not in answer.text, asked


async def test_examples_ask_the_port_that_is_set(tmp_path: Path, world: World) -> None:
    """What is copied from the page reaches this installation."""
    site = build(settings_for(tmp_path, port="9000"), world)
    async with started(site.asgi), client_of(site.asgi) as client:
        page = (await client.get("/api/docs")).text
    assert "http://127.0.0.1:9000/api/incidents" in page and ":8050" not in page


async def test_the_front_door_leads_to_the_wall(client: httpx.AsyncClient) -> None:
    """And keeps what was asked."""
    answer = await client.get("/?lang=en")
    assert (answer.status_code, answer.headers["location"]) == (307, "/wall?lang=en")
    wall = await client.get("/wall?lang=en")
    assert wall.status_code == 200 and "main.mjs" in wall.text
    assert 'src="/assets/live/hub.mjs' not in wall.text


async def test_the_first_visitor_gets_a_whole_page(client: httpx.AsyncClient) -> None:
    """Styles, the map hook and the one module, though nobody asked Dash for anything before."""
    page = (await client.get("/wall")).text
    for file in ("pages.css", "map_hook.js", "main.mjs", "dash_leaflet"):
        assert file in page
    assert 'src="/assets/live/' not in page and 'src="/assets/vendor/' not in page
