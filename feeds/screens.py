"""What a relay says of the screens it serves: when each last proved that it draws what it is told."""

from collections.abc import Iterable
from typing import Final, Protocol
from weakref import WeakKeyDictionary

import msgspec

from feeds import messages
from feeds.discretion import Eyes, eyes_of
from feeds.model import Ticket

SHARED: Final = frozenset({"", "demo", "screen:settings"})
"""Bearers that stand for many screens at once."""
ENROLLED: Final = "screen:"


class ScreenSeen(msgspec.Struct, frozen=True):
    """One wall that is connected now."""

    key: str
    """Its bearer, where that is one screen; else it names this connection."""
    paint_age_s: float
    """Since its last proof; since it connected, where it gave none."""
    hidden: bool
    """Its page says that nobody can see it."""

    @property
    def enrolled(self) -> bool:
        """Whether it is a screen with a token of its own, which is missed when it is gone."""
        return self.key.startswith(ENROLLED)


class Proves(Protocol):
    """The part of a session that is looked at."""

    ack: messages.Ack | None
    ack_at: float


class Connected(Protocol):
    """The part of a relay's client that is looked at."""

    ticket: Ticket | None

    @property
    def session(self) -> Proves:
        """What it said last."""


class ScreenBook:
    """Remembers since when each connection has been there, and gives nameless ones a number."""

    def __init__(self, process: str) -> None:
        self._process = process
        self._known: WeakKeyDictionary[Connected, tuple[int, float]] = WeakKeyDictionary()
        self._numbers = 0

    def look(self, clients: Iterable[Connected], now: float) -> list[ScreenSeen]:
        """The walls among them, each screen once; desks are no walls. ``now`` is monotonic."""
        newest: dict[str, ScreenSeen] = {}
        for client in clients:
            ticket = client.ticket
            if ticket is None or eyes_of(ticket.role) is Eyes.DESK:
                continue
            seen = self._seen(client, ticket, now)
            before = newest.get(seen.key)
            if before is None or seen.paint_age_s < before.paint_age_s:
                newest[seen.key] = seen
        return list(newest.values())

    def _seen(self, client: Connected, ticket: Ticket, now: float) -> ScreenSeen:
        if client not in self._known:
            self._numbers += 1
            self._known[client] = self._numbers, now
        number, since = self._known[client]
        session, own = client.session, ticket.bearer
        nameless = own in SHARED or not own.startswith(ENROLLED)
        ack = session.ack
        painted = (
            since if ack is None or ack.paint_age_ms is None else session.ack_at - ack.paint_age_ms / 1000
        )
        return ScreenSeen(
            f"{self._process}/{number}" if nameless else own,
            max(0.0, now - painted),
            ack is not None and ack.hidden,
        )
