"""Camera tiles that follow the chosen, else the most pressing incident: the cameras nearest to it, live."""

from collections.abc import Mapping
from typing import Any, Final

from dash import html
from dash.development.base_component import Component

from layouts.panels.frame import data, empty, panel, texts

TILES: Final = 3
"""Made for every screen; the arrangement shows two of them on a 16:9 wall, all on a wide one."""


def build(config: Mapping[str, Any]) -> Component:
    """Empty tiles, and the words for when there is nothing to follow."""
    words = texts(config)
    tiles = [html.Div(className="camera-tile", **data(slot=f"tile-{number}")) for number in range(TILES)]
    body = [html.Div(tiles, className="camera-tiles"), empty(words)]
    return panel("cameras", words["cameras.title"], body, idle="true")
