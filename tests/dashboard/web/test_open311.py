"""Open311 GeoReport v2: what its clients rely on, what the public must not see, what is the same report."""

from typing import Any
from xml.etree import ElementTree

import httpx
import pytest

from dashboard.incidents.matters import Spot, Telling, fold
from dashboard.web import open311
from dashboard.web.open311_forms import WINDOW_S, external_id, form_telling, read_form, spell_of
from dashboard.web.site import World, build
from feeds.errors import BadInput
from feeds.model import Utc
from tests.dashboard.web.site_parts import TOKEN, FakeBus, client_of, settings_for
from tests.dashboard.web.test_events import event

NOW = Utc(1_795_330_000.0)
BASE = "/open311/v2"


def form(**more: str) -> dict[str, str]:
    """A report that is accepted."""
    return {"api_key": TOKEN, "service_code": "06010", "lat": "32.0205", "long": "118.7745", **more}


def xml(answer: httpx.Response) -> ElementTree.Element:
    """The document that was answered; not well-formed raises."""
    return ElementTree.fromstring(answer.content)  # noqa: S314 - our own answer


def record(category: str | None = "06010", **said: Any) -> dict[str, Any]:
    """An incident's record."""
    spot = Spot(32.020512, 118.774533, "320104004", "320104004001", "320104004001007")
    told = {"title": "张三 13800000000", "place": "3 幢 502", "spot": spot, "opened_at": NOW, **said}
    telling = Telling(source="x", external_id="1", revision=1, received_at=NOW, provenance="real",
                      category=category, **told)  # fmt: skip
    return fold(None, telling)


async def test_services_are_the_dictionarys_in_both_forms(client: httpx.AsyncClient) -> None:
    """Without a token; what the public must not report is not listed."""
    listed = (await client.get(f"{BASE}/services.json")).json()
    codes = [service["service_code"] for service in listed]
    assert "06010" in codes and "24003" not in codes and not any(one["metadata"] for one in listed)
    root = xml(await client.get(f"{BASE}/services.xml"))
    assert [one.findtext("service_code") for one in root.findall("service")] == codes
    one = await client.get(f"{BASE}/services/06010.json")
    assert one.json() == {"service_code": "06010", "attributes": []}
    assert (await client.get(f"{BASE}/services/24003.json")).status_code == 404


async def test_a_report_is_on_disk_hinted_and_read_back(
    client: httpx.AsyncClient, world: World, bus: FakeBus
) -> None:
    """The private parts are kept back: the public's answer has neither words, nor the place's number."""
    sent = form(description="门口垃圾", address_string="中华路 21 号", phone="13800000000", first_name="三")
    answer = await client.post(f"{BASE}/requests.json", data=sent)
    assert answer.status_code == 201
    name = answer.json()[0]["service_request_id"]
    kept = world.reader.kind("incident")[name]
    assert (kept["title"], kept["category"], kept["street"]) == ("门口垃圾", "06010", "320104004")
    assert "13800000000" not in str(kept) and bus.hints == [world.reader.head()]
    (seen,) = (await client.get(f"{BASE}/requests/{name}.json")).json()
    assert (seen["status"], seen["lat"], seen["long"]) == ("open", 32.0205, 118.7745)
    assert seen["requested_datetime"].endswith("+08:00")
    assert "21" not in seen["address"] and seen["description"] is None
    (same,) = (await client.get(f"{BASE}/requests.json", params={"service_request_id": name})).json()
    assert same == seen


async def test_the_same_report_sent_again_is_the_same_request(
    client: httpx.AsyncClient, world: World
) -> None:
    """By its content, or by the key its sender gave; other words are another report."""
    first = await client.post(f"{BASE}/requests.json", data=form(description="甲"))
    again = await client.post(f"{BASE}/requests.json", data=form(description="甲"))
    assert (again.status_code, again.json()) == (200, first.json())
    keyed = [
        await client.post(f"{BASE}/requests.json", data=form(description=text), headers=key)
        for text, key in (("甲", {"Idempotency-Key": "k"}), ("甲", {"Idempotency-Key": "k"}))
    ]
    ids = [answer.json()[0]["service_request_id"] for answer in (*keyed, first)]
    assert ids[0] == ids[1] != ids[2]
    assert keyed[0].json()[0]["service_notice"], "it is like the first one"
    await client.post(f"{BASE}/requests.json", data=form(description="乙"))
    assert len(world.reader.kind("incident")) == 3


