"""Hostile text through every field of every door: kept as it looks or refused with a sentence, no 5xx."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode
from uuid import uuid4

import httpx
import pytest
import structlog

from dashboard.incidents.reader import Reader
from dashboard.logs import configure
from dashboard.web.site import World
from tests.dashboard.test_logs import _undo as undo_logs  # noqa: F401 - a fixture, in use by being here
from tests.dashboard.web.hostile import CORPUS, kept, strings_in
from tests.dashboard.web.site_parts import TOKEN, settings_for
from tests.dashboard.web.test_events import event

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
CONTROL = {chr(code) for code in (*range(32), *range(127, 160), 0x2028, 0x2029)}
CONTROL |= {chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}
"""What could end a line, colour a terminal or turn its writing round."""
EVENT_FIELDS = ("title", "title_en", "place", "place_en", "external_id", "category")
ENVELOPE_FIELDS = ("id", "source", "subject", "type")
FORM_FIELDS: tuple[tuple[str, ...], ...] = (
    ("description",),
    ("address_string",),
    ("service_code",),
    ("email", "phone", "first_name", "last_name", "account_id", "device_id", "address_id", "media_url"),
)
"""Those that are not kept, all at once."""
CELLS = ("external_id", "title", "description", "place", "category", "status", "urgency", "updated_at", "lat")
TAKEN_AS_TEXT = frozenset({"title", "title_en", "place", "place_en", "description", "address_string"})
COMMANDS: tuple[tuple[dict[str, Any], str], ...] = (
    ({"do": "annotate"}, "text"),
    ({"do": "set_place", "lat": 32.02, "lon": 118.77}, "place"),
    ({"do": "assign"}, "worker"),
    ({"do": "set_category"}, "category"),
    ({"do": "merge"}, "into"),
    ({"do": "accept"}, "unverified_reason"),
    ({"do": "void"}, "reason"),
)
"""One after the other on the same incident, the last of which ends it."""
DRAFT = {
    "do": "draft",
    "grade": "ordinary",
    "title": "夜市油烟",
    "reason": "多次处置未果",
    "street": "320104004",
    "departments": ["ecology-environment"],
    "lat": 32.0205,
    "lon": 118.7745,
}
FIX = {"_type": "location", "lat": 32.0, "lon": 118.7, "tst": 1_795_330_000}
ADDRESSES = (
    "/api/incidents/{}",
    "/api/incidents/{}/history",
    "/api/records/incident/{}",
    "/api/records/{}/x",
    "/api/incidents?q={}",
    "/api/incidents?after={}",
    "/api/incidents?status={}",
    "/geo/{}.json",
    "/open311/v2/requests/{}.json",
    "/open311/v2/requests.json?start_date={}",
    "/api/whistles/{}/history",
    "/video/{}/x",
    "/assets/{}",
    "/{}",
)


@pytest.fixture(autouse=True)
def log(tmp_path: Path) -> Iterator[Path]:
    """The process's own log; afterwards each line is one event without a control character."""
    settings = settings_for(tmp_path)
    configure(settings, "web")
    for text in CORPUS:
        structlog.get_logger().warning(
            "refused", value=text.encode(errors="replace").decode(), size=len(text)
        )
    yield settings.log_file
    lines = settings.log_file.read_text(encoding="utf-8").split("\n")
    assert len(lines) >= len(CORPUS) and lines.pop() == ""
    assert all(" web        " in line and not set(line) & CONTROL for line in lines)


def sound(answer: httpx.Response) -> Any:
    """The JSON of an answer that is no fault of ours; a refusal has its sentence."""
    assert answer.status_code < 500, answer.text
    told = json.loads(answer.content)
    if answer.status_code >= 400:
        refusal = told[0]["description"] if isinstance(told, list) else told["error"]
        assert isinstance(refusal, str) and refusal and not set(refusal) & CONTROL, refusal
    return told


def is_kept(reader: Reader, text: str, id: str | None = None) -> bool:
    """Whether a record, or the log of one, holds the text as it looks."""
    wanted = kept(text)
    if id is not None:
        return not wanted or wanted in strings_in([past.body for past in reader.history(id)])
    return not wanted or any(wanted in strings_in(body) for body in reader.kind("incident").values())


async def test_events(sender: httpx.AsyncClient, world: World) -> None:
    """Every text of the data and of the envelope."""
    for number, text in enumerate(CORPUS):
        for field in EVENT_FIELDS:
            said = event(id=f"{number} {field}", external_id=f"{number} {field}", title="积水")
            said["data"][field] = text
            answer = await sender.post("/intake/events", content=json.dumps(said), headers=_json())
            told = sound(answer)
            if answer.status_code == 201 and field in TAKEN_AS_TEXT:
                assert is_kept(world.reader, text, told["id"]), (field, text)
        for field in ENVELOPE_FIELDS:
            said = event(id=f"{number} {field}", title="积水") | {field: text}
            sound(await sender.post("/intake/events", content=json.dumps(said), headers=_json()))
    await _all_readable(sender, world)


async def test_open311(client: httpx.AsyncClient, world: World) -> None:
    """Every field of the form, percent-encoded; half characters as the bytes they would be."""
    for number, text in enumerate(CORPUS):
        for fields in FORM_FIELDS:
            form = {"api_key": TOKEN, "service_code": "06010", "description": f"{number} {fields[0]}"}
            form |= dict.fromkeys(fields, text)
            body = urlencode(form, errors="surrogatepass").encode()
            answer = await client.post("/open311/v2/requests.json", content=body, headers=FORM)
            told = sound(answer)
            if answer.status_code == 201 and fields[0] in TAKEN_AS_TEXT:
                assert is_kept(world.reader, text, told[0]["service_request_id"]), (fields, text)
    await _all_readable(client, world)


