"""Signing in and out, a password of one's own, and who one is then."""

import asyncio
from pathlib import Path

import httpx
import pytest
from starlette.types import ASGIApp

from dashboard.identity.identities import Identities
from dashboard.web.own_pages import in_language, safe_next
from dashboard.web.site import World
from tests.dashboard.web.identity_parts import PASSWORD, browser, signed_in, site
from tests.dashboard.web.site_parts import client_of

NEW = "a whole new sentence of mine"


@pytest.fixture
def live(tmp_path: Path, world: World, people: Identities) -> ASGIApp:
    return site(tmp_path, world, people)


async def test_a_session_is_a_cookie_that_scripts_cannot_read(live: ASGIApp) -> None:
    """And that no other site can send; with it one is who the account says."""
    async with browser(live) as client:
        assert (await client.get("/api/me")).json() == {"kind": "nobody"}
        answer = await client.post("/api/sign-in", json={"name": " Wang.Min ", "password": PASSWORD})
        cookie = answer.headers["set-cookie"]
        assert answer.status_code == 204 and cookie.startswith("__Host-wanglou=")
        assert all(word in cookie for word in ("Secure", "HttpOnly", "SameSite=strict", "Path=/"))
        me = (await client.get("/api/me")).json()
        told = {"kind": "officer", "id": "wang.min", "name": "王敏", "roles": ["dispatcher", "shift_lead"]}
        assert told.items() <= me.items() and not me["admin"] and not me["must_change"]
        assert me["ends_at_ms"] > me["created_at_ms"]


async def test_every_cause_of_a_refusal_reads_the_same(live: ASGIApp, people: Identities) -> None:
    """An unknown name, a wrong password, a disabled account; in both languages, without a browser's own
    question for a password.
    """
    people.change_account("zhao", by="root", now=people.accounts()[0].created_at, disabled=True)
    said = set()
    async with browser(live) as client:
        tries = [("nobody", PASSWORD), ("wang.min", "wrong-password"), ("zhao", PASSWORD)]
        for name, password in tries:
            answer = await client.post("/api/sign-in", json={"name": name, "password": password})
            assert answer.status_code == 401 and "www-authenticate" not in answer.headers
            assert "set-cookie" not in answer.headers
            said.add(answer.text)
    assert len(said) == 1 and "密码" in said.pop()


async def test_a_guesser_waits_and_is_told_how_long(live: ASGIApp) -> None:
    """429 with Retry-After; from another address the same account still comes in."""
    async with browser(live) as client:
        wrong = {"name": "wang.min", "password": "wrong-password"}
        answers = [await client.post("/api/sign-in", json=wrong) for _ in range(6)]
        assert [one.status_code for one in answers] == [401] * 5 + [429]
        assert int(answers[-1].headers["retry-after"]) >= 1 and "秒" in answers[-1].json()["error_zh"]
    async with browser(live, "203.0.113.8") as client:
        right = {"name": "wang.min", "password": PASSWORD}
        assert (await client.post("/api/sign-in", json=right)).status_code == 204


async def test_a_body_that_is_none_is_refused_by_its_field(live: ASGIApp) -> None:
    """And no secret is repeated."""
    bad: tuple[tuple[object, str], ...] = (
        ({}, "name"),
        ({"name": "a"}, "password"),
        ({"name": 7, "password": "x"}, "name"),
        ({"name": "a", "password": "secret-" + "x" * 1024}, "password"),
        ({"name": "a", "password": ["secret-x"]}, "password"),
        ({"name": "a", "password": "x", "admin": True}, "admin"),
        ([], "body"),
        ("x", "body"),
    )
    async with browser(live) as client:
        for body, field in bad:
            answer = await client.post("/api/sign-in", json=body)
            assert (answer.status_code, answer.json()["field"]) == (400, field)
            assert "secret-" not in answer.text


async def test_a_crowd_is_turned_away_instead_of_waiting_without_an_end(live: ASGIApp) -> None:
    """Each of a hundred at once is answered: let in, refused, or asked to come again."""
    async with browser(live) as client:
        each = [
            client.post("/api/sign-in", json={"name": f"u{n}", "password": "wrong-password"})
            for n in range(100)
        ]
        codes = [one.status_code for one in await asyncio.gather(*each)]
    assert set(codes) == {401, 429} and codes.count(429) >= 50


