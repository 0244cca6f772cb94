"""Administration by REST: people, screens, tokens, sessions and the log; for administrators and nobody
else.
"""

import json
import re
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.types import ASGIApp

from dashboard.identity.identities import Identities
from dashboard.web.site import World
from tests.dashboard.web.identity_parts import browser, signed_in, site

API = "/api/admin"


@pytest.fixture
def live(tmp_path: Path, world: World, people: Identities) -> ASGIApp:
    return site(tmp_path, world, people)


async def told(client: httpx.AsyncClient, path: str, body: object = None) -> Any:
    """The answer to a question or an order, which must be taken."""
    url = f"{API}/{path}"
    answer = await (client.get(url) if body is None else client.post(url, json=body))
    assert answer.status_code in (200, 201), answer.text
    return answer.json()


async def refused(client: httpx.AsyncClient, path: str, body: object) -> tuple[int, str]:
    """The status and the field of a refusal, whose sentence names both."""
    answer = await client.post(f"{API}/{path}", json=body)
    field = answer.json()["field"]
    assert field is None or str(field) in answer.json()["error"]
    return answer.status_code, field


async def rows(client: httpx.AsyncClient) -> list[tuple[str, str, str, str]]:
    """What the log says last: by whom, of what, which, what was done."""
    listed = (await told(client, "audit"))["rows"]
    return [(row["by"], row["kind"], row["subject"], row["facts"]["did"]) for row in listed]


async def test_a_person_is_added_changed_and_disabled(live: ASGIApp, people: Identities) -> None:
    """The one-time password works once, for its change; each step is a row of the log under the
    administrator's name.
    """
    new = {"id": "Li.Na", "name": "李娜", "roles": ["dispatcher"], "unit": None, "scope": "320104004"}
    async with signed_in(live, "root") as root, browser(live) as other:
        made = await told(root, "users", new)
        assert made["user"].items() >= {**new, "id": "li.na", "must_change": True, "admin": False}.items()
        came = await other.post("/api/sign-in", json={"name": "li.na", "password": made["password"]})
        assert came.status_code == 204
        changed = await told(root, "users/li.na", {"roles": ["verifier"], "scope": "", "unit": "greening"})
        assert (changed["user"]["roles"], changed["user"]["unit"]) == (["verifier"], "greening")
        assert (await told(root, "users/li.na", {"unit": None}))["user"]["unit"] is None
        again = (await told(root, "users/li.na/password", {}))["password"]
        assert again != made["password"]
        await told(root, "users/li.na", {"disabled": True})
        came = await other.post("/api/sign-in", json={"name": "li.na", "password": again})
        assert came.status_code == 401
        said = await rows(root)
        assert ("root", "account", "li.na", "added") in said
        assert said.count(("root", "account", "li.na", "changed")) == 3
        assert ("root", "account", "li.na", "password set") in said
        listed = {one["id"]: one for one in (await told(root, "users"))["users"]}
        assert listed["li.na"]["disabled"] and listed["zhao"]["unit"] == "greening"
        assert "argon2" not in json.dumps(listed)


async def test_a_right_that_is_taken_away_ends_what_had_it(live: ASGIApp) -> None:
    """And so does signing somebody out, or one session of theirs."""
    async with signed_in(live, "root") as root, signed_in(live, "wang.min") as wang:
        await told(root, "users/wang.min", {"roles": ["shift_lead"]})
        assert (await wang.get("/api/me")).json() == {"kind": "nobody"}
    async with signed_in(live, "root") as root, signed_in(live, "wang.min") as wang:
        await told(root, "users/wang.min/sign-out", {})
        assert (await wang.get("/api/me")).json() == {"kind": "nobody"}
    async with signed_in(live, "root") as root, signed_in(live, "wang.min") as wang:
        listed = (await told(root, "sessions"))["sessions"]
        (theirs,) = (one for one in listed if one["account"] == "wang.min")
        assert theirs["name"] == "王敏" and not theirs["yours"]
        assert [one["account"] for one in listed if one["yours"]] == ["root"]
        await told(root, f"sessions/{theirs['id']}/end", {})
        assert (await wang.get("/api/me")).json() == {"kind": "nobody"}
        assert await refused(root, f"sessions/{theirs['id']}/end", {}) == (400, "session")


