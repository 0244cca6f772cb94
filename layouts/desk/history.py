"""The history of the incident in the pane: who did what, when, what they said, and what it changed."""

from collections.abc import Mapping
from typing import Any

from dash import html
from dash.development.base_component import Component

from layouts.panels.frame import aria, data, slot, texts


def build(config: Mapping[str, Any]) -> Component:
    """A list that the live twin fills, newest first; hidden while no incident is chosen."""
    words = texts(config)
    return html.Section(
        [
            html.H3([words["pane.history"], " ", slot("count", "history-count")]),
            html.P(className="history-note", hidden=True, **data(slot="note")),
            html.Ol(className="history-list", **data(slot="list"), **aria(label=words["pane.history"])),
        ],
        className="history",
        hidden=True,
        **data(panel="history", standing="loading"),
    )
