"""A whole relay, seen from screens on real sockets."""

import asyncio
import time
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from feeds import messages, wire
from feeds.bus import BeatHeard, HealthHeard, HintHeard, PositionsHeard
from feeds.model import Beat, Provenance, SourceHealth, SourceState, Utc
from feeds.publisher import LISTENS
from tests.feeds.relay.conftest import Rig
from tests.feeds.test_picture import said

NOW = time.time


def report(entity: str, lat: float = 31.5, source: str = "phones", **known: Any) -> Any:
    """A batch of one position seen just now."""
    at = known.pop("ago", 0.0)
    return said(
        source, NOW() - at - 1_795_330_000.0, entity, lat=lat, ttl_s=known.pop("ttl_s", 60.0), **known
    )


async def test_a_screen_is_told_everything_in_order(rig: Rig) -> None:
    """Welcome, beat, snapshot, rows, keyframe; then what changes."""
    rig.store.commit("incident", "I-1", {"id": "I-1", "street": "320104004"})
    rig.store.commit("grid", "G-1", {"id": "G-1"})
    rig.report(report("QH-0001"))
    first = await rig.screen().open()
    await first.until(lambda s: s.place_of("QH-0001") and s.seq == 2)
    screen = await rig.screen().open()
    await screen.until(lambda s: s.tick is not None)
    order = [getattr(message, "type", None) or type(message).__name__ for message in screen.said[:5]]
    assert order == ["Welcome", "Beat", "Snapshot", "Rows", wire.FrameType.KEYFRAME]
    assert screen.welcome is not None
    assert (screen.welcome.mode, screen.welcome.scope, screen.welcome.build) == ("demo", "320104", "test")
    assert screen.records["incident"] == {"I-1": {"id": "I-1", "street": "320104004"}}
    assert "grid" not in screen.records
    rig.report(report("QH-0001", 31.6), report("QH-0002", 31.7))
    await screen.until(lambda s: s.place_of("QH-0001") == (316000000, 1187800000) and s.place_of("QH-0002"))


async def test_a_change_reaches_the_screen_by_a_hint_and_without_one(rig: Rig) -> None:
    """A hint is only quicker: the log is read every second anyway, as far as it goes."""
    screen = await rig.screen().open()
    await screen.until(lambda s: s.seq == 0)
    for number in range(8):
        rig.store.commit("incident", f"I-{number}", {"street": "320104004"})
    rig.bus.say(HintHeard(8))
    await screen.until(lambda s: s.seq == 8 and len(s.records["incident"]) == 8)
    rig.store.commit("incident", "I-0", None)
    await screen.until(lambda s: s.seq == 9 and "I-0" not in s.records["incident"])


async def test_a_street_sees_its_own(rig: Rig) -> None:
    """Rows and records of other streets stay away, and what moves over comes and goes."""
    rig.store.commit("incident", "here", {"street": "320104004"})
    rig.store.commit("incident", "there", {"street": "320104005"})
    rig.report(report("south", 31.5), report("north", 32.5))
    screen = await rig.screen("320104004").open()
    await screen.until(lambda s: s.place_of("south") and list(s.records["incident"]) == ["here"])
    rig.report(report("south", 32.5), report("north", 31.5))
    rig.store.commit("incident", "here", {"street": "320104005"})
    rig.store.commit("incident", "there", {"street": "320104004"})
    await screen.until(lambda s: s.place_of("north") and not s.place_of("south"))
    await screen.until(lambda s: list(s.records["incident"]) == ["there"])


async def test_rows_carry_the_roster(rig: Rig) -> None:
    """A worker is named by his record, and again when it changes; struck off he leaves the picture. A wall is
    told all of it but the name.
    """
    worker = {"no": "QH-0001", "surname": "吴", "role": "grid_worker", "street": "320104005", "grid": "g"}
    rig.store.commit("worker", "QH-0001", worker)
    rig.report(report("QH-0001", 31.5), report("phone", 40.0))
    wall = await rig.screen().open()
    await wall.until(lambda s: any(row["kind"] == "worker" for row in s.rows.values()))
    (shown,) = [row for row in wall.rows.values() if row["kind"] == "worker"]
    assert shown["no"] == "QH-0001" and shown["role"] == "grid_worker" and "surname" not in shown
    screen = await rig.screen(role="desk").open()
    await screen.until(lambda s: s.place_of("QH-0001") and s.place_of("phone"))
    await screen.until(lambda s: any(row["kind"] == "worker" for row in s.rows.values()))
    facts = {row["id"]: row for row in screen.rows.values()}
    assert facts["QH-0001"] == {"row": facts["QH-0001"]["row"], "id": "QH-0001", "kind": "worker"} | worker
    assert facts["phone"] == {"row": facts["phone"]["row"], "id": "phone", "kind": "unknown", "street": None}
    rig.store.commit("worker", "QH-0001", worker | {"surname": "赵"})
    await screen.until(lambda s: any(row.get("surname") == "赵" for row in s.rows.values()))
    rig.store.commit("worker", "QH-0001", None)
    await screen.until(lambda s: not s.place_of("QH-0001"))


