"""Reading records over HTTP: the incidents, one with its history, and any record by kind and id."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, Protocol

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from dashboard.incidents.categories import CATEGORIES, Sensitivity
from dashboard.incidents.commands import Body, RecordId
from dashboard.incidents.matters import KIND, with_sensitivity
from dashboard.incidents.reader_incidents import LIMIT_MOST, Page, Wanted
from dashboard.incidents.states import State
from dashboard.incidents.timeline import Past, timeline
from dashboard.web.answers import TurnedAway
from dashboard.web.callers import Ground, ScreenCaller, caller_of, ground_of
from feeds.discretion import discreet, for_screen, for_wall
from feeds.errors import BadInput
from feeds.limits import ENTITY_CHARACTERS

KINDS: Final = ("worker", "grid", "camera", "incident", "whistle", "demo")
LIMIT: Final = 100
"""Incidents in one answer, when nobody says how many."""
LOOKED_AHEAD: Final = 20
"""Records asked for at least, to see whether one more may be seen."""
AREAS: Final = {"street": 9, "grid": 15}
"""Digits of an area's code."""


class Reads(Protocol):
    """The part of the store's reader that is used here; its calls block and are made in a thread."""

    def incidents(self, wanted: Wanted) -> Page:
        """One page. Raises BadInput."""

    def history(self, incident: str) -> Sequence[Past]:
        """What became of one incident."""

    def record(self, wanted: RecordId) -> Body | None:
        """One record."""


class RecordReads:
    """The reading doors."""

    def __init__(self, reader: Reads) -> None:
        self._reader = reader

    async def incidents(self, request: Request) -> Response:
        """A page, newest opened first: ``?status=open|closed|all|<state>``, ``street``, ``grid``,
        ``category``, ``urgency``, ``q``, ``limit``, and ``after``: the ``next`` of the page before.
        """
        wanted = asked_of(request)
        searched = wanted.q is not None or wanted.grid is not None  # then a hit tells what it does not
        if isinstance(caller_of(request), ScreenCaller):
            wanted = msgspec.structs.replace(wanted, without=unlisted(searched=searched))

        def seen(body: Body) -> Body | None:
            shown = _shown(request, KIND, body)
            return None if shown is None or (searched and "dimmed" in shown) else shown

        told, after = await run_in_threadpool(page_of, self._reader.incidents, wanted, seen)
        following = None if after is None else str(after)
        return JSONResponse(
            {
                "incidents": told,
                "count": len(told),
                "more": following is not None,
                "next": following,
            }
        )

    async def incident(self, request: Request) -> Response:
        """One incident by its id, and its ``history``: who changed what, when.

        What officers wrote is left out: it may name people, and a screen may ask this. Of a dimmed incident
        a screen is told no history: it would have the words.
        """
        body = await self._one(request, KIND)
        past: Sequence[Past] = ()
        if "dimmed" not in body:
            past = await run_in_threadpool(self._reader.history, body["id"])
        seen = [_past_shown(request, row) for row in past]
        entries = [msgspec.to_builtins(entry) for entry in timeline(seen)]
        for entry in entries:
            del entry["said"]
        return JSONResponse({**body, "history": entries})

    async def record(self, request: Request) -> Response:
        """One record of any kind by its id."""
        kind = str(request.path_params["kind"])
        if kind not in KINDS:
            raise TurnedAway(404, f"kind is {kind[:40]!r}: there are {', '.join(KINDS)}", "kind")
        return JSONResponse(await self._one(request, kind))

    async def _one(self, request: Request, kind: str) -> Body:
        wanted = RecordId(kind, str(request.path_params["id"]))
        body: Any = None
        if len(wanted.id) <= ENTITY_CHARACTERS and wanted.id.isprintable():  # PostgreSQL takes no NUL
            body = await run_in_threadpool(self._reader.record, wanted)
        told = None
        if body is not None and ground_of(request).holds(body):
            told = _shown(request, kind, body)
        if told is None:
            raise TurnedAway(404, f"there is no {kind} {wanted.id[:64]!r}", "id")
        return told


def page_of(
    ask: Callable[[Wanted], Page], wanted: Wanted, seen: Callable[[Body], Body | None]
) -> tuple[list[Body], int | None]:
    """A page of what somebody may see, and where the next one of that begins; None when there is none.

    What they may not see is as if it were not there: it neither shortens a page nor promises another.
    Blocks. Raises BadInput.
    """
    told: list[Body] = []
    page = Page((), wanted.after)
    while True:  # a round more only where a record is kept from them that its kind does not give away
        page = ask(msgspec.structs.replace(wanted, after=page.after, limit=wanted.limit - len(told)))
        told += [one for body in page.bodies if (one := seen(body)) is not None]
        if page.after is None:
            return told, None
        if len(told) == wanted.limit:
            return told, page.after if _goes_on(ask, wanted, page.after, seen) else None


