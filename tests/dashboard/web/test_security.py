"""The outermost layer, by what it lets through and what it sends along."""

import base64
import hashlib
import re

import httpx
import pytest
from starlette.types import Receive, Scope, Send

from dashboard.web.hosts import Hosts
from dashboard.web.security import ContentPolicy, Guard
from dashboard.web.site import Web
from tests.dashboard.web.site_parts import client_of


@pytest.mark.parametrize(
    "path", ["/wall", "/healthz", "/api/docs", "/nope", "/assets/tokens.css", "/geo/streets.json"]
)
async def test_every_answer_carries_the_headers(client: httpx.AsyncClient, path: str) -> None:
    """Pages, figures, files and refusals alike."""
    headers = (await client.get(path)).headers
    assert headers["x-content-type-options"] == "nosniff" and headers["x-frame-options"] == "DENY"
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy and "frame-ancestors 'none'" in policy and "http:" not in policy
    assert "connect-src 'self' ws://127.0.0.1:8765;" in policy
    assert "'unsafe-inline'" not in policy.partition("script-src")[2].partition(";")[0]


@pytest.mark.parametrize("path", ["/assets/live/panels/calls.mjs", "/assets/tokens.css"])
async def test_assets_are_asked_for_again_after_an_update(client: httpx.AsyncClient, path: str) -> None:
    """Not kept by the browser's own guess; what is the same costs an answer without a body."""
    first = await client.get(path)
    assert first.status_code == 200 and first.headers["cache-control"] == "no-cache"
    again = await client.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304 and again.headers["cache-control"] == "no-cache" and not again.content


async def test_the_policy_allows_exactly_the_pages_own_inline_script(client: httpx.AsyncClient) -> None:
    """Each inline script of the page has its hash in the policy, at the first visit already."""
    page = await client.get("/wall")
    inline = re.findall(
        r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>(.*?)</script>", page.text, re.S
    )
    assert inline
    for script in inline:
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in page.headers["content-security-policy"]


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "", "wall.evil:8050", "[::1", "a b"]
)
async def test_a_foreign_name_is_refused(web: Web, host: str) -> None:
    """A name that somebody made to point here is not ours, whatever is asked."""
    async with client_of(web.asgi) as client:
        answer = await client.get("/wall", headers={"Host": host})
    assert answer.status_code == 421 and "Host" in answer.json()["error"]


@pytest.mark.parametrize(
    "host", ["localhost:8050", "127.0.0.1", "[::1]:8050", "192.168.1.7:8050", "LOCALHOST"]
)
async def test_our_names_and_any_address_are_answered(web: Web, host: str) -> None:
    """A phone comes by address."""
    async with client_of(web.asgi) as client:
        assert (await client.get("/healthz", headers={"Host": host})).status_code == 503


@pytest.mark.parametrize(
    "path",
    [
        "/nope",
        "/wall/x",
        "/desk/x",
        "/desk/incidents/a/b",
        "/_reload-hash",
        "/_mcp",
        "/docs",
        "/redoc",
        "/openapi.json",
    ],
)
async def test_an_unknown_address_is_a_real_404(client: httpx.AsyncClient, path: str) -> None:
    """Dash would answer its page; we do not."""
    assert (await client.get(path)).status_code == 404


@pytest.mark.parametrize("path", ["/wall", "/desk", "/desk/incidents/I-1"])
async def test_a_page_is_read_and_nothing_else(client: httpx.AsyncClient, path: str) -> None:
    """The whole page, with its styles and its one module; no other method."""
    answer = await client.get(path)
    assert answer.status_code == 200 and "main.mjs" in answer.text and "pages.css" in answer.text
    assert (await client.post(path)).status_code == 405


async def test_a_wrong_method_says_so(client: httpx.AsyncClient) -> None:
    """In the one shape of refusals."""
    answer = await client.get("/intake/owntracks")
    assert answer.status_code == 405 and "GET is not answered" in answer.json()["error"]


async def test_the_last_resort_is_a_sentence() -> None:
    """What nobody foresaw becomes 500 without a word of its inside, and is counted."""

    async def broken(_scope: Scope, _receive: Receive, _send: Send) -> None:
        raise RuntimeError("secret detail")

    guard = Guard(broken, Hosts((), ()), ContentPolicy(list, "", 8765), lambda _scope: 200)
    async with client_of(guard) as client:
        answer = await client.get("/")
    assert answer.status_code == 500 and "secret detail" not in answer.text and answer.json()["error"]
    assert guard.faults == 1


def test_the_configured_relay_is_the_only_one_a_page_may_reach() -> None:
    """Behind a proxy the relay has an address of its own."""
    policy = ContentPolicy(list, "wss://wall.example/live", 8765).header("wall.example")
    assert "connect-src 'self' wss://wall.example/live;" in policy


async def test_over_https_a_browser_is_told_to_stay_there(client: httpx.AsyncClient) -> None:
    """For a year, and the relay by the same; over http nothing is said that would not be believed."""
    plain = (await client.get("/healthz")).headers
    secure = (await client.get("https://127.0.0.1:8050/healthz")).headers
    assert "strict-transport-security" not in plain and "max-age=" in secure["strict-transport-security"]
    assert "wss://127.0.0.1:8765" in secure["content-security-policy"]
    assert " ws:" not in secure["content-security-policy"]


@pytest.mark.parametrize(("path", "kept"), [("/wall", False), ("/desk", False), ("/geo/streets.json", True)])
async def test_what_is_for_one_caller_is_kept_by_no_cache(
    client: httpx.AsyncClient, path: str, kept: bool
) -> None:
    """Pages by nobody, the map by the browser itself at most."""
    said = (await client.get(path)).headers["cache-control"]
    assert said.startswith("private") if kept else said == "no-store"
