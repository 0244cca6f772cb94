"""One wall, its centre, and one cause after the other: what the wall said, when, and how it came back."""

import asyncio
import random
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any, Final

from playwright.async_api import Page

from tests.deep.centre import TOKEN, Centre
from tests.kit.causes import BAND_S, FROZEN_TAB, GRACE_S, HUNG, Cause, Stage
from tests.kit.faultproxy import FaultProxy
from tests.kit.feeder import TITLE
from tests.kit.states import differences, hash_of, page_state, relay_state
from tests.kit.truth import Feed
from tests.kit.verdict import SILENT_STATES, Journal, Sample
from tests.kit.wallprobe import Eye, WallProbe, chromium_of_two, probing

START_S: Final = 40.0
HEAL_S: Final = 40.0
"""A wall that has not come back by then will not; the figures say how long it took."""
CALM_S: Final = 1.0
FEW_SOURCES: Final = f"""[[source]]
kind = "positions"
token = "{TOKEN}"
"""
"""The tiles of all sources find room at once, so that each sample sees each."""


@asynccontextmanager
async def staged(centre: Centre, folder: Path, objects: int, beforehand: str = "") -> AsyncIterator["Trials"]:
    """Everything runs, and a wall is open and up to date. ``beforehand``: a script the page runs first."""
    feed = Feed(objects, 2.0, 15.0, time.time() - 60)
    published, history = Journal(folder / "published.jsonl"), Journal(folder / "history.jsonl")
    async with AsyncExitStack() as stack:
        to_relay = await stack.enter_async_context(FaultProxy(centre.relay_port))
        to_bus = await stack.enter_async_context(FaultProxy(centre.bus_port))
        (folder / "few.toml").write_text(FEW_SOURCES, encoding="utf-8")
        centre.set_for["web"] = {
            "WANGLOU_RELAY_URL": f"ws://127.0.0.1:{to_relay.port}/live",
            "WANGLOU_CONFIG": str(folder / "few.toml"),
        }
        centre.set_for["relay"] = {"REDIS_URL": f"redis://127.0.0.1:{to_bus.port}/0"}
        for start in (centre.start_bus, centre.start_web, centre.start_relay):
            await asyncio.to_thread(start)
        centre.start_feeder(feed, published.path)
        page, reader = await stack.enter_async_context(chromium_of_two())
        await page.add_init_script(f";{beforehand}")
        await page.goto(f"{centre.url}/wall")
        session = await page.context.new_cdp_session(page)
        probe = WallProbe(page, feed, published, history)
        await stack.enter_async_context(probing(probe))
        await probe.until(lambda sample: probe.caught_up(sample, 0.0), START_S, "the wall shows everybody")
        stage = Stage(centre, feed, published.path, probe, to_relay, to_bus, session)
        yield Trials(stage, reader, history)


