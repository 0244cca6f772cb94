"""A city's own sign-on, against a provider that somebody else wrote, honest and forged."""

import re
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from joserfc import jws, jwt
from joserfc.jwk import OctKey, RSAKey
from starlette.types import ASGIApp

from dashboard.identity.identities import Identities
from dashboard.settings import load
from dashboard.web import oidc
from dashboard.web.oidc import COOKIE, named_by
from dashboard.web.oidc_provider import NotVouched, require_safe
from dashboard.web.site import World
from feeds.errors import BadSetting
from tests.dashboard.web.identity_parts import browser, site

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it uses what its own libraries call old
    import flask
    import oidc_provider_mock
    from oidc_provider_mock._server import _threaded_server
    from oidc_provider_mock._storage import User

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # the provider's own, in its thread

CLIENT = "wanglou"
SIGN_ON_SECRET = "of-the-sign-on"
STRANGERS_KEY = RSAKey.generate_key(2048)

Forge = Callable[[dict[str, Any], Any], str]
"""Another id_token, from the honest one's claims and the provider's key."""


@dataclass
class SignOn:
    """The provider on loopback. ``forge`` replaces its tokens; ``asked`` is what its token endpoint was
    sent.
    """

    url: str = ""
    forge: Forge | None = None
    asked: list[dict[str, str]] = field(default_factory=list)


@pytest.fixture(scope="module")
def running() -> Iterator[SignOn]:
    sign_on = SignOn()
    people = [
        User(sub="1", claims={"preferred_username": "Wang.Min", "email": "w@x.example"}),
        User(sub="2", claims={"preferred_username": "stranger"}),
        User(sub="3", claims={}),
        User(sub="4", claims={"preferred_username": "root"}),
    ]
    app = oidc_provider_mock.app(user_claims=people)

    @app.after_request
    def forged(answer: flask.Response) -> flask.Response:
        if flask.request.path != "/oauth2/token":
            return answer
        sign_on.asked.append(dict(flask.request.form))
        body = answer.get_json()
        if sign_on.forge is not None and "id_token" in body:
            key = flask.g.oidc_provider_mock_storage.jwk.as_dict(is_private=True)
            claims = jwt.decode(body["id_token"], RSAKey.import_key(key)).claims
            body["id_token"] = sign_on.forge(claims, RSAKey.import_key(key))
            answer.set_data(flask.json.dumps(body))
        return answer

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with _threaded_server(app, host="127.0.0.1") as server:
            sign_on.url = f"http://127.0.0.1:{server.server_port}"
            yield sign_on


@pytest.fixture
def sign_on(running: SignOn) -> Iterator[SignOn]:
    yield running
    running.forge = None
    running.asked.clear()


@pytest.fixture
def live(tmp_path: Path, world: World, people: Identities, sign_on: SignOn) -> ASGIApp:
    about = {"oidc_client_id": CLIENT, "oidc_client_secret": SIGN_ON_SECRET}
    return site(tmp_path, world, people, oidc_issuer=sign_on.url, **about)


async def sent_away(client: httpx.AsyncClient, then: str = "/desk") -> str:
    """The address that a browser is sent to."""
    answer = await client.get("/oidc/start", params={"next": then})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


async def agreed(away: str, who: str = "1") -> str:
    """What the provider answers once somebody agreed there: path and query of our own address."""
    async with httpx.AsyncClient() as provider:
        answer = await provider.post(away, data={"sub": who})
    assert answer.status_code == 302, answer.text
    back = urlsplit(answer.headers["location"])
    assert f"{back.scheme}://{back.netloc}{back.path}" == "https://127.0.0.1:8050/oidc/back"
    return f"{back.path}?{back.query}"


async def refused(client: httpx.AsyncClient, back: str) -> str:
    """The sentence of a refusal, which leaves nobody signed in."""
    answer = await client.get(back)
    assert 400 <= answer.status_code < 500 and "__Host-wanglou=" not in answer.headers.get("set-cookie", "")
    assert (await client.get("/api/me")).json() == {"kind": "nobody"}
    found = re.search(r'data-slot="said">([^<]+)<', answer.text)
    assert found
    return found[1]


