"""Every door and everybody before it: who is let in is what ``docs/doors.md`` says, and nobody else is."""

import re
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import httpx
import pytest

from dashboard.identity.identities import Identities, identity_url
from dashboard.incidents.states import Role
from dashboard.web import door_list, gate
from dashboard.web.dash_pages import CALLBACKS, PAGES
from dashboard.web.gate import CATCH_ALL, CLOSED, Door, Undeclared
from dashboard.web.open311_door import FORM
from dashboard.web.site import Web, World, build
from feeds.model import Utc
from tests.dashboard.web.matrix_parts import SCREEN_TOKEN, TOKENS, Knock, People, bearer, knock
from tests.dashboard.web.site_parts import load_live, settings_for
from tests.dashboard.web.test_dash_calls import call
from tests.kit import figures

LISTED: Final = Path(__file__).parents[3] / "docs" / "doors.md"
SAMPLES: Final = {"layer": "streets", "camera": "x", "file": "x.m3u8", "z": "1", "x": "0", "y": "0",
                  "kind": "worker", "form": "json", "code": "06010", "package_name": "dash",
                  "fingerprinted_path:path": "x.js"}  # fmt: skip
LAST: Final = "/api/sign-out"
"""Knocked at last: it ends the session that knocks."""
WANT_A_ROLE: Final = ("/api/whereabouts/{worker}",)
"""Doors that ask an officer for some role besides: where a person is, is told to nobody without one."""
NO_ROLE: Final = ("officer:without a role", "admin")
KINDS: Final = ("doors", "sources' doors", "callbacks", "topics", "orders")
"""What is knocked at."""


