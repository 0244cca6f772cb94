"""``POST /intake/events``: incidents from other systems, as CloudEvents. Committed with fsync, answered,
then hinted.

A batch is taken whole or not at all, as far as its content goes; each event has its own idempotency key,
so sending a batch again is always right.
"""

import asyncio
import time
from collections.abc import Mapping, Sequence
from typing import Any, Final, Protocol

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from dashboard.incidents.commands import Command, Committed
from dashboard.incidents.matters import Tell
from dashboard.web.answers import TurnedAway
from dashboard.web.bodies import read_body
from dashboard.web.cloudevents import CloudEvent, read_events
from dashboard.web.incident_events import Locate, is_simulated, telling
from dashboard.web.intake import shown_token
from dashboard.web.likely_same import FIELD, LikelySame
from dashboard.web.senders import Senders
from dashboard.web.tally import Tally
from feeds.errors import BadInput
from feeds.model import Message, Provenance, SourceHealth, Utc

KIND: Final = "events"
TITLE: Final = ("事件接入", "Incident intake")
TITLE_SIMULATED: Final = ("事件接入（模拟）", "Incident intake (simulated)")


class Writes(Protocol):
    """The part of the store a door needs."""

    async def perform(self, command: Command) -> Committed:
        """Answered once it is on disk; raises StoreUnavailable."""


class Hints(Protocol):
    """The part of the bus a door needs."""

    async def hint(self, seq: int) -> bool:
        """Must not raise."""


class EventsDoor:
    """An incident belongs to the sender that told it first."""

    def __init__(
        self,
        store: Writes,
        likely: LikelySame,
        bus: Hints,
        locate: Locate,
        senders: Senders,
        *,
        live: bool,
    ) -> None:
        self._store = store
        self._likely = likely
        self._bus = bus
        self._locate = locate
        self._senders = senders
        self._live = live
        self._real = Tally(KIND, KIND, TITLE, Provenance.REAL)
        self._simulated = Tally(f"sim-{KIND}", KIND, TITLE_SIMULATED, Provenance.SIMULATED)

    def health(self, now: Utc) -> list[SourceHealth]:
        """The door's tiles: what is real, and (except in live mode) what is simulated."""
        tallies = [self._real] if self._live else [self._real, self._simulated]
        return [tally.health(now) for tally in tallies]

    async def __call__(self, request: Request) -> Response:
        """201 when an incident is new, 200 otherwise; 4xx changes nothing; 503 asks to send the same
        again.
        """
        now = Utc(time.time())
        try:
            sender = await self._sender(request)
            body = await read_body(request)
            events, is_batch = read_events(Message(body, "", "", dict(request.headers)))
            commands = self._commands(events, sender, now, is_batch=is_batch)
        except (TurnedAway, BadInput) as exc:
            self._real.reject(now, str(exc))
            raise
        done = await self._committed(commands)
        self._count(events, now)
        told = zip((command.telling for command in commands), done, strict=True)
        return self._answer(done, await self._likely.named(told), is_batch=is_batch)

    async def _sender(self, request: Request) -> str:
        shown = shown_token(request, in_query=False)
        sender = await self._senders.named_by(shown)
        if sender is not None:
            return sender
        state = "wrong" if shown else "missing"
        raise TurnedAway(401, f"token is {state}: send it as a bearer token or as basic password", "token")

    def _commands(self, events: Sequence[CloudEvent], sender: str, now: Utc, *, is_batch: bool) -> list[Tell]:
        commands = []
        for index, event in enumerate(events):
            try:
                self._refuse_simulation(event)
                commands.append(Tell(telling(event, sender, now, self._locate), f"source:{sender}"))
            except BadInput as exc:
                raise exc.inside(f"[{index}]") if is_batch else exc from exc
        return commands

    def _refuse_simulation(self, event: CloudEvent) -> None:
        if self._live and is_simulated(event):
            raise BadInput("source", event.source, "mode live refuses simulated sources")

    async def _committed(self, commands: Sequence[Tell]) -> list[Committed]:
        """All at once, so that they share an fsync."""
        outcomes = await asyncio.gather(
            *(self._store.perform(command) for command in commands), return_exceptions=True
        )
        for outcome in outcomes:
            if isinstance(outcome, BaseException):
                raise outcome
        return [outcome for outcome in outcomes if isinstance(outcome, Committed)]

    def _count(self, events: Sequence[CloudEvent], now: Utc) -> None:
        for event in events:
            tally = self._simulated if is_simulated(event) else self._real
            tally.accept(now, now - (event.time or now))

    def _answer(self, done: Sequence[Committed], likely: Mapping[str, Any], *, is_batch: bool) -> Response:
        answers: list[dict[str, Any]] = [{**one.answer, "repeated": one.repeated} for one in done]
        for answer in answers:
            if answer["id"] in likely:
                answer[FIELD] = likely[answer["id"]]
        created = any(one.answer.get("outcome") == "created" and not one.repeated for one in done)
        head = max((one.head for one in done if one.seqs), default=None)
        hint = None if head is None else BackgroundTask(self._bus.hint, head)
        content: Any = answers if is_batch else answers[0]
        return JSONResponse(content, 201 if created else 200, background=hint)
