"""What a page names in its head: every module it will need, and no script that it never uses."""

import json
import re
from pathlib import Path
from typing import Any

import httpx
import pytest

from dashboard.web.page_head import early, modules_of

MODULE = re.compile(r'<link rel="modulepreload" href="([^"]+)">')


def test_modules_are_found_through_each_other(tmp_path: Path) -> None:
    """Import and export, over lines, each once; types in comments and what is imported later are not."""
    (tmp_path / "live").mkdir()
    texts = {
        "main.mjs": '/** @type {import("./live/t.mjs").T} */\nimport {\n  a,\n  b,\n} from "./live/a.mjs";\n',
        "live/a.mjs": 'import "../b.mjs";\nexport { c } from "./c.mjs";\nconst d = import("./d.mjs");\n',
        "live/c.mjs": 'import { a } from "./a.mjs";\n',
        "b.mjs": "export const b = 1;\n",
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text)
    assert modules_of(tmp_path, ["main.mjs"]) == ["main.mjs", "live/a.mjs", "b.mjs", "live/c.mjs"]


@pytest.mark.parametrize(
    ("path", "has", "lacks"),
    [
        ("/wall", ["link", "layers/workers", "panels/incidents"], ["desk/page"]),
        ("/desk", ["link", "layers/workers", "desk/page"], []),
    ],
)
async def test_a_page_names_its_own_modules(
    client: httpx.AsyncClient, path: str, has: list[str], lacks: list[str]
) -> None:
    """Each is there to be had, under the name by which others import it."""
    named = MODULE.findall((await client.get(path)).text)
    assert len(named) == len(set(named)) > 100
    assert {f"/assets/live/{name}.mjs" for name in has} <= set(named)
    assert not {f"/assets/live/{name}.mjs" for name in lacks} & set(named)
    assert {(await client.get(name)).status_code for name in named} == {200}


async def test_what_the_link_needs_comes_first(client: httpx.AsyncClient) -> None:
    """Its modules and the entry stand before Dash's scripts, and start without waiting for them; what draws
    comes after.
    """
    wall = (await client.get("/wall")).text
    order = ["live/link.mjs", "/assets/main.mjs", "/dash-renderer/", "live/layers/workers.mjs"]
    assert sorted(order, key=wall.index) == order
    assert '<script type="module" async src="/assets/main.mjs"></script>' in wall


async def test_a_wall_is_told_early_what_its_link_must_know(client: httpx.AsyncClient) -> None:
    """As its address asks, and the same that the page itself will say; a desk waits for its page."""

    def told(html: str) -> dict[str, Any]:
        said = re.search(r'<script id="early" type="application/json">([^<]*)</script>', html)
        assert said is not None
        config: dict[str, Any] = json.loads(said[1])
        return config

    config = told((await client.get("/wall?lang=en&scope=320104004")).text)
    assert (config["lang"], config["scope"], config["ticket_url"]) == ("en", "320104004", "/api/live-ticket")
    assert {"relay_port", "relay_url", "build", "map"} <= config.keys()
    assert told((await client.get("/wall?scope=1</script>")).text)["scope"] == "320104"
    assert 'id="early"' not in (await client.get("/desk")).text


def test_nothing_told_early_ends_its_script() -> None:
    """Names come from the settings and from imported maps."""
    assert early({"place_zh": "</script><b>"}).count("<") == 2


async def test_only_the_desk_fetches_the_table(client: httpx.AsyncClient) -> None:
    """It is larger than everything else a wall fetches."""
    assert "/dash_ag_grid/" in (await client.get("/desk")).text
    wall = (await client.get("/wall")).text
    assert "/dash_ag_grid/" not in wall and "/dash_leaflet/" in wall and "/dash-renderer/" in wall
