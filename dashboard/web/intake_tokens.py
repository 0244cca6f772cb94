"""The tokens that were issued to sources, asked of the store of identity.

What was found is believed for a moment, so that a thousand positions a second are not a thousand questions; a
token that was revoked opens nothing after that.
"""

import time
from collections.abc import Callable
from typing import Final, Protocol

from starlette.concurrency import run_in_threadpool

from dashboard.identity.people import IntakeToken
from dashboard.identity.sessions import SECRET_CHARACTERS

BELIEVED_S: Final = 2.0
"""Well below the five seconds in which a revocation must be felt."""
REMEMBERED_MOST: Final = 1_000


class Issued(Protocol):
    """The part of ``dashboard.identity`` that is asked; calls block."""

    def intake_token(self, secret: str) -> IntakeToken | None:
        """What a source that shows this may do."""


class IntakeTokens:
    """Call in one event loop. Raises StoreUnavailable while nobody can say."""

    def __init__(self, issued: Issued, clock: Callable[[], float] = time.monotonic) -> None:
        self._issued = issued
        self._clock = clock
        self._found: dict[str, tuple[float, IntakeToken]] = {}

    async def shown(self, secret: str) -> IntakeToken | None:
        """Whose token this is; None when it was never issued, or revoked. What cannot be one is free."""
        if len(secret) != SECRET_CHARACTERS:
            return None
        now = self._clock()
        at, token = self._found.get(secret, (float("-inf"), None))
        if token is not None and now - at <= BELIEVED_S:
            return token
        found = await run_in_threadpool(self._issued.intake_token, secret)
        self._remember(secret, now, found)
        return found

    def _remember(self, secret: str, now: float, found: IntakeToken | None) -> None:
        if found is None:
            self._found.pop(secret, None)
            return
        if len(self._found) >= REMEMBERED_MOST:
            self._found.clear()
        self._found[secret] = (now, found)
