"""How long a session counts, and the secrets that bearers show. Pure but for the randomness."""

import secrets
from hashlib import sha256
from typing import Final

from dashboard.identity.people import Session
from feeds.model import Utc

IDLE_S: Final = 12 * 3600
"""A duty shift: a session that was not used for this long is over."""

ABSOLUTE_S: Final = 24 * 3600
"""No session lasts longer, however much it is used."""

SEEN_EVERY_S: Final = 60
"""How finely the last use is written down: not a commit for each request."""

SESSIONS_MOST: Final = 8
"""Of one account at the same time; another one ends the one that was used longest ago."""

SECRET_BYTES: Final = 32
"""256 bits."""

SECRET_CHARACTERS: Final = 43
"""As they are written."""


def new_secret() -> str:
    """What the bearer shows from now on, fit for a cookie, a header and an address."""
    return secrets.token_urlsafe(SECRET_BYTES)


def new_id() -> str:
    """A public handle: it names, and opens nothing."""
    return secrets.token_hex(8)


def digest(secret: str) -> str:
    """What the store keeps of a secret. One round is enough for 256 random bits, which nobody can guess."""
    return sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def counts(session: Session, now: Utc) -> bool:
    """Whether it is neither idle nor over."""
    return now < session.ends_at and now - session.seen_at < IDLE_S


def to_be_noted(seen_at: Utc | None, now: Utc) -> bool:
    """Whether this use is worth writing down."""
    return seen_at is None or now - seen_at >= SEEN_EVERY_S
