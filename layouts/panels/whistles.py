"""Open whistles: what kind, about what, how far each department is, and which limit presses."""

from collections.abc import Mapping
from typing import Any

from dash.development.base_component import Component

from layouts.panels.frame import panel, rows, texts


def build(config: Mapping[str, Any]) -> Component:
    """One line while there is none: how many this month, and that nothing waits."""
    words = texts(config)
    title = words["whistles.title"]
    return panel("whistles", title, [rows(title)], quiet="true")
