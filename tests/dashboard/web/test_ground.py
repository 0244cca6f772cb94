"""An account or a screen that is bound to a street has that street's records, read and commanded, and no
other.
"""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import msgspec
import pytest
from starlette.types import ASGIApp

from dashboard.identity.identities import Identities, identity_url
from dashboard.incidents.reader import Reader
from dashboard.incidents.reader_nearby import Around
from dashboard.incidents.states import Role
from dashboard.web.callers import Ground, ground_within
from dashboard.web.site import World, build
from dashboard.web.tickets import Tickets
from feeds.model import Utc
from tests.dashboard.web.matrix_parts import TOKENS, Answer, Knock, bearer, cookie, knock
from tests.dashboard.web.site_parts import SECRET, load_live
from tests.dashboard.web.test_events import event

MINE, THEIRS = "320104004", "320104009"
PLACES = {MINE: (32.0205, 118.7745), THEIRS: (32.0395, 118.8130)}


class Bound:
    """One officer of a street, one wall of it, one officer of everything, and an incident on two streets."""

    def __init__(self, identities: Identities, asgi: ASGIApp, reader: Reader) -> None:
        self.reader = reader
        now = Utc(time.time())
        identities.add_account("mine", roles=list(Role), scope=MINE, by="t", now=now)
        identities.add_account("all", roles=list(Role), by="t", now=now)
        self.asgi = asgi
        self.officer = cookie(identities.begin("mine", now, by="t").secret)
        self.everything = cookie(identities.begin("all", now, by="t").secret)
        self.screen = bearer(identities.enrol_screen("hall", MINE, by="t", now=now)[1])
        self.of: dict[str | None, str] = {}

    async def report(self) -> "Bound":
        """One incident on each street, one nowhere."""
        sender = bearer(TOKENS["hotline"])
        for n, (street, place) in enumerate([*PLACES.items(), (None, None)]):
            more = {} if place is None else dict(zip(("lat", "lon"), place, strict=True))
            said = event(title=f"积水{n}", category="10006", external_id=f"G-{n}", **more)
            told = (await knock(self.asgi, "POST", "/intake/events", sender, said)).json()
            record = (await self.get(f"/api/incidents/{told['id']}", self.everything)).json()
            assert record["street"] == street, record["street"]
            self.of[street] = told["id"]
        return self

    async def get(self, path: str, who: Knock) -> Any:
        return await knock(self.asgi, "GET", path, who)


@pytest.fixture
async def bound(tmp_path: Path, world: World) -> Any:
    identities = Identities(identity_url(tmp_path, ""))
    parts = {name: getattr(world, name) for name in ("store", "reader", "bus", "district", "geo")}
    asgi = build(load_live(tmp_path), World(**parts, identities=identities)).asgi
    yield await Bound(identities, asgi, world.reader).report()
    identities.close()


ONE = ("/api/incidents/{id}", "/api/records/incident/{id}")
OFFICERS_ONE = (
    "/api/incidents/{id}/history",
    "/api/incidents/{id}/commands?role=shift_lead",
    "/api/incidents/{id}/nearby",
    "/api/whistles/suggestions?incident={id}&role=shift_lead",
)


async def test_one_record_is_answered_on_its_ground_alone(bound: Bound) -> None:
    """404 with the very sentence of what is not there, so that nobody learns what is."""
    for path in (*ONE, *OFFICERS_ONE):
        callers = [bound.officer] if path in OFFICERS_ONE else [bound.officer, bound.screen]
        for who in callers:
            assert (await bound.get(path.format(id=bound.of[MINE]), who)).status == 200, path
            for other in (bound.of[THEIRS], bound.of[None]):
                hidden = await bound.get(path.format(id=other), who)
                missing = await bound.get(path.format(id="I-NOTHING"), who)
                assert hidden.status == missing.status == 404, path
                assert hidden.body.replace(other.encode(), b"I-NOTHING") == missing.body
            assert (await bound.get(path.format(id=bound.of[THEIRS]), bound.everything)).status == 200, path


