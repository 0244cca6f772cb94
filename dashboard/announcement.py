"""What is said on the terminal once the wall is live: where it is, and how a phone gets in."""

import asyncio
import socket
import ssl
from typing import Final
from urllib.parse import urlsplit

from dashboard.settings import Settings

_ASK_EVERY_S: Final = 0.2
_PATIENCE_S: Final = 2.0
_ELSEWHERE: Final = ("192.0.2.1", 9)
"""An address of nobody's (RFC 5737): the system is asked which way it would go there; nothing is sent."""

_DEMO_HERE: Final = "by itself on this machine; --demo-open yes lets everybody of this network look and act"
_DEMO_OPEN: Final = "by itself for everybody who reaches it (demo_open)"

_TITLES: Final = {"demo": "演示 demonstration", "exercise": "演练 exercise", "live": "实战 live"}


async def until_live(url: str, tls: ssl.SSLContext | None = None) -> None:
    """Return when ``/healthz`` says that every process beats."""
    parts = urlsplit(url)
    while not await _live(parts.hostname or "", parts.port or 80, tls):  # noqa: ASYNC110 - another process is asked
        await asyncio.sleep(_ASK_EVERY_S)


async def _live(host: str, port: int, tls: ssl.SSLContext | None) -> bool:
    """Whether the answer is 200. Asked by hand: to import an HTTP client would delay the start."""
    try:
        async with asyncio.timeout(_PATIENCE_S):
            reader, writer = await asyncio.open_connection(host, port, ssl=tls)
            writer.write(
                f"GET /healthz HTTP/1.1\r\nHost: {host}:{port}\r\nConnection: close\r\n\r\n".encode()
            )
            status = await reader.readline()
            writer.close()
    except (OSError, TimeoutError):
        return False
    return status.split()[1:2] == [b"200"]


def block(settings: Settings) -> str:
    """The lines to print."""
    lines = ["", f"望楼 Wanglou is live: {_TITLES[settings.mode]}"]
    lines += [f"  wall    {settings.local_url}/wall", f"  desk    {settings.local_url}/desk"]
    if settings.mode != "demo":
        lines.append(f"  sign-in {settings.local_url}/sign-in, with an account of `wanglou user add`")
        lines.append(f"  screen  {_screen(settings)}")
    else:
        lines.append(f"  sign-in {_DEMO_OPEN if settings.demo_open else _DEMO_HERE}")
    if settings.demo_token:
        lines += [f"  token   {settings.demo_token}", *_phone(settings)]
    return "\n".join([*lines, "  stop    Ctrl-C", ""])


def _screen(settings: Settings) -> str:
    """How a screen gets in; the token itself is nobody's business on a terminal."""
    if settings.screen_token:
        return "open /wall?screen=<screen_token> once on each screen"
    return "enrol each with `wanglou screen enrol`, then open the address it prints"


def _phone(settings: Settings) -> list[str]:
    if settings.host in ("127.0.0.1", "::1", "localhost"):
        return ["  phone   start with --host 0.0.0.0 to let phones of this network in"]
    address = own_address() if settings.host in ("0.0.0.0", "::") else settings.host  # noqa: S104 - not binding
    url = f"http://{address}:{settings.port}/intake"
    return [
        "  phone   OwnTracks: mode HTTP, user a work number seen on the wall (QH-0001), password the token,",
        f"          URL {url}/owntracks",
        "          Traccar Client: device identifier the work number,",
        f"          URL {url}/osmand?token={settings.demo_token}",
    ]


def own_address() -> str:
    """This machine's address as its network sees it; 127.0.0.1 without a network."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(_ELSEWHERE)
        except OSError:
            return "127.0.0.1"
        return str(probe.getsockname()[0])
