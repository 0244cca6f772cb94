"""Passwords: what they must be, and their argon2id hashes, at most two at once.

The rules are those of OWASP ASVS 5.0, 6.2: length counts, composition does not; the commonest ones are
refused, and those made of what everybody here knows. The numbers are those of its appendix C.
"""

import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from dashboard.identity.common_passwords import too_common
from dashboard.identity.errors import TooManyTries
from feeds.errors import MISSING, BadInput

LEAST: Final = 8
GOOD: Final = 15
MOST: Final = 256
"""Characters. More is refused, never cut."""

AT_ONCE: Final = 2
"""Hashes: each takes 19 MiB and all of a core for some 50 ms."""
WAIT_S: Final = 5.0
BUSY_RETRY_S: Final = 3

_HASHER: Final = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
NOBODYS: Final = (
    "$argon2id$v=19$m=19456,t=2,p=1$mdKfrOdrLm4G0UnEAyrlmw$7A9mKpaPRh4caIsrC0f+qRFmUaoSNZmb+1SZBNrVyMM"
)
"""The hash of 256 random bits that nobody kept. An unknown name is compared with it, at the same cost."""


class Passwords:
    """Hashes and comparisons. Blocks for some 50 ms; raises TooManyTries where two others take too long."""

    def __init__(self) -> None:
        self._slots = threading.BoundedSemaphore(AT_ONCE)

    def hashed(self, password: str) -> str:
        """What the store keeps."""
        with self._slot():
            return _HASHER.hash(_bytes(password))

    def right(self, password: str, hashed: str | None) -> bool:
        """Whether it is the one. None (no such name, no password here) costs the same, and is False.

        Hashes made before 2026-11-23 are of the composed form (NFC): whoever types another is compared twice.
        """
        if len(password) > MOST:
            password, hashed = "", None
        forms = dict.fromkeys((password, unicodedata.normalize("NFC", password)))
        with self._slot():
            return any(_matches(hashed or NOBODYS, form) for form in forms) and hashed is not None

    @contextmanager
    def _slot(self) -> Iterator[None]:
        if not self._slots.acquire(timeout=WAIT_S):
            raise TooManyTries(BUSY_RETRY_S)
        try:
            yield
        finally:
            self._slots.release()


def _matches(hashed: str, password: str) -> bool:
    try:
        return _HASHER.verify(hashed, _bytes(password))
    except (Argon2Error, InvalidHashError):
        return False


def acceptable(password: object, *known: str) -> str:
    """The password, if somebody may have it. ``known`` is what everybody knows of its owner. Raises
    BadPassword, which does not repeat it.
    """
    if not isinstance(password, str):
        raise BadPassword("must be text")
    if len(password) < LEAST:
        raise BadPassword(f"must have at least {LEAST} characters; {GOOD} or more are better")
    if len(password) > MOST:
        raise BadPassword(f"must have at most {MOST} characters")
    if any(unicodedata.category(character) in ("Cc", "Cs") for character in password):
        raise BadPassword("must not contain control characters")
    reason = too_common(unicodedata.normalize("NFC", password), known)
    if reason is not None:
        raise BadPassword(f"is one that is guessed first: {reason}")
    return password


class BadPassword(BadInput):
    """A refusal that shows nothing of the password."""

    def __init__(self, why: str) -> None:
        super().__init__("password", MISSING, why)

    def __str__(self) -> str:
        return f"password {self.why}"


def _bytes(password: str) -> bytes:
    """As it was typed: nothing is cut, folded or composed."""
    return password.encode("utf-8", "surrogatepass")
