"""``/oidc/start`` and ``/oidc/back``: signing in with a city's own sign-on.

The sign-on says who somebody is; what he may do, only our accounts say: whoever has none here is refused.
"""

import asyncio
import secrets
import time
from collections.abc import Callable, Mapping
from typing import Any, Final

import msgspec
from itsdangerous import BadData, URLSafeTimedSerializer
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from dashboard.identity.accounts import folded
from dashboard.identity.identities import Identities, Refused
from dashboard.identity.people import SignedIn
from dashboard.web.access import SESSION_COOKIE, Access
from dashboard.web.answers import TurnedAway
from dashboard.web.oidc_provider import DEADLINE_S, NotVouched, Provider
from dashboard.web.own_pages import NO_STORE, OwnPages, safe_next
from dashboard.web.sign_in import NEEDS_TLS_ZH
from feeds.errors import shown
from feeds.model import Utc
from layouts.sign_in import onward_page

BACK: Final = "/oidc/back"
COOKIE: Final = f"{SESSION_COOKIE}-oidc"
"""What was asked for, until the answer comes. Lax: the answer comes from another site."""
LIFE_S: Final = 600
USED_MOST: Final = 10_000
CODE_CHARACTERS: Final = 4_096
BY: Final = "oidc"
"""Who vouched, in the log."""
OVERALL_S: Final = 3 * DEADLINE_S

Sentence = tuple[str, str]
"""(zh, en)."""

NOT_ASKED: Final = (
    "统一认证的答复与本浏览器的请求不符，或已超过十分钟。请重新登录。",
    "the sign-on's answer is to no question of this browser, or ten minutes late: sign in again",
)
NOT_VOUCHED: Final = ("统一认证未能确认身份：{why}", "the sign-on did not say who you are: {why}")
NOBODY_HERE: Final = (
    "统一认证确认您是{who}，但本系统没有此账号，或已停用。请找管理员开通。",
    "the sign-on says you are {who}, who has no account here that may sign in: ask an administrator",
)


class Asked(msgspec.Struct, frozen=True):
    """What the browser keeps while it is away. Signed."""

    state: str
    nonce: str
    verifier: str
    redirect: str
    then: str


class OidcDoor:
    """``claim`` names the account in the ID token."""

    def __init__(
        self,
        provider: Provider,
        identities: Identities,
        access: Access,
        pages: OwnPages,
        *,
        claim: str,
        secret: str,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._provider = provider
        self._identities = identities
        self._access = access
        self._pages = pages
        self._claim = claim
        self._signer = URLSafeTimedSerializer(secret, salt="wanglou.oidc")
        self._clock = clock
        self._used: dict[str, float] = {}
        """States that were answered, so that each is answered once."""

    async def start(self, request: Request) -> Response:
        """Send the browser to the sign-on."""
        try:
            self._access.session_cookie(request)
        except TurnedAway as exc:
            return self._refused(request, (NEEDS_TLS_ZH, str(exc)), exc.status)
        redirect = f"{request.url.scheme}://{request.headers.get('host', '')}{BACK}"
        then = safe_next(request.query_params.get("next"))
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        asked = Asked(state, nonce, verifier, redirect, then)
        try:
            async with asyncio.timeout(OVERALL_S):
                address = await self._provider.address(redirect, state, nonce, verifier, Utc(self._clock()))
        except (NotVouched, TimeoutError) as exc:
            return self._refused(request, _why(exc), 502)
        answer = RedirectResponse(address, 303, headers=NO_STORE)
        kept = str(self._signer.dumps(msgspec.to_builtins(asked)))
        answer.set_cookie(COOKIE, kept, LIFE_S, path="/", secure=True, httponly=True, samesite="lax")
        return answer

    async def back(self, request: Request) -> Response:
        """Take the answer: a session for an account that we know, or the page of signing in with a
        sentence.
        """
        asked = self._asked(request)
        if asked is None:
            return self._refused(request, NOT_ASKED, 400)
        code = request.query_params.get("code", "")
        if not code or len(code) > CODE_CHARACTERS:
            said = shown(request.query_params.get("error", "no code"))
            return self._refused(request, _why(NotVouched(said)), 403)
        try:
            begun = await self._begun(code, asked)
        except Stranger as exc:
            zh, en = NOBODY_HERE
            who = shown(exc.who)
            return self._refused(request, (zh.format(who=who), en.format(who=who)), 403)
        except (NotVouched, TimeoutError) as exc:
            return self._refused(request, _why(exc), 403)
        # another page, not a redirect: a browser that comes from another site would not show the new cookie
        answer = HTMLResponse(onward_page(asked.then), headers=NO_STORE)
        self._access.keep_session(answer, request, begun.secret)
        return _forgotten(answer)

    def _asked(self, request: Request) -> Asked | None:
        """What this browser asked; None when the answer is to something else, or was given before."""
        try:
            kept = self._signer.loads(request.cookies.get(COOKIE, ""), max_age=LIFE_S)
            asked = msgspec.convert(kept, Asked)
        except (BadData, msgspec.ValidationError):
            return None
        state = request.query_params.get("state", "")
        if not secrets.compare_digest(state.encode(), asked.state.encode()) or not self._first(state):
            return None
        return asked

    def _first(self, state: str) -> bool:
        now = self._clock()
        for old in [name for name, at in self._used.items() if now - at > LIFE_S]:
            del self._used[old]
        if state in self._used:
            return False
        while (
            len(self._used) >= USED_MOST
        ):  # a flood shuts nobody out: the sign-on takes no code twice either
            del self._used[next(iter(self._used))]
        self._used[state] = now
        return True

    async def _begun(self, code: str, asked: Asked) -> SignedIn:
        now = Utc(self._clock())
        async with asyncio.timeout(OVERALL_S):
            claims = await self._provider.claims(code, asked.redirect, asked.nonce, asked.verifier, now)
        who = named_by(claims, self._claim)
        try:
            return await run_in_threadpool(self._identities.begin, who, now, BY)
        except Refused as exc:
            raise Stranger(who) from exc

    def _refused(self, request: Request, sentence: Sentence, status: int) -> Response:
        page = self._pages.sign_in_text(request, sentence)
        return _forgotten(HTMLResponse(page, status, headers=NO_STORE))


class Stranger(NotVouched):
    """Somebody whom the sign-on knows and we do not."""

    def __init__(self, who: str) -> None:
        super().__init__(who)
        self.who = who


def named_by(claims: Mapping[str, Any], claim: str) -> str:
    """The account that a token speaks of. Raises NotVouched where it names none."""
    said = claims.get(claim)
    if not isinstance(said, str) or not said.strip():
        raise NotVouched(f"its token does not say {claim}")
    if claim == "email" and claims.get("email_verified") is not True:
        raise NotVouched("its token's email is not verified")
    return folded(said)


def _why(exc: Exception) -> Sentence:
    why = "it took too long" if isinstance(exc, TimeoutError) else str(exc)
    return NOT_VOUCHED[0].format(why=why), NOT_VOUCHED[1].format(why=why)


def _forgotten(answer: Response) -> Response:
    answer.delete_cookie(COOKIE, path="/", secure=True, httponly=True, samesite="lax")
    return answer
