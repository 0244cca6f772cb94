"""The addresses of signing in and of administration."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from dashboard.home_district import divisions_here
from dashboard.identity.identities import Identities
from dashboard.settings import Settings
from dashboard.web.access import Access
from dashboard.web.access import Identities as Asked
from dashboard.web.admin import AdminDoor
from dashboard.web.callers import Who
from dashboard.web.me import Me
from dashboard.web.own_pages import OwnPages
from dashboard.web.routes import Endpoint, Route
from dashboard.web.sign_in import SignInDoor
from feeds.egress import Egress
from feeds.errors import BadSetting, wants_extra

JSON: Final = "application/json"
API: Final = "/api/admin"
CREDENTIALS: Final = {JSON: '{"name":"wang.min","password":"..."}'}
NEW_PASSWORD: Final = {JSON: '{"old":"...","new":"..."}'}
USER: Final = (
    '{"id":"wang.min","name":"王敏","roles":["shift_lead"],"unit":null,"scope":"320104004","admin":false}'
)
USERS_MEAN: Final = "What is given of an account: name, roles, unit, scope, admin, disabled"


def identity_routes(
    settings: Settings, identities: Asked, access: Access, config: Callable[[str], Mapping[str, Any]]
) -> tuple[Route, ...]:
    """All of them. Where only sessions are asked for, as in a test, nobody can begin one. Raises BadSetting
    for a city's sign-on without what it needs.
    """
    pages, me = OwnPages(config, oidc=bool(settings.oidc_issuer)), Me(settings.mode)
    if not isinstance(identities, Identities):
        return asking_routes(me, pages)
    return (
        *asking_routes(me, pages),
        *sign_in_routes(SignInDoor(identities, access)),
        *admin_routes(AdminDoor(identities, divisions_here(settings)), pages),
        *(oidc_routes(settings, identities, access, pages) if settings.oidc_issuer else ()),
    )


def asking_routes(me: Me, pages: OwnPages) -> tuple[Route, ...]:
    """Who somebody is, and where to become it."""
    return (
        Route("/sign-in", pages.sign_in, "Signing in, a new password, signing out", documented=False,
              who=Who.ANYBODY, page=True, newcomers=True),
        Route("/api/me", me, "Who asks: officer, screen, demo, self_named or nobody", who=Who.ANYBODY,
              newcomers=True),
    )  # fmt: skip


def oidc_routes(
    settings: Settings, identities: Identities, access: Access, pages: OwnPages
) -> tuple[Route, ...]:
    """A city's own sign-on: there and back."""
    try:
        from dashboard.web.oidc import BACK, OidcDoor
        from dashboard.web.oidc_provider import Provider
    except ImportError as exc:
        raise BadSetting("oidc_issuer", settings.oidc_issuer, wants_extra("oidc")) from exc
    way_out = Egress([settings.oidc_issuer], public=True).transport()
    provider = Provider(settings.oidc_issuer, settings.oidc_client_id, settings.oidc_client_secret, way_out)
    door = OidcDoor(provider, identities, access, pages, claim=settings.oidc_claim, secret=settings.secret)
    return (
        Route("/oidc/start", door.start, "Off to the city's own sign-on", documented=False, who=Who.ANYBODY,
              page=True, newcomers=True),
        Route(BACK, door.back, "Back from there", documented=False, who=Who.ANYBODY, page=True,
              newcomers=True),
    )  # fmt: skip


def sign_in_routes(door: SignInDoor) -> tuple[Route, ...]:
    """By name and password."""
    return (
        Route("/api/sign-in", door.sign_in, "Sign in: 204 and a cookie, 401 for every cause, or 429",
              ("POST",), CREDENTIALS, who=Who.ANYBODY, newcomers=True),
        Route("/api/sign-out", door.sign_out, "End the session that asks", ("POST",), {JSON: "{}"},
              who=Who.ANYBODY, newcomers=True),
        Route("/api/password", door.password, "A new password; all sessions end, one begins",
              ("POST",), NEW_PASSWORD, who=Who.OFFICER, newcomers=True),
    )  # fmt: skip


def admin_routes(door: AdminDoor, pages: OwnPages) -> tuple[Route, ...]:
    """People, screens, sources' tokens, sessions, and the log of all that."""
    return (
        Route("/admin", pages.admin, "The administrators' page", documented=False, who=Who.ADMIN, page=True),
        _read("users", door.users, "Accounts"),
        _post("users", door.add_user, "A new account; its one-time password is in this answer only", USER),
        _post("users/{id}", door.change_user, USERS_MEAN, '{"roles":["dispatcher"],"disabled":false}'),
        _post("users/{id}/password", door.new_password, "A one-time password, in this answer only"),
        _post("users/{id}/sign-out", door.sign_user_out, "End all sessions of an account"),
        _read("screens", door.screens, "Enrolled screens, and when each was last seen"),
        _post("screens", door.enrol_screen, "Enrol a screen; the address to open on it, this once",
              '{"name":"大厅左屏","scope":"320104004"}'),
        _post("screens/{id}/revoke", door.revoke_screen, "It may look no more: its sockets close within 5 s"),
        _read("tokens", door.tokens, "Sources' tokens"),
        _post("tokens", door.issue_token, "A token for a source, this once; entities: patterns of ids",
              '{"source":"phones","entities":["QH-04*"]}'),
        _post("tokens/{id}/revoke", door.revoke_token, "It opens no door any more"),
        _read("sessions", door.sessions, "Who is signed in now"),
        _post("sessions/{id}/end", door.end_session, "End one session"),
        _read("audit", door.audit, "The last rows of the log of all these"),
        _post("audit/verify", door.verify, "Whether the whole log is unbroken, and where it is not"),
    )  # fmt: skip


def _read(path: str, endpoint: Endpoint, summary: str) -> Route:
    return Route(f"{API}/{path}", endpoint, summary, who=Who.ADMIN)


def _post(path: str, endpoint: Endpoint, summary: str, example: str = "{}") -> Route:
    return Route(f"{API}/{path}", endpoint, summary, ("POST",), {JSON: example}, who=Who.ADMIN)
