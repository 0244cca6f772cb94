"""``/open311/v2/``: the server side of Open311 GeoReport v2, in JSON and XML.

Reading is public and goes by the index of the listing. Reporting wants the token of a source as ``api_key``,
is committed with fsync, answered, then hinted.
"""

import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Final, Protocol

from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from dashboard.incidents.commands import Body, RecordId
from dashboard.incidents.matters import KIND, Tell, incident_id
from dashboard.incidents.reader_open311 import Reports
from dashboard.web import open311, open311_forms
from dashboard.web.answers import RETRY_AFTER_S, TurnedAway
from dashboard.web.bodies import read_body
from dashboard.web.events import Hints, Writes
from dashboard.web.incident_events import Locate
from dashboard.web.intake import shown_token
from dashboard.web.likely_same import LikelySame
from dashboard.web.senders import Senders
from dashboard.web.tally import Tally
from feeds.errors import BadInput, StoreUnavailable
from feeds.model import Provenance, SourceHealth, Utc

NAME: Final = "open311"
TITLE: Final = ("市民上报（Open311）", "Citizens' reports (Open311)")
TITLE_SIMULATED: Final = ("市民上报（Open311 模拟）", "Citizens' reports (Open311, simulated)")
FORM: Final = "application/x-www-form-urlencoded"

Content = tuple[int, bytes, BackgroundTask | None]
"""Status, body, and what happens after the answer."""


class Reads(Protocol):
    """The part of the store's reader that is used here; its calls block and are made in a thread."""

    def reports(self, asked: Reports) -> list[Body]:
        """Incidents, newest opened first."""

    def record(self, wanted: RecordId) -> Body | None:
        """One record."""


