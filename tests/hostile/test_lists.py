"""Origins, paths, tickets and sessions that must open nothing: counted, and none may."""

import asyncio
import json
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any, Final

from itsdangerous import URLSafeTimedSerializer

from dashboard.incidents.states import Role
from dashboard.web.tickets import Tickets
from feeds.model import Utc
from tests.deep.centre import Centre
from tests.hostile.cases_paths import LINKS, paths
from tests.hostile.http_stranger import Answer, ask, request
from tests.hostile.live_centre import BY, ORIGIN, SOURCE_TOKEN, LiveCentre, now
from tests.hostile.stranger import TEXT, Stranger, frame

CROWD = 4
ORIGINS: Final = (
    None, "", "null", "https://evil.example", "http://wall.example", "https://wall.example:8443",
    "https://wall.example.evil.example", "https://evilwall.example", "https://wall.example@evil.example",
    "https://a.wall.example", "https://wall.example/", "https://WALL.example.", "//wall.example",
    "wall.example",
    "https://wall.example https://evil.example", "https://wall.example, https://evil.example", "file://",
    "chrome-extension://wall.example", "data:text/html,x", "http://localhost", "http://127.0.0.1", "http://[::1]",
    "https://xn--wll-example", "https://wall。example", "https://wall.example%00", "*",
)  # fmt: skip
UPGRADE: Final = [("Upgrade", "websocket"), ("Sec-WebSocket-Version", "13"),
                  ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
                  ("Sec-WebSocket-Protocol", "wanglou.v1")]  # fmt: skip
WEB_SOCKETS: Final = ("/_dash-ws-callback", "/live", "/ws", "/_dash-update-component")
SECRETS: Final = (b"root:x:0:0", b"SQLite format 3", b"[project]", b"__version__", b"canary")
DOORS: Final = (
    ("GET /api/incidents", None),
    ("GET /api/incidents.csv", None),
    ("GET /api/alerts", None),
    ("GET /api/whistles/figures", None),
    ("GET /api/admin/users", None),
    ("POST /api/live-ticket", '{"screen":"desk"}'),
    ("POST /api/incidents/I-NONE/commands", "{}"),
)


async def test_hostile_origins(live: LiveCentre, keep: Callable[..., None]) -> None:
    """Pages of other origins open no socket, neither at the relay nor at the web process."""
    tried: list[tuple[str, Answer]] = []
    for origin in ORIGINS:
        named = [] if origin is None else [("Origin", origin)]
        tried.append((f"{origin} at the relay", await ask(live.relay_port, [_upgrading("/live", named)])))
        for path in WEB_SOCKETS:
            answer = await ask(live.port, [_upgrading(path, named)])
            tried.append((f"{origin} at {path}", answer))
    opened = [name for name, answer in tried if answer.status not in (400, 401, 403, 404, 405, 421, 426)]
    keep(cases=len(tried), bypassed=len(opened), statuses=dict(Counter(answer.status for _, answer in tried)))
    assert opened == [] and len(tried) >= 100
    ours = await ask(live.relay_port, [_upgrading("/live", [("Origin", ORIGIN)])])
    assert ours.status == 101


async def test_hostile_paths(centre: Centre, keep: Callable[..., None]) -> None:
    """No file outside a folder is served, however the way there is spelt, and by no link within it."""
    canary = centre.folder / "canary.ts"
    canary.write_text("canary")
    video = centre.data / "video"
    (video / "scene-1").mkdir(parents=True, exist_ok=True)
    (video / "linked").symlink_to(centre.folder)
    (centre.folder / "segment.ts").write_text("canary")
    for link in LINKS[1:]:
        (video / link.removeprefix("/video/")).symlink_to(canary)
    told = await _all([(path, _plain(f"GET {path}")) for path in paths()], centre.port)
    secret = (centre.data / "secret").read_bytes()
    served = [path for path, answer in told if any(word in answer.body for word in (secret, *SECRETS))]
    wrong = [(path, answer.status) for path, answer in told if answer.status not in (0, 400, 401, 404, 405)]
    keep(cases=len(told), bypassed=len(served), statuses=dict(Counter(answer.status for _, answer in told)))
    assert served == [] and wrong == [] and len(told) >= 80


async def test_hostile_sessions(live: LiveCentre, keep: Callable[..., None]) -> None:
    """What is no session, or is one no longer, opens no door; what is one does."""
    tried = [
        (f"{name} at {asked}", request(asked, headers + JSON, None if body is None else body.encode()))
        for name, headers in _no_sessions(live).items()
        for asked, body in DOORS
    ]
    told = await _all(tried, live.port)
    opened = [(name, answer.status) for name, answer in told if answer.status not in (400, 401, 403, 421)]
    keep(cases=len(told), bypassed=len(opened), statuses=dict(Counter(answer.status for _, answer in told)))
    assert opened == [] and len(told) >= 80
    good = await ask(live.port, [_plain("GET /api/alerts", _cookie(live.session()))])
    assert good.status == 200