async def test_whoever_the_city_knows_and_we_do_is_signed_in(live: ASGIApp, sign_on: SignOn) -> None:
    """With what our account may do; led on by a page of ours, for the cookie is not sent from another
    site's.
    """
    async with browser(live) as client:
        away = await sent_away(client, "/desk?lang=en")
        asked = {name: values[0] for name, values in parse_qs(urlsplit(away).query).items()}
        assert asked["redirect_uri"] == "https://127.0.0.1:8050/oidc/back"
        assert (asked["client_id"], asked["code_challenge_method"]) == (CLIENT, "S256")
        assert len({asked["state"], asked["nonce"], asked["code_challenge"]}) == 3
        answer = await client.get(await agreed(away))
        assert answer.status_code == 200 and "0;url=/desk?lang=en" in answer.text
        me = (await client.get("/api/me")).json()
        assert (me["kind"], me["id"], me["roles"]) == ("officer", "wang.min", ["dispatcher", "shift_lead"])
        assert COOKIE not in client.cookies
    (form,) = sign_on.asked
    assert len(form["code_verifier"]) >= 43 and SIGN_ON_SECRET not in form.values()


async def test_whoever_has_no_account_here_is_told_so(live: ASGIApp, people: Identities) -> None:
    """By name, on the page of signing in; a disabled account is none; a token without the claim neither."""
    people.change_account("wang.min", by="root", now=people.accounts()[0].created_at, disabled=True)
    async with browser(live) as client:
        assert "stranger" in await refused(client, await agreed(await sent_away(client), "2"))
        assert "preferred_username" in await refused(client, await agreed(await sent_away(client), "3"))
        assert "wang.min" in await refused(client, await agreed(await sent_away(client), "1"))


def _signed(change: dict[str, Any]) -> Forge:
    def forge(claims: dict[str, Any], key: Any) -> str:
        kept = {name: value for name, value in {**claims, **change}.items() if value is not None}
        return jwt.encode({"alg": "RS256", "kid": key.kid}, kept, key)

    return forge


def _with_none(claims: dict[str, Any], _key: Any) -> str:
    encoded = jwt.encode({"alg": "HS256"}, claims, OctKey.import_key("x" * 32)).split(".")
    return f"eyJhbGciOiJub25lIn0.{encoded[1]}."


def _with_our_secret(claims: dict[str, Any], _key: Any) -> str:
    key = OctKey.import_key(SIGN_ON_SECRET.ljust(32, "0"))
    return jwt.encode({"alg": "HS256"}, claims, key, registry=jws.JWSRegistry(algorithms=["HS256"]))


def _with_the_public_key(claims: dict[str, Any], key: Any) -> str:
    """The confusion of algorithms: what everybody knows, used as a secret."""
    return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(key.as_pem(private=False).hex()))


def _by_a_stranger(claims: dict[str, Any], key: Any) -> str:
    return jwt.encode({"alg": "RS256", "kid": key.kid}, claims, STRANGERS_KEY)


def _altered(claims: dict[str, Any], key: Any) -> str:
    honest = jwt.encode({"alg": "RS256"}, claims, key).split(".")
    other = jwt.encode({"alg": "RS256"}, {**claims, "preferred_username": "root"}, key).split(".")
    return f"{honest[0]}.{other[1]}.{honest[2]}"


FORGED: dict[str, Forge] = {
    "another nonce": _signed({"nonce": "other"}),
    "no nonce": _signed({"nonce": None}),
    "another audience": _signed({"aud": "somebody-else"}),
    "two audiences, meant for the other": _signed({"aud": [CLIENT, "other"], "azp": "other"}),
    "no audience": _signed({"aud": None}),
    "another issuer": _signed({"iss": "https://evil.example"}),
    "expired": _signed({"exp": int(time.time()) - 86_400}),
    "no expiry": _signed({"exp": None}),
    "not yet": _signed({"nbf": int(time.time()) + 86_400}),
    "no subject": _signed({"sub": None}),
    "alg none": _with_none,
    "signed with the client's secret": _with_our_secret,
    "signed with the public key as a secret": _with_the_public_key,
    "signed by a stranger": _by_a_stranger,
    "altered": _altered,
    "no token": lambda _claims, _key: "",
    "no JWT": lambda _claims, _key: "a.b.c",
    "a number for the expiry's text": _signed({"exp": "tomorrow"}),
}


async def test_a_forged_token_signs_nobody_in(live: ASGIApp, sign_on: SignOn) -> None:
    """Each of these ways is refused, with a sentence that repeats nothing of the token."""
    async with browser(live) as client:
        for name, forge in FORGED.items():
            sign_on.forge = forge
            said = await refused(client, await agreed(await sent_away(client)))
            assert "id_token" in said and "eyJ" not in said, name
        sign_on.forge = _signed({})
        assert (await client.get(await agreed(await sent_away(client)))).status_code == 200


