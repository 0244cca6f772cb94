"""Officers whose position has grown too old for the map, and when they were last seen."""

from collections.abc import Mapping
from typing import Any

from dash.development.base_component import Component

from layouts.panels.frame import panel, rows, texts


def build(config: Mapping[str, Any]) -> Component:
    """A short list that pages by itself."""
    title = texts(config)["lastknown.title"]
    return panel("lastknown", title, [rows(title)], hidden=True)
