"""Which pages may open a socket: the browser names the page's origin; a foreign page must not listen in."""

from collections.abc import Collection
from urllib.parse import urlsplit


def allowed(origin: str | None, host: str | None, origins: Collection[str] | None) -> bool:
    """Whether a page of ``origin`` may connect to us as ``host`` (the request's Host header).

    ``origins`` None, for a demonstration: any port of the same host, and tools that name no origin; the
    ticket is asked for in any case. Else exactly the listed ones.
    """
    if origins is not None:
        return origin in origins
    if origin is None:
        return True
    name = _host(origin)
    return name is not None and host is not None and name == _host(f"//{host}")


def _host(url: str) -> str | None:
    """Host name of an address, None when it is none (``null``, nonsense)."""
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None
