"""The officers' doors of the whistle: from a draft to its close, refused in two languages."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from dashboard.incidents.commands import Command, Committed
from dashboard.incidents.errors import StoreBusy
from dashboard.web.site import World, build
from tests.dashboard.web.site_parts import TOKEN, FakeBus, client_of, settings_for
from tests.dashboard.web.test_commands import order
from tests.dashboard.web.test_events import event

WANG, CHEN, ZHOU = {"name": "王"}, {"name": "陈"}, {"name": "周"}
ZHAO = {"name": "赵", "unit": "ecology-environment"}
QIAN = {"name": "钱", "unit": "market-supervision"}
DRAFT = {
    "do": "draft",
    "grade": "ordinary",
    "title": "夜市油烟扰民",
    "reason": "张三多次投诉",
    "street": "320104004",
    "departments": ["ecology-environment", "market-supervision"],
    "lat": 32.0205,
    "lon": 118.7745,
}
COMES: list[dict[str, Any]] = [
    {"do": "sign"},
    {"do": "contact", "spoke_with": "街道李主任"},
    {"do": "report_in", "attendee": "赵科长", "lat": 32.0206, "lon": 118.7745},
    {"do": "answer", "spoke_with": "店主张三", "measure": "加装净化器"},
]


async def drafted(client: httpx.AsyncClient, **more: Any) -> str:
    """The address of a new whistle."""
    answer = await client.post("/api/whistles", json=order(0, DRAFT | more, WANG))
    assert answer.status_code == 200, answer.text
    return f"/api/whistles/{answer.json()['id']}"


async def obeyed(
    client: httpx.AsyncClient, whistle: str, command: dict[str, Any], officer: Any, role: str
) -> Any:
    """The answer to one order on the whistle as it is."""
    now = (await client.get(f"{whistle}/commands?role=shift_lead")).json()["revision"]
    answer = await client.post(f"{whistle}/commands", json=order(now, command, officer, role))
    assert answer.status_code == 200, answer.text
    return answer.json()


async def blown(client: httpx.AsyncClient, **more: Any) -> str:
    """Signed by whoever must, and called."""
    whistle = await drafted(client, **more)
    await obeyed(client, whistle, {"do": "approve"}, CHEN, "party_secretary")
    if more.get("grade") == "key":
        await obeyed(client, whistle, {"do": "approve"}, ZHOU, "street_director")
    await obeyed(client, whistle, {"do": "blow"}, WANG, "shift_lead")
    return whistle


@pytest.fixture
async def incident(sender: httpx.AsyncClient) -> AsyncIterator[str]:
    """The id of one that was just reported, 11 m from where the whistle calls to."""
    said = event(title="油烟", category="06012", lat=32.0206, lon=118.7745)
    yield (await sender.post("/intake/events", json=said)).json()["id"]


async def test_a_whistle_from_draft_to_close(client: httpx.AsyncClient, world: World, bus: FakeBus) -> None:
    """Two departments sign, talk, come and answer; the street scores each; every step is on disk and told."""
    whistle = await blown(client)
    for number, officer in ((1, ZHAO), (2, QIAN)):
        for step in COMES:
            await obeyed(client, whistle, {**step, "summons": number}, officer, "department")
        if number == 1:
            await obeyed(client, whistle, {"do": "convene"}, WANG, "dispatcher")
    solved = {"do": "resolve", "outcome": "solved", "result": "已整改"}
    await obeyed(client, whistle, solved, WANG, "shift_lead")
    for number in (1, 2):
        score = {"do": "score", "summons": number, "points": 90 + number}
        await obeyed(client, whistle, score, WANG, "shift_lead")
    done = await obeyed(client, whistle, {"do": "close"}, WANG, "shift_lead")
    assert (done["status"], done["open"]) == ("CLOSED", False)
    assert bus.hints[-1] == world.reader.head() == 16
    told = (await client.get(f"{whistle}/history")).json()["history"]
    assert [entry["do"] for entry in told[:4]] == ["draft", "approve", "blow", "sign"]
    assert (told[3]["by"], told[3]["role"], told[3]["said"]) == ("赵", "department", {"summons": 1})
    changed = {one["field"]: (one["before"], one["after"]) for one in told[3]["changed"]}
    assert changed["summons.1.status"] == ("CALLED", "SIGNED")
    assert world.reader.verify().problem is None


async def test_a_key_whistle_needs_two_leaders_and_calls_two(client: httpx.AsyncClient) -> None:
    """One signature is not enough; the same leader's second is none."""
    whistle = await drafted(client, grade="key")
    once = await obeyed(client, whistle, {"do": "approve"}, CHEN, "party_secretary")
    assert once["status"] == "DRAFT"
    again = order(once["revision"], {"do": "approve"}, CHEN, "street_director")
    refused = await client.post(f"{whistle}/commands", json=again)
    assert refused.status_code == 409 and "另一位领导" in refused.json()["error_zh"]
    await obeyed(client, whistle, {"do": "approve"}, ZHOU, "street_director")
    await obeyed(client, whistle, {"do": "blow"}, WANG, "dispatcher")
    legal = (await client.get(f"{whistle}/commands?role=dispatcher")).json()
    assert [(one["party"], one["unit_zh"]) for one in legal["summons"]][2:] == [
        ("leader", "挂包街道领导"),
        ("leader", "分管领导"),
    ]


