"""Reports by row: read as columns, moved as words, for numpy moves records field by field and slowly."""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from feeds.batch import COLUMNS, Batch

Column = NDArray[Any]

_WIDTHS: Final = {"<f8": "<f8", "<i4": "<i4", "<f4": "<f4", "<u1": "<u4"}
"""Type on the bus to type here: no gaps between fields, or equal reports would differ in them."""

REPORT: Final = np.dtype(
    [(name, _WIDTHS[kind]) for name, kind in sorted(COLUMNS, key=lambda column: column[1] != "<f8")]
)
"""One report, 48 bytes, eight-byte fields first."""

WORDS: Final = REPORT.itemsize // 8

NEVER: Final = -np.inf
"""As ``at``: there is no report in this row."""


class Reports:
    """A table of reports; an empty row has ``at`` NEVER."""

    def __init__(self, words: Column) -> None:
        self._words = words
        self._fields = words.view(REPORT)[:, 0]

    @classmethod
    def empty(cls, rows: int) -> "Reports":
        """A table in which nobody has reported."""
        table = cls(np.zeros((rows, WORDS), np.int64))
        table["at"][:] = NEVER
        return table

    @classmethod
    def of(cls, batch: Batch) -> "Reports":
        """The batch's, in its order."""
        table = cls(np.zeros((len(batch), WORDS), np.int64))
        for name, _ in COLUMNS:
            table[name][:] = getattr(batch, name)
        return table

    def __len__(self) -> int:
        return len(self._words)

    def __getitem__(self, name: str) -> Column:
        """One column; writing to it writes to the table."""
        column: Column = self._fields[name]
        return column

    def take(self, rows: Column) -> "Reports":
        """A copy of these rows, in this order."""
        return Reports(self._words.take(rows, axis=0))

    def put(self, rows: Column, reports: "Reports") -> None:
        """Overwrite these rows."""
        self._words[rows] = reports._words

    def grown(self, more: int) -> "Reports":
        """A copy with so many empty rows more."""
        return Reports(np.append(self._words, Reports.empty(more)._words, axis=0))

    def differ(self, other: "Reports") -> Column:
        """Where two tables of one length differ. Bytes, not numbers: unknown (NaN) equals unknown."""
        words = self._words != other._words
        differ: Column = words[:, 0].copy()
        for word in range(1, WORDS):
            differ |= words[:, word]
        return differ

    def content(self, row: int) -> tuple[int, float, bytes]:
        """Orders reports of the same time; a call for help is not lost to one that has none."""
        report = self._fields[row]
        return int(report["status"]), float(report["received_at"]), report.tobytes()
