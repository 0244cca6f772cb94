"""The day in numbers: reported, closed, open; by urgency and by the hour; and how well it goes."""

from collections.abc import Mapping
from typing import Any, Final

from dash import html
from dash.development.base_component import Component

from layouts.panels.frame import data, figure, panel, slot, tally, texts

FIGURES: Final = ("reported", "closed", "open")
RATES: Final = ("filed", "on_time", "rework")
URGENCIES: Final = ("critical", "urgent", "normal")


def build(config: Mapping[str, Any]) -> Component:
    """Three figures, the urgencies (the legend of the incident marks too), a place for the hours; then what
    the server counts, with the n of each rate and its own age.
    """
    words = texts(config)
    unit = words["unit.incidents"]
    figures = [figure(name, words[f"today.{name}"], unit) for name in FIGURES]
    urgencies = [tally(f"urgency-{name}", words[f"urgency.{name}"]) for name in URGENCIES]
    hours = html.Div(className="hours", role="img", title=words["today.per_hour"], **data(slot="hours"))
    by = html.Div([hours, html.Div(urgencies, className="tallies")], className="legend legend-today")
    rates = [figure(name, words[f"day.{name}"], "") for name in RATES]
    response = html.Div(
        [html.Span(words["day.response"], className="day-label"), slot("response", "day-value")],
        className="day-line",
        title=words["day.response_title"],
    )
    sources = html.Div([slot("sources", "day-value"), slot("day-note", "day-note")], className="day-line")
    day = html.Div([html.Div(rates, className="figures figures-small"), response, sources], className="day")
    body = [html.Div(figures, className="figures"), by, day]
    return panel("today", words["today.title"], body)