async def test_the_same_click_drafts_one_whistle(client: httpx.AsyncClient, world: World) -> None:
    """And its order is obeyed once."""
    click = order(0, DRAFT, WANG)
    first = await client.post("/api/whistles", json=click)
    again = await client.post("/api/whistles", json=click)
    assert again.json() == first.json() | {"repeated": True} and world.reader.head() == 1
    whistle = f"/api/whistles/{first.json()['id']}"
    approve = order(1, {"do": "approve"}, CHEN, "party_secretary")
    once = await client.post(f"{whistle}/commands", json=approve)
    await obeyed(client, whistle, {"do": "blow"}, WANG, "shift_lead")
    twice = await client.post(f"{whistle}/commands", json=approve)
    assert twice.json() == once.json() | {"repeated": True} and world.reader.head() == 3


async def test_the_second_of_two_officers_is_told_what_changed(
    client: httpx.AsyncClient, world: World
) -> None:
    """Field by field of each summons, by whom; nothing is overwritten."""
    whistle = await blown(client)
    sign = order(3, {"do": "sign", "summons": 1}, ZHAO, "department")
    assert (await client.post(f"{whistle}/commands", json=sign)).status_code == 200
    late = order(3, {"do": "call", "department": "police"}, WANG)
    said = (answer := await client.post(f"{whistle}/commands", json=late)).json()
    assert (answer.status_code, said["field"], said["revision"]) == (409, "expected_revision", 4)
    assert "changed meanwhile" in said["error"] and said["error_zh"].startswith("哨单")
    changed = {one["field"]: (one["before"], one["after"], one["by"]) for one in said["differences"]}
    assert changed["summons.1.status"] == ("CALLED", "SIGNED", "赵")
    assert set(changed) == {"summons.1.status", "summons.1.signed_at_ms", "summons.1.signed_by"}
    assert world.reader.head() == 4


