"""A row per street of the district, or per community of a street: who is there, what is open, how long."""

import json
from collections.abc import Mapping
from typing import Any

from dash.development.base_component import Component

from feeds.model import SCOPE_DISTRICT_DIGITS
from layouts.divisions import divisions
from layouts.panels.frame import empty, panel, rows, texts


def build(config: Mapping[str, Any]) -> Component:
    """The heading names the level below the scope; its names travel with the panel, the figures come live."""
    words = texts(config)
    scope = str(config["scope"])
    title = words["streets.title_district" if len(scope) == SCOPE_DISTRICT_DIGITS else "streets.title_street"]
    columns = [words[f"streets.{name}"] for name in ("workers", "open", "oldest")]
    names = json.dumps(divisions(config), ensure_ascii=False)
    return panel("streets", title, [rows(title), empty(words)], columns, divisions=names)
