"""The desk's last line: what just came of an order, and how to learn the keys."""

from collections.abc import Mapping
from typing import Any

from dash import html
from dash.development.base_component import Component

from layouts.panels.frame import aria, data, texts


def build(config: Mapping[str, Any]) -> Component:
    """A live region and the one key that lists the others."""
    words = texts(config)
    said = html.P(className="desk-said", role="status", **data(slot="said"), **aria(live="polite"))
    keys = html.Button([html.Kbd("?"), html.Span(words["keys.open"])], type="button", className="desk-keys",
                       **data(slot="keys"))  # fmt: skip
    return html.Footer([said, keys], className="desk-line", **data(panel="sayline"))
