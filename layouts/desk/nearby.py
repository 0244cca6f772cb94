"""What is near the incident in the pane: whom to send, cameras, earlier reports, what may be the same."""

from collections.abc import Mapping
from typing import Any, Final

from dash import html
from dash.development.base_component import Component

from layouts.panels.frame import aria, data, slot, texts

LISTS: Final = ("workers", "cameras", "duplicates", "past")
"""In the order in which an officer needs them."""


def build(config: Mapping[str, Any]) -> Component:
    """Lists that the live twin fills; hidden while no incident is chosen."""
    words = texts(config)
    note = html.P(words["nearby.loading"], className="nearby-note", role="status", **data(slot="note"))
    return html.Section(
        [html.H3(words["nearby.title"]), note, *(_part(name, words) for name in LISTS)],
        className="nearby",
        hidden=True,
        **data(panel="nearby", standing="loading"),
        **aria(label=words["nearby.title"]),
    )


def _part(name: str, words: Mapping[str, str]) -> Component:
    """A heading, a list, a line for when it is empty, and a button for what it does not show."""
    title = words[f"nearby.{name}"]
    tag = html.Ol if name == "workers" else html.Ul
    picture = [html.Div(className="nearby-picture", hidden=True, **data(slot="picture"))]
    return html.Div(
        [
            html.H4([title, " ", slot(f"{name}-count", "nearby-count")]),
            *(picture if name == "cameras" else []),
            tag(className=f"nearby-list nearby-{name}", **data(slot=name), **aria(label=title)),
            html.P(className="nearby-none", hidden=True, **data(slot=f"{name}-none")),
            html.Button(type="button", className="nearby-rest", hidden=True, **data(slot=f"{name}-rest")),
        ],
        className="nearby-part",
        hidden=True,
        **data(slot=f"{name}-part"),
    )
