"""What a source may say, of whom, and when: tokens that were issued, entities they may speak of, and duty."""

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from dashboard.identity.identities import COMMAND_LINE, Identities, identity_url
from dashboard.incidents.commands import RecordId
from dashboard.web.intake_tokens import BELIEVED_S, IntakeTokens
from dashboard.web.site import Web, World, build
from feeds.errors import BadSetting
from feeds.model import SourceHealth, Utc
from tests.dashboard.incidents.asking import Put
from tests.dashboard.web.site_parts import FakeBus, client_of, settings_for, started

NOW = Utc(1_795_330_000.0)
NAMES = ("alpha", "beta", "gamma", "delta", "omega")
TOKENS = {name: f"token-of-{name}-0123456789" for name in NAMES}
SOURCES = tuple(
    {"kind": "positions", "name": name, "token": token, "speaks_of": [f"{name}-*"]}
    for name, token in TOKENS.items()
)


def fix(entity: str, **more: object) -> dict[str, object]:
    """Somebody's position in our own form."""
    return {"entity": entity, "lat": 32.0205, "lon": 118.7745, **more}


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def tile(web: Web, name: str) -> SourceHealth:
    """One source's tile."""
    return next(tile for tile in web.doors.tiles(Utc(time.time())) if tile.name == name)


@pytest.fixture
def identities(tmp_path: Path) -> Iterator[Identities]:
    """Nobody in it."""
    opened = Identities(identity_url(tmp_path, ""))
    yield opened
    opened.close()


async def test_five_sources_each_of_its_own_only(tmp_path: Path, world: World, bus: FakeBus) -> None:
    """Five by five: a token speaks of its own entities, all else is 403, counted, and reaches nobody."""
    web = build(replace(settings_for(tmp_path, "exercise"), sources=SOURCES), world)
    async with started(web.asgi), client_of(web.asgi) as client:
        for name in NAMES:
            for whose in NAMES:
                answer = await client.post(
                    "/intake/positions", json=fix(f"{whose}-7"), headers=bearer(TOKENS[name])
                )
                assert answer.status_code == (200 if name == whose else 403), (name, whose)
                if name != whose:
                    assert answer.json()["error"] == f"entity is '{whose}-7': this token may not speak of it"
                    assert answer.json()["field"] == "entity"
    await web.doors.publisher.flush()
    told = {(batch.source, entity) for batch in bus.batches for entity in batch.entities}
    assert told == {(name, f"{name}-7") for name in NAMES}
    assert [(tile(web, name).accepted, tile(web, name).rejected) for name in NAMES] == [(1, 4)] * 5
    assert "may not speak of it" in str(tile(web, "alpha").error)


async def test_a_batch_with_one_stranger_counts_not_at_all(
    tmp_path: Path, world: World, bus: FakeBus
) -> None:
    """As with every other refusal."""
    web = build(replace(settings_for(tmp_path, "exercise"), sources=SOURCES), world)
    async with started(web.asgi), client_of(web.asgi) as client:
        both = [fix("alpha-1"), fix("beta-1")]
        answer = await client.post("/intake/positions", json=both, headers=bearer(TOKENS["alpha"]))
    await web.doors.publisher.flush()
    assert answer.status_code == 403 and bus.batches == []


async def test_an_issued_token_opens_its_sources_door_only(
    tmp_path: Path, world: World, identities: Identities, bus: FakeBus
) -> None:
    """Of the entities it was issued for; another door turns it away, and those for incidents do."""
    for name in ("phones", "owntracks"):
        identities.add_account(name, by=COMMAND_LINE, now=NOW)
    _, phones = identities.issue_token("phones", ["QH-04*"], by="test", now=NOW)
    _, other = identities.issue_token("owntracks", by="test", now=NOW)
    sources = ({"kind": "positions", "name": "phones"}, {"kind": "owntracks"})
    settings = replace(settings_for(tmp_path, "exercise"), sources=sources)
    web = build(settings, replace(world, identities=identities))
    async with started(web.asgi), client_of(web.asgi) as client:

        async def told(token: str, entity: str, door: str = "positions") -> int:
            return (await client.post(f"/intake/{door}", json=fix(entity), headers=bearer(token))).status_code

        assert await told(phones, "QH-0421") == 200
        assert await told(phones, "QH-0521") == 403
        assert await told(other, "QH-0421") == await told(phones, "QH-0421", "owntracks") == 401
        assert await told(phones[:-1] + "!", "QH-0421") == await told("", "QH-0421") == 401
        for token in (other, phones):
            answer = await client.post("/intake/events", content=b"no event", headers=bearer(token))
            assert answer.status_code == 403 and 'of kind "incidents"' in answer.json()["error"]