class Tally:
    """How often, and how often the answer was another than the table's, of this module together."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()
        self.wrong: dict[str, list[object]] = {kind: [] for kind in KINDS}

    def note(self, kind: str, what: object, *, right: bool) -> None:
        """One of ``KINDS``."""
        self.asked[kind] += 1
        if not right:
            self.wrong[kind].append(what)


@pytest.fixture(scope="module")
def tally() -> Iterator[Tally]:
    """Its figures are written when all of them were knocked at."""
    counted, began = Tally(), time.monotonic()
    yield counted
    if set(counted.asked) == set(KINDS):
        wrong = sum(map(len, counted.wrong.values()))
        told = {"asked": counted.asked.total(), "wrong": wrong, "by_kind": dict(counted.asked)}
        figures.write("authorisation", told, time.monotonic() - began, passed=not wrong)


@pytest.fixture
def people(tmp_path: Path) -> Iterator[People]:
    """Everybody, in a store of their own."""
    identities = Identities(identity_url(tmp_path, ""))
    yield People(identities, Utc(time.time()))
    identities.close()


@pytest.fixture
def live(tmp_path: Path, world: World, people: People) -> Web:
    """A live installation with two sources, each with its token."""
    return build(load_live(tmp_path), World(**parts(world), identities=people.identities))


def parts(world: World) -> dict[str, Any]:
    """What a world is made of, but who may come in."""
    return {name: getattr(world, name) for name in ("store", "reader", "bus", "district", "geo")}


def address(door: Door) -> str:
    """A path that this door answers."""
    if door.path == "/assets":
        return "/assets/tokens.css"
    return re.sub(r"\{([^}]+)\}", lambda name: SAMPLES.get(name[1], "unknown-1"), door.path)


def opens(who: str, caller: str) -> bool:
    """What each word of the table means, written down a second time."""
    officer = caller.startswith("officer") or "admin" in caller
    screen = officer or caller.startswith("screen")
    return {"anybody": True, "machine": screen, "screen": screen, "officer": officer,
            "admin": "admin" in caller}[who]  # fmt: skip


async def test_who_is_let_in_at_every_door(live: Web, people: People, tally: Tally) -> None:
    """All addresses and methods, all sorts of callers; a wrong allow and a wrong refusal both fail."""
    doors = sorted((door for door in live.gate.doors if door.who != "source"), key=lambda d: d.path == LAST)
    callers = [*people.out.items(), *people.in_.items()]
    asked = 0
    for name, who in callers:
        for door in doors:
            body = call() if door.path == "/_dash-update-component" else None
            answer = await knock(live.asgi, door.method, address(door), who, body, "https")
            asked += 1
            may = opens(door.who, name if name in people.in_ else "nobody")
            may = may and not (door.path in WANT_A_ROLE and name in NO_ROLE)
            right = answer.turned_away is not may
            tally.note("doors", (name, door.method, door.path, answer.status), right=right)
            assert answer.status != 500, (name, door)
    assert tally.wrong["doors"] == [] and asked == len(doors) * len(callers) >= 1_500


async def test_a_sources_door_opens_to_its_own_token_alone(live: Web, people: People, tally: Tally) -> None:
    """Not to officers, screens, or, where a door is one source's, another source's token."""
    doors = [door for door in live.gate.doors if door.who == "source"]
    owners = {"owntracks": "source's token", "osmand": "another's"}  # the others are for incidents
    more = {"another's": bearer(TOKENS["boxes"]), "a sender's of incidents": bearer(TOKENS["hotline"])}
    everybody = {**people.out, **people.in_, **more}
    for door in doors:
        for name, who in everybody.items():
            mine = name == owners.get(door.path.rpartition("/")[2], "a sender's of incidents")
            form = {"content-type": FORM} if "open311" in door.path else {}
            shown = Knock({**who.headers, **form})
            answer = await knock(live.asgi, door.method, address(door), shown)
            told = (door.path, name, answer.status)
            tally.note("sources' doors", told, right=answer.turned_away is not mine)
    assert tally.wrong["sources' doors"] == []


@pytest.mark.parametrize(
    ("pathname", "who"), [("/wall", "screen"), ("/desk", "officer"), ("/desk/x", "officer")]
)
async def test_every_callback(live: Web, people: People, tally: Tally, pathname: str, who: str) -> None:
    """Dash's own POST is one address; what it calls is judged by itself."""
    made = call()
    made["inputs"][0]["value"] = pathname
    for name, knocks in {**people.out, **people.in_}.items():
        answer = await knock(live.asgi, "POST", "/_dash-update-component", knocks, made)
        right = answer.turned_away is not opens(who, name if name in people.in_ else "nobody")
        tally.note("callbacks", (name, pathname, answer.status), right=right)
    assert tally.wrong["callbacks"] == []


@pytest.mark.parametrize(("topic", "who"), [("wall", "screen"), ("desk", "officer")])
async def test_every_topic(live: Web, people: People, tally: Tally, topic: str, who: str) -> None:
    """A live ticket for it, or none."""
    for name, knocks in {**people.out, **people.in_}.items():
        answer = await knock(live.asgi, "POST", "/api/live-ticket", knocks, {"screen": topic})
        right = (answer.status == 200) is opens(who, name if name in people.in_ else "nobody")
        tally.note("topics", (name, topic, answer.status), right=right)
    assert tally.wrong["topics"] == []


async def test_an_order_wants_a_role_that_the_account_holds(live: Web, people: People, tally: Tally) -> None:
    """Every role by every order, at whistles and alerts; also without any role."""
    said = {
        "grade": "ordinary",
        "title": "x",
        "reason": "y",
        "street": "320104004",
        "departments": ["greening"],
    }
    commands: dict[str, dict[str, Any]] = {
        "/api/whistles": {"do": "draft", **said}, "/api/alerts/A-1/commands": {"do": "acknowledge"}
    }  # fmt: skip
    for name, who in people.in_.items():
        if not name.startswith("officer"):
            continue
        for role in Role:
            for path, command in commands.items():
                body: dict[str, Any] = {"id": str(uuid4()), "role": role, "command": command}
                body |= {} if "alerts" in path else {"expected_revision": 0}
                answer = await knock(live.asgi, "POST", path, who, body)
                lacking = "you do not hold the role" in answer.body.decode()
                right = lacking is (name != f"officer:{role}")
                tally.note("orders", (name, role, path, answer.body), right=right)
    assert tally.wrong["orders"] == []


