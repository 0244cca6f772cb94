"""Reading whistles as an officer: the board's list with its figures, and what to suggest for a new one."""

import time
from collections.abc import Mapping
from typing import Any, Final, Protocol

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from dashboard.incidents.assessment import Period
from dashboard.incidents.case_facts import facts_of
from dashboard.incidents.commands import Body, RecordId
from dashboard.incidents.duty_calendar import month_begin
from dashboard.incidents.matters import KIND as INCIDENT
from dashboard.incidents.whistle import KIND
from dashboard.incidents.whistle_clocks import next_due
from dashboard.incidents.whistle_figures import figures
from dashboard.incidents.whistle_record import Whistle, from_body
from dashboard.incidents.whistle_suggestions import suggestion
from dashboard.web.answers import TurnedAway
from dashboard.web.callers import ground_of
from dashboard.web.commands import asked_role
from dashboard.web.officers import Officers
from dashboard.web.reads import area, one_of, street_within, whole_number
from dashboard.web.renewing import Renewing
from dashboard.web.whistle_forms import draft_forms
from feeds.limits import ENTITY_CHARACTERS
from feeds.model import Records, Utc

LIMIT: Final = 100
LIMIT_MOST: Final = 1_000
FIGURES_FRESH_S: Final = 15.0
FIGURES_KEPT_S: Final = 120.0
"""A month's figures are read from every case of the month: seconds, at a district's 80,000."""
MONTH: Final = "month"
STATUSES: Final = ("open", "closed", "all")


class Reads(Protocol):
    """The part of the store's reader that is used here; its calls block and are made in a thread."""

    def kind(self, kind: str) -> Mapping[str, Body]:
        """All records of one kind."""

    def record(self, wanted: RecordId) -> Body | None:
        """One record."""

    def records(self, closed_since: Utc | None = None) -> Records:
        """All records, of incidents that are not open only those closed since then."""


class WhistleReads:
    """The officers' reading doors of the whistle."""

    def __init__(self, reader: Reads, officers: Officers) -> None:
        self._reader = reader
        self._officers = officers
        self._figures = Renewing(
            self._counted, time.time, fresh_s=FIGURES_FRESH_S, kept_s=FIGURES_KEPT_S, holds=_same_month
        )

    async def listed(self, request: Request) -> Response:
        """``?status=open|closed|all&street=&limit=``: whole records, the newest drafted first, each with the
        limit that presses next.
        """
        self._officers.require(request)
        wanted = request.query_params
        status = one_of("status", wanted.get("status", "open"), STATUSES)
        street = street_within(ground_of(request), area("street", wanted))
        limit = whole_number("limit", wanted, LIMIT_MOST) or LIMIT
        bodies = await run_in_threadpool(self._reader.kind, KIND)
        found = [body for body in bodies.values() if _wanted(body, status, street)]
        found.sort(key=lambda body: (-body["drafted_at_ms"], body["id"]))
        now_ms = round(time.time() * 1000)
        rows = [_with_due(body, now_ms) for body in found[:limit]]
        return JSONResponse(
            {"as_of_ms": now_ms, "whistles": rows, "count": len(rows), "more": len(found) > len(rows)}
        )

    async def suggestions(self, request: Request) -> Response:
        """``?incident=&role=``: what a draft about it would say, which whistles it may repeat, and its form
        if that role may draft.
        """
        self._officers.require(request)
        role, id = asked_role(request), request.query_params.get("incident", "")
        incident: Body | None = None
        if 0 < len(id) <= ENTITY_CHARACTERS and id.isprintable():
            incident = await run_in_threadpool(self._reader.record, RecordId(INCIDENT, id))
        if incident is None or not ground_of(request).holds(incident):
            raise TurnedAway(404, f"there is no incident {id[:ENTITY_CHARACTERS]!r}", "incident")
        held = await run_in_threadpool(self._reader.kind, KIND)
        whistles = _whistles({id: body for id, body in held.items() if ground_of(request).holds(body)})
        found = suggestion(incident, whistles, round(time.time() * 1000))
        said: dict[str, Any] = msgspec.to_builtins(found)
        ties = {"incidents": [incident["id"]], "repeats": [each.id for each in found.repeats]}
        forms = draft_forms(role, {**said, **ties})
        return JSONResponse({"incident": incident["id"], "role": role, "commands": forms, **said})

    async def figures(self, request: Request) -> Response:
        """This month so far, over the whole centre: blown, solved, per 1,000 cases filed; never a rank."""
        self._officers.require(request)
        return Response(await self._figures.answer(MONTH), media_type="application/json")

    def _counted(self, _month: str, now: Utc) -> bytes:
        period = Period(month_begin(now), now)
        records = self._reader.records(period.begin)
        filed = _filed(records.by_kind.get(INCIDENT, {}), period)
        found = figures(_whistles(records.by_kind.get(KIND, {})), period, filed)
        said: dict[str, Any] = msgspec.to_builtins(found)
        span = {"since_ms": round(period.begin * 1000), "as_of_ms": round(now * 1000)}
        return msgspec.json.encode({**span, "cases_filed": filed, **said})


def _same_month(made: Utc, now: Utc) -> bool:
    return made >= month_begin(now)


def _whistles(bodies: Mapping[str, Body]) -> list[Whistle]:
    return [from_body(body) for body in bodies.values()]


def _wanted(body: Body, status: str, street: str | None) -> bool:
    return status in ("all", "open" if body["open"] else "closed") and street in (None, body["street"])


def _with_due(body: Body, now_ms: int) -> Body:
    due = next_due(from_body(body), now_ms)
    return {**body, "next_due": None if due is None else msgspec.to_builtins(due)}


def _filed(incidents: Mapping[str, Body], period: Period) -> int:
    """Cases filed in the period, voided and merged ones left out."""
    known = (facts_of(body) for body in incidents.values())
    return sum(period.holds(case.filed_at) and not (case.void or case.merged) for case in known)