@pytest.mark.parametrize(
    ("command", "officer", "role", "status", "zh"),
    [
        ({"do": "sign", "summons": 1}, WANG, "evaluator", 403, "应由处置部门、值班长、派遣员办理"),
        ({"do": "sign", "summons": 1}, QIAN, "department", 403, "不属贵单位"),
        ({"do": "escalate", "reason": "意见不一"}, WANG, "dispatcher", 403, "应由"),
        ({"do": "close"}, WANG, "shift_lead", 409, "此状态下无人可以"),
        ({"do": "answer", "summons": 1, "spoke_with": "张", "measure": "x"}, ZHAO, "department", 409, "无人"),
        ({"do": "sign", "summons": 9}, ZHAO, "department", 409, "第 9 号"),
        ({"do": "convene"}, WANG, "shift_lead", 409, "尚无部门报到"),
        ({"do": "call", "department": "circus"}, WANG, "shift_lead", 409, "'circus'"),
        ({"do": "link", "incidents": ["I-NOBODY"]}, WANG, "shift_lead", 409, "I-NOBODY"),
    ],
)
async def test_what_is_not_allowed_is_said_in_both_languages(
    client: httpx.AsyncClient,
    world: World,
    command: dict[str, Any],
    officer: Any,
    role: str,
    status: int,
    zh: str,
) -> None:
    """403 when somebody else may, 409 when nobody may now; nothing was changed."""
    whistle = await blown(client)
    answer = await client.post(f"{whistle}/commands", json=order(3, command, officer, role))
    assert answer.status_code == status and zh in answer.json()["error_zh"] and answer.json()["error"]
    assert world.reader.head() == 3


async def test_who_does_not_sign_that_type_is_told_who_does(client: httpx.AsyncClient) -> None:
    """And has no button for it: an ordinary whistle is a leader's, an emergency the shift lead's too."""
    ordinary, emergency = await drafted(client), await drafted(client, grade="emergency")
    refused = await client.post(f"{ordinary}/commands", json=order(1, {"do": "approve"}))
    assert refused.status_code == 403 and "应由街道班子成员" in refused.json()["error_zh"]
    for whistle, may in ((ordinary, False), (emergency, True)):
        legal = (await client.get(f"{whistle}/commands?role=shift_lead")).json()["commands"]
        assert ("approve" in [one["do"] for one in legal]) == may


async def test_who_may_not_draft_is_told_who_may(client: httpx.AsyncClient, world: World) -> None:
    """And a whistle begins with nothing but a draft."""
    refused = await client.post("/api/whistles", json=order(0, DRAFT, ZHAO, "department"))
    assert refused.status_code == 403 and "应由网格长" in refused.json()["error_zh"]
    other = await client.post("/api/whistles", json=order(0, {"do": "blow"}, WANG))
    assert (other.status_code, other.json()["field"]) == (400, "command.do")
    assert world.reader.head() == 0


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ([], "body"),
        (order(0, DRAFT | {"grade": "shrill"}), "command.grade"),
        (order(0, DRAFT | {"departments": []}), "command.departments"),
        (order(0, DRAFT | {"lat": 91}), "command.lat"),
        (order(0, DRAFT | {"urgency": "high"}), "command"),
        (order(0, {key: said for key, said in DRAFT.items() if key != "title"}), "command"),
        (order(0, DRAFT, role="emperor"), "role"),
    ],
)
async def test_a_bad_draft_is_400_and_names_its_field(
    client: httpx.AsyncClient, world: World, body: Any, field: str
) -> None:
    """Nothing is guessed, nothing is written."""
    answer = await client.post("/api/whistles", json=body)
    assert (answer.status_code, answer.json()["field"]) == (400, field), answer.text
    assert world.reader.head() == 0


async def test_an_unknown_whistle_is_404(client: httpx.AsyncClient) -> None:
    """For all three, whatever its name."""
    for id in ("W-NOBODY", "x" * 3000, "%00"):
        path = f"/api/whistles/{id}"
        answers = [
            await client.post(f"{path}/commands", json=order(1, {"do": "close"})),
            await client.get(f"{path}/commands?role=shift_lead"),
            await client.get(f"{path}/history"),
        ]
        assert [answer.status_code for answer in answers] == [404, 404, 404]