class Open311:
    """The endpoints. ``live`` refuses simulated reports; ``streets`` are their names by code."""

    def __init__(
        self,
        store: Writes,
        reader: Reads,
        likely: LikelySame,
        bus: Hints,
        locate: Locate,
        senders: Senders,
        *,
        live: bool,
        streets: Mapping[str, str],
    ) -> None:
        self._streets = streets
        self._store = store
        self._reader = reader
        self._likely = likely
        self._bus = bus
        self._locate = locate
        self._senders = senders
        self._live = live
        self._real = Tally(NAME, "events", TITLE, Provenance.REAL)
        self._simulated = Tally(f"sim-{NAME}", "events", TITLE_SIMULATED, Provenance.SIMULATED)

    def health(self, now: Utc) -> list[SourceHealth]:
        """The tiles of what has come in: a city without such an app has none."""
        tallies = (self._real, self._simulated)
        return [tally.health(now) for tally in tallies if tally.accepted or tally.rejected]

    async def services(self, request: Request) -> Response:
        """GET services."""

        async def content(form: str) -> Content:
            return 200, open311_forms.written(form, "services", "service", open311.services()), None

        return await self._answer(request, content)

    async def service(self, request: Request) -> Response:
        """GET services/{code}."""
        code = str(request.path_params["code"])

        async def content(form: str) -> Content:
            if open311.service_of(code) is None:
                raise TurnedAway(404, f"service_code is {code[:40]!r}: is no service here", "service_code")
            return 200, open311_forms.written_definition(form, open311.definition(code)), None

        return await self._answer(request, content)

    async def requests(self, request: Request) -> Response:
        """GET requests: newest first, at most 1,000 a page."""

        async def content(form: str) -> Content:
            asked = open311.wanted(request.query_params, time.time())
            found = await run_in_threadpool(self._reader.reports, asked)
            return 200, _requests(form, found, self._streets), None

        return await self._answer(request, content)

    async def request(self, request: Request) -> Response:
        """GET requests/{id}."""
        wanted = str(request.path_params["id"])

        async def content(form: str) -> Content:
            body = await run_in_threadpool(self._reader.record, RecordId(KIND, wanted))
            if body is None or not open311.is_public(body):
                raise TurnedAway(404, f"service_request_id is {wanted[:64]!r}: there is none such", "id")
            return 200, _requests(form, [body], self._streets), None

        return await self._answer(request, content)

    async def report(self, request: Request) -> Response:
        """POST requests: 201 when the request is new, 200 when it had been sent before."""
        now = Utc(time.time())

        async def content(form: str) -> Content:
            fields = open311_forms.read_form(await _form_body(request))
            sender = await self._sender(request, fields)
            self._refuse_simulation(fields)
            key = request.headers.get("idempotency-key")
            name = await self._external_id(fields, key, sender, now)
            telling = open311_forms.form_telling(fields, sender, name, now, self._locate)
            done = await self._store.perform(Tell(telling, f"source:{sender}"))
            (self._simulated if open311_forms.is_simulated(fields) else self._real).accept(now, 0.0)
            hint = BackgroundTask(self._bus.hint, done.head) if done.seqs else None
            likely = await self._likely.named([(telling, done)])
            notice = open311_forms.notice(likely.get(telling.record.id, ()))
            row = {"service_request_id": done.answer["id"], "service_notice": notice, "account_id": None}
            written = open311_forms.written(form, "service_requests", "request", [row])
            return 200 if done.repeated else 201, written, hint

        return await self._answer(request, content, lambda sentence: self._real.reject(now, sentence))

    async def _external_id(self, form: Mapping[str, str], key: str | None, sender: str, now: Utc) -> str:
        """The name a report has, or had when it was sent the last time, not longer ago than the window."""
        spell = open311_forms.spell_of(now)
        name = open311_forms.external_id(form, key, spell)
        if key is not None:
            return name
        earlier = open311_forms.external_id(form, None, spell - 1)
        before = RecordId(KIND, incident_id(f"{sender}|{NAME}", earlier))
        body = await run_in_threadpool(self._reader.record, before)
        within = body is not None and now - body["received_at_ms"] / 1000 <= open311_forms.WINDOW_S
        return earlier if within else name

    async def _sender(self, request: Request, form: Mapping[str, str]) -> str:
        shown = form.get("api_key", "") or shown_token(request, in_query=False)
        sender = await self._senders.named_by(shown)
        if sender is None:
            state = "wrong" if shown else "missing"
            raise TurnedAway(403, f"api_key is {state}: send the token of a source", "api_key")
        return sender

    def _refuse_simulation(self, form: Mapping[str, str]) -> None:
        if self._live and open311_forms.is_simulated(form):
            raise BadInput("device_id", form["device_id"], "mode live refuses simulated reports")

    async def _answer(
        self,
        request: Request,
        content: Callable[[str], Awaitable[Content]],
        refused: Callable[[str], None] = lambda _sentence: None,
    ) -> Response:
        """The content in the form the address asks for, or a refusal in that form."""
        form = str(request.path_params.get("form", "json"))
        if form not in open311_forms.CONTENT_TYPES:
            return _refusal("json", 400, f"format is {form[:20]!r}: must be json or xml")
        try:
            status, body, then = await content(form)
        except TurnedAway as exc:
            refused(str(exc))
            return _refusal(form, exc.status, str(exc))
        except BadInput as exc:
            refused(str(exc))
            return _refusal(form, 400, str(exc))
        except StoreUnavailable as exc:
            return _refusal(form, 503, str(exc), {"Retry-After": RETRY_AFTER_S})
        return Response(body, status, media_type=open311_forms.CONTENT_TYPES[form], background=then)


def _refusal(form: str, status: int, sentence: str, headers: dict[str, str] | None = None) -> Response:
    """The standard's form of a refusal: code and description."""
    rows: list[dict[str, Any]] = [{"code": status, "description": sentence}]
    body = open311_forms.written(form, "errors", "error", rows)
    return Response(body, status, headers, media_type=open311_forms.CONTENT_TYPES[form])


def _requests(form: str, bodies: Sequence[Body], streets: Mapping[str, str]) -> bytes:
    views = [open311.request_view(body, streets) for body in bodies]
    return open311_forms.written(form, "service_requests", "request", views)


async def _form_body(request: Request) -> bytes:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != FORM:
        raise TurnedAway(415, f"Content-Type is {kind[:60]!r}: must be {FORM}", "Content-Type")
    return await read_body(request)
