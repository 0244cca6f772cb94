"""The whistle board: open whistles by what is due next, their orders, and this month's closed ones."""

from collections.abc import Mapping
from typing import Any

from dash import html
from dash.development.base_component import Component

from layouts.panels.frame import aria, data, slot, texts


def build(config: Mapping[str, Any]) -> Component:
    """The heading with the way to a new one, a place for its form, the cards, and below them the past."""
    words = texts(config)
    new = html.Button(
        [words["keys.whistle_draft"], html.Kbd("H")],
        type="button",
        className="whistle-new",
        **data(slot="new"),
    )
    head = html.Header(
        [html.H2(words["whistles.board"]), slot("note", "whistles-note"), new], className="whistles-head"
    )
    past = html.Section(
        [
            html.H3(words["whistles.past"]),
            html.P(className="whistles-rate", **data(slot="rate")),
            html.Ul(className="whistles-past", **data(slot="past"), **aria(label=words["whistles.past"])),
            html.P(className="whistles-none", **data(slot="past-empty")),
        ],
        className="whistles-closed",
    )
    return html.Section(
        [
            head,
            html.Div(className="whistle-draft", **data(slot="draft")),
            html.P(words["state.loading"], className="whistles-none", **data(slot="empty")),
            html.Ul(className="whistles-open", **data(slot="rows"), **aria(label=words["whistles.board"])),
            past,
        ],
        className="whistles",
        **data(panel="whistles", standing="loading", view="whistles"),
    )
