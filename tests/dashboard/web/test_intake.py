"""The position doors: who may knock, what they take, and that every refusal is a sentence on the tile."""

import base64
import json
import time
from pathlib import Path

import httpx
import pytest

from dashboard.web.site import Web, World, build
from feeds.errors import BadSetting
from feeds.model import SourceHealth, Utc
from tests.dashboard.web.site_parts import TOKEN, FakeBus, client_of, settings_for

FIX = {"_type": "location", "tid": "21", "topic": "owntracks/QH-0421/phone", "lat": 32.0205, "lon": 118.7745}
POSITION = {"entity": "QH-0421", "lat": 32.0205, "lon": 118.7745}


def tile(web: Web, name: str) -> SourceHealth:
    """One source's tile."""
    return next(tile for tile in web.doors.tiles(Utc(time.time())) if tile.name == name)


async def test_a_phone_gets_an_empty_list_and_its_position_goes_to_the_bus(
    sender: httpx.AsyncClient, web: Web, bus: FakeBus
) -> None:
    """OwnTracks expects a JSON array; what it sent is published as real."""
    answer = await sender.post("/intake/owntracks", json=FIX | {"tst": int(time.time())})
    assert (answer.status_code, answer.json()) == (200, [])
    await web.doors.publisher.flush()
    assert [batch.source for batch in bus.batches] == ["owntracks"]
    assert list(bus.batches[0].entities) == ["QH-0421"]
    assert tile(web, "owntracks").accepted == 1


async def test_every_kind_has_its_door(sender: httpx.AsyncClient) -> None:
    """The forms of the other senders."""
    traccar = {
        "device": {"uniqueId": "QH-1"},
        "position": {
            "latitude": 32.02,
            "longitude": 118.77,
            "fixTime": "2026-11-22T06:05:00Z",
            "valid": True,
        },
    }
    assert (await sender.post("/intake/traccar", json=traccar)).json() == {"accepted": 1}
    assert (await sender.post("/intake/positions", json=[POSITION, POSITION])).json() == {"accepted": 2}
    form = {"id": "QH-1", "lat": "32.02", "lon": "118.77", "timestamp": "1795330000"}
    assert (await sender.post("/intake/osmand", data=form)).status_code == 200
    assert (await sender.get("/intake/osmand", params=form)).status_code == 200


@pytest.mark.parametrize("door", ["owntracks", "osmand", "traccar", "positions", "events"])
async def test_without_the_token_nothing_enters(client: httpx.AsyncClient, web: Web, door: str) -> None:
    """401 that asks for credentials, counted on the tile."""
    answer = await client.post(f"/intake/{door}", json=FIX)
    assert answer.status_code == 401 and "token is missing" in answer.json()["error"]
    assert answer.headers["www-authenticate"].startswith("Basic")
    assert tile(web, door).rejected == 1 and "token" in str(tile(web, door).error)


@pytest.mark.parametrize(
    "authorization",
    [
        "Bearer wrong",
        "Bearer",
        "Basic !!!",
        "Basic " + base64.b64encode(b"u:wrong").decode(),
        "Digest x",
        "\xff",
    ],
)
async def test_a_wrong_token_is_as_good_as_none(client: httpx.AsyncClient, authorization: str) -> None:
    """Whatever its form."""
    headers = {"Authorization": authorization.encode("latin-1")}
    assert (await client.post("/intake/positions", json=POSITION, headers=headers)).status_code == 401  # type: ignore[arg-type]


async def test_phone_apps_show_it_as_a_password(client: httpx.AsyncClient) -> None:
    """The user's name does not matter."""
    answer = await client.post("/intake/owntracks", json=FIX, auth=httpx.BasicAuth("QH-0421", TOKEN))
    assert answer.status_code == 200


async def test_only_osmand_may_show_it_in_the_address(
    client: httpx.AsyncClient, web: Web, bus: FakeBus
) -> None:
    """Traccar Client can be given an address and nothing else; the token does not reach the source."""
    query = {"token": TOKEN, "id": "QH-1", "lat": "32.02", "lon": "118.77"}
    assert (await client.get("/intake/osmand", params=query)).status_code == 200
    assert (await client.post("/intake/positions", params=query, json=POSITION)).status_code == 401


async def test_a_refused_message_names_field_and_value(
    sender: httpx.AsyncClient, web: Web, bus: FakeBus
) -> None:
    """400, the field apart, the tile tells, nothing is published."""
    answer = await sender.post("/intake/positions", json=[POSITION, POSITION | {"lat": 95}])
    assert answer.status_code == 400
    assert answer.json()["field"] == "[1].lat" and "95" in answer.json()["error"]
    assert tile(web, "positions").rejected == 1
    await web.doors.publisher.flush()
    assert bus.batches == []


