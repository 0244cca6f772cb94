"""The bottom strip: a tile per source. Its states differ in shape and in word, not only in colour."""

from collections.abc import Mapping
from typing import Any

from dash import html
from dash.development.base_component import Component

from layouts.panels.frame import aria, data, empty, rows, texts


def build(config: Mapping[str, Any]) -> Component:
    """An empty list of tiles, and the words for when it stays empty."""
    words = texts(config)
    title = words["sources.title"]
    return html.Section(
        [html.H2(title), rows(title, "source-tiles"), empty(words)],
        className="strip-sources",
        **data(panel="sources", standing="loading"),
        **aria(label=title),
    )
