"""Whom a count of connections, or of tries, is about, and who asks from this very machine."""

from ipaddress import IPv6Address, ip_address
from typing import Final

UNREAD_CHARACTERS: Final = 64

THIS_MACHINE: Final = frozenset({"127.0.0.1", "::1", "::ffff:127.0.0.1"})
"""From where this very machine asks, and what its own proxy is: a system takes no other loopback address
unless told to, so whoever shows one is counted like a stranger.
"""

FORWARDED: Final = (
    "forwarded",
    "via",
    "x-forwarded-for",
    "x-forwarded-host",
    "x-forwarded-proto",
    "x-real-ip",
)
"""What a proxy adds: who asks through one does not ask from this machine."""


def network_of(address: str) -> str:
    """One IPv4 address, but of IPv6 the network of 64 bits: a single host has all of it. What is no address
    ("", a proxy's "unknown") is itself.
    """
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return address[:UNREAD_CHARACTERS]
    if not isinstance(parsed, IPv6Address):
        return str(parsed)
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    return f"{IPv6Address(int(parsed) >> 64 << 64)}/64"
