"""The queue: every open incident the desk may act on, in order of what needs a person next."""

from collections.abc import Mapping
from typing import Any, Final

import dash_ag_grid as dag
from dash import html
from dash.development.base_component import Component

from layouts.panels.frame import aria, data, empty, slot, texts

GRID_ID: Final = "queue"
GRID_TEXTS: Final = ("ariaGridRow", "ariaSortableColumn", "ariaColumn", "loadingOoo", "noRowsToShow")
"""What the grid itself says, of all it could say; the rest is of parts the queue does not use."""


def build(config: Mapping[str, Any]) -> Component:
    """The command bar, the chips, the count and the grid. Columns and rows come from the live twin: none
    passes through a callback.
    """
    words = texts(config)
    return html.Section(
        [
            html.Div(className="queue-command", role="search", **data(slot="command")),
            html.Div(className="queue-chips", role="toolbar", **data(slot="chips"),
                     **aria(label=words["queue.chips"])),
            _head(words),
            empty(words),
            html.Div(_grid(words), className="queue-grid", **data(slot="grid")),
        ],
        className="queue",
        **data(panel="queue", standing="loading", view="incidents"),
        **aria(label=words["queue.title"]),
    )  # fmt: skip


def _head(words: Mapping[str, str]) -> Component:
    """How many are shown of how many, since when they stand still, and what waits outside."""
    waiting = html.Button(
        [slot("waiting-word"), html.Kbd("R"), html.Span(words["queue.let_in"])],
        type="button",
        className="queue-waiting",
        hidden=True,
        **data(slot="waiting"),
    )
    said = html.Span(waiting, role="status", className="queue-news")
    return html.Div([slot("count", "queue-count"), slot("note", "queue-note"), said], className="queue-head")


def _grid(words: Mapping[str, str]) -> Component:
    options = {
        "theme": "themeQuartz",
        "localeText": {name: words[f"grid.{name}"] for name in GRID_TEXTS},
        "animateRows": False,
        "suppressNoRowsOverlay": True,
        "suppressMovableColumns": True,
        "suppressColumnMoveAnimation": True,
        "suppressDragLeaveHidesColumns": True,
        "suppressScrollOnNewData": True,
        "tooltipShowDelay": 600,
    }
    grid: Component = dag.AgGrid(
        id=GRID_ID,
        columnDefs=[],
        rowData=[],
        getRowId="params.data.id",
        defaultColDef={"sortable": True, "resizable": True, "sortingOrder": ["asc", "desc"]},
        dashGridOptions=options,
        style={"height": "100%", "width": "100%"},
    )
    return grid
