"""Live tickets: what a page shows the relay to be let in. Signed here, checked there, with the same
secret.

A ticket says its scope, its role and who asked for it, is bound to one deployment and good for 30 s. That it
opens only one connection is the relay's to see to, by its nonce.
"""

import secrets
from hashlib import sha256
from typing import Final

import msgspec
from itsdangerous import BadData, URLSafeTimedSerializer
from itsdangerous.encoding import base64_decode, base64_encode

from feeds.model import Ticket, Utc

LIFE_S: Final = 30
LONGEST: Final = 1024
"""Characters; ours have about 200."""


class Tickets:
    """Issues and checks the tickets of one deployment. Who has the secret can do both."""

    def __init__(self, secret: str, deployment: str) -> None:
        self._signer = URLSafeTimedSerializer(
            secret, salt=f"wanglou.live.{deployment}", signer_kwargs={"digest_method": sha256}
        )

    def issue(self, scope: str, role: str = "wall", bearer: str = "demo", until: Utc | None = None) -> str:
        """A fresh ticket as text. ``bearer`` is named as revocations name it; ``until`` is when what it was
        given for ends, whatever happens.
        """
        nonce = secrets.token_urlsafe(12)
        return str(self._signer.dumps([scope, nonce, role, bearer, None if until is None else float(until)]))

    def check(self, text: str) -> Ticket | None:
        """The ticket, or None when it is forged, expired, of another deployment, or no ticket at all."""
        if not text.isascii() or len(text) > LONGEST or not _is_plainly_written(text):
            return None
        try:
            scope, nonce, role, bearer, until = msgspec.convert(
                self._signer.loads(text, max_age=LIFE_S), tuple[str, str, str, str, float | None]
            )
        except (BadData, msgspec.ValidationError):
            return None
        return Ticket(scope, nonce, role, bearer, None if until is None else Utc(until))


def _is_plainly_written(text: str) -> bool:
    """Whether it is the one way to write its signature: base64 can be written in several."""
    signature = text.rpartition(".")[2].encode()
    try:
        return base64_encode(base64_decode(signature)) == signature
    except BadData:
        return False
