"""Raster tiles out of one file: MBTiles 1.3 (an SQLite database) or PMTiles 3. Tiles are asked for as
(z, x, y) with y counted from the north, as web maps do.
"""

import mmap
import sqlite3
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import Any, Final, Protocol

from pmtiles.reader import Reader
from pmtiles.tile import Compression, MagicNumberNotFound, SpecVersionUnsupported, TileType

from feeds.errors import BadSetting

SETTING: Final = "basemap"
MEDIA_TYPES: Final = {"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "webp": "image/webp"}
PM_FORMATS: Final = {TileType.PNG: "png", TileType.JPEG: "jpg", TileType.WEBP: "webp"}
UNREADABLE: Final = (
    OSError, sqlite3.Error, ValueError, KeyError, EOFError, MagicNumberNotFound, SpecVersionUnsupported,
)  # fmt: skip
RASTER_ONLY: Final = "holds {format} tiles; a wall shows pictures: png, jpg or webp"


class Tiles(Protocol):
    """One file of tiles, open. Calls block and may come from any thread."""

    media_type: str
    zooms: tuple[int, int]
    """The least and the greatest zoom with tiles."""
    credit: str
    """Whom to thank, plain text; "" when the file does not say."""

    def tile(self, z: int, x: int, y: int) -> bytes | None:
        """The picture; None where the file has none."""

    def close(self) -> None:
        """Close the file."""


def open_tiles(path: Path) -> Tiles:
    """Open a file by what it is called. Raises BadSetting for one that cannot be read or holds no
    pictures.
    """
    opener = _OPENERS.get(path.suffix.lower())
    if opener is None:
        raise BadSetting(SETTING, str(path), f"a file of tiles ends in {' or '.join(_OPENERS)}")
    if not path.exists():  # SQLite would say that it cannot be opened, not why
        raise BadSetting(SETTING, str(path), "there is no such file")
    try:
        return opener(path)
    except UNREADABLE as exc:
        why = str(exc) or type(exc).__name__
        raise BadSetting(SETTING, str(path), f"cannot be read as {path.suffix[1:]}: {why}") from exc


class MBTiles:
    """The database is opened for reading only; it may lie on a read-only disk."""

    def __init__(self, path: Path) -> None:
        self._lock = Lock()
        address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        self._connection = sqlite3.connect(address, uri=True, check_same_thread=False)
        said = dict(self._connection.execute("SELECT name, value FROM metadata"))
        kind = str(said.get("format", "png")).lower()
        if kind not in MEDIA_TYPES:
            raise BadSetting(SETTING, str(path), RASTER_ONLY.format(format=kind))
        self.media_type = MEDIA_TYPES[kind]
        self.credit = _plain(said.get("attribution"))
        low, high = self._connection.execute("SELECT min(zoom_level), max(zoom_level) FROM tiles").fetchone()
        if low is None:
            raise BadSetting(SETTING, str(path), "holds no tile")
        self.zooms = (int(low), int(high))

    def tile(self, z: int, x: int, y: int) -> bytes | None:
        """Rows are counted from the south in this format."""
        row = (1 << z) - 1 - y
        asked = "SELECT tile_data FROM tiles WHERE zoom_level = ? AND tile_column = ? AND tile_row = ?"
        with self._lock:
            found = self._connection.execute(asked, (z, x, row)).fetchone()
        return None if found is None else bytes(found[0])

    def close(self) -> None:
        """Close the database."""
        self._connection.close()


class PMTiles:
    """The file is mapped into memory: what is not asked for is not read."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._mapping = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        make: Any = Reader  # it has no types
        self._reader = make(self._bytes)
        header: dict[str, Any] = self._reader.header()
        kind = PM_FORMATS.get(header["tile_type"])
        if kind is None or header["tile_compression"] not in (Compression.NONE, Compression.UNKNOWN):
            raise BadSetting(SETTING, str(path), RASTER_ONLY.format(format=header["tile_type"].name.lower()))
        self.media_type = MEDIA_TYPES[kind]
        self.zooms = (int(header["min_zoom"]), int(header["max_zoom"]))
        self.credit = _plain(self._reader.metadata().get("attribution"))

    def _bytes(self, offset: int, length: int) -> bytes:
        return self._mapping[offset : offset + length]

    def tile(self, z: int, x: int, y: int) -> bytes | None:
        """Rows are counted from the north in this format."""
        found: bytes | None = self._reader.get(z, x, y)
        return found

    def close(self) -> None:
        """Let go of the file."""
        self._mapping.close()


def _plain(credit: object) -> str:
    """Credits are often a link in HTML: its text only, because text is text."""
    text, inside = [], False
    for letter in str(credit or ""):
        inside = letter == "<" or (inside and letter != ">")
        if not inside and letter != ">" and letter.isprintable():
            text.append(letter)
    return "".join(text).strip()


_OPENERS: Final[dict[str, Callable[[Path], Tiles]]] = {".mbtiles": MBTiles, ".pmtiles": PMTiles}
