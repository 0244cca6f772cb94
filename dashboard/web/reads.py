"""Reading records over HTTP: the incidents, and any record by kind and id."""

from typing import Any, Final, Protocol

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from dashboard.incidents.commands import Body, RecordId
from dashboard.incidents.matters import KIND
from dashboard.incidents.states import State
from dashboard.web.access import Access
from dashboard.web.answers import TurnedAway
from feeds.errors import BadInput

KINDS: Final = ("worker", "grid", "camera", "incident")
MOST: Final = 1_000
"""Incidents in one answer; ``more`` says that there were others."""


class Reads(Protocol):
    """The part of the store's reader that is used here; its calls block and are made in a thread."""

    def kind(self, kind: str) -> dict[str, Body]:
        """All records of one kind."""

    def record(self, wanted: RecordId) -> Body | None:
        """One record."""


class RecordReads:
    """The reading doors."""

    def __init__(self, reader: Reads, access: Access) -> None:
        self._reader = reader
        self._access = access

    async def incidents(self, request: Request) -> Response:
        """``?status=open|closed|all|<state>&street=<9 digits>``: newest first, at most 1,000."""
        self._access.require_screen(request)
        wanted = _status(request.query_params.get("status", "open"))
        street = _street(request.query_params.get("street"))
        bodies = (await run_in_threadpool(self._reader.kind, KIND)).values()
        found = [body for body in bodies if _matches(body, wanted, street)]
        found.sort(key=lambda body: body["opened_at_ms"], reverse=True)
        return JSONResponse({"incidents": found[:MOST], "count": len(found), "more": len(found) > MOST})

    async def incident(self, request: Request) -> Response:
        """One incident by its id."""
        return await self._one(request, KIND)

    async def record(self, request: Request) -> Response:
        """One record of any kind by its id."""
        kind = str(request.path_params["kind"])
        if kind not in KINDS:
            raise TurnedAway(404, f"kind is {kind[:40]!r}: there are {', '.join(KINDS)}", "kind")
        return await self._one(request, kind)

    async def _one(self, request: Request, kind: str) -> Response:
        self._access.require_screen(request)
        wanted = RecordId(kind, str(request.path_params["id"]))
        body: Any = await run_in_threadpool(self._reader.record, wanted)
        if body is None:
            raise TurnedAway(404, f"there is no {kind} {wanted.id[:64]!r}", "id")
        return JSONResponse(body)


def _status(text: str) -> str:
    if text not in ("open", "closed", "all", *State):
        raise BadInput("status", text, f"must be open, closed, all or one of {', '.join(State)}")
    return text


def _street(text: str | None) -> str | None:
    if text is not None and not (text.isascii() and text.isdigit() and len(text) == 9):
        raise BadInput("street", text, "must be a street's code of 9 digits")
    return text


def _matches(body: Body, status: str, street: str | None) -> bool:
    if street is not None and body["street"] != street:
        return False
    match status:
        case "all":
            return True
        case "open":
            return bool(body["open"])
        case "closed":
            return not body["open"]
        case _:
            return bool(body["status"] == status)
