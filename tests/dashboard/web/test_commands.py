"""The officers' door: obeyed once and on disk, refused in two languages, closed in mode live."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from dashboard.incidents.commands import Command, Committed
from dashboard.incidents.errors import StoreBusy
from dashboard.incidents.moves import NAMES
from dashboard.incidents.states import TRANSITIONS, State
from dashboard.web.command_forms import form
from dashboard.web.site import World, build
from tests.dashboard.web.site_parts import TOKEN, FakeBus, client_of, settings_for
from tests.dashboard.web.test_events import event

SHIFT_LEAD = {"name": "王"}
GREENING = {"name": "李", "unit": "greening"}
HOURS = {"clock": "working_hour", "count": 240}
WAY: list[tuple[dict[str, str], str, dict[str, Any]]] = [
    (SHIFT_LEAD, "shift_lead", {"do": "accept", "unverified_reason": "市民来电属实"}),
    (SHIFT_LEAD, "shift_lead", {"do": "file"}),
    (SHIFT_LEAD, "dispatcher", {"do": "dispatch", "department": "greening", "term": HOURS}),
    (GREENING, "department", {"do": "sign"}),
    (GREENING, "department", {"do": "start"}),
    (GREENING, "department", {"do": "give_feedback", "result": "已清理"}),
    (SHIFT_LEAD, "intake_agent", {"do": "ask_check", "worker": "QH-0421"}),
    (SHIFT_LEAD, "verifier", {"do": "report_check", "agrees": True}),
    (SHIFT_LEAD, "shift_lead", {"do": "close"}),
]
"""From reported to closed: officer, role, command."""


@pytest.fixture
async def incident(sender: httpx.AsyncClient) -> AsyncIterator[str]:
    """The address of one that was just reported."""
    said = event(title="积水", category="10006", lat=32.0205, lon=118.7745)
    yield f"/api/incidents/{(await sender.post('/intake/events', json=said)).json()['id']}"


def order(
    revision: int, command: Any, officer: Any = SHIFT_LEAD, role: str = "shift_lead", **more: Any
) -> dict[str, Any]:
    """The body of one click."""
    click = {"id": str(uuid4()), "officer": officer, "role": role, "expected_revision": revision}
    return {**click, "command": command, **more}


async def test_an_incident_goes_from_reported_to_closed(
    client: httpx.AsyncClient, incident: str, world: World, bus: FakeBus
) -> None:
    """Each order is on disk before its answer, wakes the relay after it, and stands in the history."""
    for revision, (officer, role, command) in enumerate(WAY, start=1):
        answer = await client.post(f"{incident}/commands", json=order(revision, command, officer, role))
        assert answer.status_code == 200, answer.text
        assert (answer.json()["revision"], answer.json()["repeated"]) == (revision + 1, False)
        assert bus.hints[-1] == world.reader.head() == revision + 1
    record = world.reader.kind("incident")[incident.rpartition("/")[2]]
    assert (record["status"], record["open"]) == ("CLOSED", False)
    told = (await client.get(f"{incident}/history")).json()["history"]
    assert [entry["do"] for entry in told] == [None, *(command["do"] for _, _, command in WAY)]
    assert (told[3]["by"], told[3]["role"], told[3]["said"]["term"]) == ("王", "dispatcher", HOURS)
    assert world.reader.verify().problem is None


async def test_the_same_click_is_obeyed_once(
    client: httpx.AsyncClient, incident: str, world: World, bus: FakeBus
) -> None:
    """Its second answer is its first, although the record has gone on."""
    click = order(1, {"do": "annotate", "text": "已电话联系"})
    first = await client.post(f"{incident}/commands", json=click)
    await client.post(f"{incident}/commands", json=order(2, {"do": "annotate", "text": "再次联系"}))
    again = await client.post(f"{incident}/commands", json=click)
    assert again.status_code == 200 and again.json() == first.json() | {"repeated": True}
    assert world.reader.head() == 3 and len(bus.hints) == 3


async def test_the_second_of_two_officers_is_told_what_changed(
    client: httpx.AsyncClient, incident: str, world: World
) -> None:
    """By whom, when, from what to what, in both languages; nothing is overwritten."""
    await client.post(f"{incident}/commands", json=order(1, {"do": "set_urgency", "urgency": "critical"}))
    second = order(1, {"do": "ask_verification"}, {"name": "赵"}, "intake_agent")
    answer = await client.post(f"{incident}/commands", json=second)
    said = answer.json()
    assert (answer.status_code, said["field"]) == (409, "expected_revision")
    assert "changed meanwhile" in said["error"] and "已有变动" in said["error_zh"]
    assert (said["expected_revision"], said["revision"], said["record"]["revision"]) == (1, 2, 2)
    (difference,) = said["differences"]
    assert difference.pop("at_ms") > 0
    assert difference == {"field": "urgency", "before": "normal", "after": "critical", "by": "王"}
    assert world.reader.head() == 2


@pytest.mark.parametrize(
    ("role", "command", "status", "zh"),
    [
        ("dispatcher", {"do": "void", "reason": "误报"}, 403, "应由值班长办理"),
        ("shift_lead", {"do": "close"}, 409, "此状态下无人可以"),
        ("intake_agent", {"do": "merge", "into": "I-NOBODY"}, 409, "I-NOBODY"),
    ],
)
async def test_what_is_not_allowed_is_said_in_both_languages(
    client: httpx.AsyncClient,
    incident: str,
    world: World,
    role: str,
    command: dict[str, str],
    status: int,
    zh: str,
) -> None:
    """403 when somebody else may, 409 when nobody may now; nothing was changed."""
    answer = await client.post(f"{incident}/commands", json=order(1, command, role=role))
    assert answer.status_code == status and zh in answer.json()["error_zh"] and answer.json()["error"]
    assert world.reader.head() == 1


async def test_a_department_that_does_not_exist_is_named(client: httpx.AsyncClient, incident: str) -> None:
    """And another department's case is not one's own: that is for somebody else to do."""
    for revision, (officer, role, command) in enumerate(WAY[:2], start=1):
        await client.post(f"{incident}/commands", json=order(revision, command, officer, role))
    nowhere = {"do": "dispatch", "department": "circus", "term": HOURS}
    answer = await client.post(f"{incident}/commands", json=order(3, nowhere))
    assert answer.status_code == 409 and "没有处置部门 'circus'" in answer.json()["error_zh"]
    await client.post(f"{incident}/commands", json=order(3, nowhere | {"department": "greening"}))
    foreign = order(4, {"do": "sign"}, {"name": "孙"}, "department")
    assert (await client.post(f"{incident}/commands", json=foreign)).status_code == 403


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ([], "body"),
        ({}, "officer"),
        ({"officer": "王"}, "officer"),
        ({"officer": {"name": 7}}, "officer.name"),
        ({"officer": {"name": "source:demo"}}, "officer.name"),
        ({"officer": {"name": " "}}, "officer.name"),
        ({"officer": {"name": "Alarms"}}, "officer.name"),
        ({"officer": {"name": "王", "unit": "circus"}}, "officer.unit"),
        ({"officer": {"name": "王", "unit": []}}, "officer.unit"),
        ({"officer": {"name": "王", "rank": 1}}, "officer.rank"),
        (order(1, {"do": "close"}, at=5), "at"),
        (order(1, {"do": "close"}, role="emperor"), "role"),
        (order(1, {"do": "close"}, id=7), "id"),
        (order(-1, {"do": "close"}), "expected_revision"),
        (order(1, {"do": "fly"}), "command.do"),
        (order(1, {"do": "set_urgency", "urgency": "panic"}), "command.urgency"),
        (order(1, {"do": "close", "why": "x"}), "command"),
    ],
)
async def test_a_bad_order_is_400_and_names_its_field(
    client: httpx.AsyncClient, incident: str, world: World, body: Any, field: str
) -> None:
    """Nothing is guessed, nothing is written."""
    answer = await client.post(f"{incident}/commands", json=body)
    assert (answer.status_code, answer.json()["field"]) == (400, field), answer.text
    assert world.reader.head() == 1


async def test_an_unknown_incident_is_404(client: httpx.AsyncClient) -> None:
    """For all three, whatever its name."""
    for id in ("I-NOBODY", "x" * 3000, "%00", "%F0%9F%98%80"):
        path = f"/api/incidents/{id}"
        answers = [
            await client.post(f"{path}/commands", json=order(1, {"do": "close"})),
            await client.get(f"{path}/commands?role=shift_lead"),
            await client.get(f"{path}/history"),
        ]
        assert [answer.status_code for answer in answers] == [404, 404, 404]


async def test_what_is_legal_now(client: httpx.AsyncClient, incident: str) -> None:
    """For that role, with names, where it leads and the fields to fill in; and the revision to send."""
    legal = (await client.get(f"{incident}/commands?role=intake_agent")).json()
    assert (legal["revision"], legal["status"], legal["role"]) == (1, "REPORTED", "intake_agent")
    assert [one["do"] for one in legal["commands"]][:2] == ["ask_verification", "accept"]
    worker = {"name": "worker", "kind": "text", "required": False, "nullable": True, "choices": []}
    worker["default"] = None
    assert [clock["stage"] for clock in legal["clocks"]] == ["accept"]
    assert legal["commands"][0] == {
        "do": "ask_verification",
        "zh": "要求核实",
        "en": "Ask for verification",
        "to": "TO_VERIFY",
        "fields": [worker],
    }
    for asked in ("", "?role=emperor"):
        refused = await client.get(f"{incident}/commands{asked}")
        assert (refused.status_code, refused.json()["field"]) == (400, "role")


def test_every_field_of_every_command_can_be_drawn() -> None:
    """Each has a kind; what must be given is what the command cannot do without."""
    forms = {
        command: form(State.HANDLING, command)
        for command in NAMES
        if (State.HANDLING, command) in TRANSITIONS
    }
    by_do = {one.do: {field.name: field for field in one.fields} for one in forms.values()}
    assert by_do["extend"]["term"].kind == "term" and by_do["extend"]["term"].required
    assert by_do["extend"]["engineering"].kind == "boolean" and not by_do["extend"]["approver"].required
    assert by_do["return"]["ground"].choices == ("misdispatch", "other")
    assert by_do["give_feedback"]["evidence"].kind == "texts"
    assert by_do["set_place"]["lat"].kind == "number" and by_do["suspend"]["review_at_ms"].kind == "integer"
    assert by_do["set_grade"]["grade"].nullable and by_do["set_grade"]["grade"].required


async def test_screens_are_not_told_what_officers_wrote(
    client: httpx.AsyncClient, incident: str, world: World
) -> None:
    """The record's reads leave it out; the officers' history has it."""
    await client.post(f"{incident}/commands", json=order(1, {"do": "annotate", "text": "张三家中无人"}))
    id = incident.rpartition("/")[2]
    assert world.reader.kind("incident")[id]["case"]["last"]["said"] == {"text": "张三家中无人"}
    for path in (incident, "/api/incidents", f"/api/records/incident/{id}"):
        assert "annotate" in (text := (await client.get(path)).text) and "张三" not in text
    assert "张三" in (await client.get(f"{incident}/history")).text


async def test_a_busy_store_asks_to_come_again(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """503 with Retry-After: nothing was acknowledged."""

    async def busy(command: Command) -> Committed:
        raise StoreBusy(f"{type(command).__name__} has to wait")

    web = build(settings_for(tmp_path), world)
    async with client_of(web.asgi, Authorization=f"Bearer {TOKEN}") as client:
        id = (await client.post("/intake/events", json=event())).json()["id"]
        monkeypatch.setattr(world.store, "perform", busy)
        answer = await client.post(f"/api/incidents/{id}/commands", json=order(1, {"do": "accept"}))
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")


@pytest.mark.parametrize("mode", ["live", "exercise"])
async def test_nobody_commands_without_leave(world: World, tmp_path: Path, mode: str) -> None:
    """A screen's token makes no officer; in an exercise without accounts it is believed."""
    token = {"screen_token": TOKEN} | ({"demo_token": TOKEN} if mode == "exercise" else {})
    settings = settings_for(tmp_path, mode, **token)
    async with client_of(build(settings, world).asgi) as stranger:
        asked = await stranger.post("/api/incidents/I-1/commands", json=order(1, {"do": "accept"}))
        assert asked.status_code == 401 and "sign in" in asked.json()["error"]
        screen = {"Authorization": f"Bearer {TOKEN}"}
        for path in ("commands?role=shift_lead", "history"):
            answer = await stranger.get(f"/api/incidents/I-1/{path}", headers=screen)
            assert answer.status_code == (403 if mode == "live" else 404)


async def test_the_doors_are_documented(client: httpx.AsyncClient) -> None:
    """With an order that the door itself takes for well made."""
    paths = (await client.get("/api/openapi.json")).json()["paths"]
    described = paths["/api/incidents/{id}/commands"]
    assert set(described) == {"get", "post"} and "/api/incidents/{id}/history" in paths
    example = described["post"]["requestBody"]["content"]["application/json"]["example"]
    answer = await client.post("/api/incidents/I-1/commands", content=example)
    assert answer.status_code == 404