async def test_no_token_counts_in_an_address_or_a_body(live: Web, people: People) -> None:
    """An officer's session, a screen's and a source's token, under the names somebody would try."""
    session = people.in_["second admin"].headers["cookie"].partition("=")[2]
    screen = people.in_["screen"].headers["authorization"].partition(" ")[2]
    for secret in (session, screen, TOKENS["phones"], SCREEN_TOKEN):
        for name in ("token", "screen", "session", "access_token", "api_key", "ticket"):
            for path in ("/api/incidents", "/api/alerts", "/api/admin/users"):
                answer = await knock(live.asgi, "GET", f"{path}?{name}={secret}", Knock())
                assert answer.status == 401, (path, name)
            answer = await knock(live.asgi, "POST", "/api/live-ticket", Knock(), {name: secret})
            assert answer.status == 401


# The list is complete


def test_every_route_of_the_server_is_listed(live: Web) -> None:
    """And nothing is listed that no route answers, but the pages, which Dash's catch-all does."""
    listed = {(door.path, door.method) for door in live.gate.doors if door not in PAGES}
    assert listed == set(gate.methods_of(live.gate._routes))


@pytest.mark.parametrize(
    "forgotten", [("/assets", "GET"), ("/api/incidents", "GET"), ("/_dash-layout", "GET")]
)
def test_a_forgotten_door_stops_the_start(
    tmp_path: Path, world: World, monkeypatch: pytest.MonkeyPatch, forgotten: tuple[str, str]
) -> None:
    """With its name."""
    made = gate.Gate.__init__

    def forgetful(self: Any, server: Any, doors: Any, *more: Any) -> None:
        made(self, server, [door for door in doors if (door.path, door.method) != forgotten], *more)

    monkeypatch.setattr(gate.Gate, "__init__", forgetful)
    with pytest.raises(Undeclared, match=re.escape(f"{forgotten[1]} {forgotten[0]}")):
        build(settings_for(tmp_path), world)


def test_a_forgotten_callback_stops_the_start(
    tmp_path: Path, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Dash would call it for anybody."""
    monkeypatch.setattr("dashboard.web.dash_pages.CALLBACKS", {})
    with pytest.raises(Undeclared, match=r"page\.children"):
        build(settings_for(tmp_path), world)


def test_a_forgotten_topic_stops_the_start(
    tmp_path: Path, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The relay knows it already; nobody has said who may hear it."""
    monkeypatch.setattr("dashboard.web.live_ticket.TOPICS", {})
    with pytest.raises(Undeclared, match="desk"):
        build(settings_for(tmp_path), world)


async def test_what_dash_opens_and_we_do_not_is_closed(live: Web, client: httpx.AsyncClient) -> None:
    """Its sockets, its reloading, and every page it would make up."""
    assert {path for path in CLOSED | CATCH_ALL if path.startswith("/_")} == CLOSED
    for path in (*CLOSED, "/nothing", "/wall/", "/desk/x"):
        assert (await client.get(path)).status_code == 404
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "websocket.connect"}

    async def send(message: Any) -> None:
        sent.append(message)

    for path in ("/_dash-ws-callback", "/live", "/"):
        scope = {
            "type": "websocket",
            "path": path,
            "headers": [(b"host", b"127.0.0.1:8050")],
            "query_string": b"",
        }
        await live.asgi(scope, receive, send)
    assert [message["type"] for message in sent] == ["websocket.close"] * 3


def test_the_list_in_the_documentation_is_the_running_one(
    tmp_path: Path, world: World, people: People
) -> None:
    """``python -m dashboard.web.door_list > docs/doors.md`` writes it."""
    with_all_kinds = build(settings_for(tmp_path), World(**parts(world), identities=people.identities))
    made = door_list.page(with_all_kinds.gate.doors, door_list.callbacks_of(CALLBACKS))
    assert LISTED.read_text(encoding="utf-8") == made