async def test_work_orders(sender: httpx.AsyncClient, world: World) -> None:
    """Every cell, quoted by the rules; a file of one row each, so that a refusal is that row's."""
    for number, text in enumerate(CORPUS):
        for field in CELLS:
            row = {"external_id": f"{number} {field}", "revision": "1", "title": "积水", field: text}
            file = io.StringIO(newline="")
            csv.writer(file).writerows([list(row), list(row.values())])
            body = file.getvalue().encode("utf-8", "surrogatepass")
            answer = await sender.post(
                "/intake/work-orders", content=body, headers={"Content-Type": "text/csv"}
            )
            told = sound(answer)
            if answer.status_code == 200 and told["encoding"].startswith("utf-8") and field in TAKEN_AS_TEXT:
                (result,) = told["results"]
                assert result["outcome"] == "refused" or is_kept(world.reader, text, result["id"]), text
    await _all_readable(sender, world)


async def test_officers(client: httpx.AsyncClient, sender: httpx.AsyncClient, world: World) -> None:
    """What they say with an order, and who they say they are."""
    for number, text in enumerate(CORPUS):
        id, revision, obeyed = await _incident(sender, str(number)), 1, 0
        for command, field in COMMANDS:
            answer = await _ordered(client, id, command | {field: text}, expected_revision=revision)
            revision = sound(answer).get("revision", revision)
            obeyed += answer.status_code == 200
        assert obeyed == 0 or is_kept(world.reader, text, id), text
        for more in (
            {"officer": {"name": text}},
            {"officer": {"name": "王", "unit": text}},
            {"role": text},
            {"id": text},
        ):
            answer = await _ordered(client, id, {"do": "annotate", "text": "x"}, **more)
            sound(answer)
        sound(await client.get(f"/api/incidents/{id}/history"))
        sound(await client.get(f"/api/incidents/{id}/commands", params={"role": _sendable(text)}))
    await _all_readable(client, world)


async def test_whistles(client: httpx.AsyncClient, world: World) -> None:
    """A draft's words."""
    for text in CORPUS:
        for field in ("title", "reason", "street", "grade"):
            answer = await _post(
                client, "/api/whistles", {"command": DRAFT | {field: text}, "expected_revision": 0}
            )
            told = sound(answer)
            if answer.status_code < 300 and field in ("title", "reason"):
                body = next(body for id, body in world.reader.kind("whistle").items() if id == told["id"])
                assert kept(text) in strings_in(body) | {""}, (field, text)
    sound(await client.get("/api/whistles"))


async def test_phones(sender: httpx.AsyncClient) -> None:
    """OwnTracks' names of user, device and tracker, in the body and in its header."""
    for text in CORPUS:
        for field in ("topic", "tid", "_type", "desc", "SSID", "t"):
            body = json.dumps({"topic": "owntracks/QH-0421/phone", "tid": "21", **FIX, field: text})
            answer = await sender.post("/intake/owntracks", content=body, headers=_json())
            assert answer.status_code < 500, (field, text)
        header = {"X-Limit-U": quote(text, errors="surrogatepass")}
        assert (await sender.post("/intake/owntracks", json=FIX, headers=header)).status_code < 500, text


async def test_addresses(client: httpx.AsyncClient) -> None:
    """What stands in paths and queries."""
    for text in CORPUS:
        word = quote(text[:200], safe="", errors="surrogatepass")
        for path in ADDRESSES:
            answer = await client.get(path.format(word))
            assert answer.status_code < 500, (path, text, answer.text)
        assert (await client.get(f"/wall?lang={word}&scope={word}")).status_code < 500


def _json() -> dict[str, str]:
    return {"Content-Type": "application/cloudevents+json"}


def _sendable(text: str) -> str:
    """As a query can hold it at all."""
    return text.encode(errors="replace").decode()


async def _incident(sender: httpx.AsyncClient, name: str) -> str:
    said = event(id=name, external_id=name, title="积水", category="10006", lat=32.0205, lon=118.7745)
    return str((await sender.post("/intake/events", json=said)).json()["id"])


async def _ordered(client: httpx.AsyncClient, incident: str, command: Any, **more: Any) -> httpx.Response:
    return await _post(
        client, f"/api/incidents/{incident}/commands", {"expected_revision": 1, "command": command, **more}
    )


async def _post(client: httpx.AsyncClient, path: str, order: dict[str, Any]) -> httpx.Response:
    click = {"id": str(uuid4()), "officer": {"name": "王"}, "role": "shift_lead", **order}
    return await client.post(path, content=json.dumps(click), headers={"Content-Type": "application/json"})


async def _all_readable(client: httpx.AsyncClient, world: World) -> None:
    """Lists are JSON a page can parse; the export is a table in which nothing is a formula."""
    listed = sound(await client.get("/api/incidents", params={"status": "all", "limit": 1000}))
    assert len(listed["incidents"]) == min(1000, len(world.reader.kind("incident"))) > 0
    export = await client.get("/api/incidents.csv", params={"status": "all"})
    assert export.status_code == 200
    rows = list(csv.reader(io.StringIO(export.content.decode("utf-8-sig"), newline="")))
    assert len({len(row) for row in rows}) == 1
    assert not [cell for row in rows for cell in row if cell[:1] in "=+@\t\r" and cell]
    sound(await client.get("/open311/v2/requests.json"))
