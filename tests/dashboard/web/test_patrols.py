"""Patrol and coverage by HTTP: what counts in which mode, by district and street."""

import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from dashboard.incidents.commands import RecordId
from dashboard.web.site import Web, World, build
from feeds.batch import Batch
from feeds.bus import PositionsHeard
from feeds.model import EntityId, Position, Provenance, Utc
from tests.dashboard.incidents.asking import Put
from tests.dashboard.web.site_parts import TOKEN, client_of, settings_for

HERE = (32.0205, 118.7745)
GRID_OF_HERE = "320104004"


def hire(world: World, web: Web, provenance: str = "simulated", *ids: str) -> None:
    """Workers of the roster of Shuangtang, known to the ledger."""
    for id in ids or ("QH-1", "QH-2"):
        worker = {"id": id, "grid": "320104004001001", "provenance": provenance}
        world.store.commit(Put(RecordId("worker", id), worker))
    web.patrols.ledger.employ(world.reader.kind("worker"))


def walk(web: Web, id: str, seconds: int, *, sim: bool = True) -> None:
    """Fixes a minute apart, until now."""
    now = time.time()
    for ago in range(seconds, -1, -60):
        position = Position(
            EntityId(id), Utc(now - ago), *HERE, None, 1.2, None, None, "sim" if sim else "phone",
            Provenance.SIMULATED if sim else Provenance.REAL, Utc(now - ago), 60.0,
        )  # fmt: skip
        web.whereabouts.hear(PositionsHeard("320104", Batch.from_positions([position], 0).encode()))
        web.whereabouts.calls(Utc(now))


async def asked(client: httpx.AsyncClient, scope: str = "") -> dict[str, Any]:
    """The figures."""
    answer = await client.get(f"/api/patrol?scope={scope}")
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


async def test_nobody_has_been_anywhere_at_first(client: httpx.AsyncClient, world: World) -> None:
    """A figure of nothing is null, not 0; every grid waits."""
    told = await asked(client)
    assert told["patrol"]["met"] == {"value": None, "hits": 0, "n": 0} and told["patrol"]["share"] is None
    assert told["coverage"]["visited"] == {"value": 0.0, "hits": 0, "n": len(world.district.grids)}
    assert told["coverage"]["bands"]["never"] == len(told["grids"]) and told["debts"][0]["since_s"] is None


async def test_a_demo_counts_simulated_workers_and_says_so(
    client: httpx.AsyncClient, world: World, web: Web
) -> None:
    """Everybody on the roster is in n, whoever walked or not; the grid was visited just now."""
    web.patrols.ledger.turn(Utc(time.time()))
    hire(world, web)
    walk(web, "QH-1", 240)
    told = await asked(client)
    assert told["counts"] == ["real", "simulated"] and told["walked"] == {"real": 0, "simulated": 1}
    assert told["patrol"]["met"] == {"value": 0.0, "hits": 0, "n": 2} and told["patrol"]["duty_s"] == 10_800
    assert 0 <= told["patrol"]["seconds"]["mean_s"] <= 120
    assert told["coverage"]["visited"]["hits"] == 1 and told["coverage"]["bands"]["fresh"] == 1
    (grid,) = [grid for grid, since in told["grids"].items() if since is not None]
    assert grid.startswith(GRID_OF_HERE) and told["grids"][grid] <= 2
    assert told["since_ms"] <= told["as_of_ms"]


async def test_a_street_has_its_own_figures(client: httpx.AsyncClient, world: World, web: Web) -> None:
    """Of its workers and its grids only; another division is refused."""
    hire(world, web)
    walk(web, "QH-1", 60)
    there, elsewhere = await asked(client, "320104004"), await asked(client, "320104005")
    assert there["patrol"]["met"]["n"] == 2 and elsewhere["patrol"]["met"]["n"] == 0
    assert there["coverage"]["visited"]["hits"] == 1 and elsewhere["coverage"]["visited"]["hits"] == 0
    assert all(grid.startswith("320104004") for grid in there["grids"])
    answer = await client.get("/api/patrol?scope=110101")
    assert answer.status_code == 404 and answer.json()["field"] == "scope"


async def test_mode_live_counts_nothing_simulated(tmp_path: Path, world: World) -> None:
    """Neither the walks nor the workers; and it wants the screen's token."""
    live = build(settings_for(tmp_path, "live", screen_token=TOKEN), world)
    hire(world, live, "simulated", "QH-1")
    hire(world, live, "real", "QH-9")
    walk(live, "QH-1", 120)
    walk(live, "QH-9", 120)
    async with client_of(live.asgi) as client:
        assert (await client.get("/api/patrol")).status_code == 401
    async with client_of(live.asgi, Authorization=f"Bearer {TOKEN}") as client:
        told = await asked(client)
    assert told["counts"] == ["real"] and told["walked"] == {"real": 0}
    assert told["patrol"]["met"]["n"] == 1 and told["patrol"]["seconds"]["mean_s"] == pytest.approx(0)
    assert told["coverage"]["visited"]["hits"] == 0
