"""Keeps the drawn schematic between starts. A missing, old or damaged file is drawn anew, never an error."""

import hashlib
import os
from pathlib import Path
from typing import Final

import msgspec
import shapely
import structlog

from feeds.geo import schematic
from feeds.geo.schematic import Schematic

SOURCES: Final = (
    "qinhuai",
    "qinhuai_communities",
    "plane",
    "lines",
    "borders",
    "blocks",
    "tours",
    "schematic",
    "places",
)
"""The modules whose text decides what is drawn: a change in any makes the cache old."""

log = structlog.get_logger(__name__)


def load(directory: Path | None) -> Schematic:
    """The schematic, from ``directory`` if it is there and whole, else drawn and put there."""
    if directory is None:
        return schematic.build()
    file = directory / f"qinhuai-{fingerprint()}.msgpack"
    kept = _read(file)
    if kept is not None:
        return kept
    drawn = schematic.build()
    _write(file, drawn)
    return drawn


def fingerprint() -> str:
    """Names the facts, the drawing and the geometry library that a cached file came from."""
    digest = hashlib.blake2b(shapely.geos_version_string.encode(), digest_size=8)
    for name in SOURCES:
        digest.update((Path(__file__).parent / f"{name}.py").read_bytes())
    return digest.hexdigest()


def _read(file: Path) -> Schematic | None:
    try:
        blob = file.read_bytes()
    except OSError:
        return None
    check, body = blob[:16], blob[16:]
    if checksum(body) != check:
        log.warning("the cached schematic is damaged; drawing it anew", file=str(file))
        return None
    try:
        return msgspec.msgpack.decode(body, type=Schematic)
    except msgspec.DecodeError as problem:
        log.warning(
            "the cached schematic cannot be read; drawing it anew", file=str(file), problem=str(problem)
        )
        return None


def _write(file: Path, drawn: Schematic) -> None:
    body = msgspec.msgpack.encode(drawn)
    unfinished = file.with_suffix(f".{os.getpid()}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        unfinished.write_bytes(checksum(body) + body)
        unfinished.replace(file)
    except OSError as problem:
        log.warning("the schematic cannot be cached", file=str(file), problem=str(problem))


def checksum(body: bytes) -> bytes:
    """What stands before the body in the file."""
    return hashlib.blake2b(body, digest_size=16).digest()
