"""The queue: every open incident the desk may act on, in order of what needs a person next."""

from collections.abc import Mapping
from typing import Any

import dash_ag_grid as dag
from dash import html
from dash.development.base_component import Component

from layouts.panels.frame import aria, data, slot, texts

GRID_ID = "queue"


def build(config: Mapping[str, Any]) -> Component:
    """The command bar, the chips, the count and the grid. Columns and rows come from the live twin: none
    passes through a callback.
    """
    words = texts(config)
    grid = dag.AgGrid(
        id=GRID_ID,
        columnDefs=[],
        rowData=[],
        className="ag-theme-desk",
        dashGridOptions={"theme": "legacy", "suppressCellFocus": False, "animateRows": False},
        style={"height": "100%", "width": "100%"},
    )
    return html.Section(
        [
            html.Div(className="queue-command", role="search", **data(slot="command")),
            html.Div(className="queue-chips", **data(slot="chips")),
            html.Div([slot("count", "queue-count"), slot("note", "queue-note")], className="queue-head"),
            html.Div(grid, className="queue-grid", **data(slot="grid"), **aria(label=words["queue.title"])),
        ],
        className="queue",
        **data(panel="queue", standing="loading", view="incidents"),
    )