async def test_an_order_is_obeyed_on_its_ground_alone(bound: Bound) -> None:
    """Nothing is changed elsewhere."""
    order = {"role": "shift_lead", "expected_revision": 1}
    order |= {"command": {"do": "accept", "unverified_reason": "市民来电属实"}}
    for street, status in ((MINE, 200), (THEIRS, 404), (None, 404)):
        path = f"/api/incidents/{bound.of[street]}/commands"
        answer = await knock(bound.asgi, "POST", path, bound.officer, {**order, "id": str(uuid4())})
        assert answer.status == status, answer.body
        record = (await bound.get(f"/api/incidents/{bound.of[street]}", bound.everything)).json()
        assert record["revision"] == (2 if status == 200 else 1)


async def test_an_order_writes_into_no_other_ground(bound: Bound) -> None:
    """Merges, and whistles tied to incidents, write into those, too: what is elsewhere is not there."""
    before = (await bound.get(f"/api/incidents/{bound.of[THEIRS]}", bound.everything)).json()
    drafted = {"do": "draft", "grade": "ordinary", "title": "夜市油烟", "reason": "多次处置未果",
               "street": MINE, "departments": ["greening"]}  # fmt: skip
    order = {"role": "shift_lead", "expected_revision": 1}

    async def given(path: str, command: dict[str, Any], revision: int) -> Answer:
        said = {**order, "id": str(uuid4()), "command": command, "expected_revision": revision}
        return await knock(bound.asgi, "POST", path, bound.officer, said)

    whistle = (await given("/api/whistles", {**drafted, "incidents": [bound.of[MINE]]}, 0)).json()["id"]
    mine = (await bound.get(f"/api/incidents/{bound.of[MINE]}", bound.everything)).json()
    for other in (bound.of[THEIRS], bound.of[None], "I-NOTHING"):
        for path, command, revision in (
            (f"/api/incidents/{bound.of[MINE]}/commands", {"do": "merge", "into": other}, mine["revision"]),
            ("/api/whistles", {**drafted, "incidents": [other]}, 0),
            (f"/api/whistles/{whistle}/commands", {"do": "link", "incidents": [other]}, 1),
        ):
            refused = await given(path, command, revision)
            assert refused.status == 409 and f"there is no incident {other!r}" in refused.json()["error"]
    assert (await bound.get(f"/api/incidents/{bound.of[THEIRS]}", bound.everything)).json() == before


async def test_lists_and_tables_hold_its_ground_alone(bound: Bound) -> None:
    """Asked for everything they give what is theirs; asked for another street they say no."""
    for who in (bound.officer, bound.screen):
        listed = (await bound.get("/api/incidents", who)).json()["incidents"]
        assert [one["id"] for one in listed] == [bound.of[MINE]]
        for asked in (f"street={THEIRS}", f"grid={THEIRS}001001"):
            refused = await bound.get(f"/api/incidents?{asked}", who)
            assert refused.status == 403 and refused.json()["field"] == asked.partition("=")[0]
    table = (await bound.get("/api/incidents.csv", bound.officer)).body.decode()
    assert bound.of[MINE] in table and bound.of[THEIRS] not in table and bound.of[None] not in table
    assert len((await bound.get("/api/incidents", bound.everything)).json()["incidents"]) == 3


async def test_pages_and_counts_give_nothing_away(bound: Bound) -> None:
    """A hidden record neither shortens a page nor promises another, and another street's counts nowhere."""
    sender, (lat, lon) = bearer(TOKENS["hotline"]), PLACES[MINE]
    for n, category in enumerate(("10009", "10006", "10009", "10009", "21001", "10009")):
        said = event(title=f"第{n}件", category=category, external_id=f"P-{n}", lat=lat, lon=lon)
        assert (await knock(bound.asgi, "POST", "/intake/events", sender, said)).status == 201
    pages, after = [], ""
    while not pages or after:
        page = (await bound.get(f"/api/incidents?limit=1{after}", bound.screen)).json()
        pages.append([one["category"] for one in page["incidents"]])
        assert page["more"] is (page["next"] is not None)
        after = f"&after={page['next']}" if page["more"] else ""
    assert pages == [["21001"], ["10006"], ["10006"]]
    for asked in ("category=10009", f"q={quote('第0件')}", f"q={quote('第4件')}"):
        page = (await bound.get(f"/api/incidents?limit=1&{asked}", bound.screen)).json()
        assert (page["count"], page["more"], page["next"]) == (0, False, None), asked
    everything = (await bound.get("/api/incidents?limit=1&category=10009", bound.officer)).json()
    assert everything["count"] == 1 and everything["more"]


