"""``/api/admin``: people, screens, sources' tokens, sessions and the log of all that, for administrators.

Every change is written into the log by the store that makes it, in the same transaction, under the name of
the administrator who is signed in. What is secret is in one answer, once.
"""

import secrets
import time
from collections.abc import Callable, Sequence
from typing import Any, Final
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from dashboard.home_district import require_division
from dashboard.identity.identities import Identities
from dashboard.identity.people import Account, AuditRow, IntakeToken, Screen, Session
from dashboard.web.answers import TurnedAway
from dashboard.web.bodies import read_body
from dashboard.web.callers import OfficerCaller, caller_of
from dashboard.web.identity_forms import Fields
from dashboard.web.me import account_body
from feeds.model import Utc

ROWS: Final = 200
"""Of the log, newest first."""
RIGHTS: Final = ("roles", "unit", "scope", "admin")
PASSWORD_BYTES: Final = 12
"""A one-time password: 96 random bits, 16 characters."""

Read = Callable[[Identities], Any]
Change = Callable[[Identities, str, Utc], Any]
"""With by whom and when."""


class AdminDoor:
    """All of it. Raises BadInput naming field and value; that the caller may, the gate has seen."""

    def __init__(
        self, identities: Identities, here: Sequence[str], clock: Callable[[], float] = time.time
    ) -> None:
        """``here``: the divisions of this installation, to which accounts and screens may be bound."""
        self._identities = identities
        self._here = here
        self._clock = clock

    # People

    async def users(self, _request: Request) -> Response:
        """All accounts."""
        return await self._read(lambda who: {"users": [account_body(one) for one in who.accounts()]})

    async def add_user(self, request: Request) -> Response:
        """{"id", "name", "roles", "unit", "scope", "admin"} -> the account and its one-time password."""
        fields = Fields(await read_body(request))
        id_, given = fields.needed("id"), {"name": fields.text("name"), **fields.given(RIGHTS)}
        fields.done()
        require_division(given.get("scope"), self._here)
        password = secrets.token_urlsafe(PASSWORD_BYTES)

        def add(who: Identities, by: str, now: Utc) -> dict[str, Any]:
            made = who.add_account(id_, **given, password=password, must_change=True, by=by, now=now)
            return {"user": account_body(made), "password": password}

        return await self._change(request, add, 201)

    async def change_user(self, request: Request) -> Response:
        """Any of {"name", "roles", "unit", "scope", "admin", "disabled"} -> the account as it is now."""
        id_, fields = request.path_params["id"], Fields(await read_body(request))
        given = fields.given(("name", "disabled", *RIGHTS))
        fields.done()
        require_division(given.get("scope"), self._here)
        if given.get("unit", "") is None:
            given["unit"] = ""  # null means none here, and "as it is" there

        def change(who: Identities, by: str, now: Utc) -> dict[str, Any]:
            return {"user": account_body(who.change_account(id_, **given, by=by, now=now))}

        return await self._change(request, change)

    async def new_password(self, request: Request) -> Response:
        """A one-time password for an account, which must change it before anything else."""
        id_ = await _empty(request)
        password = secrets.token_urlsafe(PASSWORD_BYTES)

        def give(who: Identities, by: str, now: Utc) -> dict[str, Any]:
            who.set_password(id_, password, by=by, now=now, must_change=True)
            return {"password": password}

        return await self._change(request, give)

    async def sign_user_out(self, request: Request) -> Response:
        """All of an account's sessions end."""
        id_ = await _empty(request)
        return await self._change(request, lambda who, by, now: who.end_sessions_of(id_, by=by, now=now))

    # Screens

    async def screens(self, _request: Request) -> Response:
        """All screens, revoked ones too."""
        return await self._read(lambda who: {"screens": [screen_body(one) for one in who.screens()]})

    async def enrol_screen(self, request: Request) -> Response:
        """{"name", "scope"} -> the screen, and the address to open on it once."""
        fields = Fields(await read_body(request))
        name, scope = fields.text("name"), fields.given(("scope",)).get("scope", "")
        fields.done()
        require_division(scope, self._here)

        def enrol(who: Identities, by: str, now: Utc) -> dict[str, Any]:
            screen, secret = who.enrol_screen(name, scope, by=by, now=now)
            bound = {"scope": screen.scope} if screen.scope else {}
            asked = urlencode({**bound, "screen": secret})
            return {"screen": screen_body(screen), "path": f"/wall?{asked}"}

        return await self._change(request, enrol, 201)

    async def revoke_screen(self, request: Request) -> Response:
        """It opens nothing any more; what it holds open is closed within seconds."""
        id_ = await _empty(request)
        return await self._change(request, lambda who, by, now: who.revoke_screen(id_, by=by, now=now))

    # Sources' tokens

    async def tokens(self, _request: Request) -> Response:
        """All tokens, revoked ones too."""
        return await self._read(lambda who: {"tokens": [token_body(one) for one in who.tokens()]})

    async def issue_token(self, request: Request) -> Response:
        """{"source", "entities"} -> the token, and its secret once."""
        fields = Fields(await read_body(request))
        source, entities = fields.text("source"), fields.given(("entities",)).get("entities", ())
        fields.done()

        def issue(who: Identities, by: str, now: Utc) -> dict[str, Any]:
            token, secret = who.issue_token(source, entities, by=by, now=now)
            return {"token": token_body(token), "secret": secret}

        return await self._change(request, issue, 201)

    async def revoke_token(self, request: Request) -> Response:
        """It opens no door any more."""
        id_ = await _empty(request)
        return await self._change(request, lambda who, by, now: who.revoke_token(id_, by=by, now=now))

    # Sessions and the log

    async def sessions(self, request: Request) -> Response:
        """Who is signed in now."""
        caller = caller_of(request)
        mine = caller.session.id if isinstance(caller, OfficerCaller) else ""

        def listed(who: Identities) -> dict[str, Any]:
            names = {one.id: one.name for one in who.accounts()}
            now = Utc(self._clock())
            return {"sessions": [session_body(one, names, mine) for one in who.sessions(now)]}

        return await self._read(listed)

    async def end_session(self, request: Request) -> Response:
        """One session ends."""
        id_ = await _empty(request)
        return await self._change(request, lambda who, by, now: who.end(id_, by=by, now=now))

    async def audit(self, _request: Request) -> Response:
        """The last rows of the log."""
        return await self._read(lambda who: {"rows": [row_body(row) for row in who.audit(most=ROWS)]})

    async def verify(self, request: Request) -> Response:
        """Follow the whole chain: whether it is whole, and where it is not."""
        fields = Fields(await read_body(request))
        fields.done()

        def verdict(who: Identities) -> dict[str, Any]:
            found = who.verify()
            return {"whole": found.problem is None, "rows": found.head_seq, "why": found.problem}

        return await self._read(verdict)

    async def _read(self, work: Read) -> Response:
        return JSONResponse(await run_in_threadpool(work, self._identities))

    async def _change(self, request: Request, work: Change, status: int = 200) -> Response:
        by, now = _administrator(request).id, Utc(self._clock())
        done = await run_in_threadpool(work, self._identities, by, now)
        return JSONResponse(done if isinstance(done, dict) else {}, status)


