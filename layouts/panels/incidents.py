"""Open incidents in order of what needs a person next; a list longer than its place pages by itself."""

from collections.abc import Mapping
from typing import Any

from dash.development.base_component import Component

from layouts.panels.frame import empty, panel, rows, texts


def build(config: Mapping[str, Any]) -> Component:
    """An empty list, and the words for when it stays empty."""
    words = texts(config)
    title = words["incidents.title"]
    return panel("incidents", title, [rows(title), empty(words)])
