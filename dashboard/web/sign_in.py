"""Signing in and out, and a password of one's own."""

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Final, TypeVar

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from dashboard.identity.identities import Identities, Refused, TooManyTries
from dashboard.identity.passwords import LEAST, MOST, BadPassword
from dashboard.identity.people import SignedIn
from dashboard.incidents.deadline import answering
from dashboard.web.access import Access
from dashboard.web.answers import TurnedAway
from dashboard.web.bodies import read_body
from dashboard.web.callers import Caller, OfficerCaller, caller_of
from dashboard.web.identity_forms import Fields
from feeds.errors import BadInput
from feeds.limits import QUERY_CHARACTERS
from feeds.model import Utc

T = TypeVar("T")

HANDS: Final = 4
"""Threads for passwords, apart from all others: whoever floods this door delays only those who sign in."""
WAITING_MOST: Final = 24
"""Tries under way; a shift of twenty comes at once."""
BUSY_RETRY_S: Final = 3

FORGET: Final = {"Clear-Site-Data": '"cache"'}
"""What a browser is told when somebody leaves: nothing of what was shown stays in its cache."""

NEEDS_TLS_ZH: Final = "登录需要 https：否则密码和会话会明文经过网络。"
REFUSED_ZH: Final = "账号或密码不对，或此账号不能登录。"
OLD_WRONG: Final = ("现密码不对。", "the present password is wrong")
SAME: Final = ("新密码与现密码相同。", "the new password is the present one")
NOT_HERE: Final = (
    "演示中自报姓名者没有密码。",
    "whoever names themselves in a demonstration has no password",
)
BAD_PASSWORD_ZH: Final = f"新密码不合要求：{LEAST} 至 {MOST} 个字符，不能是容易猜到的。"


class SignInDoor:
    """POST /api/sign-in, /api/sign-out, /api/password."""

    def __init__(
        self, identities: Identities, access: Access, clock: Callable[[], float] = time.time
    ) -> None:
        self._identities = identities
        self._access = access
        self._clock = clock
        self._hands = ThreadPoolExecutor(HANDS, "sign-in")
        self._waiting = 0

    async def sign_in(self, request: Request) -> Response:
        """{"name", "password"} -> 204 and a session's cookie. 401 says the same for every cause."""
        try:
            self._access.session_cookie(request)
        except TurnedAway as exc:  # where no session can be kept, no password is looked at either
            return told(exc.status, NEEDS_TLS_ZH, str(exc))
        fields = Fields(await read_body(request, QUERY_CHARACTERS))
        name, password = fields.secret("name"), fields.secret("password")
        fields.done()
        try:
            begun = await self._tried(name, password, request)
            await self._end(caller_of(request))
        except Refused as exc:
            return told(401, REFUSED_ZH, str(exc))
        except TooManyTries as exc:
            return wait(exc.retry_after_s)
        return self._kept(request, begun)

    async def sign_out(self, request: Request) -> Response:
        """204, whoever asks: the session is over and the browser forgets it."""
        try:
            await self._end(caller_of(request))
        except TooManyTries as exc:
            return wait(exc.retry_after_s)
        answer = Response(status_code=204, headers=FORGET)
        self._access.drop_session(answer)
        return answer

    async def password(self, request: Request) -> Response:
        """{"old", "new"} -> 204 and another session's cookie: all that were begun with the old one end."""
        caller = caller_of(request)
        if not isinstance(caller, OfficerCaller):
            return told(403, *NOT_HERE)
        fields = Fields(await read_body(request, QUERY_CHARACTERS))
        old, new = fields.secret("old"), fields.secret("new")
        fields.done()
        if old == new:
            return told(400, *SAME, "new")
        try:
            await self._confirmed(caller, old, request)
            begun = await self._handed(lambda: self._changed(caller, new))
        except Refused:
            return told(400, *OLD_WRONG, "old")
        except TooManyTries as exc:
            return wait(exc.retry_after_s)
        except BadPassword as exc:
            return told(400, BAD_PASSWORD_ZH, str(exc), "new")
        return self._kept(request, begun)

    def _changed(self, caller: OfficerCaller, new: str) -> SignedIn:
        """Another password; every session ends, and the one that asked goes on under another secret."""
        id_, now = caller.account.id, Utc(self._clock())
        self._identities.set_password(id_, new, by=id_, now=now)
        return self._identities.begin(id_, now, by=id_)

    async def _confirmed(self, caller: OfficerCaller, old: str, request: Request) -> None:
        now = Utc(self._clock())
        address = address_of(request)
        await self._handed(lambda: self._identities.confirm(caller.account.id, old, address, now))

    async def _tried(self, name: str, password: str, request: Request) -> SignedIn:
        now, address = Utc(self._clock()), address_of(request)
        return await self._handed(lambda: self._identities.sign_in(name, password, address, now))

    async def _end(self, caller: Caller) -> None:
        if not isinstance(caller, OfficerCaller):
            return
        id_, by, now = caller.session.id, caller.account.id, Utc(self._clock())
        with suppress(BadInput):  # it ended meanwhile
            await self._handed(lambda: self._identities.end(id_, by=by, now=now))

    async def _handed(self, work: Callable[[], T]) -> T:
        """Raises TooManyTries instead of letting a crowd wait without an end."""
        if self._waiting >= WAITING_MOST:
            raise TooManyTries(BUSY_RETRY_S)
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._hands, _asked_at_once, work)
        finally:
            self._waiting -= 1

    def _kept(self, request: Request, begun: SignedIn) -> Response:
        answer = Response(status_code=204)
        self._access.keep_session(answer, request, begun.secret)
        return answer


def _asked_at_once(work: Callable[[], T]) -> T:
    """In a hand, which knows nothing of the request: its time begins when a hand is free."""
    with answering():
        return work()


def address_of(request: Request) -> str:
    """Whose tries are counted together."""
    return request.client.host if request.client else ""


def told(status: int, zh: str, en: str, field: str | None = None) -> Response:
    """A refusal in both languages. Without the header that makes browsers ask for a password themselves."""
    return JSONResponse({"error": en, "error_zh": zh, "field": field}, status)


def wait(seconds: int) -> Response:
    """429."""
    zh, en = f"尝试过多，请 {seconds} 秒后再试。", f"too many tries: try again in {seconds} s"
    answer = told(429, zh, en)
    answer.headers["Retry-After"] = str(seconds)
    return answer