async def test_a_sources_token_opens_the_doors_of_its_kind(
    tmp_path: Path, world: World, identities: Identities
) -> None:
    """A tracker's vendor reports no fires, and the hotline moves nobody; neither by a token of the settings
    nor by an issued one, nor by that of a source that is switched off.
    """
    named, gone, bound = "a-token-of-trackers-1", "a-token-of-before-1", "a-token-of-the-hotline"
    _, issued = identities.issue_token("district", by="test", now=NOW)
    _, few = identities.issue_token("district", ["QH-*"], by="test", now=NOW)
    sources = (
        {"kind": "positions", "name": "trackers", "token": named},
        {"kind": "osmand", "token": gone, "enabled": False},
        {"kind": "incidents", "name": "hotline", "token": bound},
    )
    settings = replace(settings_for(tmp_path, "exercise"), sources=sources)
    web = build(settings, replace(world, identities=identities))
    doors = ("positions", "events", "work-orders", "acknowledgements")
    async with started(web.asgi), client_of(web.asgi) as client:

        async def knock(token: str, door: str) -> int:
            ask = client.get if door == "acknowledgements" else client.post
            return (await ask(f"/intake/{door}", headers=bearer(token))).status_code

        met = {
            token: [await knock(token, door) for door in doors] for token in (named, gone, bound, issued, few)
        }
    assert met == {
        named: [400, 403, 403, 403],
        gone: [401, 403, 403, 403],
        bound: [401, 400, 415, 400],
        issued: [401, 400, 415, 400],
        few: [401, 401, 401, 401],
    }


async def test_a_sender_of_incidents_is_heard_while_its_table_says_so(
    tmp_path: Path, world: World, identities: Identities
) -> None:
    """Switched off its issued token opens nothing; named like a kind of positions it opens all the same."""
    sources = (
        {"kind": "incidents", "name": "hotline", "token": "a-token-of-the-hotline", "enabled": False},
        {"kind": "incidents", "name": "traccar"},
    )
    tokens = [
        identities.issue_token(name, by="test", now=NOW)[1] for name in ("hotline", "traccar", "osmand")
    ]
    settings = replace(settings_for(tmp_path, "exercise"), sources=sources)
    web = build(settings, replace(world, identities=identities))
    async with started(web.asgi), client_of(web.asgi) as client:
        met = [
            (await client.post("/intake/events", headers=bearer(token))).status_code
            for token in (*tokens, "a-token-of-the-hotline")
        ]
    assert met == [401, 400, 403, 401]


async def test_a_door_without_any_token_stops_the_start(
    tmp_path: Path, world: World, identities: Identities
) -> None:
    """And the sentence says how one is issued; a revoked one does not count."""
    settings = replace(settings_for(tmp_path, "exercise"), sources=({"kind": "owntracks"},))
    token, _ = identities.issue_token("owntracks", by="test", now=NOW)
    build(settings, replace(world, identities=identities))
    identities.revoke_token(token.id, by="test", now=NOW)
    with pytest.raises(BadSetting, match="wanglou token issue owntracks"):
        build(settings, replace(world, identities=identities))


async def test_a_revoked_token_is_believed_for_a_moment_only(identities: Identities) -> None:
    """And what cannot be a token is never looked up."""
    now = 0.0
    tokens = IntakeTokens(identities, lambda: now)
    token, secret = identities.issue_token("phones", by="test", now=NOW)
    assert await tokens.shown(secret) == token
    identities.revoke_token(token.id, by="test", now=NOW)
    now = BELIEVED_S
    assert await tokens.shown(secret) == token
    now = BELIEVED_S + 0.1
    assert await tokens.shown(secret) is None
    assert await tokens.shown("short") is None


async def test_off_duty_is_kept_nowhere(
    sender: httpx.AsyncClient, web: Web, world: World, bus: FakeBus
) -> None:
    """2xx, so that the app does not send it for ever; counted on the tile; published to nobody. A call for
    help passes, and so does whoever is on duty again.
    """
    await world.store.perform(Put(RecordId("worker", "QH-1"), {"id": "QH-1", "on_duty": False}))
    await world.store.perform(Put(RecordId("worker", "QH-2"), {"id": "QH-2", "on_duty": True}))
    await web.doors.duty.look()
    for entity in ("QH-1", "QH-2", "QH-1", "stranger"):
        assert (await sender.post("/intake/positions", json=fix(entity))).status_code == 200
    await web.doors.publisher.flush()
    assert {entity for batch in bus.batches for entity in batch.entities} == {"QH-2", "stranger"}
    assert (tile(web, "positions").off_duty, tile(web, "positions").accepted) == (2, 2)
    assert (await sender.post("/intake/positions", json=fix("QH-1", sos=True))).status_code == 200
    await world.store.perform(Put(RecordId("worker", "QH-1"), {"id": "QH-1"}))
    await web.doors.duty.look()
    assert (await sender.post("/intake/positions", json=fix("QH-1"))).status_code == 200
    assert (tile(web, "positions").off_duty, tile(web, "positions").accepted) == (2, 4)
