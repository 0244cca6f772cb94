"""One scope as all its screens see it. Pure: everything is encoded here once and offered to every session."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from feeds import messages
from feeds.discretion import Eyes
from feeds.messages import Resume
from feeds.model import SCOPE_DISTRICT_DIGITS, Utc
from feeds.relay import packets
from feeds.relay.board import Board
from feeds.relay.packets import Packet, Piece
from feeds.relay.records import Mirror
from feeds.relay.roster import Roster
from feeds.relay.session import Session
from feeds.wire import FrameType

Column = NDArray[Any]

BEAT_MS: Final = 1_000
"""Period of the beat."""

ROWS_PER_MESSAGE: Final = 1_000
"""Entries of the row table in one message, about 130 KB."""

SHARED_S: Final = 0.25
"""A keyframe so old is still given to the next client; afterwards its base would be too far back."""


@dataclass
class Stage:
    """What all scenes of a relay share."""

    epoch: int
    mode: str
    build: str
    board: Board
    roster: Roster
    mirror: Mirror | None
    """None until the store was read for the first time."""
    sources: list[messages.Tile]
    processes: list[messages.ProcessTile]


class Scene:
    """A scope: 6 digits see every row, 9 digits the rows of that street. Its screens are walls, or desks."""

    def __init__(self, scope: str, stage: Stage, eyes: Eyes = Eyes.WALL) -> None:
        self.scope: Final = scope
        self.eyes: Final = eyes
        self.sessions: set[Session] = set()
        self.tick = 0  # number of the newest delta
        self.keyframes_built = 0  # for the figures
        self._stage: Final = stage
        self._shown = self._belongs()  # rows that screens hold, by row
        self._table: Sequence[Packet] | None = None
        self._keyframe: tuple[int, Utc, Packet] | None = None  # tick, base, packet

    # Telling every session

    def show(self, changed: Column, corrected: Column, now: Utc) -> int:
        """After a settle: rows that ``changed`` place and rows whose facts were ``corrected``.

        Returns how many positions the delta carries.
        """
        belongs = self._belongs()
        was = np.zeros(len(belongs), np.bool_)
        was[: len(self._shown)] = self._shown
        moved = np.zeros(len(belongs), np.bool_)
        moved[changed] = True
        self._tell_rows(np.flatnonzero(belongs & ~was), corrected[belongs[corrected]])
        rows = np.flatnonzero((belongs & (moved | ~was)) | (was & ~belongs))
        self._shown = belongs
        if len(rows):
            self._tell_delta(rows, ~belongs[rows], now)
        return len(rows)

    def step(self, after: int) -> None:
        """The mirror went on from ``after``."""
        if self._stage.mirror is None or not self.sessions:
            return
        packet = self._records(self._stage.mirror, after)
        for session in self.sessions:
            session.offer_changes(packet)

    def pulse(self, now: Utc) -> None:
        """A second has passed."""
        if self.ready:
            packet = self.beat(now)
            for session in self.sessions:
                session.offer_beat(packet)

    # What a session asks for (session.View)

    @property
    def ready(self) -> bool:
        """Nothing is told before the records are known: an empty snapshot would look like calm."""
        return self._stage.mirror is not None

    def welcome(self, now: Utc) -> Packet:
        """Who we are."""
        stage = self._stage
        return _text(
            messages.Welcome(stage.epoch, now * 1000.0, stage.mode, self.scope, BEAT_MS, stage.build)
        )

    def beat(self, now: Utc) -> Packet:
        """Where we are."""
        stage = self._stage
        seq = stage.mirror.seq if stage.mirror else 0
        return _text(messages.Beat(stage.epoch, seq, now * 1000.0, self.tick, stage.sources, stage.processes))

    def records(self, resume: Resume | None) -> Packet:
        """The changes since ``resume`` where they are still held, else a snapshot. Needs ``ready``."""
        mirror = self._stage.mirror
        if mirror is None:
            raise RuntimeError("the records of a scene were asked for before it was ready")
        if resume is not None and resume.epoch == self._stage.epoch:
            return self._records(mirror, resume.seq)
        return mirror.snapshot(self.scope, self.eyes)

    def rows(self) -> Sequence[Packet]:
        """The row table, in pieces."""
        if self._table is None:
            rows = np.flatnonzero(self._shown)
            pieces = range(0, len(rows), ROWS_PER_MESSAGE)
            self._table = [self._rows_packet(rows[start : start + ROWS_PER_MESSAGE]) for start in pieces]
        return self._table

    def keyframe(self, now: Utc) -> Packet:
        """Every position, as of the newest tick."""
        known = self._keyframe
        if known is None or known[0] != self.tick or not 0 <= now - known[1] <= SHARED_S:
            rows = np.flatnonzero(self._shown)
            packet = self._frame(FrameType.KEYFRAME, rows, np.zeros(len(rows), np.bool_), now)
            known = self._keyframe = (self.tick, now, packet)
            self.keyframes_built += 1
        return known[2]

    def shows(self, row: int) -> bool:
        """Whether screens of this scope hold this row."""
        return row < len(self._shown) and bool(self._shown[row])

    # Inside

    def _records(self, mirror: Mirror, after: int) -> Packet:
        return mirror.changes(self.scope, after, self.eyes) or mirror.snapshot(self.scope, self.eyes)

    def _belongs(self) -> Column:
        board, roster = self._stage.board, self._stage.roster
        if len(self.scope) == SCOPE_DISTRICT_DIGITS:
            return board.present.copy()
        belongs = np.zeros(len(board.present), np.bool_)
        size = min(len(belongs), len(roster.street))
        belongs[:size] = board.present[:size] & (roster.street[:size] == int(self.scope))
        return belongs

    def _tell_rows(self, joined: Column, corrected: Column) -> None:
        told = np.union1d(joined, corrected)
        if not len(told):
            return
        self._table = None
        for start in range(0, len(told), ROWS_PER_MESSAGE):
            packet = self._rows_packet(told[start : start + ROWS_PER_MESSAGE])
            for session in self.sessions:
                session.offer_rows(packet)

    def _tell_delta(self, rows: Column, gone: Column, now: Utc) -> None:
        self.tick += 1
        if gone.any():
            self._table = None
        packet = self._frame(FrameType.DELTA, rows, gone, now)
        for session in self.sessions:
            session.offer_frame(packet)

    def _frame(self, kind: FrameType, rows: Column, gone: Column, now: Utc) -> Packet:
        data = self._stage.board.frame(kind, rows, gone, epoch=self._stage.epoch, tick=self.tick, now=now)
        made = packets.opening_binary if kind is FrameType.KEYFRAME else packets.binary
        return made(data, len(rows))

    def _rows_packet(self, rows: Column) -> Packet:
        message = messages.Rows(self._stage.epoch, self._stage.roster.facts(rows, self.eyes))
        return packets.opening_text(Piece(messages.encode(message)))


def _text(message: messages.Message) -> Packet:
    return packets.text(messages.encode(message))