async def test_without_tls_no_password_is_looked_at(live: ASGIApp) -> None:
    """Unless it is this very machine: both browsers and people could be overheard."""
    plain = "http://127.0.0.1:8050"
    transport = httpx.ASGITransport(live, client=("203.0.113.7", 1))
    async with httpx.AsyncClient(transport=transport, base_url=plain, headers={"Origin": plain}) as client:
        answer = await client.post("/api/sign-in", json={"name": "wang.min", "password": PASSWORD})
        assert answer.status_code == 403 and "https" in answer.json()["error"]
    async with client_of(live, Origin=plain) as client:
        answer = await client.post("/api/sign-in", json={"name": "wang.min", "password": PASSWORD})
        assert answer.status_code == 204


async def test_signing_out_ends_the_session_itself(live: ASGIApp) -> None:
    """The cookie is forgotten, and would not count any more; signing out twice is no fault."""
    async with signed_in(live, "wang.min") as client:
        kept = dict(client.cookies)
        assert (await client.get("/api/whistles")).status_code == 200
        gone = await client.post("/api/sign-out", json={})
        assert gone.status_code == 204 and gone.headers["clear-site-data"] == '"cache"'
        assert not client.cookies
        for name, value in kept.items():
            client.cookies.set(name, value, domain="127.0.0.1")
        assert (await client.get("/api/whistles")).status_code == 401
        assert (await client.get("/api/me")).json() == {"kind": "nobody"}
        assert (await client.post("/api/sign-out", json={})).status_code == 204


async def test_another_sign_in_takes_the_place_of_the_first(live: ASGIApp, people: Identities) -> None:
    """A browser never leaves a session behind that nobody can end."""
    async with signed_in(live, "wang.min") as client:
        await client.post("/api/sign-in", json={"name": "zhao", "password": PASSWORD})
        assert (await client.get("/api/me")).json()["id"] == "zhao"
    accounts = [one.account for one in people.sessions(people.accounts()[0].created_at)]
    assert accounts == ["zhao"]


async def test_a_one_time_password_opens_nothing_but_its_change(live: ASGIApp) -> None:
    """Pages lead to the change; other doors refuse; afterwards all is open, under another cookie."""
    async with signed_in(live, "late") as client:
        assert (await client.get("/api/me")).json()["must_change"] is True
        assert (await client.get("/api/whistles")).status_code == 403
        page = await client.get("/desk")
        assert (page.status_code, page.headers["location"]) == (303, "/sign-in?next=%2Fdesk")
        before = dict(client.cookies)
        answer = await client.post("/api/password", json={"old": PASSWORD, "new": NEW})
        assert answer.status_code == 204 and dict(client.cookies) != before
        assert (await client.get("/api/whistles")).status_code == 200


async def test_a_password_is_not_changed_for_less(live: ASGIApp) -> None:
    """The sentence names the field and repeats neither password; the old one still counts."""
    bad = (
        ({"old": "wrong-password", "new": NEW}, "old"),
        ({"old": PASSWORD, "new": PASSWORD}, "new"),
        ({"old": PASSWORD, "new": "short"}, "new"),
        ({"old": PASSWORD, "new": "password"}, "new"),
        ({"old": PASSWORD}, "new"),
    )
    async with signed_in(live, "wang.min") as client:
        for body, field in bad:
            answer = await client.post("/api/password", json=body)
            assert (answer.status_code, answer.json()["field"]) == (400, field)
            assert PASSWORD not in answer.text and NEW not in answer.text
        assert (await client.get("/api/me")).json()["kind"] == "officer"


async def test_a_new_password_ends_every_other_session(live: ASGIApp) -> None:
    """Whoever knew the old one is out."""
    async with signed_in(live, "wang.min") as here, signed_in(live, "wang.min") as there:
        assert (await here.post("/api/password", json={"old": PASSWORD, "new": NEW})).status_code == 204
        assert (await here.get("/api/me")).json()["id"] == "wang.min"
        assert (await there.get("/api/me")).json() == {"kind": "nobody"}


