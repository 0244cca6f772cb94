"""Patrol against the three hours of duty, and the grids by time since somebody was last there."""

from collections.abc import Mapping
from typing import Any, Final

from dash import html
from dash.development.base_component import Component

from layouts.panels.frame import data, figure, panel, rows, slot, texts

BANDS: Final = ("fresh", "day", "late", "owed", "never")
"""As `dashboard/incidents/patrol.py` names them, the shortest wait first."""


def build(config: Mapping[str, Any]) -> Component:
    """Three figures, the bands as one bar, the two worst of them counted, and the worst grids."""
    words = texts(config)
    figures = [figure(name, words[f"patrol.{name}"], "") for name in ("met", "share", "visited")]
    parts = [html.Span(className="band", title=words[f"patrol.{name}"], **data(band=name)) for name in BANDS]
    counts = [
        html.Span([words[f"patrol.{name}"], " ", slot(f"band-{name}", "band-number")], **data(band=name))
        for name in ("owed", "never")
    ]
    return panel(
        "patrol",
        words["patrol.title"],
        [
            html.Div(figures, className="figures figures-small"),
            html.Div(parts, className="bands", role="img", title=words["patrol.bands"], **data(slot="bar")),
            html.Div(counts, className="band-counts"),
            rows(words["patrol.worst"]),
        ],
    )
