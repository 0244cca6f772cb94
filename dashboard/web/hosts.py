"""Which names this wall answers to, and which pages may talk to it. Pure.

A page of another site can make a browser send requests here, and can make its own name resolve to our
address (DNS rebinding). So a request must name us by an address, or by a name we know to be ours, and what
changes something must come from our own pages.
"""

import ipaddress
import socket
from collections.abc import Iterable
from typing import Final
from urllib.parse import urlsplit

LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})


class Hosts:
    """The names of this wall: ``names`` and ``origins`` from the settings, this machine's own, and any
    address.
    """

    def __init__(self, names: Iterable[str], origins: Iterable[str]) -> None:
        machine = socket.gethostname().lower()
        self._origins = frozenset(origin.rstrip("/").lower() for origin in origins)
        self._names = LOOPBACK | {machine, f"{machine.partition('.')[0]}.local"}
        self._names |= {name.lower() for name in names if name}
        self._names |= {urlsplit(origin).hostname or "" for origin in self._origins}

    def is_ours(self, host: str) -> bool:
        """Whether a ``Host`` header names us."""
        name = hostname(host)
        return bool(name) and (name in self._names or _is_address(name))

    def may_talk(self, origin: str | None, fetch_site: str | None, host: str) -> bool:
        """Whether a request that changes something may come from there. Without both headers it is no
        browser's.
        """
        if origin is not None and origin.lower() in self._origins:
            return True
        if origin is not None and _netloc(origin) != host.lower():
            return False
        return fetch_site in (None, "same-origin", "none")


def hostname(host: str) -> str:
    """The name or address in a ``Host`` header, without its port; "" when it makes no sense."""
    try:
        parts = urlsplit(f"//{host}")
        port = parts.port  # raises where it is no number
    except ValueError:
        return ""
    alone = parts.netloc == host and "@" not in host and port != 0
    return (parts.hostname or "").lower() if alone else ""


def _netloc(origin: str) -> str:
    try:
        return urlsplit(origin).netloc.lower()
    except ValueError:  # an unclosed bracket: no browser's, and nobody's of ours
        return ""


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
