"""The door for work orders: a dry run foretells what the store then does; every row is accounted for."""

from pathlib import Path
from typing import Any

import httpx
import pytest

from dashboard.web.site import World, build
from tests.dashboard.web.site_parts import FakeBus, client_of, settings_for

DOOR = "/intake/work-orders"
CSV = {"Content-Type": "text/csv"}
FILE = (
    "external_id,revision,title,lat,lon,due_at\n"
    "A,1,积水,32.0205,118.7745,2026-11-23 08:00\nA,2,积水深,,,\nA,2,积水深,,,\n"
    "=cmd|' /C calc'!A0,1,<b>,0,0,\nB,x,a,,,\n"
)
MAP = '[columns]\nexternal_id = "编号"\nrevision = "版本"\n'


async def test_a_dry_run_foretells_and_changes_nothing(
    sender: httpx.AsyncClient, world: World, bus: FakeBus
) -> None:
    """Then the same file does just that; and a third time it is all repeated."""
    dry = (await sender.post(DOOR, params={"dry_run": "yes"}, content=FILE.encode(), headers=CSV)).json()
    assert world.reader.head() == 0 and dry["dry_run"]
    done = (await sender.post(DOOR, content=FILE.encode(), headers=CSV)).json()
    assert done["counts"] == dry["counts"] and done["results"] == dry["results"]
    assert [row["outcome"] for row in done["results"]] == ["new", "newer", "repeated", "new", "refused"]
    assert done["results"][4]["error"].startswith("revision is 'x'") and done["results"][4]["line"] == 6
    body = world.reader.kind("incident")[done["results"][0]["id"]]
    assert (body["title"], body["sender_due_ms"], body["street"]) == ("积水深", 1795392000000, "320104004")
    assert bus.hints == [world.reader.head()]
    again = (await sender.post(DOOR, content=FILE.encode(), headers=CSV)).json()
    assert (again["counts"]["repeated"], again["counts"]["refused"]) == (4, 1)


async def test_a_map_comes_with_its_file(sender: httpx.AsyncClient, world: World) -> None:
    """Two parts of a form; the encoding is the file's own."""
    file = "编号,版本\r\n工-1,3\r\n".encode("gbk")
    answer = await sender.post(DOOR, files={"map": ("m.toml", MAP.encode()), "file": ("o.csv", file)})
    assert answer.json()["encoding"] == "gb18030" and answer.json()["counts"]["new"] == 1
    (body,) = world.reader.kind("incident").values()
    assert body["external_id"] == "工-1" and body["source"] == "demo|12345"


@pytest.mark.parametrize(
    ("sent", "status", "says"),
    [
        ({"content": b"x", "headers": {"Content-Type": "application/json"}}, 415, "Content-Type"),
        ({"files": {"map": ("m", MAP.encode())}}, 400, "file is missing"),
        ({"files": {"file": ("f", b"a,b\n"), "map": ("m", b"=")}}, 400, "map is"),
        ({"content": b"a,b\n1,2\n", "headers": CSV}, 400, "columns.external_id"),
        ({"content": b"x", "headers": {"Content-Type": "multipart/form-data"}}, 400, "body is"),
        ({"content": b"x", "headers": CSV, "params": {"dry_run": "maybe"}}, 400, "dry_run is 'maybe'"),
    ],
)
async def test_a_file_that_cannot_be_read_changes_nothing(
    sender: httpx.AsyncClient, world: World, sent: dict[str, Any], status: int, says: str
) -> None:
    """A sentence, and a tile that shows it."""
    answer = await sender.post(DOOR, **sent)
    assert answer.status_code == status and answer.json()["error"].startswith(says)
    assert world.reader.head() == 0


async def test_strangers_and_make_believe_are_refused(
    client: httpx.AsyncClient, world: World, tmp_path: Path
) -> None:
    """A token is needed; live takes real orders only."""
    assert (await client.post(DOOR, content=b"x", headers=CSV)).status_code == 401
    settings = settings_for(tmp_path, "live")
    source = {"kind": "incidents", "name": "hub", "token": "hub-token-000001"}
    object.__setattr__(settings, "sources", (source,))
    live = build(settings, world)
    parts = {
        "map": ("m", b'provenance = "replayed"\n' + MAP.encode()),
        "file": ("f", "编号,版本\n1,1\n".encode()),
    }
    async with client_of(live.asgi, Authorization="Bearer hub-token-000001") as outside:
        answer = await outside.post(DOOR, files=parts)
    assert answer.status_code == 400 and "mode live" in answer.json()["error"]
