"""Whose name it is, and whose page is asking."""

import pytest

from dashboard.web.hosts import Hosts, hostname

HOSTS = Hosts(("wall.street.example",), ("https://portal.example",))


@pytest.mark.parametrize(
    "host", ["wall.street.example", "WALL.street.example:8050", "10.0.0.3", "portal.example"]
)
def test_ours(host: str) -> None:
    """Names from the settings, and addresses."""
    assert HOSTS.is_ours(host)


@pytest.mark.parametrize(
    "host", ["", "x.wall.street.example", "wall.street.example.evil", "0x7f.1", "@", "[", "a:b:c"]
)
def test_not_ours(host: str) -> None:
    """Everything else, malformed ones included."""
    assert not HOSTS.is_ours(host)


def test_a_configured_origin_may_talk() -> None:
    """Also across sites; no other may."""
    assert HOSTS.may_talk("https://portal.example", "cross-site", "10.0.0.3")
    assert not HOSTS.may_talk("http://portal.example", "cross-site", "10.0.0.3")


@pytest.mark.parametrize("origin", ["http://[bad", "http://[::1", "null", "", "//"])
def test_a_malformed_origin_may_not_talk(origin: str) -> None:
    """And raises nothing."""
    assert not HOSTS.may_talk(origin, None, "10.0.0.3")


def test_no_browser_may_talk() -> None:
    """Neither header means that no page made the request."""
    assert HOSTS.may_talk(None, None, "10.0.0.3")


def test_hostname_of_an_ipv6_address() -> None:
    """Without brackets and port."""
    assert hostname("[2001:db8::1]:8050") == "2001:db8::1"