async def test_a_report_without_a_place_is_taken(client: httpx.AsyncClient, world: World) -> None:
    """Flagged, not dropped; so is one from elsewhere."""
    for where in ({"lat": "", "long": ""}, {"lat": "0", "long": "0"}):
        assert (await client.post(f"{BASE}/requests.json", data=form(**where))).status_code == 201
    assert {body["located"] for body in world.reader.kind("incident").values()} == {"none", "outside"}


@pytest.mark.parametrize(
    ("sent", "status", "says"),
    [
        ({"api_key": ""}, 403, "api_key is missing"),
        ({"api_key": "x"}, 403, "api_key is wrong"),
        ({"service_code": "24003"}, 400, "service_code is '24003'"),
        ({"service_code": ""}, 400, "service_code is ''"),
        ({"lat": "NaN"}, 400, "lat is 'NaN'"),
        ({"lat": "95"}, 400, "lat is 95.0"),
        ({"long": ""}, 400, "long is missing"),
        ({"description": "x" * 2001}, 400, "description is"),
    ],
)
async def test_refusals_are_in_the_standards_form(
    client: httpx.AsyncClient, world: World, sent: dict[str, str], status: int, says: str
) -> None:
    """Code and description, in JSON and in XML, naming field and value; nothing is written."""
    answer = await client.post(f"{BASE}/requests.json", data=form(**sent))
    (error,) = answer.json()
    assert answer.status_code == error["code"] == status and error["description"].startswith(says)
    root = xml(await client.post(f"{BASE}/requests.xml", data=form(**sent)))
    assert (root.tag, root.findtext("error/code")) == ("errors", str(status))
    assert world.reader.head() == 0


async def test_hostile_words_stay_words(client: httpx.AsyncClient, world: World) -> None:
    """Markup is text; a body that is no form, or of another type, is a sentence."""
    text = "<script>alert(1)</script>]]>&\x00\u202e'; --"
    answer = await client.post(f"{BASE}/requests.xml", data=form(description=text))
    assert answer.status_code == 201 and xml(answer).tag == "service_requests"
    (body,) = world.reader.kind("incident").values()
    assert body["title"] == "<script>alert(1)</script>]]>&'; --"
    assert (await client.post(f"{BASE}/requests.json", json={})).status_code == 415
    head = {"Content-Type": "application/x-www-form-urlencoded"}
    for raw in (b"\xff", b"a=%ff", b"&".join([b"a=1"] * 101)):
        assert (await client.post(f"{BASE}/requests.json", content=raw, headers=head)).status_code == 400
    assert (await client.get(f"{BASE}/requests.yaml")).json()[0]["code"] == 400


async def test_live_refuses_simulated_reports(tmp_path: Any, world: World, client: httpx.AsyncClient) -> None:
    """In a demo they are marked; the public reads that they are."""
    simulated = form(device_id="urn:wanglou:sim:app")
    done = await client.post(f"{BASE}/requests.json", data=simulated)
    name = done.json()[0]["service_request_id"]
    assert "simulated" in (await client.get(f"{BASE}/requests/{name}.json")).json()[0]["status_notes"]
    settings = settings_for(tmp_path, "live")
    source = {"kind": "incidents", "name": "app", "token": "app-token-000001"}
    object.__setattr__(settings, "sources", (source,))
    live = build(settings, world)
    async with client_of(live.asgi) as outside:
        answer = await outside.post(f"{BASE}/requests.json", data=simulated | {"api_key": "app-token-000001"})
    assert answer.status_code == 400 and "live refuses" in answer.text


def test_sensitive_matters_have_no_place_and_hidden_ones_do_not_exist() -> None:
    """Nor do kinds that nobody knows."""
    dimmed = open311.request_view(record("21001"), {})
    assert (dimmed["lat"], dimmed["long"], dimmed["description"]) == (None, None, None)
    assert "06010" in open311.PUBLIC and "24003" not in open311.PUBLIC
    assert "张三" not in str(open311.request_view(record(), {})) and "502" not in str(dimmed)