async def test_another_site_signs_nobody_in_or_out(live: ASGIApp) -> None:
    """By the origin, by what the browser says of the site, and by the form that it could send."""
    async with signed_in(live, "wang.min") as client:
        for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
            for path in ("/api/sign-in", "/api/sign-out", "/api/password"):
                assert (await client.post(path, json={}, headers=headers)).status_code == 403
        form = {"name": "zhao", "password": PASSWORD}
        assert (await client.post("/api/sign-in", data=form)).status_code == 415
        assert (await client.get("/api/me")).json()["id"] == "wang.min"


async def test_a_demonstration_needs_no_account(tmp_path: Path, world: World, people: Identities) -> None:
    """On this machine; from elsewhere one signs in, and whoever does is who they are."""
    demo = site(tmp_path, world, people, "demo")
    async with client_of(demo) as client:
        assert (await client.get("/api/me")).json() == {"kind": "demo"}
        refused = await client.post("/api/password", json={"old": "a", "new": "b"})
        assert refused.status_code == 403
    async with browser(demo) as client:
        assert (await client.get("/api/me")).json() == {"kind": "nobody"}
        assert "演示自动登录" in (await client.get("/sign-in")).text
    async with signed_in(demo, "wang.min") as client:
        assert (await client.get("/api/me")).json()["id"] == "wang.min"


async def test_the_page_is_for_everybody_and_leads_where_one_was_going(live: ASGIApp) -> None:
    """In the language asked for; never kept by a browser or a proxy."""
    async with browser(live) as client:
        sent = await client.get("/desk/incidents/I-1?lang=en")
        assert sent.headers["location"] == "/sign-in?next=%2Fdesk%2Fincidents%2FI-1%3Flang%3Den"
        page = await client.get(sent.headers["location"])
        assert page.status_code == 200 and page.headers["cache-control"] == "no-store"
        assert "/desk/incidents/I-1?lang=en" in page.text and "Officers&#x27; sign-in" in page.text


@pytest.mark.parametrize(
    "path", ["/desk", "/wall?lang=en", "/admin", "/admin#screens", "/desk/incidents/I-1?lang=en&q=a%20b"]
)
def test_a_page_of_ours_is_gone_on_to(path: str) -> None:
    """With its query."""
    assert safe_next(path) == path


@pytest.mark.parametrize(
    "path",
    [
        None, "", "desk", "//evil.example", "/\\evil.example", "/\\/evil.example", "https://evil.example/desk",
        "javascript:alert(1)", "/desk/../api/sign-out", "/desk\n", "/desk\r\nSet-Cookie: a=b",
        "/desk;url=//evil", "/wall//evil.example", "/api/me", "/sign-in", "/desk?a=\"><script>",
        "/desk#//evil.example", "/%2f%2fevil", "/desk?" + "a" * 2000, "///desk", " /desk", "/desk ", "/DESK",
        "/desk\u2028",
    ],
)  # fmt: skip
def test_no_other_address_is_gone_on_to(path: str | None) -> None:
    """The desk instead."""
    assert safe_next(path) == "/desk"


@pytest.mark.parametrize(
    ("page", "lang", "leads_to"),
    [
        ("/admin", "en", "/admin?lang=en"),
        ("/admin#audit", "zh", "/admin?lang=zh#audit"),
        ("/desk?overdue=yes", "en", "/desk?overdue=yes&lang=en"),
        ("/desk?lang=zh", "en", "/desk?lang=zh"),
        ("/desk", None, "/desk"),
        ("/desk", "fr", "/desk"),
    ],
)
def test_the_language_goes_along(page: str, lang: str | None, leads_to: str) -> None:
    """Through signing in to the page one came for, which may say another itself; and it is still a page of
    ours.
    """
    assert in_language(page, lang) == leads_to == safe_next(leads_to)


async def test_the_page_of_signing_in_leads_on_in_its_language(live: ASGIApp) -> None:
    """As its module is told."""
    async with browser(live) as client:
        told = (await client.get("/sign-in?lang=en&next=/admin")).text
        assert "/admin?lang=en" in told and 'lang="en"' in told