async def test_what_is_legal_now_for_the_whistle_and_each_summons(client: httpx.AsyncClient) -> None:
    """A department may act on its own summons only; the number is sent with the command, not filled in."""
    whistle = await blown(client)
    legal = (await client.get(f"{whistle}/commands?role=shift_lead")).json()
    assert [one["do"] for one in legal["commands"]] == [
        *("call", "convene", "escalate", "suspend", "link", "annotate")
    ]
    assert (legal["revision"], legal["record"]["reason"]) == (3, "张三多次投诉")
    mine = (await client.get(f"{whistle}/commands?role=department&unit=market-supervision")).json()["summons"]
    assert [[one["do"] for one in each["commands"]] for each in mine] == [[], ["sign", "decline"]]
    decline = mine[1]["commands"][1]
    assert (decline["summons"], [field["name"] for field in decline["fields"]]) == (2, ["reason"])
    assert [(each["limit"], each["standing"]) for each in mine[0]["clocks"]] == [
        ("sign", "running"),
        ("contact", "running"),
        ("report", "running"),
    ]
    assert (legal["next_due"]["limit"], legal["next_due"]["summons"]) == ("sign", 1)
    for asked, field in (("", "role"), ("?role=emperor", "role")):
        refused = await client.get(f"{whistle}/commands{asked}")
        assert (refused.status_code, refused.json()["field"]) == (400, field)
    circus = await client.get(f"{whistle}/commands?role=department&unit=circus")
    assert circus.status_code == 409 and "circus" in circus.json()["error"]


async def test_a_whistle_about_an_incident_shows_on_both(client: httpx.AsyncClient, incident: str) -> None:
    """The incident's history has the step 吹哨 with the whistle's id; its state stays."""
    whistle = await drafted(client, incidents=[incident])
    id = whistle.rpartition("/")[2]
    record = (await client.get(f"/api/incidents/{incident}")).json()
    assert (record["case"]["whistles"], record["status"], record["revision"]) == ([id], "REPORTED", 2)
    last = (await client.get(f"/api/incidents/{incident}/history")).json()["history"][-1]
    assert (last["do"], last["by"], last["said"]) == ("whistle", "王", {"whistle": id})
    listed = (await client.get("/api/whistles?status=all&street=320104004")).json()
    assert [one["incidents"] for one in listed["whistles"]] == [[incident]]
    assert listed["whistles"][0]["provenance"] == record["provenance"]
    accept = order(2, {"do": "accept", "unverified_reason": "属实"})
    assert (await client.post(f"/api/incidents/{incident}/commands", json=accept)).status_code == 200
    assert (await client.get(f"/api/incidents/{incident}")).json()["case"]["whistles"] == [id]


async def test_suggestions_fill_the_draft_in(client: httpx.AsyncClient, incident: str) -> None:
    """Street, place, whom to call, and the earlier whistles: of the same incident, or close by."""
    whistle = (await drafted(client, incidents=[incident])).rpartition("/")[2]
    asked = f"/api/whistles/suggestions?incident={incident}"
    said = (await client.get(f"{asked}&role=shift_lead")).json()
    assert (said["title"], said["street"]) == ("油烟", "320104004")
    assert said["departments"] == ["street-320104004", "urban-management"]
    (repeat,) = said["repeats"]
    assert (repeat["id"], repeat["same_incident"], repeat["distance_m"]) == (whistle, True, 11)
    fields = {field["name"]: field["default"] for field in said["commands"][0]["fields"]}
    assert (fields["incidents"], fields["repeats"], fields["title"]) == ([incident], [whistle], "油烟")
    assert (await client.get(f"{asked}&role=verifier")).json()["commands"] == []
    nobody = await client.get("/api/whistles/suggestions?incident=I-NOBODY&role=shift_lead")
    assert (nobody.status_code, nobody.json()["field"]) == (404, "incident")


