"""Whether a port can be had, asked before anything starts; the answer is a sentence that names the option."""

import errno
import socket

from feeds.errors import BadSetting


def require_free(host: str, port: int, option: str) -> None:
    """Raises ``BadSetting`` when nobody could listen there now."""
    try:
        with socket.create_server((host, port), family=_family(host)):
            return
    except socket.gaierror as exc:
        raise BadSetting("--host", host, f"no such address: {exc.strerror}") from exc
    except OSError as exc:
        if exc.errno == errno.EADDRINUSE:
            why = f"another program listens on this port; stop it or choose another with {option}"
        elif exc.errno == errno.EACCES:
            why = f"listening on this port needs more rights; choose one above 1023 with {option}"
        elif exc.errno == errno.EADDRNOTAVAIL:
            raise BadSetting(option.replace("port", "host"), host, "is no address of this machine") from exc
        else:
            why = f"cannot listen on {host}: {exc.strerror}"
        raise BadSetting(option, port, why) from exc


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET
