"""Which pages may connect to the relay, and which names are anybody's."""

import pytest

from feeds.relay.origins import Pages, is_plain


@pytest.mark.parametrize(
    ("origin", "may"),
    [
        ("http://10.0.0.3:8050", True),
        ("https://10.0.0.3:8050", True),
        ("http://10.0.0.3:8051", False),
        ("http://10.0.0.3", False),
        ("http://10.0.0.3:8765", False),
        ("http://10.0.0.33:8050", False),
        ("http://x.10.0.0.3:8050", False),
        ("http://10.0.0.3:8050/x", False),
        ("http://10.0.0.3:8050@evil", False),
        ("ftp://10.0.0.3:8050", False),
        ("file://", False),
        ("null", False),
        ("", False),
        ("http://10.0.0.3:x", False),
        (None, False),
    ],
)
def test_only_pages_at_the_pages_port_may_connect(origin: str | None, may: bool) -> None:
    """Another program on the same machine is another site."""
    assert Pages(None, 8050, nameless=False).may(origin, "10.0.0.3:8765") is may


@pytest.mark.parametrize(
    ("host", "plain"),
    [("10.0.0.3:8765", True), ("[::1]:1", True), ("LOCALHOST", True), ("wall.example", False), ("", False)],
)
def test_only_addresses_and_localhost_are_anybodys_name(host: str, plain: bool) -> None:
    """What else is ours, the settings say."""
    assert is_plain(host) is plain
