"""The events door: committed before it answers, idempotent, all or nothing, honest about simulation."""

import sqlite3
import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from dashboard.web.site import Web, World, build
from feeds.model import Utc
from tests.dashboard.web.site_parts import FakeBus, client_of, settings_for

STRUCTURED = {"Content-Type": "application/cloudevents+json"}
BATCH = {"Content-Type": "application/cloudevents-batch+json"}


def event(
    kind: str = "reported", external_id: str = "A-17", revision: int | None = 1, **data: Any
) -> dict[str, Any]:
    """One CloudEvent about an incident."""
    return {
        "specversion": "1.0",
        "id": f"{external_id}-{revision}-{kind}",
        "source": "urn:example:12345",
        "type": f"cn.wanglou.incident.{kind}",
        "data": {"external_id": external_id, "revision": revision, **data},
    }


async def test_a_new_incident_is_201_and_on_disk(
    sender: httpx.AsyncClient, world: World, bus: FakeBus
) -> None:
    """The id it answers with is a record of the store; the relay gets a hint afterwards."""
    sent = event(title="积水", category="10006", urgency="urgent", lat=32.0205, lon=118.7745, place="中华路")
    answer = await sender.post("/intake/events", json=sent, headers=STRUCTURED)
    assert answer.status_code == 201 and answer.json()["outcome"] == "created"
    body = world.reader.kind("incident")[answer.json()["id"]]
    assert (body["title"], body["urgency"], body["street"], body["provenance"]) == (
        "积水",
        "urgent",
        "320104004",
        "real",
    )
    assert bus.hints == [world.reader.head()] == [1]


async def test_the_same_event_gets_the_same_answer(
    sender: httpx.AsyncClient, world: World, bus: FakeBus
) -> None:
    """A sender that repeats itself changes nothing and wakes nobody."""
    first = await sender.post("/intake/events", json=event(title="积水"))
    again = await sender.post("/intake/events", json=event(title="别的"))
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json() | {"repeated": True}
    assert world.reader.head() == 1 and bus.hints == [1]


async def test_a_batch_is_taken_whole_or_not_at_all(
    sender: httpx.AsyncClient, world: World, web: Web
) -> None:
    """One bad event refuses its batch, by place and field; a good batch is answered item by item."""
    bad = [event(external_id="1"), event(external_id="2", urgency="panic")]
    refused = await sender.post("/intake/events", json=bad, headers=BATCH)
    assert refused.status_code == 400 and refused.json()["field"] == "[1].data.urgency"
    assert world.reader.head() == 0
    good = await sender.post(
        "/intake/events", json=[event(external_id=str(i)) for i in range(70)], headers=BATCH
    )
    assert good.status_code == 201 and len({one["id"] for one in good.json()}) == 70
    tiles = {tile.name: tile for tile in web.doors.tiles(Utc(time.time()))}
    assert (tiles["events"].accepted, tiles["events"].rejected) == (70, 1)


async def test_binary_mode(sender: httpx.AsyncClient) -> None:
    """Attributes as headers, data as the body."""
    headers = {
        "ce-specversion": "1.0",
        "ce-id": "1",
        "ce-source": "urn:x",
        "ce-type": "cn.wanglou.incident.reported",
        "Content-Type": "application/json",
    }
    answer = await sender.post("/intake/events", json={"title": "积水"}, headers=headers)
    assert answer.status_code == 201


async def test_a_later_word_updates_and_an_earlier_one_does_not(
    sender: httpx.AsyncClient, world: World
) -> None:
    """Closing at revision 9 survives a report at revision 1 that was held up."""
    closed = await sender.post("/intake/events", json=event("closed", revision=9))
    late = await sender.post("/intake/events", json=event("reported", revision=1, title="积水"))
    assert late.json()["id"] == closed.json()["id"] and late.json()["status"] == "CLOSED"
    body = world.reader.kind("incident")[closed.json()["id"]]
    assert body["title"] == "积水" and not body["open"]


async def test_what_calls_itself_simulated_is_marked_so(
    sender: httpx.AsyncClient, world: World, web: Web
) -> None:
    """On the record and on a tile of its own."""
    sent = event() | {"source": "urn:wanglou:sim:citizen"}
    answer = await sender.post("/intake/events", json=sent)
    assert world.reader.kind("incident")[answer.json()["id"]]["provenance"] == "simulated"
    tiles = {tile.name: tile.accepted for tile in web.doors.tiles(Utc(time.time()))}
    assert (tiles["sim-events"], tiles["events"]) == (1, 0)


async def test_live_mode_refuses_simulations(tmp_path: Path, world: World) -> None:
    """A wall in service shows nothing invented."""
    settings = settings_for(tmp_path, "live")
    object.__setattr__(
        settings, "sources", ({"kind": "incidents", "name": "hub", "token": "hub-token-000001"},)
    )
    async with client_of(build(settings, world).asgi, Authorization="Bearer hub-token-000001") as client:
        simulated = event() | {"source": "urn:wanglou:sim:citizen"}
        refused = await client.post("/intake/events", json=simulated)
        assert refused.status_code == 400 and refused.json()["field"] == "source"
        assert (await client.post("/intake/events", json=event())).status_code == 201
    assert world.reader.changes_after(0)[0].body["source"].startswith("hub|")  # type: ignore[index]


async def test_a_locked_store_says_503_and_when_to_come_back(
    sender: httpx.AsyncClient, world: World, tmp_path: Path
) -> None:
    """Nothing was acknowledged; the same event goes through afterwards."""
    holder = sqlite3.connect(tmp_path / "wanglou.db", isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    busy = await sender.post("/intake/events", json=event())
    assert busy.status_code == 503 and busy.headers["retry-after"] == "1"
    holder.execute("ROLLBACK")
    holder.close()
    assert (await sender.post("/intake/events", json=event())).status_code == 201


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"specversion": "0.3"}, "specversion"),
        ({"id": ""}, "id"),
        ({"source": None}, "source"),
        ({"type": "com.example.other"}, "type"),
        ({"data": []}, "data"),
        ({"data_base64": "aGk="}, "data_base64"),
        ({"time": "yesterday"}, "time"),
        ({"data": {"lat": 32.0}}, "data.lon"),
        ({"data": {"lat": 95, "lon": 0}}, "data.lat"),
        ({"data": {"lat": True, "lon": 0}}, "data.lat"),
        ({"data": {"urgency": "high"}}, "data.urgency"),
        ({"data": {"status": "DONE"}}, "data.status"),
        ({"data": {"title": 7}}, "data.title"),
        ({"data": {"title": "x" * 201}}, "data.title"),
        ({"data": {"revision": -1}}, "data.revision"),
        ({"data": {"revision": "1"}}, "data.revision"),
        ({"data": {"opened_at": -5}}, "data.opened_at"),
        ({"data": {"lat": 32, "lon": 118, "datum": "utm"}}, "data.datum"),
        ({"data": {}, "type": "cn.wanglou.incident.closed"}, "data.revision"),
    ],
)
async def test_a_bad_event_names_its_field(
    sender: httpx.AsyncClient, world: World, change: dict[str, Any], field: str
) -> None:
    """And changes nothing."""
    answer = await sender.post("/intake/events", json=event() | change)
    assert (answer.status_code, answer.json()["field"]) == (400, field)
    assert world.reader.head() == 0
