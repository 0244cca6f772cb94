"""The wall: one page, the whole situation, no hands. Pure: the same configuration builds the same components.

Python lays out what stands still; ``assets/live`` writes the figures and draws the map's layers. Nothing here
is the target of a callback, so React never touches the places that the live lane fills.
"""

from collections.abc import Mapping
from typing import Any, Final

from dash import html
from dash.development.base_component import Component

from layouts import PANELS
from layouts.panels.frame import data
from layouts.stage import map_place, root
from layouts.words import words

REFERENCE_SCREEN: Final = {"height_m": 1.2, "distance_m": 5.0}
"""Seen from 5 m, 26 of the 1080 units of a screen 1.2 m high are the smallest text a person must read."""


def build(config: Mapping[str, Any]) -> Component:
    """The page for one screen.

    ``config`` holds lang, mode, scope, place_zh, place_en, relay_port, relay_url, ticket_url, geo_url, build,
    map {center, zoom, bounds}, divisions [{code, name_zh, name_en}] (the level below the scope), streets (the
    district's, likewise), surveyed,
    land_credit and screen {height_m, distance_m}; all of it goes to the browser with the texts. Raises
    ValueError when the screen has no size.
    """
    return root(
        "wall",
        "wall",
        config,
        scale(config["screen"]),
        [
            *_place(config, "title"),
            html.Div(_place(config, "left"), className="wall-left", **data(panel="turns")),
            map_place(config, words(config["lang"])),
            html.Div(_place(config, "right"), className="wall-right"),
            html.Footer(_place(config, "strip"), className="wall-strip"),
        ],
    )


def scale(screen: Mapping[str, float]) -> float:
    """How much larger than on the reference screen things must be, to look as large from where people sit."""
    height, distance = float(screen["height_m"]), float(screen["distance_m"])
    if not (height > 0 and distance > 0):
        raise ValueError(
            f"screen: height_m is {height:g} and distance_m is {distance:g}; both must be greater than 0"
        )
    reference = REFERENCE_SCREEN["distance_m"] / REFERENCE_SCREEN["height_m"]
    return (distance / height) / reference


def _place(config: Mapping[str, Any], place: str) -> list[Component]:
    return [build_panel(config) for where, _, build_panel in PANELS if where == place]
