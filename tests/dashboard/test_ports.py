"""A port in use is a sentence before the start, not a crash after it."""

import socket

import pytest

from dashboard.ports import require_free
from feeds.errors import BadSetting


def test_a_port_in_use_names_the_port_and_the_option() -> None:
    """Somebody else listens there."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(
            BadSetting, match=f"^--relay-port is {port}: another program listens on this port"
        ):
            require_free("127.0.0.1", port, "--relay-port")


def test_a_free_port_is_fine() -> None:
    """And it is free again afterwards."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
    require_free("127.0.0.1", port, "--port")
    require_free("127.0.0.1", port, "--port")


def test_an_address_that_is_not_ours_is_a_sentence() -> None:
    """192.0.2.0/24 is for documentation: no machine has it."""
    for name in ("host", "relay-host"):
        with pytest.raises(BadSetting, match=rf"^--{name} is '192\.0\.2\.1': is no address of this machine"):
            require_free("192.0.2.1", 8050, f"--{name}".replace("host", "port"))
