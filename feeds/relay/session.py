"""One client, pure: what it said, what it must still be told, and whether it takes it. Time is passed in.

What waits for a client is bounded. Records wait in a ring; when it overflows it is dropped and the client
gets a snapshot, never a silent gap. Of positions one frame waits; a client that has not taken it when the
next comes is *behind* and gets a keyframe once it can take one. Snapshots, row tables and keyframes are asked
of the scene at the moment of sending and shared, so that waiting for them costs nothing.
"""

from collections import deque
from collections.abc import Sequence
from enum import Enum
from typing import Final, Protocol

from feeds import limits, messages
from feeds.errors import BadInput
from feeds.model import Utc
from feeds.relay.packets import Packet

PAINTING_S: Final = 5.0
"""A screen that painted nothing for so long is not a wall any more."""


class State(Enum):
    """Where a client stands. Moves only downwards."""

    SILENT = "silent"
    """It has not said hello."""
    LIVE = "live"
    """It is told everything of its scene."""
    ENDED = "ended"
    """It is told nothing more."""


WELCOME: Final = 1
BEAT: Final = 2
RECORDS: Final = 4
ROWS: Final = 8
KEYFRAME: Final = 16
EVERYTHING: Final = 31
"""What a client needs whole, in the order of sending; plain bits, for this is looked at in every tick."""


class View(Protocol):
    """The scene as its clients see it; packets are shared between them."""

    @property
    def ready(self) -> bool:
        """Whether the records are known; before that nothing but the welcome is sent."""

    def welcome(self, now: Utc) -> Packet:
        """Who we are."""

    def beat(self, now: Utc) -> Packet:
        """Where we are."""

    def records(self, resume: messages.Resume | None) -> Packet:
        """The changes since ``resume`` where they are still held, else a snapshot."""

    def rows(self) -> Sequence[Packet]:
        """The row table, in pieces."""

    def keyframe(self, now: Utc) -> Packet:
        """Every position, as of the newest tick."""


