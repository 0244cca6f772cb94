"""What each page is built from: the settings, the district, and what its address asks for."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final
from urllib.parse import parse_qs

from dash import html
from dash.development.base_component import Component

from dashboard.settings import Settings
from feeds.geo.district import District
from feeds.geo.places import Area, LatLon
from feeds.limits import QUERY_CHARACTERS, QUERY_FIELDS

WALL: Final = "/wall"
DESK: Final = "/desk"
OPENED: Final = re.compile(rf"{DESK}/incidents/(?P<id>[\w-]{{1,64}})", re.ASCII)
"""The desk with an incident open."""

LANGUAGES: Final = ("zh", "en")
TICKET_URL: Final = "/api/live-ticket"
GEO_URL: Final = "/geo"
DISTRICT_ZOOM: Final = 13
STREET_ZOOM: Final = 15.5
SHOWN_CHARACTERS: Final = 40

NOTES: Final = {
    "lang": (
        "地址中的语言“{value}”未知，现以中文显示。",
        "The address asks for the language “{value}”, which is unknown; this is Chinese.",
    ),
    "scope": (
        "地址中的辖区“{value}”不在本系统范围内，现显示{place_zh}。",
        "The address asks for the division “{value}”, which is not on this wall; this is {place_en}.",
    ),
}
"""(zh, en): what a page says when its address asked for something it cannot show."""

Build = Callable[[Mapping[str, Any]], Component]


NOTE_LOOK: Final = {
    "position": "fixed",
    "insetInline": "25%",
    "top": "calc(76 * var(--u))",
    "zIndex": 1200,
    "padding": "0 calc(20 * var(--u))",
    "fontSize": "calc(26 * var(--u))",
    "color": "var(--ground)",
    "background": "var(--lantern)",
}
"""Over the map, below the title bar, until somebody opens an address without a mistake."""


def is_page(path: str) -> bool:
    """Whether one of our pages is at this address."""
    return path in (WALL, DESK) or OPENED.fullmatch(path) is not None


class WallPage:
    """Builds ``/wall`` for what its address asks for."""

    def __init__(
        self,
        settings: Settings,
        district: District,
        build_id: str,
        build: Build,
        basemap: Mapping[str, Any] | None = None,
        land_credit: str = "",
    ) -> None:
        self._basemap = basemap
        self._land_credit = land_credit
        self._settings = settings
        self._district = district
        self._build_id = build_id
        self._build = build

    def layout(self, search: str, **more: Any) -> Component:
        """The page for the query of an address (``?lang=en&scope=320104004``); what it does not know falls
        back and says so. ``more`` is added to the configuration.
        """
        config, notes = self.asked(search)
        page = self._build({**config, **more})
        return html.Div([page, _note(notes, config)]) if notes else page

    def asked(self, search: str) -> tuple[dict[str, Any], list[tuple[str, str]]]:
        """The configuration for a query, and what of the query it does not know."""
        lang, scope = _asked(search, "lang"), _asked(search, "scope")
        notes: list[tuple[str, str]] = []
        if lang is not None and lang not in LANGUAGES:
            notes.append(("lang", lang))
            lang = None
        if scope is not None and not self.shows(scope):
            notes.append(("scope", scope))
            scope = None
        return self.config(lang or "zh", scope or self._settings.scope), notes

    def shows(self, scope: str) -> bool:
        """Whether this wall may show that division: within its own scope, and one we have a map of."""
        known = scope == self._district.code or any(street.code == scope for street in self._district.streets)
        return known and scope.startswith(self._settings.scope)

    def config(self, lang: str, scope: str) -> dict[str, Any]:
        """Everything the page is told."""
        settings = self._settings
        zh, en = self.place(scope)
        return {
            "lang": lang,
            "mode": settings.mode,
            "scope": scope,
            "place_zh": zh,
            "place_en": en,
            "relay_port": settings.relay_port,
            "relay_url": settings.relay_url or None,
            "ticket_url": TICKET_URL,
            "geo_url": GEO_URL,
            "map": self._view(scope),
            "basemap": self._basemap,
            "divisions": self._below(scope),
            "streets": self._below(self._district.code),
            "surveyed": self._district.surveyed,
            "land_credit": self._land_credit,
            "screen": {"height_m": settings.height_m, "distance_m": settings.distance_m},
            "build": self._build_id,
        }

    def place(self, scope: str) -> tuple[str, str]:
        """The name in the title: the one from the settings for the wall's own scope, else the division's."""
        area = self._street(scope)
        zh = area.name_zh if area else self._district.name_zh
        en = area.name_en if area else self._district.name_en
        if scope != self._settings.scope:
            return zh, en
        return self._settings.place_zh or zh, self._settings.place_en or en

    def _below(self, scope: str) -> list[dict[str, str]]:
        """The streets of a district, the communities of a street."""
        district = self._district
        areas: Sequence[Area] = district.streets if scope == district.code else district.communities
        return [
            {"code": area.code, "name_zh": area.name_zh, "name_en": area.name_en}
            for area in areas
            if area.code.startswith(scope)
        ]

    def _view(self, scope: str) -> dict[str, Any]:
        street = self._street(scope)
        if street is not None:
            south_west, north_east = _corners(street.ring)
            return {"center": list(street.centroid), "zoom": STREET_ZOOM, "bounds": [south_west, north_east]}
        south_west, north_east = (list(corner) for corner in self._district.bounds)
        center = [(a + b) / 2 for a, b in zip(south_west, north_east, strict=True)]
        return {"center": center, "zoom": DISTRICT_ZOOM, "bounds": [south_west, north_east]}

    def _street(self, scope: str) -> Any:
        return next((street for street in self._district.streets if street.code == scope), None)


class DeskPage(WallPage):
    """Builds ``/desk`` and ``/desk/incidents/{id}``: the wall's configuration and what is ``open``."""

    def at(self, path: str, search: str) -> Component:
        """The desk for an address. Whether there is such an incident, its pane says: pages hold no data."""
        opened = OPENED.fullmatch(path)
        return self.layout(search, open=opened["id"] if opened else None)


def _asked(search: str, name: str) -> str | None:
    """A field of the query, when it is there."""
    if len(search) > QUERY_CHARACTERS or search.count("&") > QUERY_FIELDS:
        return None
    return parse_qs(search.removeprefix("?")).get(name, [None])[0]


def _corners(ring: tuple[LatLon, ...]) -> tuple[list[float], list[float]]:
    lats, lons = [lat for lat, _ in ring], [lon for _, lon in ring]
    return [min(lats), min(lons)], [max(lats), max(lons)]


def _note(notes: list[tuple[str, str]], config: Mapping[str, Any]) -> Component:
    language = 1 if config["lang"] == "en" else 0
    sentences = [
        NOTES[kind][language].format(value=value[:SHOWN_CHARACTERS], **config) for kind, value in notes
    ]
    return html.Div(
        [html.P(sentence) for sentence in sentences], className="page-note", style=NOTE_LOOK, role="status"
    )
