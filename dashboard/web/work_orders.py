"""``POST /intake/work-orders``: the 12345 hotline's orders as a CSV file, with the map that explains it.

``multipart/form-data`` with the parts ``map`` (TOML) and ``file``, or ``text/csv`` alone when its columns are
named as our fields. ``?dry_run=yes`` says what would happen and changes nothing.
"""

import asyncio
import time
from collections.abc import Iterator, Mapping, Sequence
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import HTTP
from types import MappingProxyType
from typing import Any, Final, Protocol

import msgspec
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from dashboard.incidents.commands import Body, Committed, RecordId
from dashboard.incidents.matters import Tell
from dashboard.incidents.work_orders import read_sheet
from dashboard.incidents.work_orders_map import OrderMap, identity, read_map
from dashboard.incidents.work_orders_rows import (
    OUTCOME_OF,
    Order,
    Result,
    counts,
    foretold,
    orders,
    refused,
)
from dashboard.web.answers import TurnedAway
from dashboard.web.bodies import read_body
from dashboard.web.events import Hints, Writes
from dashboard.web.incident_events import Locate
from dashboard.web.intake import shown_token
from dashboard.web.likely_same import FIELD, LikelySame
from dashboard.web.senders import Senders
from dashboard.web.tally import Tally
from feeds.errors import MISSING, BadInput
from feeds.limits import WORK_ORDER_BYTES, WORK_ORDER_PARTS
from feeds.model import Provenance, SourceHealth, Utc

NAME: Final = "work-orders"
TITLE: Final = ("12345 工单", "12345 work orders")
PART_HEAD_BYTES: Final = 4096
"""What a part of the form says of itself: a name and a file's name."""
TOGETHER: Final = 200
"""Orders handed to the store at once: they share fsyncs and leave room for others."""


class Reads(Protocol):
    """The part of the store's reader that is used here; its calls block and are made in a thread."""

    def record(self, wanted: RecordId) -> Body | None:
        """One record."""


class Understood(msgspec.Struct, frozen=True):
    """A file, read."""

    encoding: str
    provenance: str
    orders: tuple[Order, ...]


class WorkOrdersDoor:
    """``live`` refuses files that are not of the real world."""

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
    ) -> None:
        self._store = store
        self._reader = reader
        self._likely = likely
        self._bus = bus
        self._locate = locate
        self._senders = senders
        self._live = live
        self._turn = asyncio.Semaphore(1)
        """A file takes several times its size while it is read: one at a time."""
        self._tallies = {
            provenance.name.lower(): Tally(_tile(provenance), "events", TITLE, provenance)
            for provenance in (Provenance.REAL, Provenance.REPLAYED, Provenance.SIMULATED)
        }

    def health(self, now: Utc) -> list[SourceHealth]:
        """The tiles of what has come in: a district whose hotline sends events has none."""
        return [tally.health(now) for tally in self._tallies.values() if tally.accepted or tally.rejected]

    async def __call__(self, request: Request) -> Response:
        """200 with an account of every row; 4xx, when the file as a whole cannot be read, changes nothing."""
        now = Utc(time.time())
        try:
            sender = await self._sender(request)
            dry = _dry_run(request)
            body = await read_body(request, WORK_ORDER_BYTES)
            kind = request.headers.get("content-type", "")
            async with self._turn:
                read = await run_in_threadpool(self._understood, kind, body, sender, now)
            del body
            self._refuse_unreal(read)
        except (TurnedAway, BadInput) as exc:
            self._tallies["real"].reject(now, str(exc))
            raise
        if dry:
            return _account(read, await run_in_threadpool(self._foretold, read), dry=True)
        results, likely, head = await self._taken(read, sender)
        self._count(read, results, now)
        hint = None if head is None else BackgroundTask(self._bus.hint, head)
        return _account(read, results, likely, dry=False, then=hint)

    def _refuse_unreal(self, read: Understood) -> None:
        if self._live and read.provenance != "real":
            raise BadInput("provenance", read.provenance, "mode live takes real orders only")

    async def _sender(self, request: Request) -> str:
        shown = shown_token(request, in_query=False)
        sender = await self._senders.named_by(shown)
        if sender is None:
            state = "wrong" if shown else "missing"
            raise TurnedAway(
                401, f"token is {state}: send it as a bearer token or as basic password", "token"
            )
        return sender

    def _understood(self, content_type: str, body: bytes, sender: str, now: Utc) -> Understood:
        made, file = parts_of(content_type, body)
        if made is None:
            sheet = read_sheet(file)
            made = identity(sheet.header)
        else:
            sheet = read_sheet(file, tuple(made.columns.values()), made.encoding)
        read = orders(sheet.rows, made, sender, now, self._locate)
        return Understood(sheet.encoding, made.provenance, tuple(read))

    def _foretold(self, read: Understood) -> list[Result]:
        records = {order.telling.record for order in read.orders if order.telling is not None}
        known = {record: body for record in records if (body := self._reader.record(record)) is not None}
        return list(foretold(read.orders, known))

    async def _taken(self, read: Understood, sender: str) -> tuple[list[Result], dict[str, Any], int | None]:
        """Commit in the file's order. What was committed before a failure stays: sending again is right."""
        results: list[Result] = []
        likely: dict[str, Any] = {}
        head: int | None = None
        for start in range(0, len(read.orders), TOGETHER):
            some = read.orders[start : start + TOGETHER]
            done = await self._committed(some, sender)
            heads = [one.head for one in done.values() if one.seqs]
            head = max(heads, default=head)
            results += [_result(order, done.get(order.line)) for order in some]
            told = [(o.telling, done[o.line]) for o in some if o.telling is not None and o.line in done]
            likely |= await self._likely.named(told)
        return results, likely, head

    async def _committed(self, some: Sequence[Order], sender: str) -> dict[int, Committed]:
        told = {order.line: order.telling for order in some if order.telling is not None}
        outcomes = await asyncio.gather(
            *(self._store.perform(Tell(telling, f"source:{sender}")) for telling in told.values()),
            return_exceptions=True,
        )
        for outcome in outcomes:
            if isinstance(outcome, BaseException):
                raise outcome
        return {line: one for line, one in zip(told, outcomes, strict=True) if isinstance(one, Committed)}

    def _count(self, read: Understood, results: Sequence[Result], now: Utc) -> None:
        tally = self._tallies[read.provenance]
        for order, result in zip(read.orders, results, strict=True):
            if order.telling is None:
                tally.reject(now, f"line {result.line}: {result.error}")
            else:
                tally.accept(now, now - (order.telling.opened_at or now))


