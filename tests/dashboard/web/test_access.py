"""Who is recognised by what: on this machine and from afar, in each mode; cookies, and other sites' pages."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from starlette.requests import Request
from starlette.types import ASGIApp

from dashboard.identity.identities import Identities, identity_url
from dashboard.settings import Settings
from dashboard.web.access import is_local
from dashboard.web.site import World, build
from feeds.errors import StoreUnavailable
from feeds.model import Utc
from tests.dashboard.web.identity_parts import browser
from tests.dashboard.web.matrix_parts import HOST, SCREEN_TOKEN, Knock, bearer, cookie, knock
from tests.dashboard.web.site_parts import TOKEN, load_live, settings_for, started

HERE = Knock(address="127.0.0.1")
FAR = Knock()
THROUGH = Knock({"x-forwarded-for": "127.0.0.1"}, "127.0.0.1")
ORDER = {"id": "6f2c3c1e-5d5b-4c2a-9a2e-0d8f6f0c9b11", "role": "shift_lead", "expected_revision": 0,
         "command": {"do": "draft", "grade": "ordinary", "title": "夜市油烟", "reason": "多次处置未果",
                     "street": "320104004", "departments": ["greening"]}}  # fmt: skip
OTHERS: Final[tuple[tuple[Any, str], ...]] = (
    ({"name": "李"}, "officer.name"),
    ({"unit": "water"}, "officer.unit"),
    ({"rank": 1}, "officer"),
    ("王", "officer"),
)
"""What an order may not say of who gives it."""
FOREIGN: Final[tuple[tuple[dict[str, str], int], ...]] = (
    ({}, 200),
    ({"origin": ""}, 403),
    ({"origin": "", "sec-fetch-site": "same-origin"}, 200),
    ({"origin": "null"}, 403),
    ({"origin": "http://evil.example"}, 403),
    ({"origin": "http://127.0.0.1:8051"}, 403),
    ({"origin": "https://evil.127.0.0.1:8050"}, 403),
    ({"sec-fetch-site": "cross-site"}, 403),
    ({"sec-fetch-site": "same-site"}, 403),
    ({"content-type": "text/plain"}, 415),
    ({"content-type": ""}, 415),
    ({"content-type": "application/x-www-form-urlencoded"}, 415),
    ({"content-type": "application/jsonp"}, 415),
    ({"content-type": "application/json; charset=utf-8"}, 200),
)
"""What a request says of where it comes from, and the answer."""


@pytest.fixture
def people(tmp_path: Path) -> Iterator[Identities]:
    opened = Identities(identity_url(tmp_path, ""))
    yield opened
    opened.close()


def site(settings: Any, world: World, people: Identities) -> ASGIApp:
    """The process for these settings."""
    parts = {name: getattr(world, name) for name in ("store", "reader", "bus", "district", "geo")}
    return build(settings, World(**parts, identities=people)).asgi


def exercise(data: Path) -> Settings:
    """An exercise with the settings' token for screens."""
    return settings_for(data, "exercise", screen_token=SCREEN_TOKEN, demo_token=TOKEN)


def officer(people: Identities, **facts: Any) -> Knock:
    """An account that is signed in."""
    people.add_account("wang.min", name="王敏", by="t", now=Utc(time.time()), **facts)
    return cookie(people.begin("wang.min", Utc(time.time()), by="t").secret)


@pytest.mark.parametrize(
    ("demo_open", "who", "status"),
    [(False, HERE, 200), (False, FAR, 401), (False, THROUGH, 401), (True, FAR, 200), (True, THROUGH, 200),
     (False, Knock({"forwarded": "for=127.0.0.1"}, "127.0.0.1"), 401),
     (False, Knock({"via": "1.1 proxy"}, "::1"), 401), (False, Knock(address="::ffff:127.0.0.1"), 200)],
)  # fmt: skip
async def test_a_demo_signs_in_by_itself_on_this_machine_alone(
    tmp_path: Path, world: World, people: Identities, demo_open: bool, who: Knock, status: int
) -> None:
    """Unless told otherwise; through a proxy is not this machine."""
    asgi = site(settings_for(tmp_path, demo_open=demo_open), world, people)
    for path in ("/api/incidents", "/api/alerts", "/geo/streets.json", "/api/whistles"):
        assert (await knock(asgi, "GET", path, who)).status == status, path


