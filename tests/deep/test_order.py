"""Frames that get lost, commits at the worst moment, and records that nobody can read: nothing is missed."""

import asyncio
import http.client
import json
import random
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from uuid import uuid4

from dashboard.incidents.commands import RecordId
from dashboard.incidents.store import Store
from tests.dashboard.incidents.asking import Put
from tests.deep.centre import Centre
from tests.deep.eyes import screen_of, summary, wall_of
from tests.deep.load import BEARER
from tests.deep.test_burst import CLOUD, event_named
from tests.feeds.relay.screen import Screen
from tests.kit.causes import CAUSES
from tests.kit.trial import staged
from tests.kit.verdict import Sample
from tests.kit.wallprobe import WallProbe

MESSAGES, LOST_EVERY = 10_000, 33
LOSSY_S = 20.0
"""So long messages are lost; then the page is made whole and compared."""
TOLD_PER_S, TOLD = 40, 60
"""News of so many incidents, so often: messages that must not be lost, and enough of them in minutes."""
HEALS_S, BACK_S = 40.0, 10.0
ROUNDS = 500
POISONED = 3000
POISON_EVERY = 1000
LOSES = """
(() => {
  const Real = window.WebSocket;
  window.lost = { heard: 0, dropped: 0, every: Infinity };
  window.WebSocket = class extends Real {
    set onmessage(listener) {
      super.onmessage = listener && ((event) => {
        if (window.lost.every === Infinity) return listener(event);
        window.lost.heard += 1;
        if (window.lost.heard % window.lost.every === 0) window.lost.dropped += 1;
        else listener(event);
      });
    }
  };
})()
"""


async def test_lost_frames(
    centre: Centre, tmp_path: Path, times: Callable[[int], int], keep: Callable[..., None]
) -> None:
    """Three messages in a hundred never reach the page: what it holds is still what the relay holds."""
    async with staged(centre, tmp_path, 1000, LOSES) as trials:
        probe, alike, checks, lost, back = trials.stage.probe, 0, 0, {"heard": 0, "dropped": 0}, 0.0
        while lost["heard"] < times(MESSAGES):
            await probe.page.evaluate("(every) => void (window.lost.every = every)", LOST_EVERY)
            await asyncio.to_thread(_tell, centre.port, checks * 1_000_000, LOSSY_S)
            await probe.page.evaluate("() => void (window.lost.every = Infinity)")
            healed = time.time()
            whole = await probe.until(partial(_whole, probe, healed), HEALS_S, "the page is whole")
            back = max(back, whole - healed)
            alike += (await trials.alike())["alike"]
            checks += 1
            lost = await probe.page.evaluate("() => ({ ...window.lost })")
        figures = probe.findings.figures()
    keep(messages=lost["heard"], dropped=lost["dropped"], compared=checks, alike=alike)
    keep(whole_within_s=round(back, 1), **figures)
    assert lost["dropped"] > 0 and alike == checks and back <= BACK_S
    assert (figures["stale_as_fresh"], figures["live_past_half"]) == (0, 0)


def _whole(probe: WallProbe, since: float, sample: Sample) -> bool:
    return probe.caught_up(sample, since)


def _tell(port: int, first: int, seconds: float) -> None:
    """News of the same incidents again and again; ``first``: a revision above all of those before."""
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    began, number = time.monotonic(), 0
    while time.monotonic() - began < seconds:
        time.sleep(max(0.0, began + number / TOLD_PER_S - time.monotonic()))
        event = event_named(f"lossy-{number % TOLD}") | {"id": f"{first + number}"}
        event["data"] |= {"revision": first + number, "title": f"{first + number}"}
        link.request("POST", "/intake/events", json.dumps(event), BEARER | CLOUD)
        answer = link.getresponse()
        answer.read()
        assert answer.status in (200, 201), answer.status
        number += 1
    link.close()


async def test_commit_between(
    centre: Centre, seed: int, times: Callable[[int], int], keep: Callable[..., None]
) -> None:
    """500 times an incident is stored just as a screen takes its snapshot: the screen has it."""
    chance, missing, took = random.Random(seed), 0, []
    for start in (centre.start_bus, centre.start_web, centre.start_relay):
        await asyncio.to_thread(start)
    await asyncio.to_thread(centre.post, "/intake/events", event_named("first"))
    for _ in range(times(ROUNDS)):
        ticket = await asyncio.to_thread(centre.ticket)
        name = uuid4().hex
        posting = asyncio.create_task(asyncio.to_thread(centre.post, "/intake/events", event_named(name)))
        await asyncio.sleep(chance.uniform(0, 0.02))
        screen = await Screen(centre.relay_port, ticket).open()
        id = str((await posting)["id"])
        answered = time.monotonic()
        try:
            await screen.until(lambda s: id in s.records.get("incident", {}), 5)  # noqa: B023
            took.append(time.monotonic() - answered)
        except TimeoutError:
            missing += 1
        await screen.close()
    keep(rounds=times(ROUNDS), missing=missing, **summary(took))
    assert missing == 0


async def test_poison(centre: Centre, times: Callable[[int], int], keep: Callable[..., None]) -> None:
    """One camera in a thousand makes no sense: the others arrive, relay and wall go on."""
    count = max(POISON_EVERY, times(POISONED))
    for start in (centre.start_bus, centre.start_web, centre.start_relay):
        await asyncio.to_thread(start)
    async with screen_of(centre) as screen, wall_of(centre) as wall:
        pid = centre.running["relay"].pid
        before = len(screen.records.get("camera", {}))
        await asyncio.to_thread(centre.end, "web")  # a store has one writer
        await asyncio.to_thread(_write, centre.database, count)
        await asyncio.to_thread(centre.start_web)
        await screen.until(lambda s: len(s.records["camera"]) >= before + count, 120)
        after = str((await asyncio.to_thread(centre.post, "/intake/events", event_named("after")))["id"])
        painted = await wall.painted(after, lambda text: text is not None) > 0
        status = await wall.page.evaluate("() => window.wanglou.status()")
        alive = centre.running["relay"].poll() is None and centre.running["relay"].pid == pid
    keep(
        records=count,
        poison=count // POISON_EVERY,
        painted_after=painted,
        relay_alive=alive,
        wall_link=status["link"],
        wall_faults=status["faults"],
    )
    assert alive and painted and status["link"] == "live"


def _write(database: str, count: int) -> None:
    """As a faulty writer would: every thousandth has a body that makes no sense."""
    store = Store(database)
    poison = {"lat": "north", "lon": None, "state": [1], "name": {"a": 1}, "street": {}, "provenance": 7}
    for number in range(1, count + 1):
        body = {"id": f"C-{number}", "name": f"{number}", "lat": 32.02, "lon": 118.77, "state": "alive"}
        body |= {"provenance": "simulated", "street": "320104004"}
        bad = poison if number % POISON_EVERY == 0 else {}
        store.commit(Put(RecordId("camera", f"C-{number}"), body | bad))
    store.close()


def test_every_cause_has_its_own_name() -> None:
    """The figures of each are kept by it."""
    assert len({cause.name for cause in CAUSES}) == len(CAUSES)
