"""``POST /api/live-ticket``: a page asks to be let in at the relay, as a wall or as an officer's desk."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from dashboard.web.access import Access
from dashboard.web.answers import TurnedAway
from dashboard.web.bodies import read_body
from dashboard.web.hosts import hostname
from dashboard.web.officers import Officers
from dashboard.web.tickets import LIFE_S, Tickets
from feeds.discretion import Eyes
from feeds.errors import BadInput
from feeds.limits import QUERY_CHARACTERS
from feeds.untrusted import decode_untrusted


class LiveTicketDoor:
    """Issues tickets for ``scope`` and what lies within it."""

    def __init__(
        self,
        tickets: Tickets,
        access: Access,
        officers: Officers,
        scope: str,
        *,
        relay_url: str,
        relay_port: int,
    ) -> None:
        self._tickets = tickets
        self._officers = officers
        self._access = access
        self._scope = scope
        self._relay_url = relay_url
        self._relay_port = relay_port

    async def __call__(self, request: Request) -> Response:
        """{"scope", "screen"} (both optional) -> {"ticket", "relay", "scope", "expires_s"}."""
        self._access.require_screen(request)
        wanted = _decoded(await read_body(request, QUERY_CHARACTERS))
        scope, eyes = self._wanted_scope(wanted), _wanted_eyes(wanted)
        if eyes is Eyes.DESK:
            self._officers.require(request)
        answer = {
            "ticket": self._tickets.issue(scope, eyes.value),
            "relay": self._relay(request),
            "scope": scope,
            "expires_s": LIFE_S,
        }
        return JSONResponse(answer)

    def _wanted_scope(self, wanted: dict[str, object]) -> str:
        scope = wanted.get("scope") or self._scope
        if not (isinstance(scope, str) and scope.isascii() and scope.isdigit() and len(scope) in (6, 9)):
            raise BadInput("scope", scope, "must be a division code of 6 or 9 digits")
        if not scope.startswith(self._scope):
            raise TurnedAway(
                403, f"scope is {scope!r}: this wall shows {self._scope} and what lies within", "scope"
            )
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
