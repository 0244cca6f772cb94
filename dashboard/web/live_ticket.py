"""``POST /api/live-ticket``: a page asks to be let in at the relay, as a wall or as an officer's desk. The
ticket says who asked, so that the relay can close the socket when that one no longer counts.
"""

from collections.abc import Mapping
from typing import Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from dashboard.web.answers import TurnedAway
from dashboard.web.bodies import read_body
from dashboard.web.callers import OfficerCaller, Who, bearer_of, caller_of, ground_of, may, why_not
from dashboard.web.gate import Undeclared
from dashboard.web.hosts import hostname
from dashboard.web.reads import outside
from dashboard.web.tickets import LIFE_S, Tickets
from feeds.discretion import Eyes
from feeds.errors import BadInput
from feeds.limits import QUERY_CHARACTERS
from feeds.untrusted import decode_untrusted

TOPICS: Final[Mapping[Eyes, Who]] = {Eyes.WALL: Who.SCREEN, Eyes.DESK: Who.OFFICER}
"""What the relay tells, and whom; each within a scope that the ticket names."""


class LiveTicketDoor:
    """Issues tickets for ``scope`` and what lies within it."""

    def __init__(
        self,
        tickets: Tickets,
        scope: str,
        *,
        relay_url: str,
        relay_port: int,
    ) -> None:
        if undeclared := set(Eyes) - set(TOPICS):
            raise Undeclared(f"live topic {min(undeclared)} does not declare for whom it is")
        self._tickets = tickets
        self._scope = scope
        self._relay_url = relay_url
        self._relay_port = relay_port

    async def __call__(self, request: Request) -> Response:
        """{"scope", "screen"} (both optional) -> {"ticket", "relay", "scope", "expires_s"}."""
        wanted = _decoded(await read_body(request, QUERY_CHARACTERS))
        scope, eyes = self._wanted_scope(request, wanted), _wanted_eyes(wanted)
        caller = caller_of(request)
        if not may(caller, TOPICS[eyes]):
            raise TurnedAway(*why_not(caller, TOPICS[eyes]))
        until = caller.session.ends_at if isinstance(caller, OfficerCaller) else None
        answer = {
            "ticket": self._tickets.issue(scope, eyes.value, bearer_of(caller), until),
            "relay": self._relay(request),
            "scope": scope,
            "expires_s": LIFE_S,
        }
        return JSONResponse(answer)

    def _wanted_scope(self, request: Request, wanted: dict[str, object]) -> str:
        ground = ground_of(request)
        scope = wanted.get("scope") or ground.scope or self._scope
        if not (isinstance(scope, str) and scope.isascii() and scope.isdigit() and len(scope) in (6, 9)):
            raise BadInput("scope", scope, "must be a division code of 6 or 9 digits")
        if not scope.startswith(self._scope):
            raise TurnedAway(
                403, f"scope is {scope!r}: this wall shows {self._scope} and what lies within", "scope"
            )
        if not ground.holds_scope(scope):
            raise outside("scope", scope, ground)
        return scope

    def _relay(self, request: Request) -> str:
        if self._relay_url:
            return self._relay_url
        name = hostname(request.headers.get("host", ""))
        scheme = "wss" if request.url.scheme == "https" else "ws"
        return f"{scheme}://{f'[{name}]' if ':' in name else name}:{self._relay_port}/live"


def _decoded(body: bytes) -> dict[str, object]:
    value = decode_untrusted(body) if body.strip() else {}
    if not isinstance(value, dict):
        raise BadInput("body", value, "must be a JSON object")
    return value


def _wanted_eyes(wanted: dict[str, object]) -> Eyes:
    screen = wanted.get("screen", Eyes.WALL.value)
    if not isinstance(screen, str) or screen not in Eyes.__members__.values():
        raise BadInput("screen", screen, f"must be one of {', '.join(Eyes)}")
    return Eyes(screen)