async def test_what_is_near_counts_its_ground_alone(bound: Bound) -> None:
    """At the border of two streets: the neighbour's reports are not in the sums either."""
    record = (await bound.get(f"/api/incidents/{bound.of[MINE]}", bound.everything)).json()
    reader = bound.reader
    around = Around(
        lat=record["lat"], lon=record["lon"], within_m=4_500, since_ms=0, until_ms=1 << 42, most=9
    )
    assert reader.around(around).count == 2
    for scope in (MINE, record["grid"][:12]):
        mine = reader.around(msgspec.structs.replace(around, scope=scope))
        assert (mine.count, [one.body["id"] for one in mine.newest]) == (1, [bound.of[MINE]])


async def test_a_screen_may_ask_for_no_more_than_a_wall_is_sent(bound: Bound) -> None:
    """Of a hidden kind nothing, of a dimmed one no words, exact place or history; nor can it be searched."""
    sender, of = bearer(TOKENS["hotline"]), dict[str, str]()
    lat, lon = PLACES[MINE]
    for category in ("10006", "10009", "21001"):
        said = event(title=f"机密{category}", category=category, external_id=category, lat=lat, lon=lon)
        of[category] = (await knock(bound.asgi, "POST", "/intake/events", sender, said)).json()["id"]
    listed = await bound.get("/api/incidents", bound.screen)
    assert [one["id"] for one in listed.json()["incidents"]] == [of["21001"], of["10006"], bound.of[MINE]]
    assert listed.json()["count"] == 3
    for path in ONE:
        assert (await bound.get(path.format(id=of["10009"]), bound.screen)).status == 404
        assert (await bound.get(path.format(id=of["10009"]), bound.officer)).status == 200
        assert "机密10006".encode() in (await bound.get(path.format(id=of["10006"]), bound.screen)).body
        dimmed = await bound.get(path.format(id=of["21001"]), bound.screen)
        assert dimmed.json()["dimmed"] and dimmed.json()["lat"] != lat and not dimmed.json().get("history")
        for answer in (dimmed, listed):
            assert "机密21001".encode() not in answer.body and "机密10009".encode() not in answer.body
    grid = (await bound.get(ONE[0].format(id=of["10006"]), bound.screen)).json()["grid"]
    for asked in (f"q={quote('机密')}", f"grid={grid}"):
        found = (await bound.get(f"/api/incidents?{asked}", bound.screen)).json()["incidents"]
        assert of["21001"] not in {one["id"] for one in found} and of["10006"] in {one["id"] for one in found}


@pytest.mark.parametrize("path", ["/api/assessment", "/api/patrol"])
async def test_figures_are_of_its_ground(bound: Bound, path: str) -> None:
    """By default, too; not of the district."""
    assert (await bound.get(path, bound.screen)).json()["scope"] == MINE
    for scope in (THEIRS, "320104"):
        assert (await bound.get(f"{path}?scope={scope}", bound.screen)).status == 403
    assert (await bound.get(path, bound.everything)).json()["scope"] == "320104"


async def test_a_live_ticket_is_for_its_ground(bound: Bound) -> None:
    """Of the street even when no scope is asked for."""
    for who, screen in ((bound.officer, "desk"), (bound.screen, "wall")):
        answer = await knock(bound.asgi, "POST", "/api/live-ticket", who, {"screen": screen})
        ticket = Tickets(SECRET, "live").check(answer.json()["ticket"])
        assert ticket is not None and ticket.scope == MINE
        assert ticket.bearer.startswith("session:" if screen == "desk" else "screen:")
        for scope in (THEIRS, "320104"):
            asked = {"screen": screen, "scope": scope}
            assert (await knock(bound.asgi, "POST", "/api/live-ticket", who, asked)).status == 403


