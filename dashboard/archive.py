"""The file of a backup: a ZIP of a few members whose names we chose, and a manifest that vouches for them.

Whoever reads one believes nothing of it: names are only those below, sizes and hashes are those of the
manifest, links and doubled members are refused, and nothing is written but what was asked for by name.
"""

import hashlib
import os
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final, NamedTuple

import msgspec

from feeds.errors import BadSetting, WanglouError

FORMAT: Final = 1
MANIFEST: Final = "manifest.json"
MANIFEST_MOST: Final = 2**20
MEMBERS_MOST: Final = 200
CHUNK: Final = 2**20

NAMES: Final = re.compile(
    r"store\.sqlite|identity\.sqlite|secret|demo-token|wanglou\.toml"
    r"|tables/(?:revision|[a-z][a-z0-9_]{0,40}\.jsonl)|roster\.json|geo/[a-z0-9][a-z0-9_.-]{0,60}"
)
"""All that a backup may hold. None of them leads out of the folder it is unpacked into."""


class BadArchive(WanglouError):  # noqa: N818 - a verdict on a file
    """The file is not what its maker wrote, or no backup at all; nothing was restored."""


class Member(msgspec.Struct, frozen=True):
    """One file in it."""

    bytes: int
    sha256: str


class Head(msgspec.Struct, frozen=True):
    """Where both chains of the store ended."""

    seq: int
    hash: str
    answers: int
    answers_hash: str


class Manifest(msgspec.Struct, frozen=True):
    """What the backup is and what is in it."""

    format: int
    build: str
    made_at: str
    mode: str
    deployment: str
    revision: str
    head: Head
    secrets: bool
    members: Mapping[str, Member] = {}


class Written(NamedTuple):
    """What was packed."""

    sha256: str
    members: Mapping[str, Member]


def write(file: Path, folder: Path, manifest: Manifest) -> Written:
    """Pack all of ``folder`` into a new ``file``, on the disk when this returns.

    ``manifest`` comes without members. Raises BadSetting when ``file`` exists or cannot be written.
    """
    draft = file.with_name(file.name + ".part")
    try:
        handle = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
    except OSError as exc:
        raise BadSetting("FILE", str(draft), f"cannot be made: {exc.strerror}") from exc
    try:
        with os.fdopen(handle, "w+b") as out:
            members = _pack(out, folder, manifest)
            out.flush()
            os.fsync(out.fileno())
            out.seek(0)
            digest = hashlib.file_digest(out, "sha256").hexdigest()
        if file.exists():
            raise BadSetting("FILE", str(file), "is there already, and nothing is overwritten")
        draft.rename(file)
        sync_folder(file.parent)
    except OSError as exc:
        raise BadSetting("FILE", str(file), f"cannot be written: {exc.strerror}") from exc
    finally:
        draft.unlink(missing_ok=True)
    return Written(digest, members)