class Session:
    """The shell passes in what the client says and the hub what is new; ``take`` gives what to write next.

    Intervals are by a monotonic clock; ``Utc`` times go into messages only.
    """

    def __init__(self, now: float, *, packed: bool = False) -> None:
        self.packed = packed  # it agreed to deflated messages
        self.state = State.SILENT
        self.look: str | None = None  # the entity this client wants to be told about
        self.ack: messages.Ack | None = None  # the newest proof of painting
        self.ack_at = now
        self.behind = 0  # how often it did not take a frame in time
        self.positions = 0  # positions taken
        self.waiting = False  # whether ``take`` may have something; never false when it has
        self._view: View | None = None
        self._resume: messages.Resume | None = None
        self._needs = 0
        self._writing: deque[bytes] = deque()  # the rest of a message that has begun
        self._changes: deque[Packet] = deque()
        self._rows: deque[Packet] = deque()
        self._beat: Packet | None = None
        self._entity: Packet | None = None
        self._bodies: Packet | None = None
        self._frame: Packet | None = None
        self._said_at: deque[float] = deque(maxlen=limits.WS_MESSAGES_PER_S)
        self._drained = 0
        self._progress_at = now

    # What the client says

    def receive(self, message: str | bytes, now: float) -> messages.FromPage:
        """Understand one message; raises BadInput with the sentence for a ``bye``."""
        self._count_message(now)
        if isinstance(message, bytes):
            raise BadInput("message", message, "must be text: a client sends no binary messages")
        if len(message.encode("utf-8", "surrogatepass")) > limits.WS_MESSAGE_BYTES:
            raise BadInput("message", len(message), f"must have at most {limits.WS_MESSAGE_BYTES} bytes")
        said = messages.decode_from_page(message)
        if isinstance(said, messages.Hello) is not (self.state is State.SILENT):
            expected = "a hello first" if self.state is State.SILENT else "no second hello"
            raise BadInput("type", type(said).__name__.lower(), f"was not expected, but {expected}")
        self._note(said, now)
        return said

    def admit(self, view: View, resume: messages.Resume | None) -> None:
        """Its ticket is good: from now on tell it everything of ``view``."""
        self.state = State.LIVE
        self._view = view
        self._resume = resume
        self._needs = EVERYTHING
        self.waiting = True

    def end(self) -> bool:
        """Tell it nothing more; True when no message is half written, so that a ``bye`` may follow."""
        self.state = State.ENDED
        return not self._writing

    # What the client is told

    def offer_changes(self, packet: Packet) -> None:
        """A step of the records. Unneeded while a snapshot is due: that will include it."""
        self.waiting = True
        if self._needs & RECORDS:
            return
        self._changes.append(packet)
        if len(self._changes) > limits.WS_RING_MESSAGES:
            self._changes.clear()
            self._needs |= RECORDS

    def offer_rows(self, packet: Packet) -> None:
        """New or corrected rows. Unneeded while the table is due: that will include them."""
        self.waiting = True
        if self._needs & ROWS:
            return
        self._rows.append(packet)
        if len(self._rows) > limits.WS_RING_MESSAGES:
            self._rows.clear()
            self._needs |= ROWS | KEYFRAME

    def offer_beat(self, packet: Packet) -> None:
        """The newest beat replaces the one that waits."""
        self._beat = packet
        self.waiting = True

    def offer_entity(self, packet: Packet) -> None:
        """The newest answer to its look replaces the one that waits."""
        self._entity = packet
        self.waiting = True

    def offer_bodies(self, packet: Packet) -> None:
        """Whole records it asked for; it asks again only when it has them."""
        self._bodies = packet
        self.waiting = True

    def offer_frame(self, packet: Packet) -> None:
        """The newest delta; one that still waits makes the client behind."""
        self.waiting = True
        if self._needs & KEYFRAME:
            return
        if self._frame is None:
            self._frame = packet
            return
        self._frame = None
        self._needs |= KEYFRAME
        self.behind += 1

    def take(self, now: Utc) -> bytes | None:
        """The next bytes for the socket, None when there is nothing (yet). What is taken must be written."""
        if self._writing:
            return self._writing.popleft()
        packet = self._next(now)
        if packet is None:
            self.waiting = self._needs != 0  # what is needed may come without being offered
            return None
        self.positions += packet.positions
        first, *rest = packet.packed if self.packed else packet.frames
        if rest:
            self._writing.extend(rest)
            self.waiting = True
        return first

    # Whether it takes it

    def stalled(self, now: float, drained: int, buffered: int) -> bool:
        """Whether it took nothing for 10 s. ``drained``: bytes the system took from us for it, ever; a ping
        of the library that waits in the buffer makes it fall back, which is no progress.
        """
        if drained > self._drained or not buffered:
            self._drained = drained
            self._progress_at = now
        return now - self._progress_at > limits.WS_STALLED_S

    def paints(self, now: float) -> bool:
        """Whether it lately proved that it draws what it is told."""
        paint_age_ms = None if self.ack is None else self.ack.paint_age_ms
        return paint_age_ms is not None and now - self.ack_at + paint_age_ms / 1000 <= PAINTING_S

    # Inside

    def _next(self, now: Utc) -> Packet | None:
        view = self._view
        if view is None or self.state is not State.LIVE:
            return None
        if self._needs:
            if packet := self._next_need(view, now):
                return packet
            if self._needs & BEAT:
                return None  # the scene is not ready: nothing overtakes the opening
        if self._changes:
            return self._changes.popleft()
        if self._beat is not None:
            packet, self._beat = self._beat, None
            return packet
        if self._entity is not None:
            packet, self._entity = self._entity, None
            return packet
        if self._bodies is not None:
            packet, self._bodies = self._bodies, None
            return packet
        return self._next_position(view, now)

    def _next_need(self, view: View, now: Utc) -> Packet | None:
        """Welcome, beat and records go before everything else; the row table is only queued."""
        if self._met(WELCOME):
            return view.welcome(now)
        if not view.ready:
            return None
        if self._met(BEAT):
            self._beat = None
            return view.beat(now)
        if self._met(RECORDS):
            resume, self._resume = self._resume, None
            return view.records(resume)
        if self._met(ROWS):
            self._rows.extend(view.rows())
        return None

    def _next_position(self, view: View, now: Utc) -> Packet | None:
        """Rows before the frames that name them."""
        if self._rows:
            return self._rows.popleft()
        self.waiting = False  # positions are the last in the order
        frame, self._frame = self._frame, None
        return view.keyframe(now) if self._needs and self._met(KEYFRAME) else frame

    def _met(self, need: int) -> bool:
        """Whether this was needed; it no longer is."""
        needed = self._needs & need
        self._needs -= needed
        return bool(needed)

    def _count_message(self, now: float) -> None:
        said_at = self._said_at
        if len(said_at) == said_at.maxlen and now - said_at[0] < 1.0:
            raise BadInput("messages", len(said_at) + 1, f"must be at most {said_at.maxlen} a second")
        said_at.append(now)

    def _note(self, said: messages.FromPage, now: float) -> None:
        match said:
            case messages.Ack():
                self.ack, self.ack_at = said, now
            case messages.Look():
                self.look, self._entity = said.entity, None
            case messages.Keyframe():
                self._frame = None
                self._needs |= KEYFRAME
                self.waiting = True
            case messages.Hello() | messages.Whole():
                pass
