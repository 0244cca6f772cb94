"""The day in numbers: reported, closed, open; the open ones by urgency; both by the hour."""

from collections.abc import Mapping
from typing import Any, Final

from dash import html
from dash.development.base_component import Component

from layouts.panels.frame import data, figure, panel, tally, texts

FIGURES: Final = ("reported", "closed", "open")
URGENCIES: Final = ("critical", "urgent", "normal")


def build(config: Mapping[str, Any]) -> Component:
    """Three figures, the urgencies (the legend of the incident marks too), a place for the hours."""
    words = texts(config)
    unit = words["unit.incidents"]
    figures = [figure(name, words[f"today.{name}"], unit) for name in FIGURES]
    urgencies = [tally(f"urgency-{name}", words[f"urgency.{name}"]) for name in URGENCIES]
    hours = html.Div(className="hours", role="img", title=words["today.per_hour"], **data(slot="hours"))
    by = html.Div([hours, html.Div(urgencies, className="tallies")], className="legend legend-today")
    body = [html.Div(figures, className="figures"), by]
    return panel("today", words["today.title"], body)
