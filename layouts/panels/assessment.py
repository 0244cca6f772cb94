"""Who closes on time: departments, communities and grids in turn, each rate with its n."""

from collections.abc import Mapping
from typing import Any

from dash.development.base_component import Component

from layouts.panels.frame import empty, panel, rows, texts


def build(config: Mapping[str, Any]) -> Component:
    """The heading names the view that stands and is written live, like the rows."""
    words = texts(config)
    columns = [words["assessment.on_time"], words["assessment.response"]]
    body = [rows(words["assessment.title"]), empty(words)]
    return panel("assessment", words["assessment.by_department"], body, columns)
