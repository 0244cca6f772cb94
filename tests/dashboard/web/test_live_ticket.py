"""Being let in: open in a demo, by token elsewhere, never for a foreign page."""

from pathlib import Path

import httpx
import pytest

from dashboard.web.site import World, build
from dashboard.web.tickets import Tickets
from tests.dashboard.web.site_parts import HOST, SECRET, client_of, settings_for

SCREEN = "screen-token-0123456789"
FAR = {"X-Forwarded-For": "203.0.113.7"}
"""From another machine, without TLS."""


async def test_a_demo_lets_everybody_in(client: httpx.AsyncClient) -> None:
    """The ticket is one the relay believes; the relay's address is the page's own host."""
    answer = (await client.post("/api/live-ticket", json={"scope": "320104004"})).json()
    ticket = Tickets(SECRET, "demo").check(answer["ticket"])
    assert ticket is not None and ticket.scope == "320104004"
    assert answer["relay"] == "ws://127.0.0.1:8765/live"
    assert (await client.post("/api/live-ticket")).json()["scope"] == "320104"


@pytest.mark.parametrize(
    ("body", "status"),
    [({"scope": "320105"}, 403), ({"scope": "32"}, 400), ({"scope": 320104}, 400), ([], 400), ("x", 400)],
)
async def test_a_scope_outside_is_refused(client: httpx.AsyncClient, body: object, status: int) -> None:
    """With the field's name."""
    answer = await client.post("/api/live-ticket", json=body)
    assert answer.status_code == status and answer.json()["error"]


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:9999"},
        {"Origin": "http://127.0.0.1.evil.example:8050"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
async def test_a_foreign_page_gets_none(client: httpx.AsyncClient, headers: dict[str, str]) -> None:
    """Whatever credentials its visitor's browser would add."""
    assert (await client.post("/api/live-ticket", json={}, headers=headers)).status_code == 403


async def test_our_own_page_gets_one(client: httpx.AsyncClient) -> None:
    """As a browser asks."""
    headers = {"Origin": HOST, "Sec-Fetch-Site": "same-origin"}
    assert (await client.post("/api/live-ticket", json={}, headers=headers)).status_code == 200


async def test_elsewhere_a_screen_shows_its_token_once(tmp_path: Path, world: World) -> None:
    """By the address, which becomes a cookie that scripts cannot read; or as a bearer token."""
    settings = settings_for(tmp_path, "live", screen_token=SCREEN)
    async with client_of(build(settings, world).asgi, **FAR) as client:
        assert (await client.post("/api/live-ticket", json={})).status_code == 401
        assert (await client.get("/api/incidents")).status_code == 401
        assert (await client.get("/wall?screen=wrong")).status_code == 401
        key = await client.get(f"/wall?lang=en&screen={SCREEN}")
        assert (key.status_code, key.headers["location"]) == (303, "/wall?lang=en")
        assert "HttpOnly" in key.headers["set-cookie"] and "SameSite=strict" in key.headers["set-cookie"]
        assert (
            await client.post("/api/live-ticket", json={})
        ).status_code == 403  # a browser says whose page
        page = {"Origin": HOST}
        assert (await client.post("/api/live-ticket", json={}, headers=page)).status_code == 200
        client.cookies.clear()
        bearer = {"Authorization": f"Bearer {SCREEN}"}
        assert (await client.get("/api/incidents", headers=bearer)).status_code == 200


@pytest.mark.parametrize("page", ["/desk", "/desk/incidents/I-1"])
async def test_a_desk_shows_its_token_as_a_wall_does(tmp_path: Path, world: World, page: str) -> None:
    """And stays where it was."""
    settings = settings_for(tmp_path, "live", screen_token=SCREEN)
    async with client_of(build(settings, world).asgi, **FAR) as client:
        assert (await client.get(f"{page}?screen=wrong")).status_code == 401
        key = await client.get(f"{page}?screen={SCREEN}&lang=en")
        assert (key.status_code, key.headers["location"]) == (303, f"{page}?lang=en")
        assert (await client.get("/api/incidents")).status_code == 200


async def test_without_a_screen_token_no_screen_may_look(tmp_path: Path, world: World) -> None:
    """Live mode is not open by forgetting a setting."""
    async with client_of(build(settings_for(tmp_path, "live"), world).asgi) as client:
        assert (await client.post("/api/live-ticket", json={})).status_code == 401
        assert (await client.get("/wall?screen=x")).status_code == 401


async def test_a_ticket_says_whether_it_is_for_a_wall_or_a_desk(client: httpx.AsyncClient) -> None:
    """A page that says nothing hangs on a wall; the relay shows it less."""
    tickets = Tickets(SECRET, "demo")
    for asked, role in (({}, "wall"), ({"screen": "wall"}, "wall"), ({"screen": "desk"}, "desk")):
        issued = tickets.check((await client.post("/api/live-ticket", json=asked)).json()["ticket"])
        assert issued is not None and issued.role == role
    refused = await client.post("/api/live-ticket", json={"screen": "board"})
    assert (refused.status_code, refused.json()["field"]) == (400, "screen")


async def test_a_screens_token_opens_no_desk(tmp_path: Path, world: World) -> None:
    """It opens walls; officers sign in."""
    settings = settings_for(tmp_path, "live", screen_token=SCREEN)
    async with client_of(build(settings, world).asgi, Authorization=f"Bearer {SCREEN}") as client:
        assert (await client.post("/api/live-ticket", json={"screen": "desk"})).status_code == 403
        assert (await client.post("/api/live-ticket", json={"screen": "wall"})).status_code == 200
