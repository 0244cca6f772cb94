"""Everybody who may stand before a door, what they show, and a knock that needs no HTTP client: the matrix
knocks thousands of times.
"""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from starlette.types import ASGIApp, Message

from dashboard.identity.identities import Identities
from dashboard.identity.sessions import ABSOLUTE_S, IDLE_S
from dashboard.incidents.states import Role
from feeds.model import Utc

FAR: Final = "10.0.0.9"
"""An address that is not this machine's."""
HOST: Final = "127.0.0.1:8050"
SCREEN_TOKEN: Final = "screen-token-0123456789"
TOKENS: Final = {
    "phones": "phones-token-0123456789",
    "boxes": "boxes-token-0123456789",
    "hotline": "hotline-token-012345678",
}
SOURCES: Final = "".join(
    f'[[source]]\nkind = "{kind}"\nname = "{name}"\ntoken = "{TOKENS[name]}"\n'
    for kind, name in (("owntracks", "phones"), ("osmand", "boxes"), ("incidents", "hotline"))
)
AT: Final = Utc(1_795_330_000.0)


@dataclass(frozen=True)
class Knock:
    """What somebody shows, and from where."""

    headers: Mapping[str, str] = field(default_factory=dict)
    address: str = FAR


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def turned_away(self) -> bool:
        """Whether the gate, or a door in its place, said no."""
        to_sign_in = self.status == 303 and self.headers.get("location", "").startswith("/sign-in?")
        return self.status in (401, 403) or to_sign_in

    def json(self) -> Any:
        """The body."""
        return json.loads(self.body)


async def knock(
    asgi: ASGIApp, method: str, path: str, who: Knock, body: object = None, scheme: str = "http"
) -> Answer:
    """One request as a page of ours sends it, to the application itself."""
    at, _, query = path.partition("?")
    said = {"host": HOST, "origin": f"{scheme}://{HOST}", "content-type": "application/json"} | dict(
        who.headers
    )
    scope: dict[str, Any] = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": scheme,
        "path": at, "raw_path": at.encode(), "query_string": query.encode(), "root_path": "", "state": {},
        "headers": [(name.encode(), value.encode()) for name, value in said.items() if value],
        "client": (who.address, 50_000), "server": ("127.0.0.1", 8050),
    }  # fmt: skip
    sent: list[Message] = []
    incoming = [{"type": "http.request", "body": b"{}" if body is None else json.dumps(body).encode()}]

    async def receive() -> Message:
        if not incoming:  # whoever asked stays until the answer is whole
            await asyncio.Event().wait()
        return incoming.pop()

    async def send(message: Message) -> None:
        sent.append(message)

    await asgi(scope, receive, send)
    head: dict[str, str] = {}
    for name, value in sent[0]["headers"]:
        key = name.decode().lower()
        head[key] = f"{head[key]}, {value.decode()}" if key in head else value.decode()
    return Answer(sent[0]["status"], head, b"".join(one.get("body", b"") for one in sent[1:]))


def cookie(secret: str, **more: Any) -> Knock:
    """Somebody's browser with a session."""
    return Knock({"cookie": f"__Host-wanglou={secret}"}, **more)


def bearer(secret: str, **more: Any) -> Knock:
    """A program with a token."""
    return Knock({"authorization": f"Bearer {secret}"}, **more)


class People:
    """Accounts and screens in every state, and what each shows."""

    def __init__(self, identities: Identities, now: Utc) -> None:
        self.identities = identities
        self._now = now
        self.in_: dict[str, Knock] = {}
        """Those whose credential counts, by what they are."""
        self.out: dict[str, Knock] = {"nobody": Knock(), "garbage": cookie("x" * 43)}
        """Those for whom nothing but open doors opens."""
        for role in Role:
            self.in_[f"officer:{role}"] = self.officer(f"o.{role}".replace("_", "-"), roles=[role])
        self.in_["officer:without a role"] = self.officer("o.nothing")
        self.in_["admin"] = self.officer("root", admin=True)
        self.in_["second admin"] = self.officer("root2", admin=True, roles=["shift_lead"])
        self._screens()
        self._ended()

    def officer(self, id: str, at: Utc | None = None, **facts: Any) -> Knock:
        """An account and a session of it."""
        begun = self._now if at is None else at
        self.identities.add_account(id, by="test", now=begun, **facts)
        return cookie(self.identities.begin(id, begun, by="test").secret)

    def _screens(self) -> None:
        for name in ("screen", "revoked screen"):
            screen, secret = self.identities.enrol_screen(name, "", by="test", now=self._now)
            where = self.in_ if name == "screen" else self.out
            where[name] = bearer(secret)
            where[f"{name} by cookie"] = Knock({"cookie": f"wanglou_screen={secret}"})
        self.identities.revoke_screen(screen.id, by="test", now=self._now)
        self.in_["screen:settings"] = bearer(SCREEN_TOKEN)

    def _ended(self) -> None:
        known, ago, now = self.identities, Utc(self._now - ABSOLUTE_S), self._now
        every = {"roles": list(Role), "admin": True}
        self.out["expired session"] = self.officer("late", ago, **every)
        self.out["idle session"] = self.officer("idle", Utc(now - IDLE_S), **every)
        self.out["disabled account"] = self.officer("gone", **every)
        known.change_account("gone", disabled=True, by="test", now=now)
        self.out["signed out"] = self.officer("left", **every)
        known.end_sessions_of("left", by="test", now=now)
        self.out["after a change of roles"] = self.officer("lesser", **every)
        known.change_account("lesser", roles=[], admin=False, by="test", now=now)
        self.out["after a change of password"] = self.officer("careful", **every)
        known.set_password("careful", "a sentence long enough", by="test", now=now)
        secret = self.out["disabled account"].headers["cookie"].partition("=")[2]
        self.out["session as bearer"] = bearer(self.in_["admin"].headers["cookie"].partition("=")[2])
        self.out["session as the plain cookie"] = Knock({"cookie": f"wanglou={secret}"})
        self.out["source's token"] = bearer(TOKENS["phones"])
        self.out["source's token as a screen's cookie"] = Knock(
            {"cookie": f"wanglou_screen={TOKENS['phones']}"}
        )
        self.out["over, on an enrolled screen"] = Knock(
            {"cookie": f"__Host-wanglou={secret}; {self.in_['screen by cookie'].headers['cookie']}"}
        )
