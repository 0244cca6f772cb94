"""Telling systemd that this process lives, where it asks to be told (``WatchdogSec``): a service whose event
loop hangs is then ended and started again, like one that died.
"""

import socket

from dashboard.settings import service_manager_address

_ALIVE = b"WATCHDOG=1"


def alive() -> None:
    """Say so; where nobody asked, nothing happens. A manager that does not listen is no reason to stop."""
    address = service_manager_address()
    if not address:
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as link:
        link.setblocking(False)
        try:
            link.sendto(_ALIVE, "\0" + address[1:] if address.startswith("@") else address)
        except OSError:
            return