@pytest.mark.parametrize(
    ("asked", "leads_to"),
    [
        ("", f"?scope={MINE}"),
        (f"?scope={THEIRS}&lang=en", f"?lang=en&scope={MINE}"),
        ("?scope=320104", f"?scope={MINE}"),
        (f"?scope={MINE}", None),
    ],
)
async def test_a_page_opens_on_its_readers_ground(bound: Bound, asked: str, leads_to: str | None) -> None:
    """Else it would ask for a picture it is refused; whoever sees everything is led nowhere."""
    for who, page in (
        (bound.officer, "/desk"),
        (bound.screen, "/wall"),
        (bound.officer, "/desk/incidents/I-1"),
    ):
        answer = await bound.get(page + asked, who)
        assert answer.headers.get("location") == (None if leads_to is None else page + leads_to)
    assert "location" not in (await bound.get("/desk" + asked, bound.everything)).headers


async def test_whistles_and_alerts_are_of_its_ground(bound: Bound) -> None:
    """Drafted, listed, read and commanded."""
    drafts = {}
    for street in (MINE, THEIRS):
        command = {"do": "draft", "grade": "ordinary", "title": "夜市油烟", "reason": "多次处置未果",
                   "street": street, "departments": ["greening"]}  # fmt: skip
        order = {"id": str(uuid4()), "role": "shift_lead", "expected_revision": 0, "command": command}
        if street == THEIRS:
            refused = await knock(bound.asgi, "POST", "/api/whistles", bound.officer, order)
            assert refused.status == 403 and refused.json()["field"] == "command.street"
        answer = await knock(bound.asgi, "POST", "/api/whistles", bound.everything, order)
        drafts[street] = answer.json()["id"]
    listed = (await bound.get("/api/whistles?status=all", bound.officer)).json()["whistles"]
    assert [one["id"] for one in listed] == [drafts[MINE]]
    for path in ("/api/whistles/{id}/history", "/api/whistles/{id}/commands?role=shift_lead"):
        assert (await bound.get(path.format(id=drafts[MINE]), bound.officer)).status == 200
        assert (await bound.get(path.format(id=drafts[THEIRS]), bound.officer)).status == 404
    blow = {"id": str(uuid4()), "role": "shift_lead", "expected_revision": 1, "command": {"do": "discard"}}
    path = f"/api/whistles/{drafts[THEIRS]}/commands"
    assert (await knock(bound.asgi, "POST", path, bound.officer, blow)).status == 404
    assert (await bound.get("/api/alerts", bound.officer)).json()["alerts"] == []
    alert = {"id": str(uuid4()), "role": "shift_lead", "command": {"do": "acknowledge"}}
    assert (await knock(bound.asgi, "POST", "/api/alerts/A-1/commands", bound.officer, alert)).status == 404


@pytest.mark.parametrize(
    ("own", "installation", "scope"),
    [("", "320104", ""), ("320104", "320104", ""), (MINE, "320104", MINE), (MINE, MINE, ""),
     ("320104", MINE, ""), (THEIRS, MINE, None), ("320105", "320104", None)],
)  # fmt: skip
def test_the_ground_is_the_narrower_of_two(own: str, installation: str, scope: str | None) -> None:
    """An account of another district sees nothing here."""
    assert ground_within(own, installation) == Ground(scope)


def places() -> Iterator[tuple[Ground, dict[str, Any], bool]]:
    """Grounds, records, and whether one holds the other."""
    yield Ground(), {}, True
    yield Ground(None), {"street": MINE}, False
    yield Ground(MINE), {"street": MINE}, True
    yield Ground(MINE), {"grid": MINE + "001001"}, True
    yield Ground(MINE), {"street": None, "grid": None}, False
    yield Ground(MINE + "001"), {"street": MINE, "community": MINE + "001"}, True
    yield Ground(MINE + "001"), {"street": MINE, "community": MINE + "002"}, False


@pytest.mark.parametrize(("ground", "body", "holds"), list(places()))
def test_what_has_no_place_is_for_those_who_see_everything(
    ground: Ground, body: dict[str, Any], holds: bool
) -> None:
    """And a finer place decides, where it is known."""
    assert ground.holds(body) is holds
