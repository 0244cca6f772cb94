"""The alarms under the desk's bar: there while something sounds, was missed or is seen to."""

from collections.abc import Mapping
from typing import Any

from dash import html
from dash.development.base_component import Component

from layouts.panels.frame import aria, data, slot, texts


def build(config: Mapping[str, Any]) -> Component:
    """A list, then what it has no room for and the cases past their deadline. Hidden while empty."""
    words = texts(config)
    return html.Section(
        [
            html.Ol(className="alarm-list", **data(slot="alerts")),
            html.Div(
                [
                    html.Button(type="button", className="alarm-more", hidden=True, **data(slot="more")),
                    html.Button(
                        type="button", className="alarm-overdue", hidden=True, **data(slot="overdue")
                    ),
                    slot("note", "alarm-note"),
                ],
                className="alarm-foot",
            ),
        ],
        className="alarms",
        hidden=True,
        **data(panel="alarms", standing="loading"),
        **aria(label=words["alarms.title"]),
    )
