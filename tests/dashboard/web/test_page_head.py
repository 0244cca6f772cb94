"""What a page names in its head: every module it will need, and no script that it never uses."""

import re
from pathlib import Path

import httpx
import pytest

from dashboard.web.page_head import modules_of

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


async def test_only_the_desk_fetches_the_table(client: httpx.AsyncClient) -> None:
    """It is larger than everything else a wall fetches."""
    assert "/dash_ag_grid/" in (await client.get("/desk")).text
    wall = (await client.get("/wall")).text
    assert "/dash_ag_grid/" not in wall and "/dash_leaflet/" in wall and "/dash-renderer/" in wall
