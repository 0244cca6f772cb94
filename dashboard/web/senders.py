"""Who stands at a door for incidents: a sender is known by its token, and by nothing in what it sends. A
token is one of the settings, or one that was issued and is not bound to entities: an incident is about none.
"""

from collections.abc import Mapping
from typing import Final

from dashboard.web.access import same_secret
from dashboard.web.intake_tokens import IntakeTokens


class Senders:
    """``tokens`` are the names of the senders and their tokens, as the settings say."""

    def __init__(self, tokens: Mapping[str, str], issued: IntakeTokens) -> None:
        self._tokens: Final = tokens
        self._issued: Final = issued

    async def named_by(self, shown: str) -> str | None:
        """Whose token this is; None when nobody's."""
        for name, token in self._tokens.items():
            if same_secret(shown, token):
                return name
        found = await self._issued.shown(shown)
        return None if found is None or found.entities else found.source
