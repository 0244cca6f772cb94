"""``wanglou backup FILE``: everything that cannot be made again, in one file, while the centre works on.

Store first and identities after it, so that whoever acted in the copied store is known in the copied
identities. The copy is proven before it is called a backup.
"""

import shutil
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import msgspec

from dashboard import archive
from dashboard.build import BUILD
from dashboard.identity.identities import FILE
from dashboard.incidents import store_copy, store_tables
from dashboard.incidents.errors import StoreUnavailable
from dashboard.incidents.reader import Reader
from dashboard.roster import FILE as ROSTER_FILE
from dashboard.settings import Settings
from feeds.errors import BadSetting

DONE: Final = 0
BAD: Final = 1
NOT_READ: Final = 3

SECRETS: Final = ("secret", "demo-token")
CONFIG: Final = "wanglou.toml"
IDENTITY_TABLES: Final = "identity_"
LIST: Final = "backups.jsonl"
"""In the data folder: which backups were made of it, so that somebody can delete them in time."""


def make(settings: Settings, config: Path | None, file: Path, *, secrets: bool) -> int:
    """Write the backup and say what is in it; returns the exit code. Raises BadSetting."""
    file = file.absolute()
    _require_room(settings, file)
    try:
        with tempfile.TemporaryDirectory(dir=file.parent, prefix=".wanglou-backup-") as name:
            folder = Path(name)
            _take(settings, config, folder, secrets=secrets)
            head = _proven(settings, folder)
            if head is None:
                return BAD
            manifest = _manifest(settings, folder, head, secrets=secrets)
            written = archive.write(file, folder, manifest)
    except StoreUnavailable as exc:
        print(f"wanglou: no backup was made: {exc}", file=sys.stderr)
        return NOT_READ
    _note(settings, file, manifest, written.sha256)
    print(_said(file, manifest, written, settings.basemap))
    return DONE


def _require_room(settings: Settings, file: Path) -> None:
    """Before minutes are spent: the copy and the archive lie side by side for a while."""
    if not file.parent.is_dir():
        raise BadSetting("FILE", str(file), "its folder does not exist")
    if file.exists():
        raise BadSetting("FILE", str(file), "is there already, and nothing is overwritten")
    try:
        wanted = 2 * store_copy.size(settings.database_url)
    except StoreUnavailable:
        return  # the copy will say it better
    free = shutil.disk_usage(file.parent).free
    if free < wanted:
        why = f"its disk has {free >> 20} MiB free, and making the backup may need {wanted >> 20}"
        raise BadSetting("FILE", str(file), why)


def _take(settings: Settings, config: Path | None, folder: Path, *, secrets: bool) -> None:
    store_copy.take(settings.database_url, folder)
    if (settings.data / FILE).is_file():
        store_copy.copy_sqlite(settings.data / FILE, folder / FILE)
    if store_copy.sqlite_file(settings.database_url) is None:
        tables = store_tables.named(settings.database_url, IDENTITY_TABLES)
        store_tables.take(settings.database_url, folder, tables)
    _copy(settings.data / ROSTER_FILE, folder / ROSTER_FILE)
    for path in sorted(settings.geo_folder.glob("*.msgpack")):
        _copy(path, folder / "geo" / path.name)
    if not secrets:
        return
    for name in SECRETS:
        _copy(settings.data / name, folder / name)
    if config is not None:
        _copy(config, folder / CONFIG)


def _copy(source: Path, target: Path) -> None:
    if source.is_file():
        target.parent.mkdir(exist_ok=True)
        shutil.copyfile(source, target)


def _proven(settings: Settings, folder: Path) -> archive.Head | None:
    """Where the chains of the copy end, every row looked at; None, and said, when a row is bad.

    Of a server the store itself is walked, a little after its copy was taken; the copy is proven when it is
    restored.
    """
    copy = folder / store_copy.STORE_FILE
    reader = Reader(f"sqlite:///{copy}" if copy.exists() else settings.database_url)
    try:
        verdict = reader.verify()
    finally:
        reader.close()
    if verdict.problem is not None:
        print(f"BAD: no backup was made, for the store is not as it was written: {verdict.problem}")
        return None
    if not copy.exists():
        return msgspec.convert(store_tables.head_of(folder), archive.Head)
    return archive.Head(verdict.head_seq, verdict.head_hash, verdict.answers, verdict.answers_hash)


def _manifest(settings: Settings, folder: Path, head: archive.Head, *, secrets: bool) -> archive.Manifest:
    return archive.Manifest(
        format=archive.FORMAT,
        build=BUILD,
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        mode=settings.mode,
        deployment=settings.deployment,
        revision=store_copy.revision_of(folder),
        head=head,
        secrets=secrets,
    )


def _note(settings: Settings, file: Path, manifest: archive.Manifest, digest: str) -> None:
    """One line more in the list of backups; that it cannot be written does not make the backup a bad one."""
    line: dict[str, Any] = {
        "file": str(file),
        "made_at": manifest.made_at,
        "sha256": digest,
        "head": msgspec.to_builtins(manifest.head),
    }
    try:
        with (settings.data / LIST).open("ab") as listed:
            listed.write(msgspec.json.encode(line) + b"\n")
    except OSError as exc:
        print(f"wanglou: the list of backups cannot be kept: {exc}", file=sys.stderr)


def _said(file: Path, manifest: archive.Manifest, written: archive.Written, basemap: str) -> str:
    head = manifest.head
    lines = [
        f"backup: {file} ({file.stat().st_size >> 10} KiB, sha256 {written.sha256})",
        f"  holds {', '.join(sorted(written.members))}",
        f"  sound: {head.seq} changes, last {head.hash}; {head.answers} answers, last {head.answers_hash}",
        "  keep these hashes where the file is not",
    ]
    what = "secrets and personal data" if manifest.secrets else "personal data, and no secrets or settings"
    lines.append(f"  it holds {what}: delete it when the retention ends, {LIST} lists it")
    if basemap and "://" not in basemap:
        lines.append(f"  not in it: the basemap {basemap}")
    return "\n".join(lines)
