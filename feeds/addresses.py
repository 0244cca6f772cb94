"""Whom a count of connections, or of tries, is about."""

from ipaddress import IPv6Address, ip_address
from typing import Final

UNREAD_CHARACTERS: Final = 64


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
