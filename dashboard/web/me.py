"""``GET /api/me``: who asks, as the page that asks should show them."""

from typing import Any, Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from dashboard.identity.people import Account
from dashboard.web.callers import Caller, Nobody, OfficerCaller, ScreenCaller, SelfNamed, caller_of

DEMO: Final = "demo"


class Me:
    """``mode`` demo makes of somebody who names themselves the demonstration's officer."""

    def __init__(self, mode: str) -> None:
        self._mode = mode

    async def __call__(self, request: Request) -> Response:
        """{"kind": officer, screen, demo, self_named or nobody; an officer's account and session}."""
        return JSONResponse(described(caller_of(request), self._mode))


def described(caller: Caller, mode: str) -> dict[str, Any]:
    """Nobody's secrets; times in milliseconds since 1970."""
    match caller:
        case OfficerCaller(account=account, session=session):
            ends = {"session": session.id, "ends_at_ms": round(session.ends_at * 1000)}
            return {"kind": "officer", **account_body(account), **ends}
        case ScreenCaller(screen=screen):
            return {"kind": "screen", "id": screen.id, "name": screen.name, "scope": screen.scope}
        case SelfNamed():
            return {"kind": DEMO if mode == DEMO else "self_named"}
        case Nobody():
            return {"kind": "nobody"}


def account_body(account: Account) -> dict[str, Any]:
    """An account as pages and administrators see it."""
    return {
        "id": account.id,
        "name": account.name,
        "roles": sorted(account.roles),
        "unit": account.unit,
        "scope": account.scope,
        "disabled": account.disabled,
        "admin": account.admin,
        "must_change": account.must_change,
        "created_at_ms": round(account.created_at * 1000),
    }
