"""Who calls for help, then open incidents in order of what needs a person; a long list pages by itself."""

from collections.abc import Mapping
from typing import Any

from dash import html
from dash.development.base_component import Component

from layouts.panels.frame import aria, data, empty, panel, rows, texts


def build(config: Mapping[str, Any]) -> Component:
    """Empty lists, and the words for when it stays empty."""
    words = texts(config)
    title = words["incidents.title"]
    calls = html.Ul(className="calls", hidden=True, **data(slot="calls"), **aria(label=words["calls.title"]))
    more = html.P(className="more-calls", hidden=True, **data(slot="more-calls"))
    return panel("incidents", title, [calls, more, rows(title), empty(words)])
