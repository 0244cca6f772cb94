"""The pages that are no part of Dash: ``/sign-in`` and ``/admin``; and where one may be led from there. Pure,
but for the answers.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from dashboard.identity.passwords import LEAST
from dashboard.web.pages import DESK, LANGUAGES
from layouts.admin import admin_page
from layouts.sign_in import sign_in_page

OURS: Final = re.compile(
    r"/(?:desk(?:/incidents/[\w-]{1,64})?|wall|admin)(?:\?[\w%&=.~+:,*-]{0,1000})?(?:#[a-z_]{1,20})?",
    re.ASCII,
)
"""Where a sign-in may lead: pages of ours and nothing that could be read as another site's address."""

NO_STORE: Final = {"Cache-Control": "no-store"}


def safe_next(asked: str | None) -> str:
    """Where to go on to; the desk when what was asked for is no page of ours."""
    return asked if asked is not None and OURS.fullmatch(asked) else DESK


def in_language(page: str, lang: str | None) -> str:
    """The address of a page in a language that somebody chose before it; what it says itself counts."""
    path, query, fragment = (parts := urlsplit(page)).path, parts.query, parts.fragment
    if lang not in LANGUAGES or "lang" in parse_qs(query):
        return page
    asked = f"{query}&lang={lang}" if query else f"lang={lang}"
    return f"{path}?{asked}" + (f"#{fragment}" if fragment else "")


class OwnPages:
    """``config`` gives what a page is told, by language; ``oidc`` says whether there is a city's sign-on."""

    def __init__(self, config: Callable[[str], Mapping[str, Any]], *, oidc: bool) -> None:
        self._config = config
        self._oidc = oidc

    async def sign_in(self, request: Request) -> Response:
        """For everybody but walls, who are shown another way in."""
        return HTMLResponse(self.sign_in_text(request), headers=NO_STORE)

    def sign_in_text(self, request: Request, refused: tuple[str, str] | None = None) -> str:
        """The page; ``refused`` (zh, en) is what came of a try elsewhere."""
        config = self._config(_lang(request))
        then = in_language(safe_next(request.query_params.get("next")), request.query_params.get("lang"))
        said = refused[1 if config["lang"] == "en" else 0] if refused else ""
        named = ("lang", "mode", "place_zh", "place_en")
        known = {name: config[name] for name in named}
        return sign_in_page(
            {**known, "next": then, "oidc": self._oidc, "refused": said, "least_password": LEAST}
        )

    async def admin(self, request: Request) -> Response:
        """The frame; its data come from ``/api/admin``."""
        return HTMLResponse(admin_page(self._config(_lang(request))), headers=NO_STORE)


def _lang(request: Request) -> str:
    """The page's own, else that of the page it leads to."""
    then = parse_qs(urlsplit(safe_next(request.query_params.get("next"))).query)
    asked = request.query_params.get("lang") or "".join(then.get("lang", ()))
    return asked if asked in LANGUAGES else LANGUAGES[0]