async def test_an_officer_is_who_the_account_says(tmp_path: Path, world: World, people: Identities) -> None:
    """Named in the history with its id; saying somebody else is refused, in a demonstration too."""
    who = officer(people, roles=["shift_lead"], unit="greening")
    for settings in (load_live(tmp_path), exercise(tmp_path)):
        asgi = site(settings, world, people)
        for said, field in OTHERS:
            answer = await knock(asgi, "POST", "/api/whistles", who, {**ORDER, "officer": said})
            assert (answer.status, answer.json()["field"]) == (400, field)
        for said in ({"name": "王敏"}, {"name": "wang.min", "unit": "greening"}):
            answer = await knock(asgi, "POST", "/api/whistles", who, {**ORDER, "officer": said})
            assert answer.status == 200
        made = (await knock(asgi, "POST", "/api/whistles", who, ORDER)).json()["id"]
        told = (await knock(asgi, "GET", f"/api/whistles/{made}/history", who)).json()["history"]
        assert told[0]["by"] == "王敏 (wang.min)"


async def test_an_exercise_believes_names_until_it_has_accounts(
    tmp_path: Path, world: World, people: Identities
) -> None:
    """By the settings' token only: an enrolled wall never commands."""
    asgi = site(exercise(tmp_path), world, people)
    wall = bearer(people.enrol_screen("hall", "", by="t", now=Utc(time.time()))[1])
    order = {**ORDER, "officer": {"name": "王"}}
    assert (await knock(asgi, "POST", "/api/whistles", bearer(SCREEN_TOKEN), order)).status == 200
    assert (await knock(asgi, "POST", "/api/whistles", wall, order)).status == 403
    officer(people)
    assert (await knock(asgi, "POST", "/api/whistles", bearer(SCREEN_TOKEN), order)).status == 403
    assert (await knock(asgi, "GET", "/api/incidents", bearer(SCREEN_TOKEN))).status == 200


async def test_whoever_must_change_the_password_does_that_first(
    tmp_path: Path, world: World, people: Identities
) -> None:
    """Doors of data are closed, pages lead to where it is changed, that door is open."""
    who = officer(people, roles=["shift_lead"], admin=True, password="a whole new sentence")
    asgi = site(load_live(tmp_path), world, people)
    for path in ("/api/incidents", "/api/alerts", "/api/admin/users"):
        assert (await knock(asgi, "GET", path, who)).status == 403, path
    assert (await knock(asgi, "GET", "/desk", who)).headers["location"] == "/sign-in?next=%2Fdesk"
    assert (await knock(asgi, "GET", "/api/me", who)).json()["must_change"]
    assert (await knock(asgi, "POST", "/api/password", who)).status == 400


async def test_a_wall_without_a_token_shows_how_it_is_enrolled(
    tmp_path: Path, world: World, people: Identities
) -> None:
    """Never a form; the address that was given makes it a wall; a revoked one is a stranger again."""
    asgi = site(load_live(tmp_path), world, people)
    hint = await knock(asgi, "GET", "/wall?lang=en", FAR)
    assert hint.status == 401 and "not enrolled" in hint.body.decode()
    assert "Basic" not in hint.headers["www-authenticate"]
    assert not any(word in hint.body for word in (b"<form", b"<input", b"<script"))
    screen, secret = people.enrol_screen("hall", "", by="t", now=Utc(time.time()))
    key = await knock(asgi, "GET", f"/wall?screen={secret}", FAR)
    assert (key.status, key.headers["location"]) == (303, "/wall") and "HttpOnly" in key.headers["set-cookie"]
    wall = Knock({"cookie": key.headers["set-cookie"].partition(";")[0]})
    async with started(asgi):
        assert (await knock(asgi, "GET", "/wall", wall)).status == 200
    assert (await knock(asgi, "GET", "/desk", wall)).status == 303
    assert next(iter(people.screens())).seen_at is not None
    people.revoke_screen(screen.id, by="t", now=Utc(time.time()))
    assert (await knock(asgi, "GET", "/wall", wall)).status == 401
    assert (await knock(asgi, "GET", f"/wall?screen={secret}", FAR)).status == 401


