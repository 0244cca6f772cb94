"""What a Dash page names in its head, so that a browser fetches at once what it would else find step by step:
the modules of the live lane, each imported by another, and no script that this page does not use.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from posixpath import normpath
from typing import Any, Final

from dashboard.web.pages import DESK
from dashboard.web.security import ASSETS

ENTRY: Final = "main.mjs"
WALLS: Final = ("live/layers/index.mjs", "live/panels/index.mjs")
DESKS: Final = ("live/desk/page.mjs",)
"""What ``live/page.mjs`` imports on either page only."""

MODULE: Final = f'<script type="module" async src="{ASSETS}{ENTRY}"></script>'

DESK_SCRIPT: Final = re.compile(r'<script src="[^"]*/dash_ag_grid/[^"]*"></script>\n?')
"""The desk's table, by far the largest script of all: a wall has none."""

_IMPORTED: Final = re.compile(r'^(?:import|export)\b[^"\']*?["\'](\.{1,2}/[^"\']+)["\']', re.MULTILINE)


class PageHead:
    """Knows the modules under one folder of assets, as they were at the start."""

    def __init__(self, assets: Path) -> None:
        first = modules_of(assets, (ENTRY,))
        self.lane = "\n".join([*(_preload(name) for name in first if name != ENTRY), MODULE])
        """The link to the relay, started before anything else has loaded: what it fetches takes longest."""
        self._later = {
            page: "\n".join(
                _preload(name) for name in modules_of(assets, (ENTRY, *more)) if name not in first
            )
            for page, more in (("wall", WALLS), ("desk", DESKS))
        }

    def later(self, path: str) -> str:
        """Links to the other modules of the page at this path; Dash's scripts go before them."""
        return self._later["desk" if path.startswith(DESK) else "wall"]

    def scripts(self, path: str, scripts: str) -> str:
        """Those of Dash's script tags that the page at this path needs."""
        return scripts if path.startswith(DESK) else DESK_SCRIPT.sub("", scripts)


def early(config: Mapping[str, Any]) -> str:
    """What the link must know, for a page that connects before Dash has drawn it."""
    told = json.dumps(dict(config), ensure_ascii=False).replace("<", "\\u003c")
    return f'<script id="early" type="application/json">{told}</script>'


def modules_of(assets: Path, entries: Iterable[str]) -> list[str]:
    """These modules and all that they import, themselves or through others, nearest first."""
    found: dict[str, None] = dict.fromkeys(entries)
    waiting = list(found)
    for name in waiting:
        for other in _imports(assets, name):
            if other not in found:
                found[other] = None
                waiting.append(other)
    return waiting


def _imports(assets: Path, name: str) -> Iterator[str]:
    file = assets / name
    text = file.read_text(encoding="utf-8") if file.is_file() else ""
    for said in _IMPORTED.findall(text):
        yield normpath(PurePosixPath(name).parent / said)


def _preload(name: str) -> str:
    return f'<link rel="modulepreload" href="{ASSETS}{name}">'