async def test_a_screen_is_enrolled_by_an_address_and_revoked(live: ASGIApp, people: Identities) -> None:
    """The address works on a screen, becomes a cookie there, and works no more once revoked."""
    async with signed_in(live, "root") as root, browser(live) as wall:
        made = await told(root, "screens", {"name": "大厅左屏", "scope": "320104004"})
        sent = await wall.get(made["path"])
        assert (sent.status_code, sent.headers["location"]) == (303, "/wall?scope=320104004")
        assert (await wall.get("/api/me")).json()["name"] == "大厅左屏"
        assert (await wall.get("/api/whistles")).status_code == 403
        (listed,) = (await told(root, "screens"))["screens"]
        assert listed["revoked_at_ms"] is None and made["path"].rpartition("=")[2] not in json.dumps(listed)
        await told(root, f"screens/{listed['id']}/revoke", {})
        assert (await wall.get("/api/me")).json() == {"kind": "nobody"}
        assert (await wall.get(made["path"])).status_code == 401
        assert (await told(root, "screens"))["screens"][0]["revoked_at_ms"] is not None
        assert await refused(root, f"screens/{listed['id']}/revoke", {}) == (400, "id")
        assert people.verify().problem is None


async def test_a_token_is_issued_once_and_revoked(live: ASGIApp, people: Identities) -> None:
    """What it may speak of is kept; its secret is in one answer."""
    async with signed_in(live, "root") as root:
        made = await told(root, "tokens", {"source": "phones", "entities": ["QH-04*"]})
        assert people.intake_token(made["secret"]) is not None
        listed = (await told(root, "tokens"))["tokens"]
        assert listed == [made["token"]] and listed[0]["entities"] == ["QH-04*"]
        assert made["secret"] not in json.dumps(listed)
        await told(root, f"tokens/{made['token']['id']}/revoke", {})
        assert people.intake_token(made["secret"]) is None
        assert (await told(root, "tokens", {"source": "other"}))["token"]["entities"] == []


async def test_the_log_is_proven_on_demand(live: ASGIApp, people: Identities) -> None:
    """The newest first; whole, with its rows counted."""
    async with signed_in(live, "root") as root:
        listed = (await told(root, "audit"))["rows"]
        assert [row["seq"] for row in listed] == sorted((row["seq"] for row in listed), reverse=True)
        assert await told(root, "audit/verify", {}) == {"whole": True, "rows": listed[0]["seq"], "why": None}


LONG, HOSTILE = "x" * 70, "<script>alert(1)</script>"
USER = {"id": "new.one", "name": "n"}
BAD: list[tuple[str, object, str]] = [
    ("users", {}, "id"),
    ("users", {"id": "a b", "name": "n"}, "id"),
    ("users", {"id": "a", "name": "n"}, "id"),
    ("users", {"id": "root", "name": "n"}, "id"),
    ("users", {"id": "seed", "name": "n"}, "id"),
    ("users", {"id": 7, "name": "n"}, "id"),
    ("users", {"id": "new.one"}, "name"),
    ("users", {**USER, "name": LONG}, "name"),
    ("users", {**USER, "name": "a:b"}, "name"),
    ("users", {**USER, "name": {}}, "name"),
    ("users", {**USER, "name": " "}, "name"),
    ("users", {**USER, "roles": "shift_lead"}, "roles"),
    ("users", {**USER, "roles": ["king"]}, "roles"),
    ("users", {**USER, "roles": [{}]}, "roles"),
    ("users", {**USER, "unit": "nowhere"}, "unit"),
    ("users", {**USER, "unit": 7}, "unit"),
    ("users", {**USER, "scope": "32"}, "scope"),
    ("users", {**USER, "scope": None}, "scope"),
    ("users", {**USER, "scope": "320105"}, "scope"),
    ("users", {**USER, "scope": "320104004001"}, "scope"),
    ("users/wang.min", {"scope": "320104999"}, "scope"),
    ("users", {**USER, "admin": "yes"}, "admin"),
    ("users", {**USER, "password": "chosen"}, "password"),
    ("users", {**USER, HOSTILE: 1}, HOSTILE),
    ("users/nobody", {"name": "n"}, "id"),
    ("users/root", {"admin": False}, "admin"),
    ("users/root", {"disabled": True}, "disabled"),
    ("users/wang.min", {"id": "other"}, "id"),
    ("users/nobody/password", {}, "id"),
    ("users/wang.min/password", {"password": "chosen"}, "password"),
    ("screens", {}, "name"),
    ("screens", {"name": ""}, "name"),
    ("screens", {"name": "s", "scope": "abc"}, "scope"),
    ("screens", {"name": "s", "scope": "110101"}, "scope"),
    ("screens/none/revoke", {}, "id"),
    ("tokens", {}, "source"),
    ("tokens", {"source": ""}, "source"),
    ("tokens", {"source": "s", "entities": "QH*"}, "entities"),
    ("tokens", {"source": "s", "entities": [""]}, "entities"),
    ("tokens", {"source": "s", "entities": [7]}, "entities"),
    ("tokens/none/revoke", {}, "id"),
    ("sessions/none/end", {}, "session"),
    ("audit/verify", {"quick": True}, "quick"),
]
"""What is sent where, and the field that is wrong."""