async def test_a_screens_cookie_is_prefixed_wherever_a_browser_keeps_it(
    tmp_path: Path, world: World, people: Identities
) -> None:
    """By TLS; without it, and from elsewhere, it has no prefix, and either is believed. What an earlier
    version left is taken away where a better one is given.
    """
    asgi = site(load_live(tmp_path), world, people)
    _, secret = people.enrol_screen("hall", "", by="t", now=Utc(time.time()))
    async with browser(asgi) as safe:
        given = (await safe.get(f"/wall?screen={secret}")).headers.get_list("set-cookie")
        assert given[0].startswith(f"__Host-wanglou_screen={secret};") and "Secure" in given[0]
        assert given[1].startswith('wanglou_screen="";') and "Max-Age=0" in given[1]
    plain = await knock(asgi, "GET", f"/wall?screen={secret}", FAR)
    assert plain.headers["set-cookie"].startswith(f"wanglou_screen={secret};")
    for name in ("__Host-wanglou_screen", "wanglou_screen"):
        shown = Knock({"cookie": f"{name}={secret}"})
        assert (await knock(asgi, "GET", "/api/me", shown)).json()["kind"] == "screen"


@pytest.mark.parametrize("path", ["/desk", "/desk/incidents/I-1?lang=en", "/admin"])
async def test_people_are_led_to_sign_in_and_programs_are_told(
    tmp_path: Path, world: World, people: Identities, path: str
) -> None:
    """303 for a page, with where to go on to; JSON without a browser's own window for the rest."""
    asgi = site(load_live(tmp_path), world, people)
    answer = await knock(asgi, "GET", path, FAR)
    assert answer.status == 303 and answer.headers["location"].startswith("/sign-in?next=%2F")
    told = await knock(asgi, "GET", "/api/alerts", FAR)
    assert told.status == 401 and told.json()["error"] and "Basic" not in told.headers["www-authenticate"]


async def test_a_session_that_is_over_is_forgotten_by_the_browser(
    tmp_path: Path, world: World, people: Identities
) -> None:
    """So that the screen it was shown on is a screen again at the next request."""
    asgi = site(load_live(tmp_path), world, people)
    gone = await knock(asgi, "GET", "/api/incidents", cookie("x" * 43))
    assert gone.status == 401 and "__Host-wanglou=" in gone.headers["set-cookie"]
    assert "Max-Age=0" in gone.headers["set-cookie"]


@pytest.mark.parametrize(("headers", "status"), FOREIGN)
async def test_another_sites_page_cannot_use_a_session(
    tmp_path: Path, world: World, people: Identities, headers: dict[str, str], status: int
) -> None:
    """It can make a browser send the cookie, but not our Origin, and no JSON without asking first."""
    who = officer(people, roles=["shift_lead"])
    asgi = site(load_live(tmp_path), world, people)
    for shown in (who, Knock({"cookie": f"wanglou_screen={SCREEN_TOKEN}"})):
        asked = Knock({**shown.headers, **headers})
        assert (await knock(asgi, "POST", "/api/live-ticket", asked, {"screen": "wall"})).status == status
    order = await knock(asgi, "POST", "/api/whistles", Knock({**who.headers, **headers}), ORDER)
    assert order.status == status


async def test_while_identities_cannot_be_read_nothing_opens(
    tmp_path: Path, world: World, people: Identities, monkeypatch: pytest.MonkeyPatch
) -> None:
    """503, and not as somebody else; what is for anybody stays open."""
    who = officer(people, roles=["shift_lead"])
    asgi = site(load_live(tmp_path), world, people)

    def broken(*_: object) -> None:
        raise StoreUnavailable("locked")

    monkeypatch.setattr(people, "session", broken)
    for path in ("/api/incidents", "/desk", "/wall"):
        answer = await knock(asgi, "GET", path, who)
        assert answer.status == 503 and answer.headers["retry-after"] == "1", path
    assert (await knock(asgi, "GET", "/assets/tokens.css", who)).status == 200


@pytest.mark.parametrize(
    ("client", "server", "local"),
    [
        ("127.0.0.1", "10.0.0.3", True),
        ("127.0.0.8", "10.0.0.3", False),
        ("::1", None, True),
        ("10.0.0.3", "10.0.0.3", True),
        ("10.0.0.4", "10.0.0.3", False),
        ("unix", None, False),
        (None, "10.0.0.3", False),
    ],
)
def test_this_machine(client: Any, server: Any, local: bool) -> None:
    """As a system asks itself, or our own address at both ends."""
    scope = {"type": "http", "headers": [(b"host", HOST.encode())]}
    scope |= {"client": client and (client, 1), "server": server and (server, 8050)}
    assert is_local(Request(scope)) is local