async def test_hostile_tickets(live: LiveCentre, keep: Callable[..., None]) -> None:
    """A ticket that is not ours, not now or not for this opens no socket and shows no picture."""
    forged = _no_tickets(live)
    used = live.session()
    ticket = await _ticket(live, used)
    tried = [(name, await _refused_at_live(live, {"ticket": text})) for name, text in forged.items()]
    async with _stranger(live) as first:
        await first.hello(ticket)
        tried.append(("used before", await _refused_at_live(live, {"ticket": ticket})))
        assert first.heard.closed is None
    fresh = await _ticket(live, used)
    tried += [
        (f"scope {scope}", await _refused_at_live(live, {"ticket": fresh, "scope": scope}))
        for scope in ("", "320105", "3201", "32010", "110101", "*", "320104 ", "３２０１０４", "320104004001")
    ]
    for name, said in {"in a look": {"type": "look", "entity": "a", "ticket": fresh}, "second hello": {
        "type": "hello", "ticket": fresh, "scope": "320104"}, "bearer in an ack": {
        "type": "ack", "epoch": 1, "seq": 1, "tick": 1, "token": fresh}}.items():  # fmt: skip
        tried.append((name, await _refused_later(live, await _ticket(live, used), said)))
    shown = {f"picture: {name}": text for name, text in forged.items() if name != "with space"}
    told = await _all(
        [
            (name, _plain("GET /picture", [("Authorization", f"Bearer {text}")]))
            for name, text in shown.items()
        ],
        live.relay_port,
    )
    tried += [(name, answer.status in (400, 401, 431)) for name, answer in told]
    tried.append(("after the session's end", await _gone_with_its_session(live, used)))
    opened = [name for name, refused in tried if not refused]
    keep(cases=len(tried), bypassed=len(opened))
    assert opened == [] and len(tried) >= 60


JSON: Final = [("Content-Type", "application/json")]


def _cookie(secret: str, name: str = "__Host-wanglou") -> list[tuple[str, str]]:
    return [("Cookie", f"{name}={secret}"), ("Origin", ORIGIN)]


def _no_sessions(live: LiveCentre) -> dict[str, list[tuple[str, str]]]:
    """Headers by what is wrong with them."""
    good = live.session("root")
    wrong = _spoilt(good) | _revoked(live) | {
        "source": SOURCE_TOKEN, "secret of the installation": live.secret(), "account's name": "root",
        "live ticket": Tickets(live.secret(), "live").issue("320104", "desk"),
    }  # fmt: skip
    made = {f"cookie {name}": _cookie(secret) for name, secret in wrong.items()}
    made |= {f"bearer {name}": [("Authorization", f"Bearer {secret}")] for name, secret in wrong.items()}
    made["good session as a bearer"] = [("Authorization", f"Bearer {good}")]
    for name in (
        "wanglou",
        "wanglou_screen",
        "__host-wanglou",
        "__Host-wanglou2",
        "session",
        "__Secure-wanglou",
    ):
        made[f"good session as {name}"] = _cookie(good, name)
    made["session in a header of its own"] = [("X-Session", good), ("X-Wanglou", good)]
    made["claimed by a proxy"] = [("X-Forwarded-User", "root"), ("X-Remote-User", "root")]
    made["claimed to be near"] = [("X-Forwarded-For", "127.0.0.1"), ("X-Real-IP", "::1")]
    made["good session on a foreign page"] = [("Cookie", f"__Host-wanglou={good}"), ("Host", "evil.example")]
    return made


