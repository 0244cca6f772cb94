"""What all panels have in common: the section with its heading, figures with units, and marks."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from layouts.words import words


def texts(config: Mapping[str, Any]) -> dict[str, str]:
    """The texts of the page's language."""
    return words(config["lang"])


def data(**values: str) -> dict[str, Any]:
    """``data-`` attributes: ``data(slot="x")`` is ``data-slot="x"``."""
    return {f"data-{name}": value for name, value in values.items()}


def aria(**values: str) -> dict[str, Any]:
    """``aria-`` attributes."""
    return {f"aria-{name}": value for name, value in values.items()}


def panel(
    name: str,
    title: str,
    body: Sequence[Component],
    columns: Sequence[str] = (),
    hidden: bool = False,
    **attributes: str,
) -> Component:
    """A section with a heading and a place for a note (what is missing, since when; or the page of a list).

    ``columns`` are headings of what stands in the rows below, beside the title; they come twice, for where
    the rows stand in two columns; ``hidden`` is for panels that
    exist only while they have something to say; the rest become ``data-`` attributes.
    """
    heads = [html.Span(column, className="panel-column") for column in columns]
    again = [
        html.Span(column, className="panel-column panel-column-again", **aria(hidden="true"))
        for column in columns
    ]
    heading = html.Header(
        [html.H2(title), slot("note", "panel-note"), *heads, *again], className="panel-head"
    )
    return html.Section(
        [heading, *body],
        className=f"panel panel-{name}",
        hidden=hidden,
        **data(panel=name, standing="loading", **attributes),
    )


def slot(name: str, class_name: str = "") -> Component:
    """An empty place that the live module writes into."""
    return html.Span(className=class_name or None, **data(slot=name))


def empty(words: Mapping[str, str]) -> Component:
    """The place for what a panel says when it has nothing to show."""
    return html.P(words["state.loading"], className="empty", **data(slot="empty"))


def rows(label: str, class_name: str = "rows") -> Component:
    """An empty list that the live module fills."""
    return html.Ul(className=class_name, **data(slot="rows"), **aria(label=label))


def figure(name: str, label: str, unit: str) -> Component:
    """A large number with its label above and its unit beside it; a dash until the first one is known."""
    number = html.Span("–", className="figure-number", **data(slot=name))
    value = html.Span([number, html.Span(unit, className="figure-unit")], className="figure-value")
    return html.Div([html.Span(label, className="figure-label"), value], className="figure")


def mark(glyph: str) -> Component:
    """A mark as the map draws it: its shape says the same as its colour.

    Silent for screen readers: a word stands beside it.
    """
    return html.Span(className="mark", **data(glyph=glyph), **aria(hidden="true"))


def tally(name: str, label: str) -> Component:
    """One row of a legend that also counts: the mark of that name, word, number."""
    number = html.Span("–", className="tally-number", **data(slot=name))
    return html.Div([mark(name), html.Span(label, className="tally-word"), number], className="tally")


def belief(words: Mapping[str, str], mode: str) -> list[Component]:
    """Whether to believe what is shown: the mode, and how the link to the live picture stands."""
    badge = html.Span(words[f"mode.{mode}"], className="badge", title=words["mode.label"], **data(mode=mode))
    word = html.Span(words["link.connecting"], className="link-word", **data(slot="link"))
    link = html.Div(
        [mark("link-late"), word, slot("link-detail", "link-detail")],
        className="link",
        role="status",
        title=words["link.label"],
        **data(link="connecting"),
    )
    return [badge, link]
