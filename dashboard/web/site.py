"""The composition root of the web process: the store's writer, the doors, the reads, and Dash for the
pages.

Own routes stand in front of Dash's; ``security.Guard`` stands in front of everything. Nothing here blocks
the event loop: the store has its own thread, reads are made in threads.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

from fastapi import FastAPI
from fastapi.responses import JSONResponse
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import ASGIApp

from dashboard.build import BUILD
from dashboard.identity.identities import Identities as KeptIdentities
from dashboard.incidents.departments import directory
from dashboard.incidents.reader import Reader
from dashboard.incidents.store import Store
from dashboard.settings import Settings
from dashboard.web.access import Access, Identities, NoIdentities, ScreenKey
from dashboard.web.acknowledgements import acknowledgement_routes
from dashboard.web.alerts import AlertsDoor, alert_routes
from dashboard.web.answers import EXCEPTION_ANSWERS
from dashboard.web.assessments import Assessments, known_to
from dashboard.web.basemap import TILES, Basemap
from dashboard.web.callers import Who
from dashboard.web.commands import CommandsDoor
from dashboard.web.dash_calls import DashCalls
from dashboard.web.dash_pages import CALLBACKS, PAGES, assets_folder, dash_pages, page_at
from dashboard.web.doors import Doors
from dashboard.web.exports import ExportDoor
from dashboard.web.gate import FOREIGN, Door, Gate
from dashboard.web.geo import GeoDoor
from dashboard.web.hosts import Hosts
from dashboard.web.identity_routes import identity_routes
from dashboard.web.kept_files import KeptFiles
from dashboard.web.live_ticket import LiveTicketDoor
from dashboard.web.looks import LookDoor, look_routes
from dashboard.web.metrics import Figures, metrics_text
from dashboard.web.nearby import NearbyDoor, nearby_routes
from dashboard.web.officers import Officers
from dashboard.web.pages import WALL, DeskPage, WallPage, is_page
from dashboard.web.patrol_log import PatrolLog
from dashboard.web.patrols import PatrolDoor, patrol_routes
from dashboard.web.pulses import Pulses, report
from dashboard.web.reads import RecordReads
from dashboard.web.record_cache import RecordCache
from dashboard.web.reference import reference_page
from dashboard.web.routes import (
    EVENT_EXAMPLES,
    OSMAND_QUERY,
    POSITION_DOORS,
    SAMPLE,
    WORK_ORDERS,
    Route,
    command_routes,
    mount,
    open311_routes,
    whistle_routes,
)
from dashboard.web.security import ContentPolicy, Guard
from dashboard.web.tickets import Tickets
from dashboard.web.video import VideoDoor
from dashboard.web.whereabouts import Whereabouts
from dashboard.web.whistle_reads import WhistleReads
from dashboard.web.whistles import WhistlesDoor
from feeds.bus import Bus
from feeds.geo.district import District
from feeds.model import Utc
from layouts import wall
from layouts.desk import page as desk
from layouts.enrolment import enrolment_page

TILE: Final = f"{TILES}/{{z}}/{{x}}/{{y}}"

ABOUT: Final = (
    "Positions and incidents in, records out. Doors want the source's token, as a bearer token or as the "
    'password of basic authentication. Every refusal is JSON: {"error": a sentence, "field": its subject}.'
)


@dataclass(frozen=True)
class World:
    """What the web process works with; tests give smaller ones."""

    store: Store
    reader: Reader
    bus: Bus
    district: District
    geo: GeoDoor
    land_credit: str = ""
    """Whom the page thanks for what ``geo`` serves."""
    identities: Identities = field(default_factory=NoIdentities)
    """Who may come in, besides what the settings say."""


@dataclass(frozen=True)
class Web:
    """The built process: what uvicorn runs, and what runs beside it."""

    asgi: ASGIApp
    doors: Doors
    pulses: Pulses
    guard: Guard
    gate: Gate
    facts: Callable[[], dict[str, float]]
    whereabouts: Whereabouts
    patrols: PatrolLog


def build(settings: Settings, world: World) -> Web:
    """Put everything together. Raises BadSetting for a setting that would leave a door unguarded, and
    Undeclared for a door that does not say for whom it is.
    """
    access = Access(
        settings.mode, settings.screen_token, world.identities, scope=settings.scope,
        demo_open=settings.demo_open,
    )  # fmt: skip
    pulses = Pulses()
    whereabouts, patrols = _places(settings, world)
    doors = _doors(settings, world)
    server = _server()
    basemap = Basemap(settings)
    shown = _pages_of(settings, world, basemap)
    told = partial(shown[1].config, scope=settings.scope)
    table = (
        *_own_routes(settings, world, doors, access),
        *_routes_of_places(settings, world, whereabouts, patrols),
        *identity_routes(settings, world.identities, access, told),
        Route(TILE, basemap, "One tile of the picture under the map", asks=f"{TILES}/14/13597/6652",
              who=Who.SCREEN),
    )  # fmt: skip
    opened = mount(server, table, settings.local_url)
    guarded: list[Guard] = []

    def facts() -> dict[str, float]:
        return {
            "store_waiting": float(world.store.waiting()),
            "faults": float(sum(guard.faults for guard in guarded)),
            **doors.facts(),
            **whereabouts.facts(),
        }

    opened += _mount_vitals(server, settings, world, pulses, facts)
    app = dash_pages(server, *shown, settings)
    gate = Gate(server, (*PAGES, *opened, *FOREIGN), access, page_at, _hint)
    calls = DashCalls(server, lambda: app.callback_map, lambda: app.registered_paths, CALLBACKS)
    policy = ContentPolicy(app.csp_hashes, settings.relay_url, settings.relay_port, basemap.origin)
    hosts = Hosts((settings.host, settings.relay_host), settings.allowed_origins)
    files = KeptFiles(ScreenKey(gate.wrapping(calls), access, is_page), assets_folder())
    guard = Guard(files, hosts, policy, gate.standing)
    guarded.append(guard)
    return Web(guard, doors, pulses, guard, gate, facts, whereabouts, patrols)


def _doors(settings: Settings, world: World) -> Doors:
    streets = {street.code: street.name_zh for street in world.district.streets}
    return Doors(
        settings, world.store, world.reader, world.bus, world.district.locate, streets, world.identities
    )


def _pages_of(settings: Settings, world: World, basemap: Basemap) -> tuple[WallPage, DeskPage]:
    """The two pages that Dash shows."""
    given = (settings, world.district, BUILD)
    under = (basemap.config(), world.land_credit)
    return WallPage(*given, wall.build, *under), DeskPage(*given, desk.build, *under)


def _server() -> FastAPI:
    server = FastAPI(title="Wanglou 望楼", version=BUILD, description=ABOUT, docs_url=None, redoc_url=None,
                     openapi_url="/api/openapi.json")  # fmt: skip
    for error, answer in EXCEPTION_ANSWERS.items():
        server.add_exception_handler(error, answer)
    return server


def _hint(request: Request) -> str:
    return enrolment_page(request.query_params.get("lang", "zh"))


def _own_routes(settings: Settings, world: World, doors: Doors, access: Access) -> tuple[Route, ...]:
    """Everything but pages, in the order in which addresses are tried."""
    tickets = Tickets(settings.secret, settings.deployment)
    officers = Officers()
    ticket = LiveTicketDoor(
        tickets, settings.scope, relay_url=settings.relay_url, relay_port=settings.relay_port
    )
    reads = RecordReads(world.reader)
    commands = CommandsDoor(world.store, world.reader, world.bus, world.district.locate, officers)
    whistles = WhistlesDoor(
        world.store, world.reader, world.bus, officers, world.district.street_by_code, live=settings.live
    )
    assessments = Assessments(world.reader, settings.scope, known_to(settings.scope, world.district))
    return (
        Route("/", _to_wall, "The wall", documented=False, who=Who.ANYBODY),
        *_intake_routes(doors),
        Route("/api/live-ticket", ticket, "A ticket for the relay, good for 30 s", ("POST",),
              {"application/json": '{"scope":"320104004","screen":"wall"}'}, who=Who.SCREEN),
        Route("/api/incidents", reads.incidents,
              "Incidents, newest first: ?status=open|closed|all|<state>&street=&grid=&category=&urgency="
              "&q=<words>&limit=&after=<next of the page before>",
              asks="/api/incidents?status=open&street=320104004&q=%E7%A7%AF%E6%B0%B4&limit=20",
              who=Who.SCREEN),
        Route("/api/incidents.csv", ExportDoor(world.reader, officers, settings.mode),
              "The same incidents as a table for spreadsheets, all pages; ?lang=zh|en",
              asks="/api/incidents.csv?status=all&lang=en", who=Who.OFFICER),
        Route("/api/incidents/{id}", reads.incident, "One incident and its history", asks=SAMPLE,
              who=Who.SCREEN),
        *command_routes(commands),
        *alert_routes(AlertsDoor(world.store, world.reader, world.bus, officers)),
        *whistle_routes(whistles, WhistleReads(world.reader, officers)),
        Route("/api/records/{kind}/{id}", reads.record, "One record: worker, grid, incident, whistle ...",
              asks="/api/records/worker/QH-0421", who=Who.SCREEN),
        Route("/api/assessment", assessments, "The day in figures: ?scope=<6 or 9 digits>&period=day",
              asks="/api/assessment?scope=320104004&period=day", who=Who.SCREEN),
        Route("/geo/{layer}.json", world.geo, "One layer of the map, as GeoJSON", asks="/geo/streets.json",
              who=Who.SCREEN),
        Route("/video/{camera}/{file}", VideoDoor(settings.video_folder), "A camera's HLS files",
              asks="/video/scene-2/index.m3u8", who=Who.SCREEN),
    )  # fmt: skip


def _intake_routes(doors: Doors) -> tuple[Route, ...]:
    """Where positions and incidents come in."""
    return (
        *(
            Route(f"/intake/{door.kind}", door, POSITION_DOORS[door.kind][0], door.methods,
                  POSITION_DOORS[door.kind][1], asks=OSMAND_QUERY, who=Who.SOURCE)
            for door in doors.positions
        ),
        Route("/intake/events", doors.events, "Incidents as CloudEvents 1.0", ("POST",), EVENT_EXAMPLES,
              who=Who.SOURCE),
        *acknowledgement_routes(doors.acknowledgements),
        Route("/intake/work-orders", doors.work_orders, "Work orders of the 12345 hotline; ?dry_run=yes",
              ("POST",), {"text/csv": WORK_ORDERS}, who=Who.SOURCE),
        *open311_routes(doors.open311),
    )  # fmt: skip


def _places(settings: Settings, world: World) -> tuple[Whereabouts, PatrolLog]:
    """Who is where now, and who has been."""
    grids = [grid.code for grid in world.district.grids]
    now = Utc(time.time())
    patrols = PatrolLog(settings.data, world.reader, grids, world.district.grids_at, now)
    return Whereabouts(world.bus, settings.scope, patrols.ledger.follow), patrols


def _routes_of_places(
    settings: Settings, world: World, whereabouts: Whereabouts, patrols: PatrolLog
) -> tuple[Route, ...]:
    """Who and what is near an incident; where workers have been."""
    officers, cache = Officers(), RecordCache(world.reader)
    nearby = NearbyDoor(
        world.reader, cache, whereabouts, officers, demo=settings.mode == "demo",
        directory=directory((area.code, area.name_zh, area.name_en) for area in world.district.streets),
    )  # fmt: skip
    shows = known_to(settings.scope, world.district)
    patrol = PatrolDoor(patrols.ledger, cache, scope=settings.scope, shows=shows, mode=settings.mode)
    looks: tuple[Route, ...] = ()
    if isinstance(world.identities, KeptIdentities):  # where nobody can write down who looked, nobody looks
        looks = look_routes(LookDoor(world.reader, whereabouts, world.identities, officers))
    return (*nearby_routes(nearby), *patrol_routes(patrol), *looks)


def _mount_vitals(
    server: FastAPI, settings: Settings, world: World, pulses: Pulses, facts: Callable[[], dict[str, float]]
) -> list[Door]:
    """Health, figures and the documentation: what watches over us asks for these."""

    def vitals() -> Any:
        now = time.monotonic()
        return pulses.vitals(now, world.bus.heard_age(now))

    async def healthz(_request: Request) -> Response:
        body = report(vitals(), Utc(time.time()), mode=settings.mode, deployment=settings.deployment,
                      build=BUILD, storing=pulses.storing())  # fmt: skip
        return JSONResponse(body, 200 if body["ok"] else 503)

    async def metrics(_request: Request) -> Response:
        figures = Figures(vitals(), pulses.facts(), pulses.sources(), facts())
        return Response(metrics_text(figures), media_type="text/plain; version=0.0.4; charset=utf-8")

    async def reference(_request: Request) -> Response:
        return HTMLResponse(reference_page(server.openapi()))

    table = (
        Route(
            "/healthz",
            healthz,
            "200 when every process beats, else 503 naming who does not",
            ("GET", "HEAD"),
            who=Who.ANYBODY,
        ),
        Route("/metrics", metrics, "Figures in Prometheus' text format", who=Who.MACHINE),
        Route("/api/docs", reference, "This page", documented=False, who=Who.ANYBODY),
    )
    return mount(server, table, settings.local_url)


async def _to_wall(request: Request) -> Response:
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(WALL + query, 307)
