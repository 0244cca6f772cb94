"""Dash for the pages alone: their frame, their two layouts, and for whom each callback is."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import dash
from dash import Input, Output, dcc, html
from dash.development.base_component import Component
from fastapi import FastAPI

from dashboard.settings import Settings
from dashboard.web.callers import Who
from dashboard.web.gate import Door, Undeclared
from dashboard.web.kept_files import STYLES
from dashboard.web.page_head import PageHead, early
from dashboard.web.pages import DESK, LANGUAGES, OPENED, WALL, DeskPage, WallPage
from dashboard.web.security import ASSETS
from layouts.words import words

INDEX: Final = """<!doctype html>
<html lang="zh-CN">
<head>{%metas%}<title>{%title%}</title>{%favicon%}{%css%}
<link rel="stylesheet" href="STYLES">
<!-- lane --></head>
<body>
<noscript>NOSCRIPT</noscript>
{%app_entry%}
<footer>{%config%}{%scripts%}{%renderer%}
<!-- later --></footer>
</body>
</html>
"""


PAGES: Final = (
    Door(WALL, "GET", Who.SCREEN, "The wall", page=True),
    Door(DESK, "GET", Who.OFFICER, "The duty desk", page=True),
    Door(f"{DESK}/incidents/{{id}}", "GET", Who.OFFICER, "The duty desk with an incident open", page=True),
)
"""What people open. Pages hold no data: what they show they ask for, each at its own door."""


def page_at(path: str) -> str | None:
    """The ``path`` of the page at an address; None where there is none."""
    if path in (WALL, DESK):
        return path
    return f"{DESK}/incidents/{{id}}" if OPENED.fullmatch(path) else None


def _who_of_page(call: Mapping[str, Any]) -> Who:
    """A layout is for whom its page is."""
    pathname = call["inputs"][0].get("value") or ""
    return Who.OFFICER if pathname.startswith(DESK) else Who.SCREEN


CALLBACKS: Final[Mapping[str, Callable[[Mapping[str, Any]], Who]]] = {"page.children": _who_of_page}
"""Every callback of Dash by its output, and for whom a call of it is."""


class _Pages(dash.Dash):
    """Dash with a head of our own: each page names what it will need, and nothing else."""

    def __init__(self, head: PageHead, wall: WallPage, **options: Any) -> None:
        super().__init__("wanglou", **options)
        self._head = head
        self._wall = wall

    def interpolate_index(self, **parts: str) -> str:  # type: ignore[override]  # all of them come by name
        """The page that is asked for."""
        asked = urlsplit(self.backend.request_adapter().url)
        parts["scripts"] = self._head.scripts(asked.path, parts["scripts"])
        html = super().interpolate_index(**parts)  # type: ignore[no-untyped-call]
        told = early(self._wall.asked(f"?{asked.query}")[0]) if asked.path == WALL else ""
        return (
            str(html)
            .replace("<!-- lane -->", told + self._head.lane)
            .replace("<!-- later -->", self._head.later(asked.path))
        )


def dash_pages(server: FastAPI, page: WallPage, desk_page: DeskPage, settings: Settings) -> dash.Dash:
    """Dash for the pages alone: no live data by callbacks, no development tools, no page metadata from
    requests. Raises Undeclared for a callback that does not say for whom it is.
    """
    place = page.place(settings.scope)[0]
    app = _Pages(
        PageHead(assets_folder()),
        page,
        server=server,
        backend="fastapi",
        assets_folder=str(assets_folder()),
        assets_path_ignore=["^live$", "^vendor$"],
        assets_ignore=r".*\.css$|^main\.mjs$",
        include_pages_meta=False,
        websocket_callbacks=False,
        enable_mcp=False,
        suppress_callback_exceptions=True,
        index_string=INDEX.replace("STYLES", ASSETS + STYLES).replace(
            "NOSCRIPT", " ".join(words(lang)["title.needs_script"] for lang in LANGUAGES)
        ),
        title=words("zh")["title.page"].format(place=place),
        update_title=None,  # None switches it off
    )
    app.layout = html.Div([dcc.Location(id="address", refresh=False), html.Div(id="page")])

    @app.callback(Output("page", "children"), Input("address", "pathname"), Input("address", "search"))
    def show(pathname: str | None, search: str | None) -> Component:
        if (pathname or "").startswith(DESK):
            return desk_page.at(pathname or "", search or "")
        return page.layout(search or "")

    # On FastAPI Dash collects its assets at the first request to one of its own paths, which comes after the
    # first visitor's page was sent: without styles and scripts. There is no public way to ask for it earlier.
    app._setup_server()  # type: ignore[no-untyped-call]
    for output in app.callback_map:
        if output not in CALLBACKS:
            raise Undeclared(f"callback {output} does not declare for whom it is; see docs/doors.md")
    return app


def assets_folder() -> Path:
    """The page's files: beside the packages in a checkout, inside this package once installed."""
    beside = Path(__file__).parents[2] / "assets"
    return beside if beside.is_dir() else Path(__file__).parents[1] / "_assets"