async def test_a_phone_takes_its_twin_over_and_hands_it_back(rig: Rig) -> None:
    """The flags tell which source and provenance is drawn."""
    rig.report(report("QH-0001", 31.1, "sim-phones"))
    screen = await rig.screen().open()
    await screen.until(lambda s: s.place_of("QH-0001"))
    rig.report(report("QH-0001", 31.2, "phones", ago=4.5, ttl_s=5.0))
    await screen.until(lambda s: s.place_of("QH-0001") == (312000000, 1187800000))
    assert wire.unpack_flags(screen.flags[0])[1] is Provenance.REAL
    await screen.until(lambda s: s.place_of("QH-0001") == (311000000, 1187800000))
    assert wire.unpack_flags(screen.flags[0])[1] is Provenance.SIMULATED


async def test_a_page_that_was_away_resumes(start_rig: Callable[..., Any]) -> None:
    """The changes since, when they are held and the epoch is the same; else a snapshot."""
    rig = await start_rig(lambda rig: rig.store.commit("incident", "I-1", {"street": "320104004"}))
    screen = await rig.screen().open()
    await screen.until(lambda s: s.seq == 1)
    rig.store.commit("incident", "I-2", {"street": "320104004"})
    await screen.until(lambda s: s.seq == 2)
    assert screen.welcome is not None
    epoch = screen.welcome.epoch
    for resume, told in (
        (messages.Resume(epoch, 1), "Changes"),
        (messages.Resume(epoch, 2), "Changes"),
        (messages.Resume(epoch, 3), "Snapshot"),
        (messages.Resume(epoch, 0), "Snapshot"),
        (messages.Resume(epoch + 1, 1), "Snapshot"),
    ):
        again = rig.screen()
        again.seq = resume.seq
        await again.open(resume)
        await again.until(lambda s: len(s.said) >= 3)
        assert type(again.said[2]).__name__ == told
        assert again.seq == 2


async def test_until_the_store_was_read_there_is_no_beat(start_rig: Callable[..., Any]) -> None:
    """An empty snapshot would look like calm; the page's dead-man stays instead."""

    def break_store(rig: Rig) -> None:
        rig.store.commit("incident", "I-1", {"street": "320104004"})
        rig.store.broken = True

    rig = await start_rig(break_store)
    screen = await rig.screen().open()
    await screen.until(lambda s: rig.store.reads >= 2)
    assert [type(message).__name__ for message in screen.said] == ["Welcome"]
    rig.store.broken = False
    await screen.until(lambda s: s.beat and s.seq == 1)


async def test_a_store_that_breaks_later_is_told_to_screens(rig: Rig) -> None:
    """Its age grows in the beat, and records come again by themselves once it heals."""
    screen = await rig.screen().open()
    await screen.until(lambda s: s.beat)
    rig.store.broken = True
    rig.bus.age = 60.0
    await screen.until(
        lambda s: {tile.name: tile.state for tile in s.beat.processes} == {"store": "late", "bus": "dead"}
    )
    rig.store.commit("incident", "I-1", {"street": "320104004"})
    rig.store.broken = False
    await screen.until(lambda s: s.seq == 1)


async def test_the_beat_tells_of_sources_and_processes(rig: Rig) -> None:
    """Health of all processes, in the numbering of the flags."""
    rig.report(report("a", source="osmand"))
    screen = await rig.screen().open()
    await screen.until(lambda s: s.place_of("a"))
    real, live = Provenance.REAL, SourceState.LIVE
    for name in ("phones", "osmand"):
        health = SourceHealth(name, "k", "中", "En", real, live, Utc(5.0), 1.0, None, 7, 1, 180.0)
        rig.bus.say(HealthHeard("feeds", [health]) if name == "phones" else HealthHeard("web", [health]))
    rig.bus.say(BeatHeard(Beat("feeds", 1, Utc(5.0), Utc(1.0))))
    await screen.until(lambda s: s.beat.sources and all(tile.state == "live" for tile in s.beat.sources))
    assert screen.beat is not None
    assert [(tile.index, tile.name) for tile in screen.beat.sources] == [(0, "osmand"), (1, "phones")]
    assert {tile.name for tile in screen.beat.processes} == {"feeds", "web", "store", "bus"}
    assert wire.unpack_flags(screen.flags[0])[0] == 0