async def test_bad_input_names_its_field(live: ASGIApp) -> None:
    """4xx with the field and the value, whatever was sent; nothing was changed."""
    async with signed_in(live, "root") as root:
        before = await rows(root)
        for path, body, field in BAD:
            assert await refused(root, path, body) == (400, field), (path, body)
        for path in ("users", "screens", "tokens"):
            for body in ([], 7, "x"):
                answer = await root.post(f"{API}/{path}", json=body)
                assert answer.status_code == 400, (path, body)
        assert await rows(root) == before


async def test_every_refusal_is_told_in_both_languages(live: ASGIApp) -> None:
    """The value in both where it may be shown; the page shows the one of its language."""
    async with signed_in(live, "root") as root:
        for path, body, _ in BAD:
            told = (await root.post(f"{API}/{path}", json=body)).json()
            assert re.search("[\u4e00-\u9fff]", told["error_zh"]), (path, body, told)
            assert not re.search("[\u4e00-\u9fff]", told["error"].replace(LONG, "")), told
        refused = (await root.post(f"{API}/screens", json={"name": "s", "scope": "110101"})).json()
        assert "'110101'" in refused["error"] and "'110101'" in refused["error_zh"]
        assert "320104" in refused["error"] and "320104" in refused["error_zh"]


async def test_nobody_but_an_administrator_comes_in(live: ASGIApp, people: Identities) -> None:
    """Not an officer, not a screen, not a stranger; the page sends them to sign in."""
    paths = ["users", "screens", "tokens", "sessions", "audit"]
    secret = people.enrol_screen("s", "", by="root", now=people.accounts()[0].created_at)[1]
    async with browser(live) as stranger, signed_in(live, "wang.min") as officer, browser(live) as screen:
        screen.cookies.set("wanglou_screen", secret, domain="127.0.0.1")
        for client, status in ((stranger, 401), (officer, 403), (screen, 403)):
            for path in paths:
                assert (await client.get(f"{API}/{path}")).status_code == status
            posted = await client.post(f"{API}/users", json={"id": "mine", "name": "n", "admin": True})
            assert posted.status_code == status
            page = await client.get("/admin")
            assert (page.status_code, page.headers["location"]) == (303, "/sign-in?next=%2Fadmin")
    async with signed_in(live, "root") as root:
        page = await root.get("/admin?lang=en")
        assert page.status_code == 200 and "People and devices" in page.text


async def test_an_administrator_gives_no_orders_for_it(live: ASGIApp) -> None:
    """It is no role of a case: who may add people may not by that command an incident."""
    async with signed_in(live, "root") as root:
        me = (await root.get("/api/me")).json()
        assert me["admin"] and me["roles"] == []


async def test_the_last_administrator_stays(live: ASGIApp) -> None:
    """Once there is another, the first may go."""
    async with signed_in(live, "root") as root:
        assert await refused(root, "users/root", {"admin": False}) == (400, "admin")
        await told(root, "users/wang.min", {"admin": True})
        await told(root, "users/root", {"admin": False})
        assert (await root.get(f"{API}/users")).status_code == 401
