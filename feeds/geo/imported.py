"""Keeps a centre's own district in its data folder. What is damaged stops the start: a wall must not go back
to a schematic of somewhere else by itself.
"""

import os
from pathlib import Path
from typing import Final

import msgspec

from feeds.errors import BadSetting
from feeds.geo.schematic import Schematic
from feeds.geo.schematic_cache import checksum

FILE: Final = "district.msgpack"
CHECK_BYTES: Final = 16


def save(folder: Path, areas: Schematic) -> Path:
    """Write it whole or not at all; returns the file. Raises OSError."""
    body = msgspec.msgpack.encode(areas)
    folder.mkdir(parents=True, exist_ok=True)
    unfinished = folder / f"{FILE}.{os.getpid()}.part"
    unfinished.write_bytes(checksum(body) + body)
    return unfinished.replace(folder / FILE)


def load(folder: Path) -> Schematic | None:
    """The imported areas; None when nothing was imported. Raises BadSetting for a damaged file."""
    file = folder / FILE
    try:
        blob = file.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as exc:
        raise BadSetting("data", str(file), f"the imported district cannot be read: {exc.strerror}") from exc
    if checksum(blob[CHECK_BYTES:]) != blob[:CHECK_BYTES]:
        raise BadSetting("data", str(file), "the imported district is damaged: import it again, or remove it")
    try:
        return msgspec.msgpack.decode(blob[CHECK_BYTES:], type=Schematic)
    except msgspec.DecodeError as exc:
        raise BadSetting("data", str(file), f"the imported district cannot be read: {exc}") from exc
