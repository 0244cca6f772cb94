"""Who somebody is, by what their request shows: an officer's session, a screen's token, or nothing, which in
a demonstration is enough on this very machine.

A screen is given its token once, in the address ``/wall?screen=<token>``; it is kept in a cookie that scripts
cannot read and other sites cannot send. A token is never taken from a body, and from an address only there.
"""

import time
from collections.abc import Callable, Sequence
from hmac import compare_digest
from typing import Final, Protocol
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection, Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.identity.people import Account, IntakeToken, Screen, Session
from dashboard.web.answers import TurnedAway, refusal
from dashboard.web.callers import (
    Caller,
    Ground,
    Nobody,
    OfficerCaller,
    ScreenCaller,
    SelfNamed,
    ground_within,
)
from feeds.addresses import FORWARDED, THIS_MACHINE
from feeds.model import Utc

SCREEN_COOKIE: Final = "__Host-wanglou_screen"
PLAIN_SCREEN_COOKIE: Final = "wanglou_screen"
"""Where neither TLS nor this machine: a demonstration, an exercise, a closed network. Screens that were
enrolled by an earlier version show it, too.
"""
A_YEAR_S: Final = 365 * 86_400
SESSION_COOKIE: Final = "__Host-wanglou"
PLAIN_COOKIE: Final = "wanglou"
"""Of a demonstration that is open to everybody over plain HTTP: browsers keep no other there."""
SETTINGS_SCREEN: Final = "settings"
"""The screen of the ``screen_token`` in the settings: one for all walls that were given it."""

NEEDS_TLS: Final = "signing in needs https: a password and a session would cross the network in the clear"


class Identities(Protocol):
    """The part of ``dashboard.identity`` that is asked for each request; calls block."""

    def session(self, secret: str, now: Utc) -> tuple[Session, Account] | None:
        """Whose session this is, if it counts."""

    def screen(self, secret: str, now: Utc | None = None) -> Screen | None:
        """Whose token this is, if it counts; with ``now`` the screen was seen."""

    def intake_token(self, secret: str) -> IntakeToken | None:
        """The same of a source's."""

    def tokens(self) -> Sequence[IntakeToken]:
        """Of sources, all of them, revoked ones too."""

    def accounts(self) -> Sequence[Account]:
        """All of them."""


class NoIdentities:
    """An installation that knows nobody."""

    def session(self, secret: str, now: Utc) -> None:
        """Nobody's."""

    def screen(self, secret: str, now: Utc | None = None) -> None:
        """Nobody's."""

    def intake_token(self, secret: str) -> None:
        """Nobody's."""

    def tokens(self) -> Sequence[IntakeToken]:
        """None."""
        return ()

    def accounts(self) -> Sequence[Account]:
        """None."""
        return ()


