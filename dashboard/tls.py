"""TLS of our own ports, where no proxy stands in front: what is offered, and what this machine's other
processes trust.
"""

import ssl
from pathlib import Path

from feeds.errors import MISSING, BadSetting


def server_context(certificate: str, key: str) -> ssl.SSLContext | None:
    """For a port that listens; None without a certificate. Raises BadSetting for unusable files."""
    if not certificate and not key:
        return None
    for name, value in (("tls_cert", certificate), ("tls_key", key)):
        if not value:
            raise BadSetting(name, MISSING, "tls_cert and tls_key are given together")
        if not Path(value).is_file():
            raise BadSetting(name, value, "there is no such file")
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        context.load_cert_chain(certificate, key, password=_refuse)
    except (ssl.SSLError, OSError) as exc:
        raise BadSetting("tls_cert", certificate, f"cannot be used with tls_key: {exc}") from exc
    return context


def own_context(certificate: str) -> ssl.SSLContext | None:
    """For asking our own port from this machine: trusts this very certificate, whatever name is on it. None
    where there is none.
    """
    if not certificate:
        return None
    context = ssl.create_default_context(cafile=certificate)
    context.check_hostname = False  # asked as 127.0.0.1, issued for the wall's name
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    return context


def _refuse() -> str:
    """A key under a password would wait for somebody to type it."""
    raise ssl.SSLError("the key is under a password; give one without")
