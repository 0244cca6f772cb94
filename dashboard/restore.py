"""``wanglou restore FILE``: a backup into an empty place, proven before anything starts on it.

Everything is unpacked and judged inside the folder first, under a name that nothing else reads; only what is
whole and sound gets its real name, the store last.
"""

import shutil
import sys
import time
from pathlib import Path
from typing import Final

from dashboard import archive
from dashboard.backup import BAD, CONFIG, DONE, IDENTITY_TABLES, NOT_READ
from dashboard.identity.identities import COMMAND_LINE, FILE, Identities
from dashboard.incidents import store_copy, store_tables
from dashboard.incidents.errors import StoreUnavailable
from dashboard.incidents.reader import Reader
from dashboard.settings import Settings
from feeds.errors import BadSetting
from feeds.model import Utc

STAGE: Final = ".restoring"
MAY_BE_THERE: Final = frozenset({"lost+found"})
"""An empty disk of its own has it."""


def bring_back(settings: Settings, file: Path) -> int:
    """Restore, and say what was found; returns the exit code. Raises BadSetting."""
    try:
        with archive.opened(file) as backup:
            return _bring(settings, backup)
    except archive.BadArchive as exc:
        print(f"BAD: nothing was restored: {exc}")
        return BAD
    except StoreUnavailable as exc:
        print(f"wanglou: nothing was restored: {exc}", file=sys.stderr)
        return NOT_READ


def _bring(settings: Settings, backup: archive.Archive) -> int:
    manifest, data = backup.manifest, settings.data
    if manifest.mode != settings.mode:
        why = f"the backup is of mode {manifest.mode}; say --mode {manifest.mode}"
        raise BadSetting("mode", settings.mode, why)
    _require_empty(data)
    store_copy.require_nothing_at(settings.database_url)
    _require_room(data, backup)
    stage = data / STAGE
    try:
        stage.mkdir(mode=0o700)
        backup.unpack(stage)
        problem = _place(settings, stage, manifest)
    except OSError as exc:
        raise BadSetting("--data", str(data), f"cannot be written: {exc.strerror}") from exc
    finally:
        shutil.rmtree(stage, ignore_errors=True)
    if problem is not None:
        print(f"BAD: nothing was restored: {problem}")
        return BAD
    archive.sync_folder(data)
    print(_said(settings, manifest))
    return DONE


def _require_empty(data: Path) -> None:
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        there = sorted({path.name for path in data.iterdir()} - MAY_BE_THERE)
    except OSError as exc:
        raise BadSetting("--data", str(data), f"the folder cannot be used: {exc.strerror}") from exc
    if there:
        why = f"is not empty ({', '.join(there[:4])}), and nothing is overwritten"
        raise BadSetting("--data", str(data), why)


def _require_room(data: Path, backup: archive.Archive) -> None:
    free = shutil.disk_usage(data).free
    if free < backup.size:
        why = f"its disk has {free >> 20} MiB free, and the backup holds {backup.size >> 20}"
        raise BadSetting("--data", str(data), why)


def _place(settings: Settings, stage: Path, manifest: archive.Manifest) -> str | None:
    """Prove, then give everything its real name; returns what is wrong, None when all is well."""
    if not (stage / store_copy.STORE_FILE).exists():
        return _place_on_server(settings, stage, manifest)
    problem = _problem(f"sqlite:///{stage / store_copy.STORE_FILE}", manifest)
    if problem is None and (stage / FILE).exists():
        problem = _sign_everybody_out(f"sqlite:///{stage / FILE}")
    if problem is None:
        _place_files(settings, stage)
        store_copy.place(stage, settings.database_url)
    return problem


def _place_on_server(settings: Settings, stage: Path, manifest: archive.Manifest) -> str | None:
    """A server's store can be walked only once it is there."""
    store_copy.place(stage, settings.database_url)
    problem = _problem(settings.database_url, manifest)
    if problem is None:
        Identities(settings.database_url).close()  # makes its tables
        tables = store_tables.named(settings.database_url, IDENTITY_TABLES)
        store_tables.place_more(stage, settings.database_url, tables)
        problem = _sign_everybody_out(settings.database_url)
    if problem is not None:
        return f"{problem}; empty the database before anything else"
    _place_files(settings, stage)
    return None


def _place_files(settings: Settings, stage: Path) -> None:
    apart = (store_copy.STORE_FILE, store_tables.FOLDER)
    for path in sorted(stage.iterdir()):
        if path.name not in apart:
            path.rename(settings.data / path.name)


def _problem(url: str, manifest: archive.Manifest) -> str | None:
    """Why a store is not the one the manifest names; None when every row of it is as it was written."""
    reader = Reader(url)
    try:
        verdict = reader.verify()
    finally:
        reader.close()
    found = archive.Head(verdict.head_seq, verdict.head_hash, verdict.answers, verdict.answers_hash)
    if verdict.problem is not None:
        return f"the store in the backup is not as it was written: {verdict.problem}"
    if found != manifest.head:
        return f"the store in the backup ends at {found.seq} {found.hash}, its manifest says otherwise"
    return None


def _sign_everybody_out(url: str) -> str | None:
    """Prove the log of identity, too; sessions that were open then are not opened again now."""
    identities = Identities(url)
    try:
        verdict = identities.verify()
        if verdict.problem is not None:
            return f"the accounts in the backup are not as they were written: {verdict.problem}"
        for account in identities.accounts():
            identities.end_sessions_of(account.id, COMMAND_LINE, Utc(time.time()))
    finally:
        identities.close()
    return None


def _said(settings: Settings, manifest: archive.Manifest) -> str:
    head = manifest.head
    lines = [
        f"restored: a backup of {manifest.made_at}, by Wanglou {manifest.build}, into {settings.data}",
        f"  sound: {head.seq} changes, last {head.hash}; {head.answers} answers, last {head.answers_hash}",
        "  compare with the hashes that were kept when it was made",
    ]
    if CONFIG in manifest.members:
        lines.append(
            f"  its settings file is {settings.data / CONFIG}: look through it, then give it as --config"
        )
    if not manifest.secrets:
        lines.append(
            "  it came without secrets: new ones are made at the start, and every screen is let in anew"
        )
    lines.append("  what was deleted or revoked after that moment is here again: see docs/operation.md")
    return "\n".join(lines)