def _spoilt(good: str) -> dict[str, str]:
    """A good session, and what is none, written wrongly."""
    return {
        "empty": "", "random": "x" * 43, "cut": good[:-1], "longer": good + "A", "upper": good.swapcase(),
        "first half": good[: len(good) // 2], "reversed": good[::-1], "sql": "' OR 1=1 --", "star": "*",
        "jwt alg none": "eyJhbGciOiJub25lIn0.eyJzdWIiOiJyb290In0.", "null": "null", "long": "y" * 5000,
    }  # fmt: skip


def _revoked(live: LiveCentre) -> dict[str, str]:
    """What counted once."""
    people = live.identities
    ended, disabled, changed, demoted = (
        live.session(_person(live, name)) for name in ("a1", "a2", "a3", "a4")
    )
    people.end_sessions_of("a1", BY, now())
    people.change_account("a2", by=BY, now=now(), disabled=True)
    people.set_password("a3", "another long sentence of theirs", by=BY, now=now())
    people.change_account("a4", by=BY, now=now(), roles=[])
    screen, screen_secret = people.enrol_screen("wall 1", "", by=BY, now=now())
    people.revoke_screen(screen.id, by=BY, now=now())
    token, token_secret = people.issue_token("gps-a", by=BY, now=now())
    people.revoke_token(token.id, by=BY, now=now())
    return {
        "ended": ended, "disabled account": disabled, "password changed": changed, "roles taken": demoted,
        "revoked screen": screen_secret, "revoked source": token_secret,
    }  # fmt: skip


def _person(live: LiveCentre, name: str) -> str:
    live.identities.add_account(
        name, by=BY, now=now(), name=name, roles=[Role.DISPATCHER], admin=False,
        password="a long sentence of one person",
        must_change=False,
    )  # fmt: skip
    return name


def _no_tickets(live: LiveCentre) -> dict[str, str]:
    """Texts that are no ticket of this installation now."""
    good = Tickets(live.secret(), "live").issue("320104")
    payload, stamp, signature = good.split(".")
    other = Tickets("another secret of another installation", "live").issue("320104")
    flipped = {
        f"bit {at} flipped": good[:at] + _next_to(good[at]) + good[at + 1 :]
        for at in (*range(0, len(good) - 1, max(1, len(good) // 14)), len(good) - 1)
    }
    bare = URLSafeTimedSerializer(live.secret(), salt="wanglou.live.live")
    return flipped | {
        "empty": "", "dots": "..", "no signature": f"{payload}.{stamp}.",
        "no stamp": f"{payload}.{signature}",
        "swapped": f"{stamp}.{payload}.{signature}", "of another secret": other,
        "of another deployment": Tickets(live.secret(), "demo").issue("320104"),
        "signature of another": f"{payload}.{stamp}.{other.split('.')[2]}",
        "sha-1": str(bare.dumps(["320104", "n", "desk", "demo", None])),
        "expired": _aged(live, -31), "long expired": _aged(live, -86_400),
        "ended with its session": _aged(live, 0, -1),
        "alg none": "eyJhbGciOiJub25lIn0.eyJzY29wZSI6IjMyMDEwNCJ9.", "long": "x" * 2_000, "unicode": "票",
        "source's token": SOURCE_TOKEN, "session": live.session(), "padded": good + "=",
        "with space": f" {good}",
        "upper": good.upper(), "twice": good + good, "half": good[: len(good) // 2],
    }  # fmt: skip


def _next_to(letter: str) -> str:
    """The letter whose lowest bit differs."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    return letters[letters.index(letter) ^ 1] if letter in letters else "A"


def _aged(live: LiveCentre, seconds: int, until: int | None = None) -> str:
    tickets = Tickets(live.secret(), "live")
    if until is not None:
        return tickets.issue("320104", "wall", "demo", Utc(now() + until))
    signer: Any = tickets._signer
    maker = signer.make_signer(signer.salt)
    stamp = maker.get_timestamp
    maker.get_timestamp = lambda: stamp() + seconds
    return str(maker.sign(signer.dump_payload(["320104", f"n{seconds}", "wall", "demo", None])).decode())


async def _ticket(live: LiveCentre, session: str) -> str:
    sent = request("POST /api/live-ticket", [*_cookie(session), *JSON], b'{"screen":"desk"}')
    answer = await ask(live.port, [sent])
    assert answer.status == 200, answer.body
    return str(json.loads(answer.body)["ticket"])


def _stranger(live: LiveCentre) -> Stranger:
    return Stranger(live.relay_port, origin=ORIGIN)


async def _refused_at_live(live: LiveCentre, hello: dict[str, str]) -> bool:
    """Whether a hello was answered with a bye, and with nothing else."""
    async with _stranger(live) as stranger:
        said = {"type": "hello", "scope": "320104"} | hello
        stranger.send(frame(TEXT, json.dumps(said).encode()))
        await stranger.until(lambda: False)
        kinds = {text["type"] for text in stranger.heard.texts}
        return stranger.heard.closed == 1008 and kinds == {"bye"}


async def _refused_later(live: LiveCentre, ticket: str, said: dict[str, Any]) -> bool:
    """Whether a connection that shows another ticket in a message is ended."""
    async with _stranger(live) as stranger:
        await stranger.hello(ticket)
        stranger.send(frame(TEXT, json.dumps(said).encode()))
        await stranger.until(lambda: False)
        return stranger.heard.closed == 1008


async def _gone_with_its_session(live: LiveCentre, session: str) -> bool:
    """Whether a socket ends within five seconds of the session it was opened by."""
    async with _stranger(live) as stranger:
        await stranger.hello(await _ticket(live, session))
        live.identities.end_sessions_of("lead", BY, now())
        await stranger.until(lambda: stranger.heard.closed, 5.0)
        return stranger.heard.closed == 1008


def _upgrading(path: str, named: list[tuple[str, str]]) -> bytes:
    whole = request(f"GET {path}", [*UPGRADE, *named], None)
    return whole.replace(b"Connection: close", b"Connection: Upgrade")


def _plain(asked: str, headers: list[tuple[str, str]] | None = None) -> bytes:
    return request(asked, headers or [], None)


async def _all(tried: list[tuple[str, bytes]], port: int) -> list[tuple[str, Answer]]:
    turn = asyncio.Semaphore(CROWD)

    async def one(name: str, sent: bytes) -> tuple[str, Answer]:
        async with turn:
            return name, await ask(port, [sent])

    waiting: list[Awaitable[tuple[str, Answer]]] = [one(*each) for each in tried]
    return list(await asyncio.gather(*waiting))