def _goes_on(
    ask: Callable[[Wanted], Page], wanted: Wanted, after: int | None, seen: Callable[[Body], Body | None]
) -> bool:
    many = max(
        LOOKED_AHEAD, wanted.limit
    )  # one at a time would be a question for each that is kept from them
    while after is not None:
        page = ask(msgspec.structs.replace(wanted, after=after, limit=many))
        if any(seen(body) is not None for body in page.bodies):
            return True
        after = page.after
    return False


def unlisted(*, searched: bool) -> tuple[str, ...]:
    """The kinds that a list for a screen is made without."""
    shut = (Sensitivity.HIDDEN, Sensitivity.DIMMED) if searched else (Sensitivity.HIDDEN,)
    return tuple(category.code for category in CATEGORIES if category.sensitivity in shut)


def _shown(request: Request, kind: str, body: Body) -> Body | None:
    """The record as who asks may have it: a screen no more than the relay sends a wall, which may be
    nothing.
    """
    if not isinstance(caller_of(request), ScreenCaller):
        return discreet(kind, body)
    seen = for_wall(kind, with_sensitivity(body) if kind == KIND else body)
    return None if seen is None else for_screen(kind, discreet(kind, seen))


def _past_shown(request: Request, row: Past) -> Past:
    body = None if row.body is None else _shown(request, KIND, row.body)
    return msgspec.structs.replace(row, body=body)


def asked_of(request: Request) -> Wanted:
    """What an address asks for, within what the caller may see. Raises BadInput and TurnedAway."""
    wanted, ground = asked_for(request.query_params), ground_of(request)
    if ground.scope == "":
        return wanted
    street = street_within(ground, wanted.street)
    if wanted.grid is not None and not ground.holds_scope(wanted.grid):
        raise outside("grid", wanted.grid, ground)
    return msgspec.structs.replace(wanted, street=street)


def street_within(ground: Ground, street: str | None) -> str | None:
    """The street that may be listed: the one asked for, else the caller's own. Raises TurnedAway."""
    if ground.scope == "":
        return street
    street = ground.scope if street is None else street
    if street is None or len(street) != AREAS["street"] or not ground.holds_scope(street):
        raise outside("street", street, ground)  # a community's account opens records, but lists none
    return street


def outside(field: str, value: object, ground: Ground) -> TurnedAway:
    """What somebody is told who asks beyond what is theirs."""
    own = ground.scope or "nothing here"
    return TurnedAway(403, f"{field} is {value!r}: you may see {own}", field)


def asked_for(asked: Mapping[str, str]) -> Wanted:
    """What an address asks for. Raises BadInput."""
    status = one_of("status", asked.get("status", "open"), ("open", "closed", "all", *State))
    return Wanted(
        open={"open": True, "closed": False}.get(status),
        status=status if status in State.__members__ else None,
        street=area("street", asked),
        grid=area("grid", asked),
        category=plain("category", asked),
        urgency=plain("urgency", asked),
        q=asked.get("q") or None,
        after=whole_number("after", asked, (1 << 63) - 1),
        limit=whole_number("limit", asked, LIMIT_MOST) or LIMIT,
    )


def one_of(name: str, text: str, allowed: Sequence[str]) -> str:
    """The text itself. Raises BadInput unless it is one of those."""
    if text not in allowed:
        raise BadInput(name, text, f"must be one of {', '.join(allowed)}")
    return text


def plain(name: str, asked: Mapping[str, str]) -> str | None:
    """A short word, if one is asked for. Raises BadInput for what no database can be asked."""
    text = asked.get(name)
    if text is not None and (len(text) > ENTITY_CHARACTERS or not text.isprintable()):
        raise BadInput(name, text, f"must be printable, at most {ENTITY_CHARACTERS} characters")
    return text


def area(name: str, asked: Mapping[str, str]) -> str | None:
    """A street's or a grid's code, if one is asked for. Raises BadInput."""
    text, digits = asked.get(name), AREAS[name]
    if text is not None and not (text.isascii() and text.isdigit() and len(text) == digits):
        raise BadInput(name, text, f"must be a {name}'s code of {digits} digits")
    return text


def whole_number(name: str, asked: Mapping[str, str], most: int) -> int | None:
    """A number from 1 to ``most``, if one is asked for. Raises BadInput."""
    text = asked.get(name)
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(most)) and 0 < int(text) <= most):
        raise BadInput(name, text, f"must be a whole number from 1 to {most}")
    return int(text)
