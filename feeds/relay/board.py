"""The settled picture in the units of the wire, converted once a change for all scenes. Pure."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from feeds import wire
from feeds.model import Status, Utc
from feeds.picture import NOBODY, Picture, SlotKey

Column = NDArray[Any]

_REMOVED_BITS = np.uint16(Status.REMOVED << 10)


class Board:
    """Columns by row, as of the last ``update``."""

    def __init__(self, picture: Picture, index_of: Callable[[SlotKey], int]) -> None:
        self.present = np.zeros(0, np.bool_)  # somebody knows where this row is
        self._picture = picture
        self._index_of = index_of
        self._source = np.zeros(0, np.uint16)  # number on the wire, by slot
        self._provenance = np.zeros(0, np.uint16)  # by slot
        self._flags = np.zeros(0, np.uint16)
        self._course = np.zeros(0, np.uint8)
        self._speed = np.zeros(0, np.uint8)

    def update(self, rows: Column) -> None:
        """Convert these rows again."""
        self._grow(len(self._picture.winner))
        self._number_slots()
        reports, winner = self._picture.reports.take(rows), self._picture.winner[rows]
        self.present[rows] = winner != NOBODY
        self._course[rows] = wire.quantise_course(reports["course"])
        self._speed[rows] = wire.quantise_speed(reports["speed"])
        self._flags[rows] = wire.pack_flags(
            self._source[winner], self._provenance[winner], reports["status"], wire.ttl_class(reports["ttl"])
        )

    def frame(
        self, kind: wire.FrameType, rows: Column, gone: Column, *, epoch: int, tick: int, now: Utc
    ) -> bytes:
        """One frame of these rows, ascending; ``gone`` says which of them are no longer part of the scene."""
        reports, base_ms = self._picture.reports.take(rows), now * 1000.0
        columns = wire.Columns(
            row=rows,
            lat=reports["lat"],
            lon=reports["lon"],
            flags=np.where(gone, self._flags[rows] | _REMOVED_BITS, self._flags[rows]),
            age=np.where(gone, 0, wire.quantise_age(base_ms, reports["at"])),
            course=self._course[rows],
            speed=self._speed[rows],
        )
        return wire.encode_frame(
            kind, epoch=epoch, tick=tick, base_ms=base_ms, rows=len(self._picture), columns=columns
        )

    def _grow(self, size: int) -> None:
        more = size - len(self.present)
        if more:
            self.present = np.append(self.present, np.zeros(more, np.bool_))
            self._flags = np.append(self._flags, np.zeros(more, np.uint16))
            self._course = np.append(self._course, np.zeros(more, np.uint8))
            self._speed = np.append(self._speed, np.zeros(more, np.uint8))

    def _number_slots(self) -> None:
        """One number more than there are slots, so that NOBODY (-1) finds one too."""
        slots = self._picture.slots
        if len(self._source) != len(slots) + 1:
            self._source = np.array([*map(self._index_of, slots), 0], np.uint16)
            self._provenance = np.array([*(slot.provenance for slot in slots), 0], np.uint16)
