"""The patrol ledger of the web process: fed by ``Whereabouts``, kept in a file of the data folder.

The file is written every 30 seconds and at the stop, to a draft that then takes its place: there is always a
whole one. A file that cannot be read is set aside and said in the log; the records then begin anew.
"""

import asyncio
import os
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Final, Protocol

import msgspec
import structlog

from dashboard.incidents.commands import Body
from dashboard.incidents.errors import StoreUnavailable
from dashboard.incidents.patrol_ledger import GridsOf, Kept, Ledger
from feeds.model import Utc

FILE: Final = "patrol.json"
WRITE_S: Final = 30.0
ROSTER_S: Final = 5.0
"""How often the roster is looked at while it is empty; else with every writing."""
VERSION: Final = 1

_log: Final = structlog.get_logger("patrol")


class Roster(Protocol):
    """The part of the store's reader that is used here; its calls block and are made in a thread."""

    def kind(self, kind: str) -> Mapping[str, Body]:
        """All current records of one kind."""


class PatrolLog:
    """The ledger and its file."""

    def __init__(self, folder: Path, reader: Roster, grids: list[str], grids_of: GridsOf, now: Utc) -> None:
        self._path = folder / FILE
        self._reader = reader
        self._failing = False  # the file could not be written last time
        self.ledger = Ledger(grids, grids_of, now, restored(self._path, now))

    async def run(self) -> None:
        """Look at the roster and write the file, for ever; cancel to stop, which writes it once more."""
        try:
            while True:
                employed = await self._employ()
                await asyncio.sleep(WRITE_S if employed else ROSTER_S)
                await asyncio.to_thread(self.write, self.ledger.kept())
        finally:
            self.write(self.ledger.kept())

    def write(self, kept: Kept) -> None:
        """Put it in the file's place. A disk that does not take it is said once."""
        draft = self._path.with_suffix(".draft")
        try:
            with draft.open("wb") as file:
                file.write(msgspec.json.encode(kept))
                file.flush()
                os.fsync(file.fileno())
            draft.replace(self._path)
        except OSError as exc:
            if not self._failing:
                _log.error("the patrol log is not written", file=str(self._path), error=str(exc))
            self._failing = True
        else:
            self._failing = False

    async def _employ(self) -> bool:
        """Whether there is anybody on the roster. What the store cannot say now leaves it as it was."""
        try:
            roster = await asyncio.to_thread(self._reader.kind, "worker")
        except StoreUnavailable:
            return False
        self.ledger.employ(roster)
        return bool(roster)


def restored(path: Path, now: Utc) -> Kept | None:
    """What the file holds; None where there is none, or one that nobody can read."""
    try:
        kept = msgspec.json.decode(path.read_bytes(), type=Kept)
        if kept.version != VERSION:
            raise msgspec.ValidationError(f"its version is {kept.version}, not {VERSION}")
        if kept.since > now or kept.day > now:
            raise msgspec.ValidationError("it is from the future")
    except FileNotFoundError:
        return None
    except (OSError, msgspec.DecodeError, UnicodeError) as exc:
        _set_aside(path, str(exc))
        return None
    return kept


def _set_aside(path: Path, why: str) -> None:
    aside = path.with_suffix(f".damaged-{round(time.time())}")
    _log.error(
        "the patrol log cannot be read: its records begin anew", file=str(path), kept_as=aside.name, error=why
    )
    try:
        path.replace(aside)
    except OSError as exc:
        _log.warning("the damaged patrol log could not be set aside", error=str(exc))
