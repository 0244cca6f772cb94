"""Which walls do not show what they are told. Pure but for ``WallAlarms``; times are handed in.

A screen that is enrolled is missed when it is gone; a browser that somebody opened may be closed. While no
relay is heard nobody is judged: that the relays are gone every wall says itself, and /healthz names them.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from typing import Final, Protocol

from dashboard.identity.people import Screen
from dashboard.incidents.alerts import Alert, AlertKind, Situation, Subject
from feeds.bus import Heard, Kind, ScreensHeard
from feeds.model import Utc
from feeds.screens import ENROLLED, ScreenSeen

DARK_S: Final = 15.0
"""Without a proof of painting for so long a wall is dark; the desk knows within 20 s."""
DEAF_S: Final = 5.0
"""Without a word of any relay for so long nothing is known of any wall."""
NAMELESS_S: Final = 60.0
"""So long a dark browser that nobody enrolled is still told of after it has gone."""
SUBJECT: Final = "screen"
NAMELESS: Final = ("未登记的大屏", "A wall that is not enrolled")


class Wall:
    """What is known of one."""

    def __init__(self, painted_at: float) -> None:
        self.painted_at = painted_at
        self.heard_at = painted_at
        self.hidden = False
        self.dark_since_ms: int | None = None


class Walls:
    """When each wall last painted, by the monotonic clock of this process."""

    def __init__(self) -> None:
        self._walls: dict[str, Wall] = {}
        self._heard_at: float | None = None

    def hear(self, screens: Iterable[ScreenSeen], now: float) -> None:
        """What a relay says, each second."""
        if self._heard_at is None or now - self._heard_at > DEAF_S:
            for (
                wall
            ) in self._walls.values():  # nobody was asked meanwhile: everybody gets the full time again
                wall.painted_at = max(wall.painted_at, now)
        self._heard_at = now
        for seen in screens:
            wall = self._walls.setdefault(seen.key, Wall(now - seen.paint_age_s))
            wall.heard_at = now
            wall.painted_at = max(wall.painted_at, now - seen.paint_age_s)
            wall.hidden = seen.hidden and not seen.enrolled

    def remember(self, screen: str, since_ms: int) -> None:
        """A screen that was dark before this process began is dark until it is heard to paint."""
        if ENROLLED + screen not in self._walls:
            wall = self._walls[ENROLLED + screen] = Wall(float("-inf"))
            wall.dark_since_ms = since_ms

    def dark(self, now: float, utc_now: Utc) -> dict[str, int]:
        """Those that show nothing -> since when, in ms of the wall clock; the same until it paints again."""
        deaf = self._heard_at is None or now - self._heard_at > DEAF_S
        for key, wall in list(self._walls.items()):
            if not key.startswith(ENROLLED) and now - wall.heard_at > self._kept_s(wall):
                del self._walls[key]
            elif not deaf:
                self._judge(wall, now, utc_now)
        found = {key: wall.dark_since_ms for key, wall in self._walls.items()}
        return {key: since for key, since in found.items() if since is not None}

    @staticmethod
    def _kept_s(wall: Wall) -> float:
        return DEAF_S if wall.dark_since_ms is None else NAMELESS_S

    @staticmethod
    def _judge(wall: Wall, now: float, utc_now: Utc) -> None:
        age = now - wall.painted_at
        if wall.hidden or age <= DARK_S:
            wall.dark_since_ms = None
        elif wall.dark_since_ms is None:
            wall.dark_since_ms = round((utc_now - age) * 1000)


class Enrols(Protocol):
    """The part of identity that is asked; it blocks."""

    def screens(self) -> Sequence[Screen]:
        """All of them, revoked ones too."""


class Listens(Protocol):
    """The part of the bus that is used here."""

    def listen(self, kinds: Sequence[Kind | str]) -> AsyncIterator[Heard]:
        """Everything of these kinds, for ever."""


class WallAlarms:
    """The situations of dark walls, for the watch over alarms."""

    def __init__(self, identities: Enrols | None, monotonic: Callable[[], float]) -> None:
        self._identities = identities
        self._monotonic = monotonic
        self._walls = Walls()
        self._count = 0

    async def listen(self, bus: Listens) -> None:
        """To what the relays say of their screens, for ever."""
        async for heard in bus.listen([Kind.SCREENS]):
            if isinstance(heard, ScreensHeard):
                self.hear(heard)

    def hear(self, heard: ScreensHeard) -> None:
        """What a relay says of its screens."""
        self._walls.hear(heard.screens, self._monotonic())

    def facts(self) -> dict[str, float]:
        """For /metrics."""
        return {"walls_dark": float(self._count)}

    async def situations(self, alerts: Iterable[Alert], now: Utc) -> list[Situation]:
        """What is dark now; ``alerts`` are those in the records, some from before this process."""
        for alert in alerts:
            if alert.kind is AlertKind.SCREEN and alert.stands and "/" not in alert.subject.id:
                self._walls.remember(alert.subject.id, alert.since_ms)
        dark = self._walls.dark(self._monotonic(), now)
        names = await self._names() if any(key.startswith(ENROLLED) for key in dark) else {}
        found = [
            _situation(key.removeprefix(ENROLLED), since_ms, names.get(key, ""))
            for key, since_ms in dark.items()
            if not key.startswith(ENROLLED) or key in names
        ]
        self._count = len(found)
        return found

    async def _names(self) -> dict[str, str]:
        if self._identities is None:
            return {}
        screens = await asyncio.to_thread(self._identities.screens)
        return {ENROLLED + screen.id: screen.name for screen in screens if screen.revoked_at is None}


def _situation(screen: str, since_ms: int, name: str) -> Situation:
    return Situation(
        kind=AlertKind.SCREEN,
        subject=Subject(SUBJECT, screen),
        since_ms=since_ms,
        title=name or f"{NAMELESS[0]} {screen}",
        title_en=name or f"{NAMELESS[1]} ({screen})",
        provenance="real",
    )
