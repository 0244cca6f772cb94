"""Under which name the relay may be asked, and which pages may open a socket: the browser names the page's
origin; a foreign page must not listen in. Pure.
"""

import ipaddress
from collections.abc import Collection
from typing import NamedTuple
from urllib.parse import urlsplit


class Pages(NamedTuple):
    """Whose pages may connect."""

    listed: Collection[str] | None = None
    """Exactly these origins; None: those of the host that we are asked as."""
    port: int | None = None
    """Without a list: only pages served at this port; None: at any."""
    nameless: bool = True
    """Without a list: also programs that name no origin. The ticket is asked for in any case."""

    def may(self, origin: str | None, host: str | None) -> bool:
        """Whether a page of ``origin`` may connect to us as ``host`` (the request's Host header)."""
        if self.listed is not None:
            return origin in self.listed
        if origin is None:
            return self.nameless
        parts = _parts(origin)
        if parts is None or host is None or parts[0] != _name(f"//{host}"):
            return False
        return self.port is None or parts[1] == self.port


def is_plain(host: str) -> bool:
    """Whether a ``Host`` header is an address or ``localhost``: no other name is ours unless somebody says
    so, for anybody can make a name resolve to us.
    """
    name = _name(f"//{host}")
    if name == "localhost":
        return True
    try:
        ipaddress.ip_address(name or "")
    except ValueError:
        return False
    return True


def _parts(origin: str) -> tuple[str, int] | None:
    """Host name and port of an origin, None when it is none (``null``, nonsense)."""
    try:
        parts = urlsplit(origin)
        usual = {"http": 80, "https": 443}.get(parts.scheme)
        port = parts.port or usual
    except ValueError:
        return None
    if usual is None or port is None or parts.hostname is None or parts.path or parts.query:
        return None
    return parts.hostname, port


def _name(url: str) -> str | None:
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None
