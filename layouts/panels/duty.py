"""The grid officers in numbers: every shape an officer's mark can have, so it is the map's legend too."""

from collections.abc import Mapping
from typing import Any

from dash import html
from dash.development.base_component import Component

from layouts.panels.frame import figure, panel, tally, texts

FRESHNESS = ("live", "ageing", "stale", "gone")
PROVENANCE = ("real", "simulated", "replayed", "manual")
ROLE = ("officer", "dedicated", "vehicle", "other")


def build(config: Mapping[str, Any]) -> Component:
    """Online and moving as figures; then by role, age of position and origin."""
    words = texts(config)
    people = words["unit.people"]
    figures = [
        figure("on-duty", words["duty.on_duty"], people),
        figure("moving", words["duty.moving"], people),
        figure("sos", words["duty.sos"], people),
    ]
    roles = [tally(f"role-{name}", words[f"duty.role.{name}"]) for name in ROLE]
    columns = [_column(words, "freshness", FRESHNESS), _column(words, "provenance", PROVENANCE)]
    return panel(
        "duty",
        words["duty.title"],
        [
            html.Div(figures, className="figures"),
            html.Div(roles, className="legend legend-roles"),
            html.Div(columns, className="legend"),
        ],
    )


def _column(words: Mapping[str, str], family: str, names: tuple[str, ...]) -> Component:
    rows = [tally(f"{family}-{name}", words[f"{family}.{name}"]) for name in names]
    return html.Div([html.H3(words[f"duty.{family}"]), *rows], className="tallies")
