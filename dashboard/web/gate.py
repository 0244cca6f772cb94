"""The gate: every address declares for whom it is, and nobody gets past it unseen.

ASGI middleware before all of the web process's own doors, Dash's and the framework's. A door that is not
declared stops the start; a request for none is refused before anything else looks at it.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, NamedTuple
from urllib.parse import urlencode

from fastapi import FastAPI
from starlette.requests import HTTPConnection, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.incidents.deadline import Deadline, answering
from dashboard.web.access import Access, is_local
from dashboard.web.answers import TurnedAway, refusal
from dashboard.web.callers import CALLER, GROUND, Caller, Ground, Nobody, OfficerCaller, Who, may, why_not
from feeds.errors import StoreUnavailable, WanglouError

DOOR: Final = "wanglou.door"
READING: Final = frozenset({"GET", "HEAD", "OPTIONS"})
SIGN_IN: Final = "/sign-in"
RETRY_AFTER_S: Final = "1"
CATCH_ALL: Final = frozenset({"{path:path}", "/{path:path}"})
"""Dash answers every unknown address with its page; we do not."""


class Undeclared(WanglouError):  # noqa: N818 - it says what the door is
    """Somebody opened a door and did not say for whom."""


class Door(NamedTuple):
    """One method of one address."""

    path: str
    method: str
    who: Who
    summary: str = ""
    page: bool = False
    """For people: who may not is told where to sign in, or how a screen is enrolled, instead of JSON."""
    newcomers: bool = False
    """Also for an officer who must choose a password first."""


FOREIGN: Final = (
    Door("/api/openapi.json", "GET", Who.ANYBODY, "The addresses as OpenAPI"),
    Door("/assets", "GET", Who.ANYBODY, "Scripts, styles and pictures of the pages"),
    Door("/_dash-component-suites/{package_name}/{fingerprinted_path:path}", "GET", Who.ANYBODY,
         "Dash's own scripts"),
    Door("/_dash-layout", "GET", Who.SCREEN, "The frame that pages are put into"),
    Door("/_dash-dependencies", "GET", Who.SCREEN, "Which callbacks there are"),
    Door("/_dash-update-component", "POST", Who.SCREEN, "A callback; each declares for whom it is, too"),
    Door("/_favicon.ico", "GET", Who.ANYBODY, "Dash's picture for the tab"),
)  # fmt: skip
"""What Dash and the framework open by themselves."""

CLOSED: Final = frozenset({"/_reload-hash", "/_dash-ws-callback"})
"""What they open and we do not: it serves development, or brings live data past the relay."""


class Gate:
    """Knows all doors of one server. Raises Undeclared when one was forgotten."""

    def __init__(
        self,
        server: FastAPI,
        doors: Iterable[Door],
        access: Access,
        page_at: Callable[[str], str | None],
        hint: Callable[[Request], str],
    ) -> None:
        """``page_at`` names the page (its ``path``) at an address; ``hint`` is what a screen without a token
        shows, as HTML.
        """
        self.doors = tuple(doors)
        self._by_address = {(door.path, door.method): door for door in self.doors}
        self._routes = [route for route in server.routes if _path(route) not in CATCH_ALL | CLOSED]
        self._access = access
        self._page_at = page_at
        self._hint = hint
        for path, method in methods_of(self._routes):
            if (path, method) not in self._by_address:
                raise Undeclared(f"{method} {path} does not declare for whom it is; see docs/doors.md")

    def standing(self, scope: Scope) -> int:
        """Whether anything answers at an address: 200, 404, or 405 for another method. Notes which door."""
        scope[DOOR], status = self._found(scope)
        return status

    def _found(self, scope: Scope) -> tuple[Door | None, int]:
        method = "GET" if scope["method"] == "HEAD" else scope["method"]
        page = self._page_at(scope["path"])
        if page is not None:
            door = self._by_address.get((page, method))
            return door, 200 if door else 405
        status = 404
        for route in self._routes:
            match, _ = route.matches(scope)
            if match is Match.FULL:
                door = self._by_address.get((_path(route), scope["method"]))
                door = door or self._by_address.get((_path(route), method))
                return door, 200 if door else 405
            if match is Match.PARTIAL:
                status = 405
        return None, status

    def wrapping(self, app: ASGIApp) -> ASGIApp:
        """The application behind this gate."""

        async def guarded(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] == "lifespan":
                await app(scope, receive, send)
            elif scope["type"] != "http":
                await send({"type": "websocket.close", "code": 1008, "reason": "the relay has its own port"})
            else:
                with answering() as deadline:
                    refused = await self._refused(Request(scope, receive))
                    await (refused or app)(scope, receive, _lifting(deadline, send))

        return guarded

    async def _refused(self, request: Request) -> Response | None:
        """What somebody is told who may not; None for who may, whose caller is noted."""
        scope = request.scope
        if DOOR not in scope:
            self.standing(scope)
        door: Door | None = scope[DOOR]
        if door is None:
            return refusal(404, f"there is nothing at {scope['path'][:80]!r}")
        try:
            caller = await self._access.recognised(request)
        except StoreUnavailable as exc:
            if door.who is not Who.ANYBODY:
                return refusal(503, str(exc), None, **{"Retry-After": RETRY_AFTER_S})
            caller = Nobody()
        scope[CALLER], scope[GROUND] = caller, self._access.ground(caller)
        if not may(caller, door.who, local=is_local(request)):
            return self._turned_away(request, door, caller)
        if door.who is Who.SOURCE or door.method in READING:
            unsafe = None
        else:
            unsafe = _unsafe(request, by_cookie=self._access.by_cookie(request))
        if unsafe is not None:
            return refusal(unsafe.status, str(unsafe), unsafe.field)
        return self._newcomer(request, door, caller) or _to_own_ground(request, door, scope[GROUND])

    def _turned_away(self, request: Request, door: Door, caller: Caller) -> Response:
        status, sentence = why_not(caller, door.who)
        if door.page:
            answer = self._shown_the_way(request, door)
        elif status == 401:
            answer = refusal(401, sentence, None, **{"WWW-Authenticate": 'Bearer realm="wanglou"'})
        else:
            answer = refusal(status, sentence)
        if isinstance(caller, Nobody):
            self._access.forget_sessions(request, answer)
        return answer

    def _shown_the_way(self, request: Request, door: Door) -> Response:
        if door.who is Who.SCREEN:
            bearer = {"WWW-Authenticate": 'Bearer realm="wanglou"', "Cache-Control": "no-store"}
            return HTMLResponse(self._hint(request), 401, headers=bearer)
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(sign_in_at(request.url.path + query), 303)

    def _newcomer(self, request: Request, door: Door, caller: Caller) -> Response | None:
        if door.newcomers or door.who in (Who.ANYBODY, Who.SOURCE):
            return None
        if not (isinstance(caller, OfficerCaller) and caller.account.must_change):
            return None
        if door.page:
            return RedirectResponse(sign_in_at(request.url.path), 303)
        return refusal(403, "this account must choose a password of its own first")


def _lifting(deadline: Deadline, send: Send) -> Send:
    async def lifting(message: Message) -> None:
        deadline.lift()
        await send(message)

    return lifting


def _to_own_ground(request: Request, door: Door, ground: Ground) -> Response | None:
    """A page opens on what its reader may see, else it would ask for a picture it is refused."""
    if not (door.page and door.who in (Who.SCREEN, Who.OFFICER) and ground.scope):
        return None
    asked = request.query_params.get("scope")
    if asked is not None and ground.holds_scope(asked):
        return None
    others = [(name, value) for name, value in request.query_params.multi_items() if name != "scope"]
    return RedirectResponse(f"{request.url.path}?{urlencode([*others, ('scope', ground.scope)])}", 303)


def sign_in_at(then: str) -> str:
    """Where to sign in, and where to go on to."""
    return f"{SIGN_IN}?{urlencode({'next': then})}"


def methods_of(routes: Sequence[Any]) -> Iterable[tuple[str, str]]:
    """Every address and method that a server would answer; HEAD is asked as GET is."""
    for route in routes:
        for method in sorted(getattr(route, "methods", None) or {"GET"}):
            if method != "HEAD" or "GET" not in (route.methods or ()):
                yield _path(route), method


def _path(route: Any) -> str:
    return str(getattr(route, "path", ""))


def _unsafe(connection: HTTPConnection, *, by_cookie: bool) -> TurnedAway | None:
    """Why a request that changes something may be another site's doing. That its Origin, if it has one, is
    ours, was seen before.
    """
    headers = connection.headers
    if by_cookie and "origin" not in headers and "sec-fetch-site" not in headers:
        return TurnedAway(
            403, "Origin is missing: a session's requests must say whose page sends them", "Origin"
        )
    said = headers.get("content-type", "").partition(";")[0].strip().lower()
    if (by_cookie or "origin" in headers) and said != "application/json":
        return TurnedAway(415, f"Content-Type is {said[:80]!r}: must be application/json", "Content-Type")
    return None
