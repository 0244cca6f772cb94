"""``/api/alerts``: what stands, what became of it today, and officers' orders. Committed with fsync,
answered, then hinted, like the orders about incidents (``commands``).
"""

import time
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, Protocol
from zoneinfo import ZoneInfo

import msgspec
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from dashboard.incidents.alert_orders import NoSuchAlert, read_alert_order
from dashboard.incidents.alerts import KIND
from dashboard.incidents.commands import Body
from dashboard.incidents.reader_alerts import Moment
from dashboard.web.answers import TurnedAway
from dashboard.web.bodies import read_body
from dashboard.web.callers import Who, ground_of
from dashboard.web.events import Hints, Writes
from dashboard.web.officers import Officers
from dashboard.web.reads import whole_number
from dashboard.web.routes import Route
from feeds.discretion import discreet
from feeds.limits import ENTITY_CHARACTERS
from feeds.model import Utc
from feeds.untrusted import decode_untrusted

ZONE: Final = ZoneInfo("Asia/Shanghai")
HISTORY: Final = 200
"""Changes of alerts in one answer, when nobody says how many."""
HISTORY_MOST: Final = 1_000
SEQ_MOST: Final = (1 << 63) - 1
ORDER: Final = (
    '{"id":"6f2c3c1e-5d5b-4c2a-9a2e-0d8f6f0c9b11","officer":{"name":"王"},"role":"shift_lead",'
    '"command":{"do":"acknowledge"}}'
)


class Reads(Protocol):
    """The part of the store's reader that is used here; its calls block and are made in a thread."""

    def kind(self, kind: str) -> dict[str, Body]:
        """All records of one kind."""

    def alerts_since(self, since: Utc, before: int, most: int) -> Sequence[Moment]:
        """What became of alerts."""


class AlertsDoor:
    """The officers' doors of the alerts."""

    def __init__(self, store: Writes, reader: Reads, bus: Hints, officers: Officers) -> None:
        self._store = store
        self._reader = reader
        self._bus = bus
        self._officers = officers

    async def alerts(self, request: Request) -> Response:
        """The alerts in the records, the longest first, and today's history, newest first: ``?limit=`` and
        ``before``, the ``next`` of the page before.
        """
        self._officers.require(request)
        now = Utc(time.time())
        most = whole_number("limit", request.query_params, HISTORY_MOST) or HISTORY
        before = whole_number("before", request.query_params, SEQ_MOST) or SEQ_MOST
        held = await run_in_threadpool(self._reader.kind, KIND)
        past = await run_in_threadpool(self._reader.alerts_since, _midnight(now), before, most + 1)
        ground = ground_of(request)
        mine = [body for body in held.values() if ground.holds(body)]
        alerts = sorted(mine, key=lambda body: (body["raised_at_ms"], body["id"]))
        return JSONResponse(
            {
                "as_of_ms": round(now * 1000),
                "alerts": [discreet(KIND, body) for body in alerts],
                "history": [_told(moment) for moment in past[:most] if ground.holds(moment.body or {})],
                "next": str(past[most - 1].seq) if len(past) > most else None,
            }
        )

    async def command(self, request: Request) -> Response:
        """Obey one order, or say in both languages why not; the same order again gets the same answer.

        Raises what ``answers`` knows: BadInput, TurnedAway, Illegal, StoreUnavailable.
        """
        self._officers.require(request)
        officer, said = self._officers.signed_in(request, decode_untrusted(await read_body(request)))
        alert = str(request.path_params["id"])
        if len(alert) > ENTITY_CHARACTERS or not alert.isprintable():
            raise TurnedAway(404, f"there is no alert {alert[:ENTITY_CHARACTERS]!r}", "id")
        await self._require_ground(request, alert)
        order = read_alert_order(said, alert, officer, Utc(time.time()))
        try:
            done = await self._store.perform(order)
        except NoSuchAlert as exc:
            raise TurnedAway(404, str(exc), "id") from exc
        hint = BackgroundTask(self._bus.hint, done.head) if done.seqs else None
        return JSONResponse({**done.answer, "repeated": done.repeated}, background=hint)

    async def _require_ground(self, request: Request, alert: str) -> None:
        """Raises TurnedAway for an alert of somebody else's ground."""
        ground = ground_of(request)
        if ground.scope == "":
            return
        held = await run_in_threadpool(self._reader.kind, KIND)
        if not ground.holds(held.get(alert) or {}):
            raise TurnedAway(404, f"there is no alert {alert!r}", "id")


def alert_routes(door: AlertsDoor) -> tuple[Route, ...]:
    """How desks see alerts and act on them."""
    return (
        Route("/api/alerts", door.alerts, "What alarms now, and today's history: ?limit=&before=",
              asks="/api/alerts?limit=20", who=Who.OFFICER),
        Route("/api/alerts/{id}/commands", door.command, "Acknowledge an alert, or clear it by hand",
              ("POST",), {"application/json": ORDER}, who=Who.OFFICER),
    )  # fmt: skip


def _midnight(now: Utc) -> Utc:
    day = datetime.fromtimestamp(now, ZONE).replace(hour=0, minute=0, second=0, microsecond=0)
    return Utc(day.timestamp())


def _told(moment: Moment) -> dict[str, Any]:
    told: dict[str, Any] = msgspec.to_builtins(moment)
    return told if moment.body is None else told | {"body": discreet(KIND, moment.body)}