class Access:
    """Recognises callers. ``screen_token`` "" means none is configured; ``demo_open`` lets everybody into a
    demonstration who reaches it.
    """

    def __init__(
        self,
        mode: str,
        screen_token: str,
        identities: Identities | None = None,
        *,
        scope: str = "",
        demo_open: bool = False,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._mode = mode
        self._token = screen_token
        self._identities: Identities = identities or NoIdentities()
        self._scope = scope
        self._everybody = demo_open and mode == "demo"
        self._clock = clock

    # Recognising

    async def recognised(self, connection: HTTPConnection) -> Caller:
        """Who asks. Raises StoreUnavailable when what is shown cannot be looked up."""
        session, screen = self._shown_session(connection), shown_screen(connection)
        if not session and not screen:
            return self._unknown(connection, "")
        return await run_in_threadpool(self._looked_up, connection, session, screen)

    def ground(self, caller: Caller) -> Ground:
        """What of this installation they may see."""
        match caller:
            case OfficerCaller(account=account):
                return ground_within(account.scope, self._scope)
            case ScreenCaller(screen=screen):
                return ground_within(screen.scope, self._scope)
            case SelfNamed():
                return Ground()
            case Nobody():
                return Ground(None)

    def by_cookie(self, connection: HTTPConnection) -> bool:
        """Whether a browser shows something that its user did not have to add: other sites can make it."""
        screens = connection.cookies.keys() & {SCREEN_COOKIE, PLAIN_SCREEN_COOKIE}
        return bool(self._shown_session(connection)) or bool(screens)

    def _shown_session(self, connection: HTTPConnection) -> str:
        names = (SESSION_COOKIE, PLAIN_COOKIE) if self._everybody else (SESSION_COOKIE,)
        return next((connection.cookies[name] for name in names if connection.cookies.get(name)), "")

    def _looked_up(self, connection: HTTPConnection, session: str, screen: str) -> Caller:
        """A session that does not count is never taken for the screen it is shown on."""
        if session:
            found = self._identities.session(session, Utc(self._clock()))
            return (
                OfficerCaller(found[1], found[0]) if found else self._unknown(connection, "session is over")
            )
        if same_secret(screen, self._token):
            return self._by_settings()
        enrolled = self._identities.screen(screen, Utc(self._clock()))
        if enrolled is not None:
            return ScreenCaller(enrolled)
        return self._unknown(connection, "token is wrong, or is a screen's no longer")

    def _by_settings(self) -> Caller:
        """An exercise without accounts takes an officer's word, as long as he has the one token."""
        if self._mode == "exercise" and not self._identities.accounts():
            return SelfNamed(f"screen:{SETTINGS_SCREEN}")
        return ScreenCaller(Screen(SETTINGS_SCREEN, SETTINGS_SCREEN, "", Utc(0), None, None))

    def _unknown(self, connection: HTTPConnection, why: str) -> Caller:
        at_home = self._everybody or (self._mode == "demo" and is_local(connection))
        return SelfNamed() if at_home else Nobody(why)

    # Keeping what was shown

    def session_cookie(self, request: Request) -> str:
        """The name under which a browser keeps a session here. Raises TurnedAway where it must not."""
        if request.url.scheme == "https" or is_local(request):
            return SESSION_COOKIE
        if self._everybody:
            return PLAIN_COOKIE
        raise TurnedAway(403, NEEDS_TLS)

    def keep_session(self, response: Response, request: Request, secret: str) -> None:
        """Give the browser its session, until it is closed; the server ends it. Raises like
        ``session_cookie``.
        """
        name = self.session_cookie(request)
        safe = name == SESSION_COOKIE
        response.set_cookie(name, secret, path="/", secure=safe, httponly=True, samesite="strict")

    def forget_sessions(self, request: Request, response: Response) -> None:
        """Let a browser forget the session it showed, which does not count."""
        if self._shown_session(request):
            self.drop_session(response)

    def drop_session(self, response: Response) -> None:
        """Let the browser forget it."""
        for name, safe in ((SESSION_COOKIE, True), (PLAIN_COOKIE, False)):
            response.delete_cookie(name, path="/", secure=safe, httponly=True, samesite="strict")

    async def remember(self, response: Response, shown: str, *, safe: bool) -> bool:
        """Keep the token on the screen that shows it; False when it is wrong. ``safe``: the browser keeps a
        cookie with a prefix, for the way here is TLS or within this machine.
        """
        if not same_secret(shown, self._token) and not await run_in_threadpool(self._enrolled, shown):
            return False
        name = SCREEN_COOKIE if safe else PLAIN_SCREEN_COOKIE
        response.set_cookie(
            name, shown, max_age=A_YEAR_S, path="/", secure=safe, httponly=True, samesite="strict"
        )
        if safe:
            response.delete_cookie(PLAIN_SCREEN_COOKIE, path="/", httponly=True, samesite="strict")
        return True

    def _enrolled(self, shown: str) -> bool:
        return bool(shown) and self._identities.screen(shown) is not None


def is_local(connection: HTTPConnection) -> bool:
    """Whether it comes from this very machine and through nobody else."""
    if any(name in connection.headers for name in FORWARDED) or connection.client is None:
        return False
    here = connection.scope.get("server")
    return connection.client.host in THIS_MACHINE or (here is not None and connection.client.host == here[0])


def _is_loopback_name(name: str) -> bool:
    """Whether a page of this address is one that browsers trust without TLS."""
    return name == "localhost" or name in THIS_MACHINE


def shown_screen(connection: HTTPConnection) -> str:
    """The screen's token that a request shows; "" without one."""
    cookies = connection.cookies
    return bearer_token(connection) or cookies.get(SCREEN_COOKIE, "") or cookies.get(PLAIN_SCREEN_COOKIE, "")


def bearer_token(connection: HTTPConnection) -> str:
    """The token of an ``Authorization: Bearer`` header; "" without one."""
    scheme, _, token = connection.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def same_secret(shown: str, secret: str) -> bool:
    """Compare without telling by time how much of it was right. Nothing is the same as no secret."""
    return bool(shown and secret) and compare_digest(shown.encode("utf-8", "replace"), secret.encode())


class ScreenKey:
    """ASGI middleware: ``/wall?screen=<token>`` is turned into a cookie, so that the token leaves the
    address. ``is_page`` says which paths are pages: all of them take a key.
    """

    def __init__(self, app: ASGIApp, access: Access, is_page: Callable[[str], bool]) -> None:
        self._app = app
        self._access = access
        self._is_page = is_page

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on everything but a key."""
        if scope["type"] == "http" and b"screen=" in scope["query_string"] and self._is_page(scope["path"]):
            await (await self._answer(Request(scope, receive)))(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        page = request.scope["path"]
        others = [(name, value) for name, value in request.query_params.multi_items() if name != "screen"]
        answer = RedirectResponse(f"{page}?{urlencode(others)}" if others else page, 303)
        shown = request.query_params.get("screen", "")
        here = is_local(request) and _is_loopback_name(request.url.hostname or "")
        safe = request.url.scheme == "https" or here
        if await self._access.remember(answer, shown, safe=safe):
            return answer
        return refusal(401, "screen token is wrong, or is a screen's no longer", "screen")
