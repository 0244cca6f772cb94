"""A log file that several processes share: whole lines, appended, and rotated by whoever finds it full."""

import fcntl
import os
from pathlib import Path
from typing import Final

KEPT: Final = 5
"""Old files, ``.1`` the newest; together with the current one they bound the log."""


class LogFile:
    """Appends lines to ``path``; no more than ``limit`` bytes and one line a file.

    The kernel puts each ``write`` of an appending file at its end in one piece, so lines of several processes
    do not mix. Rotation happens under a lock file; a process that still holds the old file sees its inode.
    """

    def __init__(self, path: Path, limit: int) -> None:
        self._path = path
        self._limit = limit
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = self._open()

    def write(self, line: str) -> None:
        """Append one line, without its line end; a full disk raises ``OSError``."""
        if self._replaced():
            self._reopen()
        os.write(self._file, line.encode("utf-8", "backslashreplace") + b"\n")
        if os.fstat(self._file).st_size >= self._limit:
            self._rotate()

    def close(self) -> None:
        """Let go of the file."""
        os.close(self._file)

    def _open(self) -> int:
        return os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def _reopen(self) -> None:
        os.close(self._file)
        self._file = self._open()

    def _replaced(self) -> bool:
        try:
            return self._path.stat().st_ino != os.fstat(self._file).st_ino
        except FileNotFoundError:
            return True

    def _rotate(self) -> None:
        with self._path.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not self._replaced():  # nobody else was quicker
                for number in range(KEPT - 1, 0, -1):
                    older = self._numbered(number)
                    if older.exists():
                        older.replace(self._numbered(number + 1))
                self._path.replace(self._numbered(1))
            self._reopen()

    def _numbered(self, number: int) -> Path:
        return self._path.with_name(f"{self._path.name}.{number}")
