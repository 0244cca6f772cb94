"""The addresses of the web process, in one table: what answers, for whom, how it is asked, and a sentence
for /api/docs.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.responses import Response

from dashboard.web.callers import Who
from dashboard.web.cloudevents import BATCH, STRUCTURED
from dashboard.web.commands import CommandsDoor
from dashboard.web.gate import Door
from dashboard.web.open311_door import FORM, Open311
from dashboard.web.whistle_reads import WhistleReads
from dashboard.web.whistles import WhistlesDoor

Endpoint = Callable[..., Any]


@dataclass(frozen=True)
class Route:
    """One address, and for whom it is: nobody can forget to say. ``examples`` are bodies by content type,
    ``asks`` a path and query as one asks it where that is more than ``path``: both for the documentation.
    """

    path: str
    endpoint: Endpoint
    summary: str
    methods: tuple[str, ...] = ("GET",)
    examples: Mapping[str, str] = field(default_factory=dict)
    documented: bool = True
    asks: str = ""
    who: Who = field(kw_only=True)
    page: bool = field(default=False, kw_only=True)
    """For people: who may not is shown where to sign in."""
    newcomers: bool = field(default=False, kw_only=True)
    """Also for an officer who must choose a password first."""


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

WORK_ORDERS: Final = (
    "external_id,updated_at,title,urgency,lat,lon,place,due_at\n"
    "NJ-1,2026-11-22 14:05,中华路积水,urgent,32.0205,118.7745,中华路 21 号,2026-11-23 14:05\n"
)
OPEN311: Final = "/open311/v2"
OPEN311_FORM: Final = (
    "api_key=TOKEN&service_code=06010&lat=32.0205&long=118.7745&description=%E5%9E%83%E5%9C%BE"
)
ORDER: Final = (
    '{"id":"6f2c3c1e-5d5b-4c2a-9a2e-0d8f6f0c9b11","officer":{"name":"王"},"role":"dispatcher",'
    '"expected_revision":4,"command":{"do":"dispatch","department":"greening",'
    '"term":{"clock":"working_hour","count":240}}}'
)
DRAFT: Final = (
    '{"id":"0b6f6f0e-7c2e-4d53-8f0a-1c2d3e4f5a6b","officer":{"name":"王"},"role":"shift_lead",'
    '"expected_revision":0,"command":{"do":"draft","grade":"ordinary","title":"夜市油烟扰民",'
    '"reason":"多次处置未果","street":"320104004","departments":["ecology-environment"]}}'
)
WHISTLE_ORDER: Final = (
    '{"id":"5f0c7e52-8a52-4a43-9b0e-2f6d8c1b7a90","officer":{"name":"赵","unit":"ecology-environment"},'
    '"role":"department","expected_revision":3,"command":{"do":"sign","summons":1}}'
)
EVENT_EXAMPLES: Final = {STRUCTURED: EVENT, BATCH: f"[{EVENT}]"}
OSMAND_QUERY: Final = "/intake/osmand?id=QH-0421&lat=32.0205&lon=118.7745&speed=2.5&batt=87"
SAMPLE: Final = "/api/incidents/I-EVVMPBBQEV7D6LSS"


def open311_routes(door: Open311) -> tuple[Route, ...]:
    """Open311 GeoReport v2. ``{form}`` is json or xml; an address without it means JSON."""
    table = (
        ("services", door.services, "Open311: kinds of matters that can be reported", "GET",
         "services.json"),
        ("services/{code}", door.service, "Open311: one kind; we ask no further questions", "GET",
         "services/06010.json"),
        ("requests", door.requests, "Open311: reports, by service_request_id, service_code, dates, status",
         "GET", "requests.xml?status=open&service_code=06010&page_size=20"),
        ("requests", door.report, "Open311: report a matter; api_key is a source's token", "POST", ""),
        ("requests/{id}", door.request, "Open311: one report as the public may see it", "GET",
         "requests/I-EVVMPBBQEV7D6LSS.json"),
    )  # fmt: skip
    return tuple(
        Route(f"{OPEN311}/{path}{ending}", endpoint, summary, (method,),
              {FORM: OPEN311_FORM} if method == "POST" else {}, documented=bool(ending),
              asks=f"{OPEN311}/{asks}", who=Who.SOURCE if method == "POST" else Who.ANYBODY)
        for ending in (".{form}", "")
        for path, endpoint, summary, method, asks in table
    )  # fmt: skip


def command_routes(door: CommandsDoor) -> tuple[Route, ...]:
    """How officers command an incident."""
    path = "/api/incidents/{id}"
    return (
        Route(f"{path}/commands", door.command, "Give one order; 409 when the incident has changed meanwhile",
              ("POST",), {"application/json": ORDER}, who=Who.OFFICER),
        Route(f"{path}/commands", door.legal,
              "What ?role= may do with the incident now, and the fields of each command",
              asks=f"{SAMPLE}/commands?role=shift_lead", who=Who.OFFICER),
        Route(f"{path}/history", door.history, "Who did what with the incident, when, and what it changed",
              asks=f"{SAMPLE}/history", who=Who.OFFICER),
    )  # fmt: skip


def whistle_routes(door: WhistlesDoor, reads: WhistleReads) -> tuple[Route, ...]:
    """How a whistle is drafted, signed, blown, answered and closed."""
    path, sample = "/api/whistles", "/api/whistles/W-EVVMPBBQEV7D6LSS"
    return (
        Route(path, reads.listed, "Whistles, newest first: ?status=open|closed|all&street=&limit=",
              asks=f"{path}?status=open&street=320104004", who=Who.OFFICER),
        Route(path, door.draft, "Draft a whistle (拟哨)", ("POST",), {"application/json": DRAFT},
              who=Who.OFFICER),
        Route(f"{path}/figures", reads.figures, "This month's whistles, per 1,000 cases filed",
              who=Who.OFFICER),
        Route(f"{path}/suggestions", reads.suggestions,
              "What a whistle about ?incident= would say, and which earlier ones it repeats",
              asks=f"{path}/suggestions?incident=I-EVVMPBBQEV7D6LSS&role=shift_lead", who=Who.OFFICER),
        Route(f"{path}/{{id}}/commands", door.command,
              "Give one order; 409 when the whistle has changed meanwhile", ("POST",),
              {"application/json": WHISTLE_ORDER}, who=Who.OFFICER),
        Route(f"{path}/{{id}}/commands", door.legal,
              "What ?role= (of ?unit=) may do with it and each summons now, and how the limits stand",
              asks=f"{sample}/commands?role=department&unit=ecology-environment", who=Who.OFFICER),
        Route(f"{path}/{{id}}/history", door.history, "Who did what with it, when, and what it changed",
              asks=f"{sample}/history", who=Who.OFFICER),
    )  # fmt: skip


def mount(server: FastAPI, table: tuple[Route, ...], at: str) -> list[Door]:
    """Register all, in order: the first that matches answers. Returns what the gate must know of them.
    ``at``: the address that examples ask.
    """
    doors = []
    for route in table:
        for method in route.methods:  # one registration each: OpenAPI wants an operation a method
            _add(server, route, method, at)
            doors.append(Door(route.path, method, route.who, route.summary, route.page, route.newcomers))
    return doors


def _extra(route: Route, content: Mapping[str, Any]) -> dict[str, Any]:
    extra: dict[str, Any] = {"x-who": route.who.value}
    return extra | {"requestBody": {"content": dict(content)}} if content else extra


def as_asked(route: Route, at: str) -> str:
    """How to ask for an address without a body, on the command line."""
    token = '-H "Authorization: Bearer TOKEN" ' if route.path.startswith("/intake/") else ""
    return f"curl {token}'{at}{route.asks or route.path}'"


def _add(server: FastAPI, route: Route, method: str, at: str) -> None:
    content = {kind: {"example": example} for kind, example in route.examples.items() if method != "GET"}
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
        openapi_extra=_extra(route, content),
    )
    added = server.routes[-1]
    assert isinstance(added, APIRoute)  # noqa: S101 - for the type checker
    added.description = "" if content else as_asked(route, at)  # else it would be the docstring
