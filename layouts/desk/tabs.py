"""Which board stands on the left: incidents, or whistles."""

from collections.abc import Mapping
from typing import Any, Final

from dash import html
from dash.development.base_component import Component

from layouts.panels.frame import aria, data, slot, texts

VIEWS: Final = (("incidents", "queue", "1"), ("whistles", "whistles", "2"))
"""(name, the panel it shows, its key)."""


def build(config: Mapping[str, Any]) -> Component:
    """One tab a board, each with its key and a place for its count."""
    words = texts(config)
    tabs = [_tab(words[f"tab.{name}"], name, panel, key) for name, panel, key in VIEWS]
    return html.Div(tabs, className="desk-tabs", role="tablist", **data(panel="tabs"),
                    **aria(label=words["tab.label"]))  # fmt: skip


def _tab(title: str, name: str, panel: str, key: str) -> Component:
    chosen = name == VIEWS[0][0]
    parts = [html.Span(title), slot(f"{name}-count", "desk-tab-count"), html.Kbd(key)]
    return html.Button(parts, type="button", role="tab", className="desk-tab", **data(view=name, shows=panel),
                       **aria(selected=str(chosen).lower()))  # fmt: skip
