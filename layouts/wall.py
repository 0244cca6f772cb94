"""The wall: one page, the whole situation, no hands. Pure: the same configuration builds the same components.

Python lays out what stands still; ``assets/live`` writes the figures and draws the map's layers. Nothing here
is the target of a callback, so React never touches the places that the live lane fills.
"""

import json
from collections.abc import Mapping
from typing import Any, Final

import dash_leaflet as dl
from dash import dcc, html
from dash.development.base_component import Component

from layouts import PANELS
from layouts.panels.frame import aria, data, mark
from layouts.words import words

REFERENCE_SCREEN: Final = {"height_m": 1.2, "distance_m": 5.0}
"""Seen from 5 m, 26 of the 1080 units of a screen 1.2 m high are the smallest text a person must read."""

STORES: Final = ("live-counts", "live-selection", "live-link")
"""What Dash hears of the live lane, at most twice a second."""

WATERMARKED: Final = frozenset({"exercise", "demo"})


def build(config: Mapping[str, Any]) -> Component:
    """The page for one screen.

    ``config`` holds lang, mode, scope, place_zh, place_en, relay_port, relay_url, ticket_url, geo_url, build,
    map {center, zoom, bounds} and screen {height_m, distance_m}; all of it goes to the browser with the
    texts. Raises ValueError when the screen has no size.
    """
    texts = words(config["lang"])
    told = json.dumps({**config, "words": texts}, ensure_ascii=False)
    return html.Div(
        [
            *_place(config, "title"),
            html.Div(_place(config, "left"), className="wall-left"),
            _map(config, texts),
            html.Div(_place(config, "right"), className="wall-right"),
            html.Footer(_place(config, "strip"), className="wall-strip"),
            _dead_man(texts),
            *(dcc.Store(id=name) for name in STORES),
        ],
        id="wanglou",
        className="wall",
        lang="zh-CN" if config["lang"] == "zh" else "en",
        style={"--k": f"{scale(config['screen']):.4f}"},
        **data(config=told, mode=config["mode"]),
    )


def scale(screen: Mapping[str, float]) -> float:
    """How much larger than on the reference screen things must be, to look as large from where people sit."""
    height, distance = float(screen["height_m"]), float(screen["distance_m"])
    if not (height > 0 and distance > 0):
        raise ValueError(
            f"screen: height_m is {height:g} and distance_m is {distance:g}; both must be greater than 0"
        )
    reference = REFERENCE_SCREEN["distance_m"] / REFERENCE_SCREEN["height_m"]
    return (distance / height) / reference


def _place(config: Mapping[str, Any], place: str) -> list[Component]:
    return [build_panel(config) for where, _, build_panel in PANELS if where == place]


def _map(config: Mapping[str, Any], texts: Mapping[str, str]) -> Component:
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
            *_watermark(config["mode"], texts),
            html.P(texts["a11y.note"], className="map-note"),
            html.Aside(id="card", className="card", **aria(label=texts["a11y.card"], live="polite")),
        ],
        className="wall-map",
    )


def _watermark(mode: str, texts: Mapping[str, str]) -> list[Component]:
    if mode not in WATERMARKED:
        return []
    return [html.Div(texts[f"watermark.{mode}"], className="watermark", **aria(hidden="true"))]


def _dead_man(texts: Mapping[str, str]) -> Component:
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
