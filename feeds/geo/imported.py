"""Keeps a centre's own district, and the land it lies in, in its data folder. What is damaged stops the
start: a wall must not go back to a schematic of somewhere else by itself.
"""

import os
from pathlib import Path
from typing import Final, TypeVar

import msgspec

from feeds.errors import BadSetting
from feeds.geo.land import Land
from feeds.geo.schematic import Schematic
from feeds.geo.schematic_cache import checksum

DISTRICT_FILE: Final = "district.msgpack"
LAND_FILE: Final = "land.msgpack"
CHECK_BYTES: Final = 16

_Kept = TypeVar("_Kept", Schematic, Land)


def save(folder: Path, areas: Schematic) -> Path:
    """Write the district whole or not at all; returns the file. Raises OSError."""
    return _write(folder / DISTRICT_FILE, areas)


def load(folder: Path) -> Schematic | None:
    """The imported areas; None when nothing was imported. Raises BadSetting for a damaged file."""
    return _read(folder / DISTRICT_FILE, Schematic, "the imported district")


def save_land(folder: Path, land: Land) -> Path:
    """Write the land whole or not at all; returns the file. Raises OSError."""
    return _write(folder / LAND_FILE, land)


def load_land(folder: Path) -> Land | None:
    """The imported land; None when nothing was imported. Raises BadSetting for a damaged file."""
    return _read(folder / LAND_FILE, Land, "the imported land")


def _write(file: Path, kept: Schematic | Land) -> Path:
    body = msgspec.msgpack.encode(kept)
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_suffix(f".{os.getpid()}.part")
    unfinished.write_bytes(checksum(body) + body)
    return unfinished.replace(file)


def _read(file: Path, kind: type[_Kept], what: str) -> _Kept | None:
    try:
        blob = file.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as exc:
        raise BadSetting("data", str(file), f"{what} cannot be read: {exc.strerror}") from exc
    if checksum(blob[CHECK_BYTES:]) != blob[:CHECK_BYTES]:
        raise BadSetting("data", str(file), f"{what} is damaged: import it again, or remove it")
    try:
        return msgspec.msgpack.decode(blob[CHECK_BYTES:], type=kind)
    except msgspec.DecodeError as exc:
        raise BadSetting("data", str(file), f"{what} cannot be read: {exc}") from exc
