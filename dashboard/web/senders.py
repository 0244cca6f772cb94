"""Who stands at a door for incidents: a sender is known by its token, and by nothing in what it sends. A
token is that of a ``[[source]]`` of kind incidents, or one that was issued to such a sender. What a source of
positions shows opens no door here, and neither does a token of a source that is switched off, or one that is
bound to entities: an incident is about none.
"""

from collections.abc import Collection, Mapping
from typing import Final

from dashboard.web.access import same_secret
from dashboard.web.answers import TurnedAway
from dashboard.web.intake_tokens import IntakeTokens

OTHER_KIND: Final = (
    "this token is a source's of positions, which opens no door for incidents: give who sends these a"
    ' [[source]] of kind "incidents", or a token issued under another name'
)


class Senders:
    """``tokens`` are the names of the senders and their tokens, as the settings say."""

    def __init__(
        self,
        tokens: Mapping[str, str],
        issued: IntakeTokens,
        positions: Mapping[str, str | None],
        switched_off: Collection[str] = (),
    ) -> None:
        """``positions`` are the names of the sources of positions, and their tokens; ``switched_off`` those
        of the senders that may send nothing now.
        """
        self._tokens: Final = tokens
        self._issued: Final = issued
        self._positions: Final = positions
        self._switched_off: Final = switched_off

    async def named_by(self, shown: str) -> str | None:
        """Whose token this is; None when nobody's. Raises TurnedAway for a source of positions."""
        for name, token in self._tokens.items():
            if same_secret(shown, token):
                return name
        for theirs in self._positions.values():
            if theirs and same_secret(shown, theirs):
                raise TurnedAway(403, OTHER_KIND, "token")
        found = await self._issued.shown(shown)
        if found is not None and found.source in self._positions:
            raise TurnedAway(403, OTHER_KIND, "token")
        if found is None or found.entities or found.source in self._switched_off:
            return None
        return found.source