def sync_folder(folder: Path) -> None:
    """Wait until the disk knows the names in a folder."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _pack(out: IO[bytes], folder: Path, manifest: Manifest) -> Mapping[str, Member]:
    members: dict[str, Member] = {}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for path in sorted(one for one in folder.rglob("*") if one.is_file()):
            name = path.relative_to(folder).as_posix()
            with path.open("rb") as source, archive.open(_entry(name), "w", force_zip64=True) as member:
                members[name] = _copied(source, member)
        whole = msgspec.structs.replace(manifest, members=members)
        archive.writestr(_entry(MANIFEST), msgspec.json.format(msgspec.json.encode(whole)))
    return members


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = (stat.S_IFREG | 0o600) << 16
    return entry


def _copied(source: IO[bytes], target: IO[bytes], most: int | None = None) -> Member:
    """Copy and say what went by; stops one chunk after ``most`` bytes."""
    digest, count = hashlib.sha256(), 0
    while chunk := source.read(CHUNK):
        digest.update(chunk)
        count += len(chunk)
        if most is not None and count > most:
            break
        target.write(chunk)
    return Member(count, digest.hexdigest())


class Archive:
    """A backup that is being read; its manifest was judged when it was opened."""

    def __init__(self, file: zipfile.ZipFile) -> None:
        self._file = file
        self._entries = _judged_entries(file)
        self.manifest = self._read_manifest()
        self._compare()

    @property
    def size(self) -> int:
        """Bytes of all members."""
        return sum(member.bytes for member in self.manifest.members.values())

    def unpack(self, folder: Path) -> None:
        """Write every member into ``folder``, mode 0600; raises BadArchive for one that is not as written."""
        for name, expected in self.manifest.members.items():
            path = folder / name
            path.parent.mkdir(mode=0o700, exist_ok=True)
            handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
            with os.fdopen(handle, "wb") as target, self._reading(name) as source:
                found = _copied(source, target, expected.bytes)
                target.flush()
                os.fsync(target.fileno())
            if found != expected:
                raise BadArchive(f"{name} in the backup is not what was written: its hash differs")

    @contextmanager
    def _reading(self, name: str) -> Iterator[IO[bytes]]:
        try:
            with self._file.open(self._entries[name]) as source:
                yield source
        except (
            zipfile.BadZipFile,
            EOFError,
            NotImplementedError,
            RuntimeError,
            ValueError,
            zlib.error,
        ) as exc:
            raise BadArchive(f"{name} in the backup cannot be read: {exc}") from exc

    def _read_manifest(self) -> Manifest:
        if MANIFEST not in self._entries:
            raise BadArchive(f"the file is no backup of Wanglou: it has no {MANIFEST}")
        with self._reading(MANIFEST) as source:
            text = source.read(MANIFEST_MOST + 1)
        try:
            manifest = msgspec.json.decode(text, type=Manifest)
        except msgspec.DecodeError as exc:
            raise BadArchive(f"the {MANIFEST} of the backup cannot be read: {exc}") from exc
        if manifest.format != FORMAT:
            raise BadArchive(f"the backup has format {manifest.format}; this version reads {FORMAT}")
        return manifest

    def _compare(self) -> None:
        promised, there = set(self.manifest.members), set(self._entries) - {MANIFEST}
        for name in sorted(promised ^ there):
            where = "named in the manifest and missing" if name in promised else "not in the manifest"
            raise BadArchive(f"{name!r} in the backup is {where}")


def _judged_entries(file: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    entries: dict[str, zipfile.ZipInfo] = {}
    if len(file.infolist()) > MEMBERS_MOST:
        raise BadArchive(
            f"the file holds {len(file.infolist())} members; a backup has at most {MEMBERS_MOST}"
        )
    for entry in file.infolist():
        kind = stat.S_IFMT(entry.external_attr >> 16)
        if entry.filename != MANIFEST and not NAMES.fullmatch(entry.filename):
            raise BadArchive(f"the backup holds {entry.filename!r}, which no backup of ours does")
        if entry.filename in entries:
            raise BadArchive(f"the backup holds {entry.filename!r} twice")
        if kind not in (0, stat.S_IFREG):
            raise BadArchive(f"{entry.filename!r} in the backup is no plain file")
        entries[entry.filename] = entry
    return entries


@contextmanager
def opened(file: Path) -> Iterator[Archive]:
    """The backup in ``file``. Raises BadSetting when it cannot be read, BadArchive when it is none."""
    try:
        with zipfile.ZipFile(file) as archive:
            yield Archive(archive)
    except zipfile.BadZipFile as exc:
        raise BadArchive(f"{file} is no backup, or only a part of one: {exc}") from exc
    except FileNotFoundError as exc:
        raise BadSetting("FILE", str(file), "there is no such file") from exc
    except (IsADirectoryError, PermissionError) as exc:
        raise BadSetting("FILE", str(file), f"cannot be read: {exc.strerror}") from exc
