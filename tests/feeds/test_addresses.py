"""Whom a count is about."""

import pytest

from feeds.addresses import network_of


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("10.1.2.3", "10.1.2.3"),
        ("::ffff:10.1.2.3", "10.1.2.3"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
        ("a unix socket", "a unix socket"),
    ],
)
def test_whom_is_counted(address: str, key: str) -> None:
    """A host has all of its IPv6 network; what is no address counts as itself."""
    assert network_of(address) == key
