"""One connection of the relay, as the library sees it: who says nothing is counted, a flood is cut off."""

import asyncio
import time
from collections.abc import Callable
from typing import Any, Final, Protocol

from websockets.asyncio.server import ServerConnection

from feeds import limits
from feeds.addresses import THIS_MACHINE
from feeds.model import Utc
from feeds.relay.guests import Silent
from feeds.relay.plain_http import peer_of

POLICY: Final = 1008
"""Close code of a refusal; the reason went before in a ``bye``."""


class Writes(Protocol):
    """Whoever has something for the other end."""

    def pump(self, now: Utc) -> None:
        """Write what there is, as far as it is taken."""


class Doorstep(Protocol):
    """Who counts those that have not said yet what they want."""

    def knocked(self, who: Silent, address: str) -> Silent | None:
        """One more from there; whom to turn away, when they are too many."""

    def spoke(self, who: Silent) -> None:
        """One of them said it, or is gone."""


class Link(ServerConnection):
    """A connection that tells its client when it can be written again."""

    client: Writes | None = None
    doorstep: Doorstep | None = None
    gone: Callable[[], None] | None = None
    """Told once, when the connection is no more."""
    _frames = 0
    _counted_from = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Somebody is there, and nobody knows yet what for."""
        super().connection_made(transport)
        peer = peer_of(self)
        if self.doorstep is not None:
            longest = self.doorstep.knocked(self, "" if peer in THIS_MACHINE else peer)
            if longest is not None:
                longest.turn_away()

    def turn_away(self) -> None:
        """End it without a word."""
        self.transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        """Whoever counts connections counts one less."""
        super().connection_lost(exc)
        self._spoke()
        if self.gone is not None:
            told, self.gone = self.gone, None
            told()

    def process_event(self, event: Any) -> None:
        """The request, then one frame. Each ping costs a pong, whatever is in it: a flood ends the
        connection.
        """
        self._spoke()
        super().process_event(event)
        now = time.monotonic()
        if now - self._counted_from >= 1.0:
            self._counted_from, self._frames = now, 0
        self._frames += 1
        if self._frames == limits.WS_FRAMES_PER_S + 1:
            self.protocol.fail(POLICY, f"frames must be at most {limits.WS_FRAMES_PER_S} a second")
            self.send_data()

    def resume_writing(self) -> None:
        """The buffer has drained."""
        super().resume_writing()
        if self.client is not None:
            self.client.pump(Utc(time.time()))

    def _spoke(self) -> None:
        if self.doorstep is not None:
            self.doorstep.spoke(self)
            self.doorstep = None
