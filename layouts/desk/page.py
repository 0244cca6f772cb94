"""The desk: where the duty officers work. Pure: the same configuration builds the same components.

Python lays out what stands still; ``assets/live`` writes the rest. Nothing here is the target of a callback,
so React never touches the places that the live lane fills.
"""

from collections.abc import Mapping
from typing import Any, Final

from dash import html
from dash.development.base_component import Component

from layouts.desk import DESK_PANELS
from layouts.desk.choices import choices
from layouts.stage import map_place, root
from layouts.words import words

AT_ARMS_LENGTH: Final = 1.0
"""A desk's unit is its own (``assets/desk.css``), whatever the wall's screen."""


def build(config: Mapping[str, Any]) -> Component:
    """One officer's page. ``config`` is that of the wall, and ``open``: the id of an incident, or None."""
    case = [
        map_place(config, words(config["lang"])),
        html.Section(_place(config, "pane"), className="desk-pane"),
    ]
    return root(
        "desk",
        "wall desk",
        {**config, "desk": choices(config)},
        AT_ARMS_LENGTH,
        [
            *_place(config, "bar"),
            html.Div(_place(config, "alarms"), className="desk-alarms"),
            html.Section(_place(config, "board"), className="desk-board"),
            html.Div(case, className="desk-case"),
            *_place(config, "line"),
        ],
    )


def _place(config: Mapping[str, Any], place: str) -> list[Component]:
    return [build_panel(config) for where, _, build_panel in DESK_PANELS if where == place]
