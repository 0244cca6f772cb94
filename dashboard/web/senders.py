"""Who stands at a door for incidents: a sender is known by its token, and by nothing in what it sends."""

from collections.abc import Mapping
from typing import Final

from dashboard.web.access import same_secret


class Senders:
    """``tokens`` are the names of the senders and their tokens."""

    def __init__(self, tokens: Mapping[str, str]) -> None:
        self._tokens: Final = tokens

    def named_by(self, shown: str) -> str | None:
        """Whose token this is; None when nobody's."""
        for name, token in self._tokens.items():
            if same_secret(shown, token):
                return name
        return None
