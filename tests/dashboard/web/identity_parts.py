"""A web process with accounts, and browsers that sign in to it."""

import contextlib
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
from starlette.types import ASGIApp

from dashboard.identity.identities import FILE, Identities, identity_url
from dashboard.incidents.states import Role
from dashboard.web.site import World, build
from feeds.model import Utc
from tests.dashboard.web.site_parts import settings_for

ORIGIN = "https://127.0.0.1:8050"
PASSWORD = "correct horse battery staple"
BY = "command line"


def add_people(data: Path) -> bytes:
    """wang.min, who leads the shift; zhao, who acts for a department; root, who administers and nothing
    else; late, who was given a one-time password. As the file they are in.
    """
    identities = Identities(identity_url(data, ""))
    now = Utc(time.time())
    people: dict[str, dict[str, Any]] = {
        "wang.min": {"name": "王敏", "roles": [Role.SHIFT_LEAD, Role.DISPATCHER]},
        "zhao": {"name": "赵", "roles": [Role.DEPARTMENT], "unit": "greening"},
        "root": {"name": "管理员", "admin": True},
        "late": {"name": "迟", "roles": [Role.EVALUATOR], "must_change": True},
    }
    for id_, given in people.items():
        rights = {"must_change": False, **given}
        identities.add_account(id_, by=BY, now=now, password=PASSWORD, **rights)
    identities.close()
    return (data / FILE).read_bytes()


def site(data: Path, world: World, identities: Identities, mode: str = "live", **more: object) -> ASGIApp:
    """The web process of an installation with those people."""
    return build(settings_for(data, mode, **more), replace(world, identities=identities)).asgi


def browser(asgi: ASGIApp, address: str = "203.0.113.7") -> httpx.AsyncClient:
    """One that keeps its cookies, on a page of ours, over TLS, from that address."""
    transport = httpx.ASGITransport(asgi, client=(address, 50_000))
    headers = {"Origin": ORIGIN, "Sec-Fetch-Site": "same-origin"}
    return httpx.AsyncClient(transport=transport, base_url=ORIGIN, headers=headers)


@contextlib.asynccontextmanager
async def signed_in(asgi: ASGIApp, name: str) -> AsyncIterator[httpx.AsyncClient]:
    """A browser with a session."""
    async with browser(asgi) as client:
        answer = await client.post("/api/sign-in", json={"name": name, "password": PASSWORD})
        assert answer.status_code == 204, answer.text
        yield client
