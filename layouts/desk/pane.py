"""The incident's pane: what it is, how long it may take, what may be done with it and what is known."""

from collections.abc import Mapping
from typing import Any

from dash import html
from dash.development.base_component import Component

from layouts.panels.frame import aria, data, slot, texts


def build(config: Mapping[str, Any]) -> Component:
    """Places that the live twin fills; a sentence while no incident is chosen."""
    words = texts(config)
    case = html.Div(
        [
            _head(words),
            html.P(className="case-notice", role="status", hidden=True, **data(slot="notice")),
            html.Div(className="case-scales", **data(slot="scales")),
            html.Div(className="case-clocks", **data(slot="clocks"), **aria(label=words["pane.clocks"])),
            _orders(words),
            html.Dl(className="case-facts", **data(slot="facts"), **aria(label=words["pane.facts"])),
        ],
        className="case",
        hidden=True,
        **data(slot="case"),
    )
    empty = html.P(words["pane.nothing"], className="case-empty", **data(slot="empty"))
    again = html.Button(
        words["pane.again"], type="button", className="case-again", hidden=True, **data(slot="again")
    )
    return html.Section(
        [empty, again, case],
        className="pane",
        tabIndex=-1,
        **data(panel="pane", standing="loading"),
        **aria(label=words["pane.title"]),
    )


def _head(words: Mapping[str, str]) -> Component:
    """Status, title, the title in the other language, and a way to put it away."""
    state = html.Span(className="case-status", **data(slot="status"))
    close = html.Button(
        className="case-close", type="button", **data(slot="close"), **aria(label=words["pane.close"])
    )
    title = html.H2(className="case-title", **data(slot="title"))
    return html.Header(
        [
            html.Div([state, title, slot("other-title", "case-other-title")], className="case-names"),
            close,
        ],
        className="case-head",
    )


def _orders(words: Mapping[str, str]) -> Component:
    """The buttons of what is legal now, and under them the form of the one that was chosen."""
    head = html.H3([words["pane.orders"], " ", slot("as", "case-as")])
    return html.Section(
        [
            head,
            html.Div(className="case-buttons", role="toolbar", **data(slot="buttons")),
            html.P(className="case-orders-note", hidden=True, **data(slot="orders-note")),
            html.Div(className="case-form", **data(slot="form")),
        ],
        className="case-orders",
        **aria(label=words["pane.orders"]),
    )