class Trials:
    """What came of each cause, in ``told``."""

    def __init__(self, stage: Stage, reader: Page, history: Journal) -> None:
        self.stage, self.reader, self.history = stage, reader, history
        self.told: list[dict[str, Any]] = []

    async def run(self, causes: Sequence[Cause], chance: random.Random) -> None:
        """Each once, in a random order."""
        for cause in chance.sample(causes, len(causes)):
            await asyncio.to_thread(self._report, f"{cause.name}-{len(self.told)}")
            told = await self._one(cause, chance.uniform(*cause.lasts_s))
            self.told.append(told)
            self.history.note("trial", **told)
            print(f"  {told}", flush=True)

    async def _one(self, cause: Cause, seconds: float) -> dict[str, Any]:
        probe = self.stage.probe
        began = time.time()
        self.history.note("broken", cause=cause.name, at=began)
        if cause.silent_after_s is not None:
            probe.silent_since = began + cause.silent_after_s + GRACE_S
        await cause.begin(self.stage)
        noticed = await self._noticed(cause, began)
        await asyncio.sleep(max(0.0, began + seconds - time.time()))
        if cause.silent_after_s is not None:
            await probe.photograph(self.reader)
        await cause.end(self.stage)
        probe.silent_since = None
        healed = time.time()
        self.history.note("healed", cause=cause.name, at=healed)
        back = await probe.until(
            lambda sample: probe.caught_up(sample, healed), HEAL_S, f"{cause.name} heals"
        )
        await probe.photograph(self.reader)
        return {"cause": cause.name, **noticed, "back_s": round(back - healed, 1), **await self.alike()}

    async def _noticed(self, cause: Cause, began: float) -> dict[str, Any]:
        """How long until the wall said what it must say; None where nothing is to be said."""
        probe = self.stage.probe
        late = BAND_S + 5.0
        if cause.name == HUNG:
            eye = Eye(self.stage.session, self.reader)
            await eye.open()
            seen = await eye.sees_the_band(late)
            await eye.close()
            return {"band_s": None if seen is None else round(seen - began, 1)}
        if cause.name == FROZEN_TAB:
            return {}
        if cause.band:
            seen = await probe.until(probe.banded, late, f"the band, {cause.name}")
            return {"band_s": round(seen - began, 1)}
        if cause.silent_after_s is not None:
            seen = await probe.until(_says_silent, cause.silent_after_s + late, f"the tile, {cause.name}")
            return {"tile_s": round(seen - began, 1), "tile_limit_s": cause.silent_after_s}
        return {}

    async def alike(self) -> dict[str, Any]:
        """With the feed at rest: whether the page holds what the relay tells anybody who comes now."""
        hold = self.stage.journal.with_suffix(".hold")
        hold.touch()
        try:
            await asyncio.sleep(CALM_S)
            centre = self.stage.centre
            ticket = await asyncio.to_thread(centre.ticket)
            told = await relay_state(centre.relay_port, ticket)
            held = await page_state(self.stage.probe.page)
        finally:
            hold.unlink()
        alike = hash_of(told) == hash_of(held)
        return {"alike": alike} if alike else {"alike": False, "differences": differences(held, told)}

    def _report(self, name: str) -> None:
        """One more incident, so that the records are others each time."""
        data = {"external_id": name, "title": name, "lat": 32.0205, "lon": 118.7745}
        event = {"specversion": "1.0", "id": name, "source": "urn:kit", "data": data}
        self.stage.centre.post("/intake/events", event | {"type": "cn.wanglou.incident.reported"})

    def figures(self) -> dict[str, Any]:
        """Of all causes together, and the worst of each."""
        by_cause: dict[str, list[dict[str, Any]]] = {}
        for told in self.told:
            by_cause.setdefault(told["cause"], []).append(told)
        bands = [told.get("band_s") for told in self.told if "band_s" in told]
        overdue = [told["tile_s"] - told["tile_limit_s"] for told in self.told if "tile_s" in told]
        return {
            "trials": len(self.told),
            "causes": len(by_cause),
            "band_trials": len(bands),
            "band_causes": len({told["cause"] for told in self.told if "band_s" in told}),
            "band_max_s": max((seconds for seconds in bands if seconds is not None), default=None),
            "band_missing": sum(seconds is None for seconds in bands),
            "tile_trials": len(overdue),
            "tile_over_limit_max_s": round(max(overdue), 1) if overdue else None,
            "back_max_s": max(told["back_s"] for told in self.told),
            "alike": sum(told["alike"] for told in self.told),
            "differences": [line for told in self.told for line in told.get("differences", [])][:5],
            **self.stage.probe.findings.figures(),
            "examples": self.stage.probe.findings.examples,
            "photographed_marks": self.stage.probe.photographs.marks,
            "photographed_live_as_drawn": self.stage.probe.photographs.live_as_claimed,
            "photographed_live_but_stale": self.stage.probe.photographs.painted_live_but_stale,
            "by_cause": {cause: _worst(all_of) for cause, all_of in sorted(by_cause.items())},
        }


def _worst(trials: list[dict[str, Any]]) -> dict[str, float]:
    worst = {}
    for name in ("band_s", "tile_s", "back_s"):
        if found := [told[name] for told in trials if told.get(name) is not None]:
            worst[name] = max(found)
    return worst


def _says_silent(sample: Sample) -> bool:
    """Where more are silent than the strip has room for, they take turns: then all that are shown must be."""
    shown = [sample.tiles[TITLE]] if TITLE in sample.tiles else list(sample.tiles.values())
    return bool(shown) and all(state in SILENT_STATES for state in shown)