def _administrator(request: Request) -> Account:
    caller = caller_of(request)
    if not isinstance(caller, OfficerCaller):
        raise TurnedAway(403, "this is for administrators")
    return caller.account


async def _empty(request: Request) -> str:
    """The id in the address of a request that has nothing else to say."""
    Fields(await read_body(request)).done()
    return str(request.path_params["id"])


def screen_body(screen: Screen) -> dict[str, Any]:
    """Without its secret, which nobody has but the screen."""
    times = {"enrolled_at_ms": _ms(screen.enrolled_at), "seen_at_ms": _ms(screen.seen_at)}
    return {"id": screen.id, "name": screen.name, "scope": screen.scope, **times,
            "revoked_at_ms": _ms(screen.revoked_at)}  # fmt: skip


def token_body(token: IntakeToken) -> dict[str, Any]:
    """Without its secret."""
    return {"id": token.id, "source": token.source, "entities": list(token.entities),
            "issued_at_ms": _ms(token.issued_at), "revoked_at_ms": _ms(token.revoked_at)}  # fmt: skip


def session_body(session: Session, names: dict[str, str], mine: str) -> dict[str, Any]:
    """Whose it is by name, and whether it is that of who asks."""
    return {
        "id": session.id,
        "account": session.account,
        "name": names.get(session.account, session.account),
        "begun_at_ms": _ms(session.begun_at),
        "seen_at_ms": _ms(session.seen_at),
        "ends_at_ms": _ms(session.ends_at),
        "yours": session.id == mine,
    }


def row_body(row: AuditRow) -> dict[str, Any]:
    """One row; its id is its number."""
    return {"id": str(row.seq), "seq": row.seq, "at_ms": _ms(row.at), "by": row.by, "kind": row.kind,
            "subject": row.subject, "facts": row.facts}  # fmt: skip


def _ms(at: Utc | None) -> int | None:
    return None if at is None else round(at * 1000)
