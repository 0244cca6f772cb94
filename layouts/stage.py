"""What every page of the live lane stands on: the root that carries the configuration, the map, the mode over
it, and the dead-man.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

import dash_leaflet as dl
from dash import dcc, html
from dash.development.base_component import Component

from dashboard.incidents.departments import BY_ID, squad
from layouts.panels.frame import aria, data, mark
from layouts.words import words

STORES: Final = ("live-counts", "live-selection", "live-link")
"""What Dash hears of the live lane, at most twice a second."""

ELSEWHERE: Final = ("admin.",)
"""Texts of pages that do not stand on the live lane."""

WATERMARKED: Final = frozenset({"exercise", "demo"})


def root(
    page: str, class_name: str, config: Mapping[str, Any], scale: float, children: Sequence[Component]
) -> Component:
    """The element the live lane works in: ``children``, the dead-man, and everything the browser is told."""
    texts = {**_said_here(words(config["lang"])), **_squads(config)}
    told = json.dumps({**config, "words": texts}, ensure_ascii=False)
    return html.Div(
        [*children, dead_man(texts), *(dcc.Store(id=name) for name in STORES)],
        id="wanglou",
        className=class_name,
        lang="zh-CN" if config["lang"] == "zh" else "en",
        style={"--k": f"{scale:.4f}"},
        **data(page=page, config=told, mode=config["mode"]),
    )


def _said_here(texts: Mapping[str, str]) -> dict[str, str]:
    """Without what other pages say: no screen carries the administrators' texts."""
    return {key: text for key, text in texts.items() if not key.startswith(ELSEWHERE)}


def _squads(config: Mapping[str, Any]) -> dict[str, str]:
    """The names of the squads of an imported district's streets: no register of ours has them."""
    named = [squad(one["code"], one["name_zh"], one["name_en"]) for one in config["streets"]]
    return {
        f"pane.department.{each.id}": each.en if config["lang"] == "en" else each.zh
        for each in named
        if each.id not in BY_ID
    }


def map_place(config: Mapping[str, Any], texts: Mapping[str, str]) -> Component:
    """The map with what lies over it; its layers are the live lane's."""
    view = config["map"]
    leaflet = dl.Map(
        id="map",
        center=view["center"],
        zoom=view["zoom"],
        zoomSnap=0.25,
        zoomDelta=0.5,
        preferCanvas=True,
        zoomControl=False,
        attributionControl=False,
        keyboard=True,
        boxZoom=False,
        children=[],
    )
    return html.Main(
        [
            html.Div(leaflet, className="map-frame", role="application", **aria(label=texts["a11y.map"])),
            *watermark(config["mode"], texts),
            *_ground_notes(config, texts),
            html.Aside(id="card", className="card", **aria(label=texts["a11y.card"], live="polite")),
        ],
        className="wall-map",
    )


def _ground_notes(config: Mapping[str, Any], texts: Mapping[str, str]) -> list[Component]:
    """What must be said of the ground: that ours is a sketch; whose the land is, unless tiles hide it."""
    sketch = [] if config["surveyed"] else [html.P(texts["a11y.note"], className="map-note")]
    credit = "" if config.get("basemap") else config["land_credit"]
    return [*sketch, *([html.P(credit, className="map-credit")] if credit else [])]


def watermark(mode: str, texts: Mapping[str, str]) -> list[Component]:
    """A drill or a demonstration can be told from across the room."""
    if mode not in WATERMARKED:
        return []
    return [html.Div(texts[f"watermark.{mode}"], className="watermark", **aria(hidden="true"))]


def dead_man(texts: Mapping[str, str]) -> Component:
    """Visible unless verified beats keep pushing it away: it needs no script to appear."""
    since = html.Span(texts["deadman.never"], className="deadman-time", **data(since=""))
    return html.Div(
        [
            mark("link-lost"),
            html.Span(texts["deadman.zh"], lang="zh-CN"),
            html.Span(texts["deadman.en"], lang="en"),
            html.Div([texts["deadman.since"], " ", since], className="deadman-since"),
            html.Div(texts["deadman.meaning"], className="deadman-meaning"),
        ],
        id="deadman",
        role="alert",
    )