@pytest.fixture
async def reported(sender: httpx.AsyncClient) -> dict[str, str]:
    """Five incidents, the first opened first: what each is, and its id."""
    kinds = {"rubbish": "06010", "noise": "06011", "hidden": "24003", "nobody knows": "99999", "old": "06010"}
    ids = {}
    for hours, (name, category) in enumerate(kinds.items()):
        opened = NOW - 100 * 86_400 if name == "old" else NOW + hours * 3600
        said = event(external_id=name, title=name, category=category, opened_at=opened)
        ids[name] = (await sender.post("/intake/events", json=said)).json()["id"]
    await sender.post("/intake/events", json=event("closed", "noise", 2))
    return ids


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["noise", "rubbish"]),
        ({"status": "open"}, ["rubbish"]),
        ({"status": "closed,open"}, ["noise", "rubbish"]),
        ({"service_code": "06011,06012"}, ["noise"]),
        ({"service_code": "06011", "status": "open"}, []),
        ({"start_date": "2026-11-22T07:16:40Z"}, ["noise"]),
        ({"end_date": "2026-11-22T07:16:40Z"}, ["rubbish"]),
        ({"end_date": "2026-11-01T00:00:00 08:00"}, ["old"]),
        ({"page_size": "1"}, ["noise"]),
        ({"page_size": "1", "page": "2"}, ["rubbish"]),
        ({"page_size": "1", "page": "3"}, []),
    ],
)
async def test_filters(
    client: httpx.AsyncClient, reported: dict[str, str], query: dict[str, str], found: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """Dates, kinds, states and pages, newest first; the last 90 days unless said otherwise."""
    monkeypatch.setattr("dashboard.web.open311_door.time.time", lambda: NOW + 86_400)
    answer = (await client.get(f"{BASE}/requests.json", params=query)).json()
    assert [one["service_request_id"] for one in answer] == [reported[name] for name in found]


async def test_ids_override_all_filters_but_show_nothing_hidden(
    client: httpx.AsyncClient, reported: dict[str, str]
) -> None:
    """Also what is older than any range, or in another state."""
    query = {"service_request_id": ",".join(reported.values()), "status": "open"}
    answer = (await client.get(f"{BASE}/requests.json", params=query)).json()
    assert {one["service_request_id"] for one in answer} == {reported[n] for n in ("rubbish", "noise", "old")}


@pytest.mark.parametrize(
    "query",
    [
        {"start_date": "2026-11-22"},
        {"start_date": "2026-11-22T00:00:00"},
        {"start_date": "2026-01-01T00:00:00Z", "end_date": "2026-11-01T00:00:00Z"},
        {"start_date": "2026-11-02T00:00:00Z", "end_date": "2026-11-01T00:00:00Z"},
        {"status": "gone"},
        {"service_code": "nope"},
        {"page_size": "1001"},
        {"page": "0"},
    ],
)
def test_wrong_filters_are_refused(query: dict[str, str]) -> None:
    """A date without a zone is no moment; a span has its limit."""
    with pytest.raises(BadInput) as caught:
        open311.wanted(query, NOW)
    assert caught.value.field in (*query, "end_date")


def test_long_words_are_kept_whole() -> None:
    """What does not fit a title is the description; old codes are understood."""
    told = form_telling({"service_code": "0110", "description": "长" * 201}, "s", "1", NOW, lambda *_: None)
    assert (told.title, told.description, told.category) == (None, "长" * 201, "06010")


def test_a_report_is_named_by_content_and_spell() -> None:
    """The same words later are a new report; who sent it matters."""
    spell = spell_of(NOW)
    assert external_id(form(), None, spell) != external_id(form(), None, spell_of(NOW + WINDOW_S))
    assert external_id(form(phone="1"), None, spell) != external_id(form(phone="2"), None, spell)
    with pytest.raises(BadInput, match="Idempotency-Key"):
        external_id(form(), " ", spell)
    assert read_form(b"a=1&a=2") == {"a": "1"}