def parts_of(content_type: str, body: bytes) -> tuple[OrderMap | None, bytes]:
    """The map, if one was sent, and the file. Raises BadInput."""
    kind = content_type.partition(";")[0].strip().lower()
    if kind in ("text/csv", "application/csv", "application/vnd.ms-excel"):
        return None, body
    if kind != "multipart/form-data":
        raise TurnedAway(
            415, f"Content-Type is {kind[:60]!r}: must be text/csv or multipart/form-data", "Content-Type"
        )
    parts = dict(_multipart(content_type, body))
    if "file" not in parts:
        raise BadInput("file", MISSING, "must be a part of the form: the CSV")
    return (read_map(parts["map"]) if "map" in parts else None), parts["file"]


def _multipart(content_type: str, body: bytes) -> Iterator[tuple[str, bytes]]:
    """Name and content of each part. The standard library's reader takes minutes for a million of them."""
    boundary = _head_of(b"Content-Type: " + content_type.encode("latin-1", "replace")).get_boundary()
    if not boundary:
        raise BadInput("body", body, "must be multipart/form-data with its boundary in Content-Type")
    mark = b"\r\n--" + boundary.encode("latin-1", "replace")
    _before, *parts = (b"\r\n" + body).split(mark, WORK_ORDER_PARTS + 1)
    if not parts or not parts.pop().startswith(b"--"):
        why = f"must be multipart/form-data of at most {WORK_ORDER_PARTS} parts, ended by its boundary and --"
        raise BadInput("body", body, why)
    for part in parts:
        head, _, content = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        if len(head) > PART_HEAD_BYTES:
            raise BadInput("body", head, f"a part's head must be at most {PART_HEAD_BYTES} bytes")
        name = _head_of(head).get_param("name", header="content-disposition")
        if isinstance(name, str):
            yield name, content


def _head_of(head: bytes) -> EmailMessage:
    message: EmailMessage = BytesParser(policy=HTTP).parsebytes(head + b"\r\n\r\n", headersonly=True)
    return message


def _dry_run(request: Request) -> bool:
    given = request.query_params.get("dry_run", "no")
    if given not in ("yes", "no"):
        raise BadInput("dry_run", given, "must be yes or no")
    return given == "yes"


def _result(order: Order, done: Committed | None) -> Result:
    if done is None:
        return refused(order)
    outcome = "repeated" if done.repeated else OUTCOME_OF[str(done.answer["outcome"])]
    return Result(order.line, order.external_id, outcome, order.flags, str(done.answer["id"]))


def _account(
    read: Understood,
    results: Sequence[Result],
    likely: Mapping[str, Any] = MappingProxyType({}),
    *,
    dry: bool,
    then: BackgroundTask | None = None,
) -> Response:
    content: Mapping[str, object] = {
        "dry_run": dry,
        "encoding": read.encoding,
        "rows": len(results),
        "counts": counts(results),
        "results": results,
        FIELD: dict(likely),
    }
    return Response(msgspec.json.encode(content), media_type="application/json", background=then)


def _tile(provenance: Provenance) -> str:
    return NAME if provenance is Provenance.REAL else f"{provenance.name.lower()}-{NAME}"