async def test_a_body_too_large_is_refused_before_it_is_read(sender: httpx.AsyncClient, web: Web) -> None:
    """By its announced length, and by its real one when it announces none."""
    large = b"x" * 300_000

    async def dribble():  # type: ignore[no-untyped-def]
        for start in range(0, len(large), 50_000):
            yield large[start : start + 50_000]

    assert (await sender.post("/intake/positions", content=large)).status_code == 413
    assert (await sender.post("/intake/positions", content=dribble())).status_code == 413
    assert tile(web, "positions").rejected == 2


async def test_compressed_bodies_are_refused(sender: httpx.AsyncClient) -> None:
    """Whatever they would unpack to."""
    answer = await sender.post("/intake/positions", content=b"x", headers={"Content-Encoding": "gzip"})
    assert answer.status_code == 415 and answer.json()["field"] == "Content-Encoding"


async def test_an_endless_query_is_refused(sender: httpx.AsyncClient) -> None:
    """Before it is taken apart."""
    assert (await sender.get("/intake/osmand?" + "a=1&" * 4000)).status_code in (401, 414)


HOSTILE = [
    b"",
    b"[" * 100_000,
    b'{"a":' * 50_000,
    b"9" * 5_000,
    b"NaN",
    b'{"lat": 1e999, "lon": 0, "entity": "x"}',
    b'{"entity": "\\ud800", "lat": 1, "lon": 1}',
    b'{"entity": "a\\u0000b", "lat": 1, "lon": 1}',
    b"\xff\xfe\x00",
    b'{"lat": 1, "lat": 2, "lon": 1, "entity": "x"}',
    b'{"specversion": "1.0", "id": 5, "source": [], "type": {}, "data": null}',
    b'{"_type": "location", "tst": 1e400, "lat": "1", "lon": null}',
    b'{"device": 7, "position": []}',
    b'{"location": {"coords": null}, "device_id": "x"}',
    json.dumps([{"entity": "x", "lat": 1, "lon": 1}] * 2000).encode(),
    b"null",
    b"true",
    b'"text"',
    b"12345678901234567890123",
    b"<event/>",
    b"lat=1&lon=2",
]


@pytest.mark.parametrize("door", ["owntracks", "osmand", "traccar", "positions", "events"])
@pytest.mark.parametrize(
    "content_type", ["application/json", "text/plain", "application/x-www-form-urlencoded", ""]
)
async def test_hostile_bodies_get_a_sentence(
    sender: httpx.AsyncClient, web: Web, bus: FakeBus, door: str, content_type: str
) -> None:
    """4xx and one line for each of the list; the process lives and the picture is unchanged."""
    for body in HOSTILE:
        answer = await sender.post(f"/intake/{door}", content=body, headers={"Content-Type": content_type})
        assert 400 <= answer.status_code < 500, (body[:40], answer.status_code)
        assert answer.json()["error"] and "\n" not in answer.json()["error"]
    assert tile(web, door).rejected == len(HOSTILE)
    await web.doors.publisher.flush()
    assert bus.batches == [] and bus.hints == [] and web.guard.faults == 0


async def test_the_token_decides_whose_message_it_is(tmp_path: Path, world: World) -> None:
    """Two sources of one kind share a door; a sender cannot speak in the other's name."""
    sources = (
        {"kind": "positions", "name": "river", "token": "river-token"},
        {"kind": "positions", "name": "wall", "token": "wall-token"},
    )
    settings = settings_for(tmp_path)
    object.__setattr__(settings, "sources", sources)
    web = build(settings, world)
    async with client_of(web.asgi) as client:
        for token, status in (("wall-token", 200), ("river-token", 200), ("wall-token", 200), (TOKEN, 401)):
            headers = {"Authorization": f"Bearer {token}"}
            assert (
                await client.post("/intake/positions", json=POSITION, headers=headers)
            ).status_code == status
    assert (tile(web, "wall").accepted, tile(web, "river").accepted) == (2, 1)


async def test_live_mode_wants_a_token_for_each_door(tmp_path: Path, world: World) -> None:
    """A door that anybody could use stops the start."""
    settings = settings_for(tmp_path, "live")
    object.__setattr__(settings, "sources", ({"kind": "owntracks"},))
    with pytest.raises(BadSetting, match=r"owntracks\.token is missing: .* token issue owntracks$"):
        build(settings, world)
    kinds: tuple[dict[str, str], ...] = ({"kind": "owntracks"}, {"kind": "osmand", "token": "wall-token"})
    object.__setattr__(settings, "sources", (*kinds, {"kind": "positions"}, {"kind": "incidents"}))
    with pytest.raises(BadSetting, match=r"issue owntracks; so must those of positions, incidents$"):
        build(settings, world)