async def test_a_refused_batch_harms_nobody_else(rig: Rig) -> None:
    """Nonsense on the bus is counted."""
    rig.bus.say(PositionsHeard("320104", b"\xc1"))
    rig.bus.say(PositionsHeard("999999", report("elsewhere").encode()))
    rig.report(report("a"))
    screen = await rig.screen().open()
    await screen.until(lambda s: s.place_of("a"))
    assert rig.relay.facts()["batches_refused_total"] == 1
    assert not screen.place_of("elsewhere")


async def test_looking_at_an_entity(rig: Rig) -> None:
    """The answer comes at once, again when it changes, and not any more after looking away."""
    rig.report(report("a", battery=0.71, source="sim-phones"))
    screen = await rig.screen().open()
    await screen.until(lambda s: s.place_of("a"))
    await screen.say(messages.Look("a"))
    await screen.until(lambda s: isinstance(s.said[-1], messages.Entity))
    assert screen.said[-1].picture["battery"] == 0.71
    rig.report(report("a", battery=0.7))
    await screen.until(
        lambda s: any(isinstance(m, messages.Entity) and (m.picture or {})["battery"] == 0.7 for m in s.said)
    )
    await screen.say(messages.Look("nobody"))
    await screen.until(lambda s: any(isinstance(m, messages.Entity) and not m.found for m in s.said))


async def test_asking_for_a_keyframe(rig: Rig) -> None:
    """A page that lost its place gets the whole picture."""
    rig.report(report("a"))
    screen = await rig.screen().open()
    await screen.until(lambda s: s.place_of("a"))
    seen = len(screen.said)
    await screen.say(messages.Keyframe())
    await screen.until(
        lambda s: any(getattr(m, "type", None) is wire.FrameType.KEYFRAME for m in s.said[seen:])
    )


async def test_a_relay_says_that_it_hears_as_soon_as_it_does(
    monkeypatch: pytest.MonkeyPatch, start_rig: Callable[..., Any]
) -> None:
    """It repeats itself until it hears itself, and then tells publishers, long before the next beat."""
    monkeypatch.setattr("feeds.relay.relay.BEAT_MS", 3_600_000)
    rig = await start_rig()

    def told() -> list[float]:
        return [beat.facts[LISTENS] for beat in rig.bus.beats]

    async with asyncio.timeout(60):
        while len(told()) < 4:
            await asyncio.sleep(0.01)
        assert not any(told())
        rig.bus.say(BeatHeard(rig.bus.beats[-1]))
        while not told()[-1]:
            await asyncio.sleep(0.01)


async def test_the_beat_of_the_relay_carries_its_figures(rig: Rig) -> None:
    """/metrics is made of these."""
    rig.report(report("a"))
    screen = await rig.screen().open()
    await screen.until(lambda s: s.beat)
    await screen.say(messages.Ack(1, 0, 0, paint_age_ms=10.0))
    await screen.until(lambda s: rig.bus.beats and rig.bus.beats[-1].facts["clients_painting"] == 1)
    beat = rig.bus.beats[-1]
    assert (beat.process, beat.facts["clients"], beat.facts["entities"]) == ("relay", 1, 1)
    assert beat.facts["bytes_sent_total"] > 0


async def test_the_picture_as_json(rig: Rig) -> None:
    """GET /picture tells everything of the ticket's scope, or one entity."""
    rig.report(report("a", 31.5, battery=0.71), report("a", 31.5, "sim-phones"), report("b", 32.5))
    screen = await rig.screen().open()
    await screen.until(lambda s: s.place_of("a") and s.place_of("b"))
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{rig.port}") as client:
        whole = (await client.get("/picture", headers={"Authorization": f"Bearer {rig.ticket()}"})).json()
        assert [entity["id"] for entity in whole["entities"]] == ["a", "b"]
        one = (await client.get("/picture", params={"ticket": rig.ticket(), "entity": "a"})).json()
        (entity,) = one["entities"]
        assert (entity["lat"], entity["source"], entity["freshness"]) == (31.5, "phones", "live")
        assert [other["source"] for other in entity["others"]] == ["sim-phones"]
        street = (await client.get("/picture", params={"ticket": rig.ticket("320104005")})).json()
        assert [entity["id"] for entity in street["entities"]] == ["b"]
        for status, params in (
            (401, {}),
            (401, {"ticket": "forged"}),
            (404, {"ticket": rig.ticket(), "entity": "nobody"}),
            (404, {"ticket": rig.ticket("320104005"), "entity": "a"}),
        ):
            answer = await client.get("/picture", params=params)
            assert (answer.status_code, list(answer.json())) == (status, ["error"])
        assert (await client.get("/")).status_code == 404