async def test_an_answer_counts_once_and_for_who_asked(live: ASGIApp) -> None:
    """Another state, another browser's answer, no question, and the same answer again are refused."""
    async with browser(live) as client, browser(live) as other:
        back = await agreed(await sent_away(client))
        await refused(other, back)
        away = await sent_away(other)
        await refused(other, back)
        wrong = re.sub(r"state=[^&]+", "state=other", await agreed(await sent_away(client)))
        await refused(client, wrong)
        back = await agreed(await sent_away(client))
        kept = client.cookies[COOKIE]
        assert (await client.get(back)).status_code == 200
        await client.post("/api/sign-out", json={})
        client.cookies.set(COOKIE, kept, domain="127.0.0.1")
        await refused(client, back)
        assert away.startswith("http://127.0.0.1")


async def test_a_flood_of_answers_shuts_nobody_out(live: ASGIApp, monkeypatch: pytest.MonkeyPatch) -> None:
    """Answers cost a stranger nothing, so the oldest of them is forgotten and not the next one refused."""
    monkeypatch.setattr(oidc, "USED_MOST", 2)
    async with browser(live) as client:
        for _ in range(3):
            asked = parse_qs(urlsplit(await sent_away(client)).query)["state"][0]
            await refused(client, f"/oidc/back?state={asked}&error=denied")
        assert (await client.get(await agreed(await sent_away(client)))).status_code == 200


async def test_a_code_that_was_used_or_made_up_is_the_providers_refusal(live: ASGIApp) -> None:
    """Also when our own memory of it is gone."""
    async with browser(live) as client:
        used = await agreed(await sent_away(client))
        code = parse_qs(urlsplit(used).query)["code"][0]
        assert (await client.get(used)).status_code == 200
        await client.post("/api/sign-out", json={})
        for other in (code, "made-up"):
            away = await sent_away(client)
            state = parse_qs(urlsplit(away).query)["state"][0]
            assert "token_endpoint" in await refused(client, f"/oidc/back?code={other}&state={state}")
        state = parse_qs(urlsplit(await sent_away(client)).query)["state"][0]
        said = await refused(client, f"/oidc/back?error=%3Cscript%3E&state={state}")
        assert "&lt;script&gt;" in said


async def test_a_provider_that_is_away_is_a_sentence(
    tmp_path: Path, world: World, people: Identities
) -> None:
    """On the page, where name and password still work."""
    gone = site(tmp_path, world, people, oidc_issuer="http://127.0.0.1:9", oidc_client_id=CLIENT)
    async with browser(gone) as client:
        answer = await client.get("/oidc/start?lang=en")
        assert answer.status_code == 502 and "does not answer" in answer.text
        assert 'href="/oidc/start?' in (await client.get("/sign-in")).text


def test_an_account_is_named_by_the_claim_and_by_no_unproven_address() -> None:
    """Folded as our ids are; an email only where the city has verified it."""
    assert named_by({"preferred_username": " WANG.Min "}, "preferred_username") == "wang.min"
    assert named_by({"email": "A@x.cn", "email_verified": True}, "email") == "a@x.cn"
    for claims in ({}, {"email": ""}, {"email": ["a"]}, {"email": "a@x.cn"}):
        with pytest.raises(NotVouched):
            named_by(claims, "email")


@pytest.mark.parametrize(
    "address", [None, 7, "", "http://sso.example/x", "ftp://127.0.0.1/", "file:///etc", "//x"]
)
def test_no_secret_goes_out_in_the_clear(address: object) -> None:
    """The provider's addresses are https, or on this machine."""
    require_safe("token_endpoint", "https://sso.example/token")
    require_safe("token_endpoint", "http://127.0.0.1:80/token")
    with pytest.raises(NotVouched):
        require_safe("token_endpoint", address)


def test_a_sign_on_needs_our_name_there_and_https() -> None:
    """A sentence at the start, not a fault at the first sign-in."""
    for given in ({"oidc_issuer": "https://sso.example"}, {"oidc_issuer": "http://sso.example"}):
        with pytest.raises(BadSetting):
            load({"mode": "live", **given}, environment={"WANGLOU_CONFIG": ""})


def test_without_the_extra_it_says_how_to_get_it(
    tmp_path: Path, world: World, people: Identities, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The base install has no OpenID Connect."""
    monkeypatch.setitem(__import__("sys").modules, "dashboard.web.oidc", None)
    with pytest.raises(BadSetting, match=r"wants more packages; .* pip install -e '\.\[oidc\]'$"):
        site(tmp_path, world, people, oidc_issuer="https://sso.example", oidc_client_id=CLIENT)