async def test_the_board_lists_open_and_past_ones_by_street(client: httpx.AsyncClient) -> None:
    """Newest first; what is left out is said."""
    first, second = await blown(client), await drafted(client, street="320104002")
    await obeyed(client, second, {"do": "withdraw", "reason": "已自行解决"}, WANG, "shift_lead")

    async def ids(query: str) -> list[str]:
        return [f"/api/whistles/{one['id']}" for one in (await told(query))["whistles"]]

    async def told(query: str) -> Any:
        return (await client.get(f"/api/whistles{query}")).json()

    assert await ids("") == [first] and await ids("?status=closed") == [second]
    assert await ids("?status=all&street=320104002") == [second]
    one = await told("?status=all&limit=1")
    assert (one["count"], one["more"]) == (1, True)
    assert (await told(""))["whistles"][0]["next_due"]["limit"] == "sign"
    for query, field in (("?status=loud", "status"), ("?street=7", "street"), ("?limit=0", "limit")):
        assert (await told(query))["field"] == field


async def test_the_month_in_figures(client: httpx.AsyncClient) -> None:
    """A rate without cases is no rate."""
    await blown(client)
    said = (await client.get("/api/whistles/figures")).json()
    assert (said["blown"], said["open"], said["cases_filed"], said["per_thousand"]) == (1, 1, 0, None)
    assert said["since_ms"] < said["as_of_ms"]


async def test_screens_are_not_told_what_officers_wrote(client: httpx.AsyncClient) -> None:
    """The reading addresses of walls leave names and reasons out; the officers' doors have them."""
    whistle = await blown(client)
    for step in COMES:
        await obeyed(client, whistle, {**step, "summons": 1}, ZHAO, "department")
    screen = (await client.get(f"/api/records/whistle/{whistle.rpartition('/')[2]}")).text
    assert '"sign_due_ms"' in screen and not any(name in screen for name in ("张三", "赵科长", "李主任"))
    assert "张三" in (await client.get(f"{whistle}/history")).text


async def test_a_busy_store_asks_to_come_again(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """503 with Retry-After: nothing was acknowledged."""

    async def busy(command: Command) -> Committed:
        raise StoreBusy(f"{type(command).__name__} has to wait")

    monkeypatch.setattr(world.store, "perform", busy)
    async with client_of(build(settings_for(tmp_path), world).asgi) as client:
        answer = await client.post("/api/whistles", json=order(0, DRAFT, WANG))
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")


@pytest.mark.parametrize("mode", ["live", "exercise"])
async def test_nobody_blows_without_leave(world: World, tmp_path: Path, mode: str) -> None:
    """Whoever shows nothing is nobody."""
    token = {"screen_token": TOKEN} | ({"demo_token": TOKEN} if mode == "exercise" else {})
    async with client_of(build(settings_for(tmp_path, mode, **token), world).asgi) as stranger:
        wanted = 401
        assert (await stranger.post("/api/whistles", json=order(0, DRAFT, WANG))).status_code == wanted
        for path in ("", "/figures", "/suggestions", "/W-1/commands", "/W-1/history"):
            assert (await stranger.get(f"/api/whistles{path}")).status_code == wanted


async def test_the_doors_are_documented(client: httpx.AsyncClient) -> None:
    """With orders that the doors themselves take for well made."""
    paths = (await client.get("/api/openapi.json")).json()["paths"]
    described = paths["/api/whistles"]["post"]["requestBody"]["content"]["application/json"]["example"]
    drafted = await client.post("/api/whistles", content=described)
    assert drafted.status_code == 200, drafted.text
    described = paths["/api/whistles/{id}/commands"]["post"]["requestBody"]["content"]["application/json"]
    path = f"/api/whistles/{drafted.json()['id']}/commands"
    assert (await client.post(path, content=described["example"])).status_code == 409


async def test_a_street_of_elsewhere_blows_no_whistle(client: httpx.AsyncClient) -> None:
    """No wall of ours would show it."""
    refused = await client.post("/api/whistles", json=order(0, DRAFT | {"street": "320102001"}, WANG))
    assert refused.status_code == 400 and refused.json()["field"] == "command.street"
