"""``POST /api/live-ticket``: a page asks to be let in at the relay."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from dashboard.web.access import Access
from dashboard.web.answers import TurnedAway
from dashboard.web.bodies import read_body
from dashboard.web.hosts import hostname
from dashboard.web.tickets import LIFE_S, Tickets
from feeds.errors import BadInput
from feeds.limits import QUERY_CHARACTERS
from feeds.untrusted import decode_untrusted


class LiveTicketDoor:
    """Issues tickets for ``scope`` and what lies within it."""

    def __init__(
        self, tickets: Tickets, access: Access, scope: str, *, relay_url: str, relay_port: int
    ) -> None:
        self._tickets = tickets
        self._access = access
        self._scope = scope
        self._relay_url = relay_url
        self._relay_port = relay_port

    async def __call__(self, request: Request) -> Response:
        """{"scope"} (optional) -> {"ticket", "relay", "scope", "expires_s"}."""
        self._access.require_screen(request)
        body = await read_body(request, QUERY_CHARACTERS)
        scope = self._wanted_scope(body)
        answer = {
            "ticket": self._tickets.issue(scope),
            "relay": self._relay(request),
            "scope": scope,
            "expires_s": LIFE_S,
        }
        return JSONResponse(answer)

    def _wanted_scope(self, body: bytes) -> str:
        value = decode_untrusted(body) if body.strip() else {}
        if not isinstance(value, dict):
            raise BadInput("body", value, "must be a JSON object")
        scope = value.get("scope") or self._scope
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
