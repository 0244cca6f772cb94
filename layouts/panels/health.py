"""A note about the system itself, only while a process is late or stopped or nothing can be stored."""

from collections.abc import Mapping
from typing import Any

from dash import html
from dash.development.base_component import Component

from layouts.panels.frame import aria, data, mark, slot, texts


def build(config: Mapping[str, Any]) -> Component:
    """Stands first in the bottom strip; hidden while all processes beat."""
    return html.Section(
        [mark("source-failing"), slot("note", "health-note")],
        className="strip-health",
        hidden=True,
        role="status",
        **data(panel="health", standing="loading"),
        **aria(label=texts(config)["health.title"]),
    )
