"""The addresses of the web process, in one table: what answers, how it is asked, and a sentence for
/api/docs.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

from fastapi import FastAPI
from starlette.responses import Response

from dashboard.web.cloudevents import BATCH, STRUCTURED

Endpoint = Callable[..., Any]


class Route(NamedTuple):
    """One address. ``examples`` are bodies by content type, for the documentation."""

    path: str
    endpoint: Endpoint
    summary: str
    methods: tuple[str, ...] = ("GET",)
    examples: Mapping[str, str] = {}
    documented: bool = True


OWNTRACKS: Final = (
    '{"_type":"location","tid":"21","topic":"owntracks/QH-0421/phone",'
    '"tst":1795330000,"lat":32.0205,"lon":118.7745,"acc":8,"vel":4}'
)
OSMAND_JSON: Final = (
    '{"device_id":"QH-0421","location":{"timestamp":"2026-11-22T06:05:00Z",'
    '"coords":{"latitude":32.0205,"longitude":118.7745,"accuracy":8,"speed":1.2,"heading":88}}}'
)
TRACCAR: Final = (
    '{"device":{"uniqueId":"QH-0421"},"position":{"latitude":32.0205,"longitude":118.7745,'
    '"speed":2.3,"course":88,"fixTime":"2026-11-22T06:05:00Z"}}'
)
POSITIONS: Final = '[{"entity":"QH-0421","lat":32.0205,"lon":118.7745,"at":1795330000,"accuracy_m":8}]'
EVENT: Final = (
    '{"specversion":"1.0","id":"77","source":"urn:example:12345","type":"cn.wanglou.incident.reported",'
    '"subject":"A-17","time":"2026-11-22T06:05:00Z","data":{"external_id":"A-17","revision":1,'
    '"title":"中华路积水","category":"10006","urgency":"urgent","lat":32.0205,"lon":118.7745,'
    '"place":"中华路 21 号门前"}}'
)

POSITION_DOORS: Final[Mapping[str, tuple[str, Mapping[str, str]]]] = {
    "owntracks": ("Positions of the OwnTracks app in HTTP mode", {"application/json": OWNTRACKS}),
    "osmand": (
        "Positions of Traccar Client and OsmAnd: ?id=&lat=&lon=&timestamp=, a form, or the client's JSON",
        {"application/json": OSMAND_JSON},
    ),
    "traccar": ("Positions forwarded by a Traccar server", {"application/json": TRACCAR}),
    "positions": (
        "Positions of any other system: JSON, GeoJSON or NDJSON",
        {"application/json": POSITIONS},
    ),
}
"""Kind -> what its door takes."""

EVENT_EXAMPLES: Final = {STRUCTURED: EVENT, BATCH: f"[{EVENT}]"}


def mount(server: FastAPI, table: tuple[Route, ...]) -> None:
    """Register all, in order: the first that matches answers."""
    for route in table:
        for method in route.methods:  # one registration each: OpenAPI wants an operation a method
            _add(server, route, method)


def _add(server: FastAPI, route: Route, method: str) -> None:
    content = {kind: {"example": example} for kind, example in route.examples.items()}
    server.add_api_route(
        route.path,
        route.endpoint,
        methods=[method],
        summary=route.summary,
        name=f"{method} {route.path}",
        operation_id=f"{method} {route.path}",
        response_class=Response,
        response_model=None,
        include_in_schema=route.documented,
        openapi_extra={"requestBody": {"content": content}} if content and method != "GET" else None,
    )
