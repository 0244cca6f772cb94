"""Who may see the wall's data. In a demo everybody who reaches the port; otherwise a screen with its
token.

A screen is given its token once, in the address ``/wall?screen=<token>`` (or ``/desk?screen=<token>``); it is
kept in a cookie that scripts cannot read and other sites cannot send. There are no officers' accounts yet.
"""

from collections.abc import Callable
from hmac import compare_digest
from typing import Final
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.web.answers import TurnedAway, refusal

COOKIE: Final = "wanglou_screen"
A_YEAR_S: Final = 365 * 86_400


class Access:
    """The screen's door. ``screen_token`` "" means none is configured."""

    def __init__(self, mode: str, screen_token: str) -> None:
        self._open = mode == "demo"
        self._token = screen_token

    def require_screen(self, request: Request) -> None:
        """Raises TurnedAway unless the request comes from somebody who may look."""
        if self._open:
            return
        if not self._token:
            raise TurnedAway(403, "no screen_token is set, so no screen may look; see docs/settings.md")
        shown = bearer_token(request) or request.cookies.get(COOKIE, "")
        if not same_secret(shown, self._token):
            raise TurnedAway(
                401, "screen token is missing or wrong: open /wall?screen=<token> once on this screen"
            )

    def remember(self, response: Response, shown: str, *, secure: bool) -> bool:
        """Keep the token on the screen that shows it; False when it is wrong."""
        if not self._token or not same_secret(shown, self._token):
            return False
        response.set_cookie(
            COOKIE, shown, max_age=A_YEAR_S, path="/", secure=secure, httponly=True, samesite="strict"
        )
        return True


def bearer_token(request: Request) -> str:
    """The token of an ``Authorization: Bearer`` header; "" without one."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def same_secret(shown: str, secret: str) -> bool:
    """Compare without telling by time how much of it was right."""
    return bool(shown) and compare_digest(shown.encode("utf-8", "replace"), secret.encode())


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
            await self._answer(Request(scope, receive))(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _answer(self, request: Request) -> Response:
        page = request.scope["path"]
        others = [(name, value) for name, value in request.query_params.multi_items() if name != "screen"]
        answer = RedirectResponse(f"{page}?{urlencode(others)}" if others else page, 303)
        shown = request.query_params.get("screen", "")
        if self._access.remember(answer, shown, secure=request.url.scheme == "https"):
            return answer
        return refusal(401, "screen token is wrong, or none is set here", "screen")
