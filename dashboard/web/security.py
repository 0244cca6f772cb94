"""The outermost layer: who is asked, who asks, what browsers may do with the answer, and the last resort.

Everything a client sees when something fails is one sentence; no traceback leaves the process.
"""

from collections.abc import Callable, Sequence
from typing import Final

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.web.answers import refusal
from dashboard.web.hosts import Hosts, hostname

LOG: Final = structlog.get_logger("web")

READING: Final = frozenset({"GET", "HEAD", "OPTIONS"})
INTAKE: Final = "/intake/"
"""Doors for machines: they show a token, which no foreign page can make a browser send."""

ASSETS: Final = "/assets/"
"""Modules import each other by plain names: unless each is asked for again (304 when it is the same), a page
after an update is half old, as browsers keep for days what says nothing of how long it lasts.
"""

STANDING_HEADERS: Final = (
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), display-capture=(), geolocation=(), hid=(), microphone=(), midi=(), "
     "payment=(), serial=(), usb=()"),
    ("X-Permitted-Cross-Domain-Policies", "none"),
)  # fmt: skip

BY_HTTPS: Final = ("Strict-Transport-Security", "max-age=31536000")
"""Once seen by https, a browser asks by nothing else for a year. Said over https only, where it counts."""

KEPT: Final = (ASSETS, "/_dash-component-suites/", "/_favicon.ico")
"""What is the same for everybody: browsers may keep it. Everything else is for who asked, unless its door
says how long.
"""


class ContentPolicy:
    """The Content-Security-Policy: nothing from elsewhere, no inline script but Dash's own, by its hash.

    Inline styles stay allowed: Leaflet and React position by them.
    """

    def __init__(
        self,
        script_hashes: Callable[[], Sequence[str]],
        relay_url: str,
        relay_port: int,
        pictures_from: str = "",
    ) -> None:
        self._script_hashes = script_hashes
        self._pictures = " ".join(filter(None, ("'self' data: blob:", pictures_from)))
        self._relay_url = relay_url
        self._relay_port = relay_port
        self._scripts: str | None = None

    def header(self, host: str, *, https: bool = False) -> str:
        """The policy for a page that was asked for under this ``Host``: the relay is on the same machine."""
        if self._scripts is None:  # known only once Dash has collected its callbacks
            self._scripts = " ".join(["'self'", *self._script_hashes()])
        rules = (
            "default-src 'self'",
            f"script-src {self._scripts}",
            "style-src 'self' 'unsafe-inline'",
            f"img-src {self._pictures}",
            "media-src 'self' blob:",
            "worker-src 'self' blob:",
            "font-src 'self' data:",
            f"connect-src 'self' {self._relay(host, https=https)}",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
        return "; ".join(rules)

    def _relay(self, host: str, *, https: bool) -> str:
        if self._relay_url:
            return self._relay_url
        name = hostname(host)
        name = f"[{name}]" if ":" in name else name
        return f"{'wss' if https else 'ws'}://{name}:{self._relay_port}"


class Guard:
    """ASGI middleware around everything. ``standing`` says whether anything answers at an address: 200,
    404 or 405.
    """

    def __init__(
        self, app: ASGIApp, hosts: Hosts, policy: ContentPolicy, standing: Callable[[Scope], int]
    ) -> None:
        self.faults = 0
        """Requests that failed in a way nobody foresaw."""
        self._app = app
        self._hosts = hosts
        self._policy = policy
        self._standing = standing

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, refuse, or apologise."""
        if scope["type"] == "http":
            usual = {} if scope["path"].startswith(KEPT) else {"Cache-Control": "no-store"}
            await self._http(scope, receive, _Sending(send, self._headers_for(scope), usual))
        elif scope["type"] == "websocket" and not self._hosts.is_ours(_host(scope)):
            await send({"type": "websocket.close", "code": 1008, "reason": "not this host"})
        else:
            await self._app(scope, receive, send)

    async def _http(self, scope: Scope, receive: Receive, sending: "_Sending") -> None:
        refused = self._refused(scope)
        if refused is not None:
            await refusal(*refused)(scope, receive, sending)
            return
        try:
            await self._app(scope, receive, sending)
        except Exception:  # last resort: the client gets a sentence, the log the rest
            self.faults += 1
            LOG.exception("request failed", method=scope["method"], path=scope["path"])
            if not sending.started:
                await refusal(500, "something failed here; it has been logged and counted")(
                    scope, receive, sending
                )

    def _refused(self, scope: Scope) -> tuple[int, str] | None:
        headers, path, method = Headers(scope=scope), scope["path"], scope["method"]
        host = headers.get("host", "")
        if not self._hosts.is_ours(host):
            return 421, f"Host is {host[:80]!r}: not a name of this wall; add its origin to allowed_origins"
        standing = self._standing(scope)
        if standing == 405:
            return 405, f"{method[:10]} is not answered at {path[:80]!r}"
        if standing != 200:
            return standing, f"there is nothing at {path[:80]!r}"
        if method in READING or path.startswith(INTAKE):
            return None
        origin, site = headers.get("origin"), headers.get("sec-fetch-site")
        if not self._hosts.may_talk(origin, site, host):
            return 403, f"Origin is {(origin or site or '')[:80]!r}: only pages of this wall may ask for this"
        return None

    def _headers_for(self, scope: Scope) -> dict[str, str]:
        headers = dict(STANDING_HEADERS)
        https = scope["scheme"] == "https"
        headers["Content-Security-Policy"] = self._policy.header(_host(scope), https=https)
        if https:
            headers |= [BY_HTTPS]
        if scope["path"].startswith("/api/") or scope["path"] in ("/healthz", "/metrics"):
            headers["Cache-Control"] = "no-store"
        elif scope["path"].startswith(ASSETS):
            headers["Cache-Control"] = "no-cache"
        return headers


class _Sending:
    """``send`` that adds headers and remembers whether the answer has begun."""

    def __init__(self, send: Send, headers: dict[str, str], usual: dict[str, str]) -> None:
        """``usual`` stand where the answer says nothing of its own."""
        self.started = False
        self._usual = usual
        self._send = send
        self._headers = headers

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.started = True
            headers = MutableHeaders(scope=message)
            for name, value in self._headers.items():
                headers[name] = value
            for name, value in self._usual.items():
                headers.setdefault(name, value)
        await self._send(message)


def _host(scope: Scope) -> str:
    return Headers(scope=scope).get("host", "")
