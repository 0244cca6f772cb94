"""Who is connected, by whom they are and from where; who no longer counts. Pure: time is passed in."""

from collections import Counter
from collections.abc import Iterable
from typing import Final, Protocol

from feeds import limits
from feeds.addresses import network_of
from feeds.errors import BadInput
from feeds.model import Ticket, Utc

REMEMBERED_S: Final = 120.0
"""A revocation is remembered for longer than any ticket lives that was given before it."""

SHARED: Final = frozenset({"", "demo", "screen:settings"})
"""Bearers that stand for many at once: a demonstration's guests, and walls that share the settings' token."""


class Silent(Protocol):
    """A connection that has not asked for anything."""

    def turn_away(self) -> None:
        """End it: its place is needed."""


class Guests:
    """Counts connections and refuses those too many, and those of bearers that were revoked."""

    def __init__(self) -> None:
        self._from: Counter[str] = Counter()
        self._of: Counter[str] = Counter()
        self._revoked: dict[str, float] = {}
        self._silent: dict[Silent, str] = {}  # and its network; the longest silent first
        self.turned_away = 0
        """Connections that were ended before they said a word."""

    def knocked(self, who: Silent, address: str) -> Silent | None:
        """Somebody connects from there and has not asked for anything. Where too many do so, of one network
        or all together, the one to turn away: who has said nothing for longest, for a newcomer asks at once
        and an attacker never. "" is this very machine, where a proxy may be.
        """
        network = network_of(address)
        neighbours = [each for each, theirs in self._silent.items() if theirs == network]
        longest = None
        if network and len(neighbours) >= limits.WS_PER_ADDRESS:
            longest = neighbours[0]
        elif len(self._silent) >= limits.WS_SILENT:
            longest = next(iter(self._silent))
        if longest is not None:
            self.turned_away += 1
            del self._silent[longest]
        self._silent[who] = network
        return longest

    def spoke(self, who: Silent) -> None:
        """It has asked for something, or is gone."""
        self._silent.pop(who, None)

    def came(self, address: str) -> bool:
        """Somebody connects from there; False when they are too many. "" is this very machine."""
        network = network_of(address)
        if network and self._from[network] >= limits.WS_PER_ADDRESS:
            return False
        self._from[network] += 1
        return True

    def went(self, address: str) -> None:
        """One of those who came is gone."""
        network = network_of(address)
        self._from[network] -= 1
        if self._from[network] <= 0:
            del self._from[network]

    def require(self, ticket: Ticket, now: float) -> None:
        """Raises BadInput for a ticket whose bearer no longer counts; ``now`` is of the wall clock."""
        if ticket.bearer in self._revoked:
            raise BadInput("ticket", "***", "was given to somebody who no longer counts")
        if ticket.until is not None and now >= ticket.until:
            raise BadInput("ticket", "***", "was given for what is over")

    def admit(self, ticket: Ticket, now: Utc) -> None:
        """Count a bearer's connection. Raises BadInput for one too many, and like ``require``."""
        self.require(ticket, now)
        if ticket.bearer not in SHARED and self._of[ticket.bearer] >= limits.WS_PER_BEARER:
            most = f"must be at most {limits.WS_PER_BEARER} of one session or screen"
            raise BadInput("connections", self._of[ticket.bearer] + 1, most)
        self._of[ticket.bearer] += 1

    def leave(self, ticket: Ticket) -> None:
        """One of those admitted is gone."""
        self._of[ticket.bearer] -= 1
        if self._of[ticket.bearer] <= 0:
            del self._of[ticket.bearer]

    def revoke(self, bearers: Iterable[str], now: float) -> None:
        """These no longer count, also not by a ticket that is still good; ``now`` is monotonic."""
        self._revoked.update(dict.fromkeys(bearers, now))
        self._revoked = {one: at for one, at in self._revoked.items() if now - at < REMEMBERED_S}
